"""Storylines: written and read again, as file and as link; kept by name; ready-made from what the store has."""

from __future__ import annotations

import base64
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.i18n.texts import has
from egov_metrics.story import (
    Slide,
    Storyline,
    StoryRefused,
    from_json,
    from_link,
    keep,
    model,
    ready,
    to_json,
    to_link,
)

STORY = Storyline(
    "Sơn La – hội nghị",
    (
        model.slide_of("compare", {"unit": "P63-14", "indicator": "par_index_score", "lang": "vi"}, "compare-line"),
        model.slide_of("overview", {"unit": "P63-14", "edition": "0123456789ab"}, notes="chào"),
        Slide("text", title="Việc cần làm", text="một\nhai", skip=True),
    ),
    "0123456789ab",
)


def refused(code: str):
    return pytest.raises(StoryRefused, check=lambda error: error.code == code)


def test_language_and_edition_are_no_part_of_a_slide() -> None:
    assert STORY.slides[0].view == {"unit": "P63-14", "indicator": "par_index_score"}
    assert STORY.slides[1].view == {"unit": "P63-14"}
    assert STORY.shown == STORY.slides[:2]


def test_a_file_and_a_link_hold_the_whole() -> None:
    assert from_json(json.loads(json.dumps(to_json(STORY)))) == STORY
    link = to_link(STORY)
    assert from_link(link) == STORY and len(link) < 500 and set(link) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    )  # fmt: skip
    assert keep.read_bytes("x.json", keep.as_file(STORY)) == STORY


SLIDES = st.builds(
    lambda page, chart, params, *more: Slide(page, chart, tuple(params.items()), *more),
    st.sampled_from([*model.PAGES, model.TEXT]), st.from_regex(r"[a-z0-9-]{0,12}", fullmatch=True),
    st.dictionaries(st.sampled_from(["unit", "units", "view", "year"]), st.text(max_size=12), max_size=3),
    st.text(max_size=20), st.text(max_size=40), st.text(max_size=40), st.booleans(),
)  # fmt: skip


@given(st.text(max_size=30), st.lists(SLIDES, min_size=1, max_size=8))
def test_what_is_written_is_read_again(title: str, slides: list[Slide]) -> None:
    story = Storyline(title, tuple(slides))
    try:
        link = to_link(story)
    except UnicodeEncodeError:  # a lone surrogate cannot be written anywhere
        return
    assert from_link(link) == story == from_json(to_json(story))


@given(st.text(max_size=300))
def test_any_text_is_a_storyline_or_refused_in_one_line(text: str) -> None:
    with pytest.raises(StoryRefused) as told:
        from_link(text)
    assert "\n" not in str(told.value)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_link_is_refused(at: int, by: int) -> None:
    link = to_link(STORY)
    at %= len(link)
    other = "ABCDEFGHIJabcdefghij0123456789-_."[by % 33]
    if other == link[at]:
        return
    with pytest.raises(StoryRefused):
        # The last letter of a packed text may have bits that do not count.
        if from_link(link[:at] + other + link[at + 1 :]) == STORY:
            raise StoryRefused("the same", "tampered")


def test_a_link_that_unpacks_to_too_much_is_refused() -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(b"[" + b" " * (3 << 20) + b"]", 9)).decode().rstrip("=")
    assert len(packed) < model.LONGEST_LINK
    with refused("tampered"):
        from_link(f"{packed}.00000000")


PAGE = "page"
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"form": "x"}, "damaged", '"form"'),
    ({"version": 2}, "newer", "newer program"),
    ({"version": 0}, "damaged", "version 1"),
    ({"slides": []}, "empty", "at least one"),
    ({"slides": {}}, "damaged", "a list"),
    ({"edition": "x"}, "damaged", "12 hex"),
    ({"slides": [{PAGE: "compare"}] * 61}, "too_long", "at most 60"),
    ({"title": 3}, "damaged", "a text"),
    ({"slides": [{PAGE: "../x"}]}, "damaged", "slide 1: page"),
    ({"slides": [{PAGE: "map", "x": 1}]}, "damaged", "only page"),
    ({"slides": [{PAGE: "map", "params": {"lang": "vi"}}]}, "damaged", "parameters of a view"),
    ({"slides": [{PAGE: "map", "params": {"unit": 3}}]}, "damaged", "a text"),
    ({"slides": [3]}, "damaged", "an object"),
    ({"slides": [{PAGE: "map", "notes": "x" * 5000}]}, "damaged", "at most 4000"),
    ({"slides": [{PAGE: "map", "skip": "no"}]}, "damaged", "true or false"),
]


