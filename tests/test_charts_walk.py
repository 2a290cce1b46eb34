"""Every kind of chart x every family of the shipped data x both territories x both languages x light and dark."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from egov_metrics import store
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.i18n.texts import LANGS
from tests.charts_walks import TERRITORIES, WALKS, Shipped, families, kinds

LOOKS = {"light": {"width": 1240}, "dark": {"width": 358}}
# 90.02, 0.5478 and 12345.6 are points as decimals; 1,234,567 and 1,234.5 are commas as thousands. 1.234 is Vietnamese.
SLIP = re.compile(r"(?<![\d./])(?:\d+\.\d{1,2}(?![\d.])|0\.\d{3,}|\d+\.\d{4,}|\d{1,3}(?:,\d{3})+[.,]\d)")
ENGLISH = re.compile(
    r"\b(ranks?|ranked|points?|units?|years?|median|better|worse|sources?|published|recomputed|from|with|levels?|higher|"
    r"lower|figures?|the|and|of|change|same|hollow|faint|across|up|down|only|each|both|panels?)\b",
    re.IGNORECASE,
)
VIETNAMESE = re.compile(r"\b(điểm|hạng|đơn vị|trung vị|tính lại|Nguồn|năm|số liệu|tốt hơn|kém hơn)\b")
HOLE = re.compile(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|<NA>")


@pytest.fixture(scope="session")
def shipped(shipped_workspace: Path) -> Shipped:
    return Shipped(store.open_edition(store.current(shipped_workspace)))


def strings_of(figure: go.Figure) -> Iterator[str]:
    """All that a reader can see of a figure: texts, ticks, labels, what the pointer shows."""

    def flat(thing: Any) -> Iterator[str]:
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, (list, tuple)):
            for inner in thing:
                yield from flat(inner)

    made = figure.to_plotly_json()
    for trace in made["data"]:
        for name in ("text", "hovertext"):
            yield from flat(trace.get(name))
    for note in made["layout"].get("annotations", ()):
        yield note.get("text") or ""
    for name, axis in made["layout"].items():
        if name.startswith(("xaxis", "yaxis")):
            yield from flat(axis.get("ticktext"))


def fault_in(text: str, patterns: dict[str, re.Pattern[str]], data_words: list[str]) -> str | None:
    """The first pattern that a visible text breaks outside the words that come from data."""
    plain = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
    for name, pattern in patterns.items():
        if not pattern.search(plain):
            continue
        for words in data_words:
            plain = plain.replace(words, " ") if words in plain else plain
        wrong = pattern.search(plain)
        if wrong:
            return f"{name}: {wrong.group()!r} in {plain[:160]!r}"
    return None


def faults(figure: go.Figure, caption: Caption, lang: str, data_words: list[str]) -> list[str]:
    """What is wrong with a figure and its words; [] when nothing is."""
    found = []
    if lang == "vi":  # plotly's own checks: an invalid property is a ValueError; the languages differ in texts alone
        go.Figure(figure.to_plotly_json())
    if figure.layout.separators != ",.":
        found.append("separators")
    words = {"title": caption.title, "alt": caption.alt}
    if figure.data:
        words |= {"subtitle": caption.subtitle, "source": caption.source}
    found += [f"no {name}" for name, text in words.items() if not text.strip()]
    if not figure.data and not figure.layout.annotations:
        found.append("neither marks nor a sentence")
    patterns = {"number": SLIP, "hole": HOLE, lang: ENGLISH if lang == "vi" else VIETNAMESE}
    texts = dict.fromkeys([*words.values(), caption.method, *strings_of(figure)])
    broken = (fault_in(text, patterns, data_words) for text in texts)
    return [*found, *(fault for fault in broken if fault)]


def test_every_kind_of_chart_has_a_walk():
    assert sorted(WALKS) == kinds()
    assert len(kinds()) >= 16 and len(families()) >= 15


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("territory", TERRITORIES)
@pytest.mark.parametrize("family", families())
def test_a_chart_of_every_kind(shipped, family, territory, lang):
    case = shipped.case(family, territory, lang)
    # Names of units, and what a source is called, may hold words of any language.
    data_words = [*shipped.data_words, *sorted(set(case.frame["name"].dropna()), key=len, reverse=True)]
    wrong = []
    for kind, walk in WALKS.items():
        for mode, size in LOOKS.items():
            for variant, figure, caption in walk(case, Look(lang, mode, **size)):
                found = faults(figure, caption, lang, data_words)
                wrong += [f"{kind} ({variant}, {mode}): {fault}" for fault in found]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("territory", TERRITORIES)
@pytest.mark.parametrize("kind", WALKS)
def test_the_walk_draws_something_of_every_kind(shipped, kind, territory):
    # Charts of many units are drawn of several families, not of one lucky one.
    wanted, drawn = 3 if kind in ("line", "bump", "bars", "multiples", "slope", "dumbbell", "tiles") else 1, 0
    for family in families():
        drawn += any(figure.data for _, figure, _ in WALKS[kind](shipped.case(family, territory, "vi"), Look()))
        if drawn == wanted:
            return
    pytest.fail(f"{kind}: figures of {drawn} families, wanted {wanted}")


def test_each_fault_can_be_found(shipped):
    case = shipped.case("PAR_INDEX", "as-published", "vi")
    ((_, figure, caption), *_) = WALKS["strip"](case, Look("vi"))
    assert faults(figure, caption, "vi", shipped.data_words) == []
    for text, name in (("90.02 điểm", "number"), ("1,234.5", "number"), ("better →", "vi"), ("hạng {rank}", "hole")):
        spoiled = go.Figure(figure)
        spoiled.add_annotation(text=text)
        found = faults(spoiled, caption, "vi", shipped.data_words)
        assert len(found) == 1 and found[0].startswith(name), found
    assert faults(figure, Caption("", "a", "", "", "b"), "vi", []) == ["no title", "no source"]
    assert SLIP.search("1.234") is None and SLIP.search("12/63") is None and SLIP.search("10/04/2025") is None
    ((_, english, said), *_) = WALKS["strip"](shipped.case("PAR_INDEX", "as-published", "en"), Look("en"))
    assert faults(english, said, "en", shipped.data_words) == []
    assert any(fault.startswith("vi") for fault in faults(english, said, "vi", shipped.data_words))
