"""Pictures are light: every colour of a dark chart has its light one, and no colour has two."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from egov_metrics.charts import bars, light, line
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import field, versions

METHODS = versions(("A", 2012, "first"), ("B", 2016, "no"), ("C", 2020, "no"))
SUBJECT = Subject(name="PAR INDEX", short="PAR INDEX", decimals=2, scale_min=0, scale_max=100)


def test_no_colour_stands_for_two():
    found = light.lighter()
    assert found["marks"][DARK.own.line] == found["words"][DARK.own.text] == LIGHT.own.line
    for dark, pale in zip(DARK.chosen, LIGHT.chosen, strict=True):
        assert (found["marks"][dark.line], found["words"][dark.text]) == (pale.line, pale.text)
    for name in DARK.levels:
        assert found["marks"][DARK.levels[name]] == LIGHT.levels[name]
        if DARK.level_text[name] not in light.PLAIN:
            assert found["words"][DARK.level_text[name]] == LIGHT.level_text[name]


def test_a_clash_is_found(monkeypatch):
    monkeypatch.setattr(light, "_pairs", lambda *_: iter([("#111111", "#AAAAAA"), ("#111111", "#BBBBBB")]))
    light.lighter.cache_clear()
    with pytest.raises(light.ColoursClash, match="#111111"):
        light.lighter()
    monkeypatch.undo()
    light.lighter.cache_clear()


@pytest.mark.parametrize("kind", ["line", "bars"])
def test_a_dark_chart_has_only_colours_that_can_be_told(kind):
    frame, look = field(12), Look("vi", "dark", 900)
    if kind == "line":
        made = line.build(frame, METHODS, SUBJECT, own=frame["unit_id"].iloc[0], measure="value", look=look)
    else:
        year = frame[frame["year"] == frame["year"].max()]
        made = bars.build(pd.DataFrame(year), SUBJECT, own=frame["unit_id"].iloc[0], measure="value", look=look)
    used = {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(made.to_plotly_json(), default=str))}
    known = {*light.lighter()["marks"], *light.lighter()["words"], *light.PLAIN}
    assert used and used <= known, used - known
