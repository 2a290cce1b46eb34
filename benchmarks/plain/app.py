"""The program that one would write otherwise: pandas reads the file in every run, plotly express draws it.

Short, and good enough for a small file. `BENCHMARK_CSV` names the file, `BENCHMARK_START` the first indicator.
"""

import os

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(page_title="So sánh", layout="wide")
st.title("So sánh các tỉnh")

data = pd.read_csv(os.environ["BENCHMARK_CSV"])
data = data[data["level"] == "province"]
codes = sorted(data["indicator_code"].unique())
start = codes.index(os.environ.get("BENCHMARK_START", codes[0]))
indicator = st.selectbox("Chỉ số", codes, index=start, key="indicator")
data = data[data["indicator_code"] == indicator]
unit = st.selectbox("Đơn vị", sorted(data["unit_id"].unique()), key="unit")
year = st.selectbox("Từ năm", sorted(data["year"].unique()), key="year")
data = data[data["year"] >= year].sort_values(["unit_id", "year"])

figure = px.line(data, x="year", y="value", color="unit_id", hover_name="unit", hover_data=["rank"], markers=True)
figure.update_traces(line_color="lightgrey", marker_color="lightgrey", line_width=1)
figure.update_traces(line_color="crimson", marker_color="crimson", line_width=3, selector={"name": unit})
figure.update_layout(showlegend=False, height=440)
st.plotly_chart(figure)
