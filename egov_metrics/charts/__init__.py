"""Plotly figures and small SVG drawings from frames: pure functions, no Streamlit, no database."""
