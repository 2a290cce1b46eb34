"""The same chart in Dash: the file is read once, a callback draws the figure of the chosen indicator.

`BENCHMARK_CSV` names the file, the only argument is the port. With `BENCHMARK_FINISHED` the callback hands over
finished figures (<indicator>.json in `BENCHMARK_FIGURES`) instead: the least that a Dash page with that chart can take.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html

OWN = "P63-14"

data = pd.read_csv(os.environ["BENCHMARK_CSV"])
data = data[data["level"] == "province"]
finished = Path(os.environ["BENCHMARK_FIGURES"]) if "BENCHMARK_FINISHED" in os.environ else None
indicators = sorted(path.stem for path in finished.glob("*.json")) if finished else None
indicators = indicators or sorted(data["indicator_code"].unique())


def draw(indicator: str) -> Any:
    """The figure of one indicator: one line for a province, one of them highlighted."""
    if finished:
        return json.loads((finished / f"{indicator}.json").read_text(encoding="utf-8"))
    rows = data[data["indicator_code"] == indicator].sort_values(["unit_id", "year"])
    figure = px.line(rows, x="year", y="value", color="unit_id", hover_name="unit", hover_data=["rank"], markers=True)
    figure.update_traces(line_color="lightgrey", marker_color="lightgrey", line_width=1)
    figure.update_traces(line_color="crimson", marker_color="crimson", line_width=3, selector={"name": OWN})
    return figure.update_layout(showlegend=False, height=440)


app = Dash(__name__, serve_locally=True)
start = os.environ.get("BENCHMARK_START", indicators[0])
app.layout = html.Div(
    [
        html.H1("So sánh các tỉnh"),
        dcc.Dropdown(indicators, start, id="indicator", clearable=False),
        dcc.Graph(id="chart", config={"displayModeBar": False}),
    ]
)
app.callback(Output("chart", "figure"), Input("indicator", "value"))(draw)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=sys.argv[1], debug=False)
