"""A Streamlit page with nothing but a finished plotly figure: the least that a Streamlit page with a chart can take.

`BENCHMARK_FIGURE` names the file with the figure's JSON.
"""

import os
from pathlib import Path

import plotly.io as pio
import streamlit as st

st.set_page_config(layout="wide")
st.plotly_chart(pio.from_json(Path(os.environ["BENCHMARK_FIGURE"]).read_text(encoding="utf-8")), theme=None)
