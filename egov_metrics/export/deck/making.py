"""From a storyline to the slides of a deck: what each slide becomes, in pages that hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from egov_metrics.export.deck import paging
from egov_metrics.export.deck.comparison import NothingToShow, read_comparison
from egov_metrics.export.deck.indices import figures_slide, indices_slide
from egov_metrics.export.deck.levels import levels_slide
from egov_metrics.export.deck.model import Deck, DeckSlide
from egov_metrics.export.deck.moved import move_slide, parts_slide
from egov_metrics.export.deck.one_year import bars_slides, scatter_slide, spread_slides
from egov_metrics.export.deck.over_years import grid_slide, line_slide
from egov_metrics.export.deck.reading import Reader
from egov_metrics.export.deck.two_years import two_years_slide
from egov_metrics.export.deck.words import clean, in_one_line
from egov_metrics.i18n.texts import t
from egov_metrics.story.model import TEXT, Slide, Storyline, StoryRefused
from egov_metrics.views.view import VIEWS, View

Step = Callable[[int, int], None]
"""Told after every slide: how many are done, of how many."""


def deck_of(story: Storyline, reader: Reader, edition: str, stamp: str, step: Step | None = None) -> Deck:
    """The deck of a storyline from an edition. `edition` says in words whose figures they are, `stamp` its day (ISO).

    Raises StoryRefused (`empty`) where no slide is left to show. A chart without figures becomes a slide that says why.
    """
    lang, shown = reader.lang, story.shown
    if not shown:
        raise StoryRefused("storyline: expected at least one slide that is shown, found none", "empty")
    title = in_one_line(story.title) or t("deck.untitled", lang)
    slides = [_cover(title, reader, edition)]
    for number, slide in enumerate(shown, 1):
        for made in _made(slide, reader):
            slides += paging.pages(_with_words(slide, made), lang)
        if step:
            step(number, len(shown))
    return Deck(title, tuple(slides), lang, edition, stamp)


def _cover(title: str, reader: Reader, edition: str) -> DeckSlide:
    lang = reader.lang
    reading = " ".join([t("chart.note.hollow", lang), t("deck.note.star_too", lang), t("deck.note.best_first", lang)])
    return DeckSlide(
        title=title, subtitle=edition, source=t("deck.cover.source", lang), method=reading,
        notes=t("deck.cover.notes", lang), is_cover=True,
    )  # fmt: skip


def _made(slide: Slide, reader: Reader) -> list[DeckSlide]:
    """The slides that one of the storyline becomes, before the presenter's own words."""
    lang = reader.lang
    if slide.page == TEXT:
        return [DeckSlide(t("deck.untitled", lang), words=slide.text, source=t("deck.text.source", lang))]
    view, problems = View.from_params(slide.view)
    try:
        made = _drawn(slide, replace(view, lang=lang), reader)
    except NothingToShow as reason:
        made = [
            DeckSlide(
                title=reason.title or t("deck.none.title", lang),
                words=str(reason),
                source=t("deck.none.source", lang),
                notes=f"{slide.page} {slide.chart}".strip(),
            )
        ]
    if not problems:
        return made
    wrong = t("deck.note.wrong", lang, names=", ".join(problem.param for problem in problems))
    return [replace(one, method=f"{one.method} {wrong}".strip()) for one in made]


_MOVED = {"move": move_slide, "parts": parts_slide}
"""What else there is of an index over the years, by the key of the chart."""


def _drawn(slide: Slide, view: View, reader: Reader) -> list[DeckSlide]:
    key = slide.chart.partition("-")[2].partition("-")[0]
    if slide.page == "readiness":
        return [levels_slide(reader, view, slide.chart)]
    if slide.page == "profile" or (slide.page == "overview" and key not in ("series", "strip", "ranking", "move")):
        return [indices_slide(reader, view)]
    if slide.page == "overview":
        view = replace(view, view="line" if key in ("series", "move") else "bars", level="province")
    elif slide.page == "map":
        view = replace(view, view="bars", level="province")
    elif "view" not in slide.view and key in VIEWS:
        view = replace(view, view=key)
    page = read_comparison(reader, view)
    moved = _MOVED[key](page, reader) if key in _MOVED and slide.page in ("overview", "compare") else None
    if moved:
        return [moved]
    kinds: dict[str, Callable[[], list[DeckSlide]]] = {
        "line": lambda: [line_slide(page, reader)],
        "bump": lambda: [line_slide(page, reader)],
        "grid": lambda: [grid_slide(page, reader)],
        "slope": lambda: [two_years_slide(page, reader)],
        "dumbbell": lambda: [two_years_slide(page, reader)],
        "bars": lambda: bars_slides(page, reader),
        "dist": lambda: spread_slides(page, reader),
        "scatter": lambda: [scatter_slide(page, reader)],
        "table": lambda: [figures_slide(page, reader)],
    }
    made = kinds[view.view]()
    if slide.page == "map":
        note = t("deck.note.map", reader.lang)
        made = [replace(one, method=f"{note} {one.method}".strip()) for one in made]
    return made


def _with_words(slide: Slide, made: DeckSlide) -> DeckSlide:
    """A slide with the presenter's title, text and notes; its own finding then leads the notes."""
    title, text, notes = in_one_line(slide.title), clean(slide.text), clean(slide.notes)
    finding = [made.title] if title and slide.page != TEXT else []
    told = [notes, *finding, made.notes]
    is_text = slide.page == TEXT
    return replace(
        made,
        title=title or made.title,
        text="" if is_text else text,
        words=text if is_text else clean(made.words),
        notes="\n\n".join(one for one in told if one),
    )