@pytest.mark.parametrize(("change", "code", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_place(change: dict[str, Any], code: str, said: str) -> None:
    with refused(code) as told:
        from_json({**to_json(STORY), **change})
    assert said in str(told.value) and "\n" not in str(told.value)


def test_every_refusal_has_its_words() -> None:
    assert [code for code in model.REFUSALS if not has(f"story.refused.{code}")] == []


def test_a_long_storyline_is_passed_on_as_a_file() -> None:
    words = "".join(chr(0x4E00 + at * 7 % 20000) for at in range(4000))
    long = Storyline("dài", tuple(Slide("text", notes=words[at:] + words[:at]) for at in range(4)))
    with refused("too_long"):
        to_link(long)
    assert keep.read_bytes("x", keep.as_file(long)) == long


def test_kept_by_name_and_every_version_stays(tmp_path: Path) -> None:
    name = keep.name_of("Sơn La – hội nghị 2024!")
    assert name == "son-la-hoi-nghi-2024" and keep.name_of("…") == ""
    keep.save(tmp_path, STORY, name, "Lan")
    changed = Storyline("khác", STORY.slides[:1])
    keep.save(tmp_path, changed, name, " Minh ")
    assert keep.load(tmp_path, name) == changed and keep.load(tmp_path, name).name == name
    (told,) = keep.kept(tmp_path)
    assert (told.name, told.title, told.slides, told.by) == (name, "khác", 1, "Minh")
    assert len(list((tmp_path / "storylines" / name).glob("*.json"))) == 2


def test_of_many_who_save_at_once_nobody_is_lost(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: keep.save(tmp_path, Storyline(f"{n}", STORY.slides), "a", "x"), range(24)))
    files = sorted((tmp_path / "storylines" / "a").glob("*.json"))
    assert len(files) == 24 and {json.loads(one.read_text())["storyline"]["title"] for one in files} == set(
        map(str, range(24))
    )


@pytest.mark.parametrize("name", ["", "..", "a/../../b", "A", "x" * 61])
def test_no_such_storyline(tmp_path: Path, name: str) -> None:
    with refused("unknown"):
        keep.load(tmp_path, name)
    with refused("damaged"):
        keep.save(tmp_path, STORY, name, "Lan")


def test_a_damaged_one_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    keep.save(tmp_path, STORY, "good", "Lan")
    keep.save(tmp_path, STORY, "bad", "Lan").write_text("{}")
    with refused("damaged"):
        keep.load(tmp_path, "bad")
    assert [one.name for one in keep.kept(tmp_path)] == ["good"]


def test_files_that_are_none(tmp_path: Path) -> None:
    with refused("unknown"):
        keep.read_file(tmp_path / "none.json")
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff\xfe\x00")
    with refused("damaged"):
        keep.read_file(path)
    path.write_bytes(b" " * (2 << 20))
    with refused("too_long"):
        keep.read_file(path)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_ready_made_ones_show_what_there_is(lang: Any) -> None:
    stated = {"par_index_score": 5, "dti_score": 1, "ict_index_score": 3}
    of_year = ready.year("P63-14", "Sơn La", stated, True, lang)
    told = [(one.page, one.view.get("indicator"), one.chart) for one in of_year.shown]
    assert told[0] == ("overview", None, "tiles") and told[-1] == ("readiness", None, "ready-composition")
    assert ("compare", "dti_score", "compare-line") not in told and ("compare", "dti_score", "compare-bars") in told
    assert ("compare", "sipas_score", "compare-bars") not in told and "Sơn La" in of_year.title
    assert of_year.slides[-1].skip and of_year.slides[-1].page == "text"
    review = ready.levels("P63-64", "Gia Lai", stated, {"department", "commune"}, lang)
    assert [one.view.get("level") for one in review.shown] == [None, "department", "commune", None]
    pair = ready.two("P63-14", "P63-64", "Sơn La", "Gia Lai", stated, {"par_index_score": 2}, lang)
    assert [one.chart for one in pair.shown] == ["compare-line", "compare-bump"]
    assert {one.view["units"] for one in pair.shown} == {"P63-64"}
    nation = ready.country({"par_index_score", "dti_score"}, lang)
    assert [one.page for one in nation.slides] == ["map", "compare", "map", "compare"]
    for story in (of_year, review, pair, nation):
        assert from_link(to_link(story)) == story
