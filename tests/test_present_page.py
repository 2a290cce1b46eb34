"""The page present on a made-up store: adding, ordering, writing, keeping; what a slide shows; who may keep."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.analysis.compare import few
from egov_metrics.i18n.texts import t
from egov_metrics.permission import EDIT
from egov_metrics.story import Slide, Storyline, StoryRefused, from_link, keep, to_link
from egov_metrics.story.model import slide_of
from egov_metrics.ui import stage
from egov_metrics.ui.present import adding, draft, editor, scenes, show
from egov_metrics.ui.session import Served
from tests.opening import open_page
from tests.review_desk import Desk, desk
from tests.test_collect_page import labels, text

LINE = slide_of("compare", {"unit": "P63-14", "indicator": "par_index_score"}, "compare-line")
BARS = slide_of("compare", {"unit": "P63-14", "indicator": "par_index_score", "view": "bars", "year": "2021"})
WORDS = Slide("text", title="Việc cần làm", text="một\nhai")


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = desk(tmp_path)
    monkeypatch.setenv("EGOV_WORKSPACE", str(made.workspace))
    monkeypatch.setenv("EGOV_DATA", str(made.data))
    return made


def served(at: Desk) -> Served:
    ref = store.current(at.workspace)
    return Served(ref, ref)


def opened(page: str = "present", **params: str) -> AppTest:
    return open_page(page, **params)


def story_of(app: AppTest) -> Storyline:
    value = app.query_params["story"]
    return from_link(value[-1] if isinstance(value, list) else value)


def played(app: AppTest) -> dict:
    (found,) = [one for one in app.get("bidi_component") if one.proto.component_name == "egov.player"]
    return json.loads(found.proto.json)


# Making


def test_a_chart_is_added_from_its_page_and_found_in_the_storyline(at: Desk) -> None:
    app = opened("compare", unit="P63-14", indicator="par_index_score")
    app.button(key="compare-line-present").click().run()
    app.button(key="compare-line-present").click().run()
    assert not app.exception, app.exception[0].message
    app.switch_page("pages/present.py").run()
    assert not app.exception, app.exception[0].message
    assert [key for key in labels(app) if key == t("present.play", "vi")]
    assert sum(box.key.startswith("present-title-") for box in app.text_input if box.key) == 2
    assert "2 trang" in text(app)


def test_slides_are_ordered_titled_skipped_and_removed_all_in_the_address(at: Desk) -> None:
    app = opened(story=to_link(Storyline("Thử", (LINE, BARS, WORDS))))
    assert "Thử: 3 trang" in text(app)
    app.button(key="present-down-0").click().run()
    assert story_of(app).slides == (BARS, LINE, WORDS)
    title = next(box for box in app.text_input if box.key and box.key.startswith("present-title-0"))
    title.set_value("Xếp hạng").run()
    next(box for box in app.toggle if box.key and box.key.startswith("present-skip-1")).set_value(True).run()
    story = story_of(app)
    assert (story.slides[0].title, story.slides[1].skip) == ("Xếp hạng", True)
    app.button(key="present-away-2").click().run()
    app.button(key="present-add-text").click().run()
    assert [one.page for one in story_of(app).slides] == ["compare", "compare", "text"]
    app.text_input(key="present-name").set_value("  Hội  nghị ").run()
    assert story_of(app).title == "Hội nghị"
    again = opened(story=to_link(story_of(app)))
    assert "Hội nghị: 2 trang" in text(again)


def test_ready_made_ones_for_the_own_unit(at: Desk) -> None:
    assert not [key for key in labels(opened(unit="VN")) if key == t("present.ready.year", "vi")]
    app = opened(unit="P63-14", units="P63-64")
    app.button(key="present-ready-year").click().run()
    story = story_of(app)
    assert [(one.page, one.view.get("year")) for one in story.slides[:4]] == [
        ("overview", None), ("compare", None), ("compare", None), ("compare", "2021"),
    ]  # fmt: skip
    assert "Sơn La" in story.title
    app = opened(unit="P63-14", units="P63-64")
    app.button(key="present-ready-two").click().run()
    assert {one.view.get("units") for one in story_of(app).shown} == {"P63-64"}


def test_a_file_is_opened_and_a_bad_one_is_told(at: Desk) -> None:
    app = opened()
    app.get("file_uploader")[0].upload("x.json", keep.as_file(Storyline("Tệp", (LINE,))), "application/json").run()
    assert "Tệp: 1 trang" in text(app)
    app = opened()
    app.get("file_uploader")[0].upload("x.json", b"{}", "application/json").run()
    assert t("story.refused.damaged", "vi") in text(app) and not app.exception


def test_keeping_needs_permission_and_what_is_kept_is_opened_by_name(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    link = to_link(Storyline("Hội nghị", (LINE,)))
    assert t("present.keep", "vi") not in labels(opened(story=link))
    monkeypatch.setenv(EDIT, "1")
    app = opened(story=link)
    app.button(key="present-keep").click().run()
    assert [one.name for one in keep.kept(at.workspace)] == ["hoi-nghi"]
    monkeypatch.delenv(EDIT)

    other = opened()
    other.selectbox(key="present-kept").set_value("hoi-nghi").run()
    other.button(key="present-open").click().run()
    assert story_of(other).slides == (LINE,)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_bad_links_are_told_in_one_line(at: Desk, lang: str) -> None:
    good = to_link(Storyline("Thử", (LINE,)))
    cut = opened(story=good[:40] + good[-9:], lang=lang)
    assert t("story.refused.tampered", lang) in text(cut) and not cut.exception
    empty = opened(story=to_link(Storyline("Thử", (replace(LINE, skip=True),))), slide="1", lang=lang)
    assert t("story.refused.empty", lang) in text(empty)
    gone = opened(story=to_link(Storyline("Thử", (LINE,), "0123456789ab")), slide="1", lang=lang)
    assert t("story.refused.edition", lang) in text(gone)
    unreadable = opened(story="<script>", lang=lang)
    assert not unreadable.exception


# Playing


def test_the_player_gets_every_slide_with_its_words_code_and_link(at: Desk) -> None:
    story = Storyline("Thử", (replace(LINE, notes="chào"), replace(BARS, skip=True), WORDS))
    app = opened(story=to_link(story), slide="2")
    data = played(app)
    assert [one["id"] for one in data["slides"]] == [0, 2] and data["start"] == 1
    first, last = data["slides"]
    assert (first["picture"], first["notes"], first["unit"]) == ("chart", "chào", "Sơn La")
    assert "Sơn La" in first["title"] and "PAR INDEX" in first["title"] and first["source"].startswith("Nguồn:")
    assert "compare?" in first["address"] and "unit=P63-14" in first["address"]
    assert first["qr"].startswith("data:image/svg+xml")
    assert (last["title"], last["text"], last["picture"], last["qr"]) == ("Việc cần làm", "một\nhai", "", "")
    assert [unit for unit, _, words in data["units"] if words.startswith("gia lai tinh den 30 6 2025")] == ["P63-64"]
    assert len(app.get("plotly_chart")) == 1


def test_a_slide_without_figures_says_so(at: Desk) -> None:
    made = scenes.scene_of(served(at), slide_of("readiness", {"unit": "P63-14"}), "vi")
    assert made.figure is None and made.why
    none = scenes.scene_of(served(at), slide_of("compare", {"unit": "D63-622", "level": "district"}), "vi")
    assert none.figure is None and none.why and none.title
    country = scenes.scene_of(served(at), slide_of("overview", {"unit": "VN"}), "vi")
    assert country.why == t("present.no_unit", "vi") or country.title == t("present.no_unit", "vi")


@pytest.mark.parametrize("view", ["line", "bump", "slope", "dumbbell", "bars", "dist", "grid"])
def test_every_kind_of_chart_is_drawn_for_the_stage(at: Desk, view: str) -> None:
    slide = slide_of("compare", {"unit": "P63-14", "indicator": "par_index_score", "view": view})
    made = scenes.scene_of(served(at), slide, "vi")
    assert made.figure is not None and made.title and made.link.startswith("compare?")
    assert stage.current() is None
    height = made.figure.to_dict()["layout"].get("height")
    assert height is None or height <= 420


def test_map_and_tiles_are_slides_too(at: Desk) -> None:
    on_map = scenes.scene_of(served(at), slide_of("map", {"unit": "P63-14", "indicator": "par_index_score"}), "en")
    assert on_map.figure is not None and on_map.year == 2021 and 2019 in on_map.years
    tiles = scenes.scene_of(served(at), slide_of("overview", {"unit": "P63-14"}), "en")
    assert "egov-tile" in tiles.markup and "87,62" in tiles.markup and tiles.figure is None


def test_what_is_changed_while_playing_changes_the_slides_of_that_unit_alone(at: Desk) -> None:
    other = slide_of("compare", {"unit": "P63-52", "indicator": "par_index_score"})
    story = Storyline("Thử", (LINE, other, BARS))
    here = served(at)
    assert draft.main_unit(story) == "P63-14"
    of_other = show._of_unit(here, LINE, "P63-64")
    assert of_other.view["unit"] == "P63-64" and "level" not in of_other.view
    of_district = show._of_unit(here, LINE, "D63-622")
    assert (of_district.view["level"], of_district.view["parent"]) == ("district", "P63-64")
    back = show._of_unit(here, of_district, "P63-14")
    assert "level" not in back.view and "parent" not in back.view
    beside = show._of_unit(here, draft.changed(LINE, units="P63-64,P63-52"), "P63-64")
    assert beside.view["units"] == "P63-52"


def test_a_storyline_held_to_an_edition_shows_that_edition(at: Desk) -> None:
    first = store.current(at.workspace)
    sample = at.data / "observations" / "sample.csv"
    sample.write_text(sample.read_text(encoding="utf-8").replace("87.62", "88.62"), encoding="utf-8")
    store.build(at.data, at.workspace, "second")
    now = served(at)
    assert now.ref.number == 2
    held = Storyline("Thử", (LINE,), first.short_hash)
    assert "87,62" in scenes.scene_of(show.edition_of(held, now), LINE, "vi").title
    assert "88,62" in scenes.scene_of(show.edition_of(replace(held, edition=""), now), LINE, "vi").title
    with pytest.raises(StoryRefused):
        show.edition_of(replace(held, edition="0" * 12), now)


@pytest.mark.parametrize(
    ("page", "key", "found"),
    [
        ("compare", "compare-bars-P63", ("compare", "compare-bars", {})),
        ("compare", "compare-move-waterfall", ("compare", "compare-move", {})),
        ("compare", "compare-move-components", ("compare", "compare-parts", {})),
        (
            "overview",
            "overview-move-par_index_score-waterfall",
            ("compare", "compare-move", {"indicator": "par_index_score", "view": "line"}),
        ),
        (
            "profile",
            "profile-move-sipas_score-components",
            ("compare", "compare-parts", {"indicator": "sipas_score", "view": "line"}),
        ),
        ("overview", "profile-move-sipas_score-waterfall", None),
        (
            "overview",
            "overview-ranking-dti_score",
            ("compare", "compare-bars", {"indicator": "dti_score", "view": "bars"}),
        ),
        ("map", "map-P63-P63-14", ("map", "map", {})),
        ("readiness", "ready-heat-0", ("readiness", "ready-heat", {})),
        (
            "overview",
            "overview-series-par_index_score",
            ("compare", "compare-line", {"view": "line", "indicator": "par_index_score"}),
        ),
        (
            "overview",
            "overview-strip-2021-par_index_score",
            ("compare", "compare-bars", {"view": "bars", "indicator": "par_index_score", "year": "2021"}),
        ),
        ("overview", "overview-levels", ("readiness", "ready-composition", {})),
        ("overview", "overview-tiles", None),
        (
            "profile",
            "profile-series-dti_score",
            ("compare", "compare-line", {"view": "line", "indicator": "dti_score"}),
        ),
        ("sources", "anything", None),
        ("", "compare-line", None),
    ],
)
def test_which_slide_shows_a_chart(page: str, key: str, found: object) -> None:
    assert adding.place_of(page, key) == found


@pytest.mark.parametrize("asked", [[], ["u30"], ["u0", "u62"], ["u5", "u6", "u7", "u8", "u9", "u10", "u11"]])
def test_few_bars_keep_who_was_asked_for_the_best_and_the_last(asked: list[str]) -> None:
    rows = pd.DataFrame(
        {"unit_id": [f"u{at}" for at in range(63)], "value": [90 - at / 2 for at in range(63)], "rank": range(1, 64)}
    )
    for measure, direction in (("value", "higher"), ("rank", "higher"), ("value", "lower")):
        kept = few(rows, measure, asked, direction, 10)["unit_id"].tolist()
        assert len(kept) == 10 and set(asked[:5]) <= set(kept) and {"u0", "u62"} <= set(kept)
    assert len(few(rows.head(8), "value", asked, "higher", 10)) == 8


def test_the_whole_of_a_long_storyline_stays_in_the_session(at: Desk) -> None:
    words = "".join(chr(0x4E00 + at * 7 % 20000) for at in range(4000))
    long = Storyline("dài", tuple(Slide("text", title=f"{n}", notes=words[n:] + words[:n]) for n in range(4)))
    app = opened()
    app.get("file_uploader")[0].upload("x.json", keep.as_file(long), "application/json").run()
    assert "story" not in app.query_params and "dài: 4 trang" in text(app)
    assert t("story.refused.too_long", "vi") in text(app)
    app.button(key="present-play").click().run()
    assert len(played(app)["slides"]) == 4


def test_a_storyline_is_saved_as_slides_of_the_edition_it_is_held_to(at: Desk) -> None:
    first = store.current(at.workspace)
    sample = at.data / "observations" / "sample.csv"
    sample.write_text(sample.read_text(encoding="utf-8").replace("87.62", "88.62"), encoding="utf-8")
    store.build(at.data, at.workspace, "second")
    for edition, said in ((first.short_hash, "87,62"), ("", "88,62")):
        made = editor.slides(served(at), Storyline("Thử", (LINE, WORDS), edition), "vi")
        texts = [shape.text_frame.text for slide in Presentation(BytesIO(made)).slides for shape in slide.shapes
                 if shape.has_text_frame]  # fmt: skip
        assert any(said in text for text in texts) and "Việc cần làm" in texts
