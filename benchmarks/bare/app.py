"""A Streamlit page with nothing but a finished plotly figure: the least that a Streamlit page with a chart can take.

`BENCHMARK_FIGURES` names the folder with the figures' JSON, `BENCHMARK_START` the first of them. With
`BENCHMARK_CHOICE` there is a select box above that shows another one.
"""

import os
from pathlib import Path

import plotly.io as pio
import streamlit as st

st.set_page_config(layout="wide")
folder, start = Path(os.environ["BENCHMARK_FIGURES"]), os.environ["BENCHMARK_START"]
if "BENCHMARK_CHOICE" in os.environ:
    codes = sorted(path.stem for path in folder.glob("*.json"))
    start = st.selectbox("Chỉ số", codes, index=codes.index(start), key="indicator")
figure = pio.from_json((folder / f"{start}.json").read_text(encoding="utf-8"))
st.plotly_chart(figure, key="chart", theme=None)
