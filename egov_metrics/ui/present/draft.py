"""The storyline that this session works on: in the address as long as it fits there, else in the session alone."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from egov_metrics.i18n.texts import t
from egov_metrics.story import Slide, Storyline, StoryRefused, from_link, to_link
from egov_metrics.story.model import MOST_SLIDES, slide_of
from egov_metrics.ui import filters

_DRAFT = "present:draft"
_LIVE = "present:live"


def current() -> Storyline | None:
    """The storyline of the address, else that of the session; None when there is none. Raises StoryRefused for an
    address that was cut or changed."""
    held: tuple[str | None, Storyline] | None = st.session_state.get(_DRAFT)
    token = filters.current().story
    if token is not None and (held is None or held[0] != token):
        story = from_link(token)
        st.session_state[_DRAFT] = (token, story)
        return story
    return held[1] if held else None


def token_of(story: Storyline) -> str | None:
    """The storyline as it goes into a link; None when it is too long for one, or empty."""
    if not story.slides:
        return None
    try:
        return to_link(story)
    except StoryRefused:
        return None


def keep(story: Storyline, **view: object) -> None:
    """Make a storyline that of this session and its address. For callbacks."""
    token = token_of(story)
    st.session_state[_DRAFT] = (token, story)
    filters.change(story=token, **view)


def forget() -> None:
    """Begin anew. For callbacks."""
    st.session_state.pop(_DRAFT, None)
    st.session_state.pop(_LIVE, None)
    filters.change(story=None, slide=None)


def add(page: str, params: dict[str, str], chart: str) -> int:
    """Append a chart of a page to the storyline of this session; how many slides it has then. For callbacks; the
    address of the page that the reader is on stays what it was. Raises StoryRefused when it is full."""
    held: tuple[str | None, Storyline] | None = st.session_state.get(_DRAFT)
    story = held[1] if held else Storyline(t("present.untitled", filters.current().lang))
    if len(story.slides) >= MOST_SLIDES:
        raise StoryRefused(f"expected at most {MOST_SLIDES} slides, found one more", "too_long")
    story = replace(story, slides=(*story.slides, slide_of(page, params, chart)))
    st.session_state[_DRAFT] = (token_of(story), story)
    return len(story.slides)


def with_slide(story: Storyline, place: int, **fields: object) -> Storyline:
    """The storyline with other fields of one slide."""
    slides = list(story.slides)
    slides[place] = replace(slides[place], **fields)  # type: ignore[arg-type]
    return replace(story, slides=tuple(slides))


def moved(story: Storyline, place: int, by: int) -> Storyline:
    """The storyline with one slide moved; as it is where there is no room."""
    to = place + by
    if not 0 <= to < len(story.slides):
        return story
    slides = list(story.slides)
    slides.insert(to, slides.pop(place))
    return replace(story, slides=tuple(slides))


def without(story: Storyline, place: int) -> Storyline:
    """The storyline without one slide."""
    return replace(story, slides=story.slides[:place] + story.slides[place + 1 :])


def live() -> dict[str, object]:
    """What was changed while playing: `unit`, and `years` by the place of a slide."""
    return st.session_state.setdefault(_LIVE, {"unit": None, "years": {}})


def still() -> None:
    """Forget what was changed while playing."""
    st.session_state.pop(_LIVE, None)


def main_unit(story: Storyline) -> str:
    """The unit that the storyline is about: that of its first slide with one; "" without."""
    return next((one.view["unit"] for one in story.slides if one.view.get("unit", "VN") != "VN"), "")


def changed(slide: Slide, **params: str | None) -> Slide:
    """A slide with other parameters of its view; None takes one away."""
    view = {name: cell for name, cell in {**slide.view, **params}.items() if cell is not None}
    return replace(slide, params=tuple(view.items()))
