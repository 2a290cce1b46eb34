"""From a slide to what is shown of it: the page's own chart, taken for the stage, with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.story import Slide
from egov_metrics.story.model import TEXT
from egov_metrics.ui import markup, stage
from egov_metrics.ui.compare import heading, movement
from egov_metrics.ui.compare.kinds import CHARTS
from egov_metrics.ui.links import href
from egov_metrics.ui.map import drawing
from egov_metrics.ui.map import reading as map_reading
from egov_metrics.ui.overview import tiles
from egov_metrics.ui.present import adding
from egov_metrics.ui.readiness import levels, units
from egov_metrics.ui.session import Served
from egov_metrics.ui.stage import Taken
from egov_metrics.views.compare import reading, words
from egov_metrics.views.overview import unit as overview
from egov_metrics.views.readiness import reading as ready_reading
from egov_metrics.views.view import COUNTRY, View

MOVES = {f"compare-{kind}": f"-{end}" for end, kind in adding.MOVES.items()}
"""The charts of why a rank moved: how the keys end that they have on a page."""


@dataclass(frozen=True)
class Scene:
    """What a slide shows. `figure` or `markup` (of the app's own making) or only words; `link` opens the same view on
    its page; `year` and `years` are set where the chart is of one year that may be changed."""

    title: str
    subtitle: str = ""
    source: str = ""
    method: str = ""
    alt: str = ""
    why: str = ""
    text: str = ""
    figure: go.Figure | None = None
    legend: tuple[tuple[str, str], ...] = ()
    markup: str = ""
    link: str = ""
    unit: str = ""
    year: int | None = None
    years: tuple[int, ...] = ()


def scene_of(served: Served, slide: Slide, lang: Lang) -> Scene:
    """What a slide shows of an edition. A slide whose chart has no figures says why in `why`."""
    if slide.page == TEXT:
        return Scene(slide.title, text=slide.text)
    view, _ = View.from_params(slide.view)
    view = replace(view, lang=lang, edition=served.ref.short_hash)
    view, _ = view.known(served.unit_options(lang), served.indicator_codes())
    made = drawn(served, slide.page, view, slide.chart)
    name = "" if view.unit == COUNTRY else served.unit_options(lang).name(view.unit)
    return replace(
        made, title=slide.title or made.title, text=slide.text, unit=name, link=href(slide.page, view)
    )  # fmt: skip


def drawn(served: Served, page: str, view: View, chart: str = "") -> Scene:
    """The chart of a page at a view whose units and indicators the edition has; `page` is one of the storyline's
    `PAGES`, `chart` the key of a chart that the view alone does not tell (`MOVES`). Where there are no figures, the
    scene says why."""
    if page == "compare" and chart in MOVES:
        return _moved(served, view, MOVES[chart])
    return _MAKERS[page](served, view)


def _moved(served: Served, view: View, end: str) -> Scene:
    """Why the rank of our own unit moved: the chart whose key has this end."""
    page = reading.read(served, view if view.view in movement.VIEWS else replace(view, view="line"))
    if words.obstacle(page) is not None or not movement.can_be_told(page):
        return _nothing(view.lang, t("move.title", view.lang), t("present.no_move", view.lang))
    drawn, _ = _taken(lambda: movement.show(page), end)
    if drawn is None or drawn.figure is None:
        return _nothing(view.lang, t("move.title", view.lang), t("present.no_move", view.lang))
    return _scene(drawn, view.lang)


def _compare(served: Served, view: View) -> Scene:
    if view.view not in CHARTS:  # a table: the same figures as lines
        view = replace(view, view="line")
    page = reading.read(served, view)
    if (none := words.obstacle(page)) is not None:
        return _scene(_taken(lambda: heading.obstacle(page, none))[0], page.lang)
    drawn, said = _taken(lambda: CHARTS[view.view](page))
    found = _scene(drawn, page.lang, said.title if said else "", said.subtitle if said else "")
    if view.view not in reading.OF_A_YEAR or not page.ranking_years:
        return found
    return replace(found, year=page.year, years=tuple(page.ranking_years))


def _map(served: Served, view: View) -> Scene:
    page = map_reading.read(served, view)
    if page is None:
        return _nothing(view.lang, t("compare.empty.title_none", view.lang))
    drawn, _ = _taken(lambda: drawing.chart(page))
    found = _scene(drawn, view.lang, drawing.finding(page), drawing.subtitle(page))
    return replace(found, year=page.year, years=tuple(page.years))


def _readiness(served: Served, view: View) -> Scene:
    page = ready_reading.read(served, view)
    if page.is_list or not page.tiers:
        return _nothing(view.lang, t("present.no_levels", view.lang))
    of_units = view.level in ("department", "district", "commune") and any(one.units for one in page.shown)
    drawn, _ = _taken(lambda: units.show(page) if of_units else levels.show(page))
    return _scene(drawn, view.lang)


def _overview(served: Served, view: View) -> Scene:
    if view.unit == COUNTRY:
        return _nothing(view.lang, t("present.no_unit", view.lang))
    page = overview.read_unit(served, view)
    with stage.taking():
        all_tiles = tiles.of_unit(page)
    if not all_tiles:
        return _nothing(view.lang, t("compare.empty.title_none", view.lang))
    title, subtitle = overview.headline_words(page)
    edition = t("ui.footer.edition", view.lang, number=served.ref.number,
                date=numbers.date(served.ref.built_at.date()), hash=served.ref.short_hash)  # fmt: skip
    return Scene(title, subtitle, source=edition, alt=title, markup=markup.tiles(all_tiles[:8], view.lang))


_MAKERS: dict[str, Callable[[Served, View], Scene]] = {
    "compare": _compare,
    "map": _map,
    "readiness": _readiness,
    "overview": _overview,
    "profile": _overview,
}


def _taken(draw: Callable[[], Any], end: str = "") -> tuple[Taken | None, Any]:
    """The first chart that a part of a page draws, of those whose key has this end, and what it returns."""
    with stage.taking() as on:
        said = draw()
    charts = [one for one in on.taken if one.figure is not None and one.key.endswith(end)]
    if end and not charts:
        return None, said
    return next(iter(charts or on.taken), None), said


def _scene(drawn: Taken | None, lang: Lang, title: str = "", subtitle: str = "") -> Scene:
    if drawn is None or drawn.figure is None:
        return _nothing(lang, title or t("compare.empty.title_none", lang), drawn.why if drawn else "")
    said = drawn.caption
    return Scene(
        title or said.title, subtitle or said.subtitle, said.source, said.method, said.alt or said.title,
        figure=drawn.figure, legend=drawn.legend,
    )  # fmt: skip


def _nothing(lang: Lang, title: str, why: str = "") -> Scene:
    return Scene(title, why=why or t("present.nothing", lang))
