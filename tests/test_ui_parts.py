"""Markup, links, options of the unit picker and what it accepts from a browser."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from egov_metrics.ui import markup, parts, unit_picker
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Change, Link, Tile
from egov_metrics.ui.unit_picker import UnitOptions, UnitRegister
from egov_metrics.views.view import View

EVIL = '<script>alert("1")</script>'


def unit(unit_id: str, level: str, name: str, kind: str, figures: int = 0, **more: object) -> dict[str, object]:
    given = {"parent_id": None, "parent_name": None, "parent_name_en": None, "region_id": None}
    dates = {"valid_from": pd.NaT, "valid_to": pd.Timestamp("2025-06-30")}
    return {
        "unit_id": unit_id,
        "level": level,
        "name_vi": name,
        "kind": kind,
        "figures": figures,
        **given,
        **dates,
        "name_en": name,
        **more,
    }


@pytest.fixture
def options() -> UnitOptions:
    son_la = {"parent_id": "P63-14", "parent_name": "Sơn La", "parent_name_en": "Son La"}
    lasting = {"valid_from": pd.Timestamp("2025-07-01"), "valid_to": pd.NaT}
    rows = [
        unit("C63-1", "commune", "Tô Hiệu", "phường", **{**son_la, "parent_id": "D63-1"}),
        unit("D63-1", "district", "Sơn La", "thành phố", **son_la),
        unit("D63-2", "district", "Mộc Châu", "huyện", 3, **son_la),
        unit("P34-14", "province", "Sơn La", "tỉnh", 1, name_en="Son La", **lasting),
        unit("P63-14", "province", "Sơn La", "tỉnh", 9, name_en="Son La"),
        unit("P63-06", "province", "Bắc Kạn", "tỉnh", 0, name_en="Bac Kan"),
        unit("P63-01", "province", "Hà Nội", "thành phố", 2, name_en="Hanoi"),
        unit("VN", "country", "Việt Nam", "quốc gia", 5, valid_to=pd.NaT),
    ]
    aliases = pd.DataFrame([("P63-06", "Bắc Cạn")], columns=["unit_id", "alias"])
    return UnitOptions(UnitRegister(pd.DataFrame(rows), aliases), "vi")


def test_offered_are_provinces_and_what_has_figures_in_the_order_of_use(options):
    assert [row[0] for row in options.offered] == ["VN", "P63-01", "P63-14", "P34-14", "P63-06", "D63-2"]
    assert [row[0] for row in options.offered_on({"district"})] == ["D63-2"]


def test_an_option_tells_two_units_of_one_name_apart(options):
    assert options.option("P63-14") == ["P63-14", "Sơn La", "tỉnh · đến 30/6/2025", "", []]
    assert options.option("P34-14") == ["P34-14", "Sơn La", "tỉnh · từ 1/7/2025", "Sơn La (từ 1/7/2025)", []]
    assert options.option("D63-2")[2] == "huyện · Sơn La · đến 30/6/2025"
    assert options.option("P63-01")[4] == ["Hanoi"]
    assert options.option("P63-06")[4] == ["Bắc Cạn"]


def test_units_without_figures_are_found_by_asking(options):
    assert [row[0] for row in options.find("to hieu")] == ["C63-1"]
    assert [row[0] for row in options.find("son la", {"district"})] == ["D63-1"]
    assert options.name("nowhere") == "nowhere"
    assert ("C63-1" in options, "nowhere" in options, len(options)) == (True, False, 8)


def test_the_version_follows_what_is_offered(options):
    country = pd.DataFrame([unit("VN", "country", "Việt Nam", "quốc gia")])
    other = UnitOptions(UnitRegister(country, pd.DataFrame(columns=["unit_id", "alias"])), "vi")
    assert other.version != options.version


@pytest.fixture
def mounted(options, monkeypatch):
    """The picker with its browser side replaced: what it is given, and ways to send what a browser would."""
    seen = SimpleNamespace(picked=[], state={})

    def mount(name, folder, key, data, **triggers):
        assert (folder / f"{name}.js").is_file()
        seen.data, seen.triggers = data, triggers
        json.dumps(data)

    monkeypatch.setattr(unit_picker, "mount", mount)
    monkeypatch.setattr(unit_picker.st, "session_state", seen.state)

    def show(value=(), **more):
        unit_picker.unit_picker("k", "Đơn vị", options, value, seen.picked.append, "vi", **more)
        return seen

    return show


def test_the_picker_shows_the_value_it_is_given_also_one_beyond_the_options(mounted):
    data = mounted(("C63-1",)).data
    assert data["value"] == ["C63-1"]
    assert [row[0] for row in data["chosen"]] == ["C63-1"]
    assert all("{" not in text or "{name}" in text or "{count}" in text for text in data["texts"].values())


def test_what_the_browser_sends_is_handed_on_only_when_it_can_be(mounted):
    seen = mounted((), multiple=True, most=2)
    seen.triggers["pick"]({"value": ["P63-14", "nowhere", 7, None, "P63-14", "P63-06", "P63-01"], "stamp": 5})
    assert seen.picked == [("P63-14", "P63-06")]
    for nonsense in (None, 3, "x", [], {}, {"value": "P63-14"}, {"value": None}):
        seen.triggers["pick"](nonsense)
    assert len(seen.picked) == 1
    assert mounted(("P63-14",), multiple=True).data["stamp"] == 5


def test_a_single_picker_hands_on_one_unit_or_none(mounted):
    seen = mounted()
    seen.triggers["pick"]({"value": ["P63-14", "P63-06"], "stamp": 1})
    seen.triggers["pick"]({"value": [], "stamp": 2})
    assert seen.picked == [("P63-14",), ()]


def test_what_was_asked_comes_back_with_its_question_until_the_next(mounted):
    seen = mounted()
    seen.triggers["search"]({"query": "tô hiệu", "folded": "to hieu"})
    found = mounted().data["found"]
    assert (found["query"], [row[0] for row in found["options"]]) == ("to hieu", ["C63-1"])
    assert mounted().data["found"] == found
    seen.triggers["search"]("nonsense")
    assert mounted().data["found"] == found


def test_the_own_unit_is_marked_among_many_and_only_there(mounted):
    assert mounted(("P63-06",), multiple=True, own="P63-14").data["own"] == "P63-14"
    assert mounted(("P63-06",), own="P63-14").data["own"] is None


def test_everything_written_into_a_page_is_escaped():
    link = Link(EVIL, f'sources?x="{EVIL}')
    tile = Tile(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, Change("up", EVIL, EVIL), "<svg/>", EVIL, EVIL, [EVIL], EVIL, link)
    made = [
        markup.headline(EVIL, EVIL, [link]),
        markup.title(EVIL, EVIL),
        markup.source_line(EVIL, [link], EVIL),
        markup.notice([EVIL], links=[link]),
        markup.empty_state(EVIL, EVIL, EVIL, [EVIL], [link]),
        markup.bullets([(EVIL, link), (EVIL, None)]),
        markup.tiles([tile, Tile(EVIL, nothing=EVIL)], "vi"),
        markup.footer([EVIL], [link]),
        markup.small(EVIL),
    ]
    for html in made:
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert 'x="<' not in html


def test_a_tile_says_what_is_known_when_there_is_no_figure():
    html = markup.tiles([Tile("PAR INDEX", nothing="chưa công bố")], "vi")
    assert "chưa công bố" in html
    assert "egov-value" not in html
    only_rank = markup.tiles([Tile("PAR INDEX", "2022", rank="44/63", nothing="chưa công bố")], "vi")
    assert "hạng <b>44/63</b>" in only_rank
    assert "chưa công bố" not in only_rank


def test_links_lead_inside_in_the_same_window_and_outside_in_another():
    inside, outside = markup.link(Link("a", "sources?x=1")), markup.link(Link("a", "https://example.org"))
    assert ('class="inside"' in inside, 'target="_self"' in inside) == (True, True)
    assert ("inside" in outside, 'rel="noopener noreferrer"' in outside) == (False, True)
    for address in ("javascript:alert(1)", "//example.org", "data:text/html,x", "/etc"):
        assert markup.link(Link("a", address)) == "a"


def test_addresses_carry_the_view():
    view = View(unit="P63-14", figure="old", lang="en", edition="0123456789ab")
    assert href("compare", view.elsewhere()) == "compare?unit=P63-14&lang=en&edition=0123456789ab"
    assert source_href(view, figure="f 1") == "sources?unit=P63-14&figure=f+1&lang=en&edition=0123456789ab"


def test_a_number_in_a_table_has_the_decimals_that_its_source_states():
    frame = pd.DataFrame({"value": [0.9039, 59.0, 0.5, None], "places": [4, 0, None, 4]}, index=[7, 7, 8, 9])
    column = parts.Column("value", "Điểm", "number", decimals=3, places="places")
    shown = parts.written(frame, [column]).to_html()
    assert [text in shown for text in (">0,9039<", ">59<", ">0,500<", ">–<")] == [True] * 4
    assert ">0,904<" in parts.written(frame, [parts.Column("value", "Điểm", "number", decimals=3)]).to_html()
