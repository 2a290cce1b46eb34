"""Outlines that an installation supplies: what is taken, what is refused in a word, how they are drawn."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.charts import outline_file, outlines
from egov_metrics.charts.grid import grid
from egov_metrics.charts.look import Look
from egov_metrics.charts.map_scene import scene
from egov_metrics.charts.outline_file import OutlinesRefused, known_names, read_outlines
from egov_metrics.charts.palette import LIGHT
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import has
from tests.charts_frames import SCORE, checked, frame, row, traces
from tests.test_map_grid import names

OLD = names("P63")
KNOWN = known_names((name, unit) for unit, name in OLD.items())


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(properties: dict, *rings: list, kind: str = "Polygon") -> dict:
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def written(folder: Path, *features: dict) -> Path:
    path = folder / "outlines_63.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


SON_LA = feature({"name": "Sơn La"}, square(104, 21))
HA_NOI = feature({"ten_tinh": "Thành phố Hà Nội"}, square(105, 21))


def refusal(path: Path) -> str:
    with pytest.raises(OutlinesRefused) as caught:
        read_outlines(path, "P63", KNOWN)
    return caught.value.reason


# matching


@pytest.mark.parametrize(
    ("properties", "unit"),
    [
        ({"name": "Sơn La"}, "P63-14"),
        ({"NAME_1": "son la"}, "P63-14"),
        ({"ten": "Tỉnh Sơn La"}, "P63-14"),
        ({"VARNAME_1": "Son La Province"}, "P63-14"),
        ({"code": "14"}, "P63-14"),
        ({"ma": 1}, "P63-01"),
        ({"unit_id": "P63-14"}, "P63-14"),
        ({"name": "Hải Phòng", "code": "14"}, "P63-31"),  # a name wins: codes of other lists look alike
    ],
)
def test_a_feature_is_matched_by_name_then_by_code(tmp_path, properties, unit):
    found = read_outlines(written(tmp_path, feature(properties, square(104, 21))), "P63", KNOWN)
    assert list(found.shapes) == [unit] and found.unmatched == ()


def test_what_matches_nothing_is_named_and_the_rest_is_drawn(tmp_path):
    found = read_outlines(written(tmp_path, SON_LA, feature({"name": "Atlantis"}, square(110, 10))), "P63", KNOWN)
    assert found.unmatched == ("Atlantis",)
    assert set(found.shapes) == {"P63-14"}


def test_features_of_one_province_are_one_shape(tmp_path):
    more = feature({"name": "Sơn La"}, square(106, 20), square(107, 19, 0.5), kind="MultiPolygon")
    found = read_outlines(written(tmp_path, SON_LA, more), "P63", KNOWN)
    assert len(found.shapes["P63-14"].rings) == 3
    assert found.bounds == pytest.approx((104.0, 19.0, 107.5, 22.0))


def test_a_name_that_two_units_bear_is_nobodys():
    assert known_names([("Tỉnh A", "P63-01"), ("A", "P63-02"), ("B", "P63-04")]) == {"b": "P63-04"}


# refusing


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable"),
        ("{", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ("[]", "not_geojson"),
        ('{"type": "Topology", "objects": {}}', "not_geojson"),
        ('{"features": [1]}', "not_geojson"),
        ('{"features": []}', "nothing"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, text, reason):
    path = tmp_path / "outlines_63.geojson"
    path.write_text(text, encoding="utf-8")
    assert refusal(path) == reason


def test_bytes_that_are_no_text_and_a_missing_file_are_refused(tmp_path):
    path = tmp_path / "outlines_63.geojson"
    path.write_bytes(b"\xff\xfe\x00")
    assert refusal(path) == "unreadable"
    assert refusal(tmp_path / "missing.geojson") == "unreadable"


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "not_geojson"),
        ({"type": "Point", "coordinates": [104, 21]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": 7}, "not_geojson"),
        ({"type": "MultiPolygon", "coordinates": None}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [[[104, 21], [105, 21], [104, 21]]]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [[["x", 21]] * 4]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [[[21.0, 104.0]] * 4]}, "coordinates"),  # latitude first
        ({"type": "Polygon", "coordinates": [[[540000.0, 2340000.0]] * 4]}, "coordinates"),  # metres
        ({"type": "Polygon", "coordinates": [[[float("nan"), 21.0]] * 4]}, "coordinates"),
    ],
)
def test_a_bad_geometry_is_refused(tmp_path, geometry, reason):
    path = written(tmp_path, {"type": "Feature", "properties": {"name": "Sơn La"}, "geometry": geometry})
    assert refusal(path) == reason


def test_limits_are_kept(tmp_path, monkeypatch):
    path = written(tmp_path, SON_LA, HA_NOI)
    for limit, reason in (("MOST_BYTES", "too_large"), ("MOST_FEATURES", "too_many"), ("MOST_READ", "too_detailed")):
        with monkeypatch.context() as patch:
            patch.setattr(outline_file, limit, 1)
            assert refusal(path) == reason
    assert refusal(written(tmp_path, feature({"name": "Atlantis"}, square(110, 10)))) == "nothing"


def test_every_reason_has_its_sentence():
    for reason in outline_file.Reason.__args__:
        assert has(f"map.outlines.{reason}")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
                        ["type", "features", "geometry", "coordinates", "properties", "name"]), inner, max_size=4),
                    max_leaves=20))  # fmt: skip
def test_no_json_at_all_breaks_the_reader(tmp_path_factory, stated):
    path = tmp_path_factory.mktemp("any") / "outlines_63.geojson"
    path.write_text(json.dumps(stated), encoding="utf-8")
    assert refusal(path) in outline_file.Reason.__args__


# making light


def test_a_detailed_file_is_drawn_light_and_neighbours_keep_their_border(tmp_path, monkeypatch):
    monkeypatch.setattr(outline_file, "MOST_DRAWN", 300)
    border = [[105 + 0.05 * math.sin(40 * (20 + i / 2000)), 20 + i / 2000] for i in range(2001)]
    west = [*border, [104.0, 21.0], [104.0, 20.0], border[0]]
    east = [*border[::-1], [106.0, 20.0], [106.0, 21.0], border[-1]]
    found = read_outlines(written(tmp_path, feature({"name": "Sơn La"}, west), feature({"name": "Hà Nội"}, east)),
                          "P63", KNOWN)  # fmt: skip
    rings = [shape.rings[0] for shape in found.shapes.values()]
    assert sum(map(len, rings)) <= 300
    one, other = ({(round(x, 6), round(y, 6)) for x, y in ring if 104.5 < x < 105.5} for ring in rings)
    assert one == other and len(one) > 20


def test_a_province_smaller_than_the_grid_is_still_drawn(tmp_path):
    tiny = feature({"name": "Sơn La"}, square(104, 21, 0.0005))
    found = read_outlines(written(tmp_path, tiny, HA_NOI), "P63", KNOWN)
    assert len(found.shapes["P63-14"].rings) == 1


# drawing


def drawn(tmp_path, rows, own=None, look=None, refused=None):
    path = written(tmp_path, SON_LA, HA_NOI, feature({"name": "Huế", "code": "46"}, square(107, 16)))
    made = scene(frame(rows), OLD, SCORE, year=2020, own=own, look=look or Look("vi"), refused=refused)
    return made, checked(outlines.build(made, grid("P63"), read_outlines(path, "P63", KNOWN)))


@pytest.mark.parametrize("look", [Look("vi", "light", 740, 600), Look("en", "dark", 350)])
def test_outlines_have_the_colours_of_the_tiles_and_the_islands(tmp_path, look):
    made, figure = drawn(tmp_path, [row("P63-14", 2020, 90.0), row("P63-01", 2020, 60.0)], own="P63-14", look=look)
    (own,) = traces(figure, "own")
    assert own["fillcolor"] == made.shade("P63-14").fill and own["line"]["color"] == look.palette.own.line
    others = traces(figure, "outline")
    assert [trace["line"]["color"] == look.palette.own.line for trace in others] == [False, False]
    (islands,) = traces(figure, "islands")
    assert islands["x"] == [112.135, 114.45]
    assert ("Khánh Hòa" if look.lang == "vi" else "Khanh Hoa") in islands["text"][1]
    low, high = figure.layout.xaxis.range
    assert low < 104 and high > 114.45
    assert figure.layout.yaxis.scaleanchor == "x"


def test_only_scatter_traces_are_used(tmp_path):
    """Anything with a base map would ask another host for it."""
    _, figure = drawn(tmp_path, [row("P63-14", 2020, 90.0)])
    assert {trace["type"] for trace in figure.to_plotly_json()["data"]} == {"scatter"}


def test_points_inside_answer_for_their_province(tmp_path):
    made, figure = drawn(tmp_path, [row("P63-14", 2020, 90.0, name="Sơn La")])
    (hits,) = traces(figure, "hits")
    assert set(hits["customdata"]) == {"P63-14", "P63-01", "P63-46"}
    for x, y, unit, said in zip(hits["x"], hits["y"], hits["customdata"], hits["hovertext"], strict=True):
        west, south = {"P63-14": (104, 21), "P63-01": (105, 21), "P63-46": (107, 16)}[unit]
        assert west < x < west + 1 and south < y < south + 1
        assert said == made.hover(unit)


def test_marks_of_nothing_stand_on_outlines_too(tmp_path):
    made, figure = drawn(tmp_path, [row("P63-14", 2020, nothing="not_ranked"), row("P63-01", 2020, 80.0)],
                         refused={"P63-46": "thiếu"})  # fmt: skip
    (marks,) = traces(figure, "marks")
    assert sorted(marks["text"]) == sorted([numbers.NOTHINGS["not_ranked"], "⊘"])
    hatched = [trace for trace in traces(figure, "outline") if trace.get("fillpattern", {}).get("shape")]
    assert len(hatched) == 1 and made.shade("P63-46").hatched
    assert LIGHT.own.line not in [trace["line"]["color"] for trace in traces(figure, "outline")]


@pytest.mark.parametrize(("order", "file"), [("P63", "vn63_odm"), ("P34", "vn34_odm")])
def test_a_real_file_matches_every_province(shared_folder, order, file):
    called = names(order)
    found = read_outlines(shared_folder / "geo" / f"{file}.geojson", order,
                          known_names((name, unit) for unit, name in called.items()))  # fmt: skip
    assert set(found.shapes) == set(called) and found.unmatched == ()
