"""What all charts share: figures made of plain dictionaries."""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io

from egov_metrics.charts import layout
from egov_metrics.charts.look import Look


def test_a_figure_is_handed_over_as_plotly_would() -> None:
    data = [{"type": "scatter", "x": [2023, 2024], "y": [80.5, None], "text": ["<b>a</b>", "b"], "marker": {"size": 4}}]
    made = layout.base(Look(), 300, (1, 2, 3, 4)) | {"shapes": [{"type": "line", "x0": 1, "x1": 1}]}
    plain = go.Figure(data=data, layout=made, _validate=False)
    expected = plotly.io.to_json(plain, validate=False)
    figure = layout.figure(data, made)
    assert plotly.io.to_json(figure, validate=False) == expected
    assert plotly.io.to_json(figure, validate=False) == expected  # handing over changes nothing
    assert figure.data[0].text == ("<b>a</b>", "b") and figure.layout.shapes[0].x0 == 1
