"""Playing: the slides of a storyline as scenes on a stage out of sight, and the player that turns them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import segno
import streamlit as st

from egov_metrics import paths, store
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.story import Slide, Storyline, StoryRefused
from egov_metrics.ui import filters, sheet, stage
from egov_metrics.ui.components import mount
from egov_metrics.ui.present import adding, draft
from egov_metrics.ui.present.scenes import Scene, scene_of
from egov_metrics.ui.session import Served
from egov_metrics.units.folding import fold
from egov_metrics.views.view import View, is_unit_id

FOLDER = Path(__file__).parent
_TEXTS = (
    "label", "back", "next", "jump", "year", "qr", "notes", "notes_short", "full", "leave", "wait", "minutes",
    "no_notes", "after", "last",
)  # fmt: skip
_NOTES = (
    "body{margin:0;padding:20px;font:20px/1.45 system-ui,sans-serif;color:#0b1520;background:#fff}"
    "h1{font-size:26px;margin:12px 0}h2{font-size:18px;color:#56616f;margin:16px 0 8px}p{margin:0 0 8px}"
    ".top{display:flex;gap:16px;align-items:center;color:#56616f}.clock{font-size:34px;color:#0b1520;font-weight:600}"
    ".clock.over{color:#b00020}.minutes{width:70px;font:inherit}.next{border-top:1px solid #cbd2dc}"
    ".egov-show-chart{position:relative}.egov-show-chart svg{position:absolute;top:0;left:0}"
)


def edition_of(story: Storyline, served: Served) -> Served:
    """The edition that a storyline is to be shown of. Raises StoryRefused when it is not kept any more."""
    if not story.edition or served.ref.content_hash.startswith(story.edition):
        return served
    found = store.by_hash(paths.workspace_folder(), story.edition)
    if found is None:
        raise StoryRefused(f"expected edition {story.edition}, which is not kept any more", "edition")
    return Served(found, served.newest)


def check(story: Storyline, served: Served) -> None:
    """Raise StoryRefused when there is nothing to play, or the edition is gone."""
    if not story.shown:
        raise StoryRefused(f"{story.title}: expected at least one slide that is not skipped, found none", "empty")
    edition_of(story, served)


def play(served: Served, view: View, story: Storyline) -> None:
    """The full window, of a storyline that `check` let pass."""
    shown = edition_of(story, served)
    slides = [(place, _live(shown, one, place, story)) for place, one in enumerate(story.slides) if not one.skip]
    made = hashlib.sha256(repr((shown.ref.content_hash, slides, view.lang)).encode()).hexdigest()[:12]
    scenes = _scenes(made, shown, [one for _, one in slides], view.lang)
    st.html(FOLDER / "present.css")
    _player(shown, view, story, slides, scenes, made)
    with st.container(key="egov-stage"):
        for place, scene in enumerate(scenes):
            with st.container(key=f"stage-{made}-{place}"):
                if scene.figure is not None:
                    st.plotly_chart(scene.figure, key=f"stage-{made}-{place}-chart", theme=None, config=_CONFIG)
                elif scene.markup:
                    st.html(scene.markup)


_CONFIG = {"staticPlot": True, "displayModeBar": False}


def _scenes(made: str, served: Served, slides: list[Slide], lang: Lang) -> list[Scene]:
    """The scenes, made once for as long as they are played: drawing them takes up to a tenth of a second each."""
    held: tuple[str, list[Scene]] | None = st.session_state.get("present:scenes")
    if held is None or held[0] != made:
        held = (made, [scene_of(served, one, lang) for one in slides])
        st.session_state["present:scenes"] = held
    return held[1]


def _live(served: Served, slide: Slide, place: int, story: Storyline) -> Slide:
    """A slide with what was changed while playing."""
    live = draft.live()
    unit, years = live["unit"], live["years"]
    assert isinstance(years, dict)
    if place in years:
        slide = draft.changed(slide, year=str(years[place]))
    if isinstance(unit, str) and slide.view.get("unit") == draft.main_unit(story):
        slide = replace(_of_unit(served, slide, unit), title="")
    return slide


def _of_unit(served: Served, slide: Slide, unit: str) -> Slide:
    """The same slide of another unit; units below a province are compared with those of their parent."""
    others = [one for one in slide.view.get("units", "").split(",") if one and one != unit]
    slide = draft.changed(slide, unit=unit, units=",".join(others) or None)
    if slide.page != "compare":
        return slide
    params = adding.of_its_level(served, slide.view)
    return draft.changed(slide, level=params.get("level"), parent=params.get("parent"))


def _player(
    served: Served, view: View, story: Storyline, slides: list[tuple[int, Slide]], scenes: list[Scene], made: str
) -> None:  # fmt: skip
    lang = view.lang
    memory = st.session_state.setdefault("present:memory", {"stamp": 0})
    known = {place for place, _ in slides}

    def act(sent: Any) -> None:
        if not isinstance(sent, dict) or type(sent.get("stamp")) is not int or sent["stamp"] <= memory["stamp"]:
            return
        memory["stamp"] = sent["stamp"]
        if sent.get("leave") is True:
            draft.still()
            filters.change(slide=None)
        unit, year, place = sent.get("unit"), sent.get("year"), sent.get("slide")
        if isinstance(unit, str) and is_unit_id(unit) and unit in served.unit_options(lang):
            draft.live()["unit"] = unit
        if type(year) is int and place in known:
            years = draft.live()["years"]
            assert isinstance(years, dict)
            years[place] = year

    base = sheet.base()
    edition = t("present.edition", lang, number=served.ref.number, date=numbers.date(served.ref.built_at.date()))
    data = {
        "key": "present",
        "made": made,
        "stamp": memory["stamp"],
        "start": (view.slide or 1) - 1,
        "place": list(stage.PLACE),
        "edition": edition,
        "country": t("present.whole", lang),
        "texts": {name: t(f"present.player.{name}", lang) for name in _TEXTS},
        "notes_style": _NOTES,
        "units": _units(served, lang),
        "slides": [_sent(scene, one, place, base) for scene, (place, one) in zip(scenes, slides, strict=True)],
    }
    mount("player", FOLDER, "present-player", data, act=act)


def _sent(scene: Scene, slide: Slide, place: int, base: str) -> dict[str, Any]:
    address = f"{base}{scene.link}" if scene.link else ""
    picture = "chart" if scene.figure is not None else "markup" if scene.markup else ""
    return {
        "id": place, "title": scene.title, "subtitle": scene.subtitle, "source": scene.source, "alt": scene.alt,
        "why": scene.why, "text": scene.text, "picture": picture, "notes": slide.notes, "unit": scene.unit,
        "year": scene.year, "years": list(scene.years), "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=8, border=2) if address else "",
    }  # fmt: skip


def _units(served: Served, lang: Lang) -> list[list[str]]:
    """Key, name and folded words of the units that one may jump to."""
    found = []
    for unit_id, name, hint, _, others in served.unit_options(lang).offered:
        words = f"{name} ({hint})" if hint else str(name)
        found.append([unit_id, words, fold(" ".join([words, others if isinstance(others, str) else " ".join(others)]))])
    return found
