"""The matrix of coverage as a table of links: every count leads to its units, every name to its years."""

from __future__ import annotations

from html import escape

from egov_metrics.analysis.sources import Cell, Gap, Matrix, Row
from egov_metrics.charts.palette import Palette, mix, palette, readable
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page

FULL_COLOUR = 10
"""From how many units on a cell may have the strongest colour: one unit of one must not look like all of many."""


def table(page: Page, shown: Matrix, caption: str, unfolds: bool = False, whole_names: bool = False) -> Html:
    """The matrix with its years as columns. `unfolds`: a headline names its parts and leads to them. `whole_names`:
    indicators by their whole names, for those whose short ones nobody knows."""
    heads = "".join(f'<th scope="col">{year}</th>' for year in shown.years)
    colours = palette(parts.mode())
    rows = "".join(_row(page, row, shown, colours, unfolds, whole_names) for row in shown.rows)
    return Html(
        f'<div class="egov-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="egov-matrix"><caption>{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(page: Page, row: Row, shown: Matrix, colours: Palette, unfolds: bool, whole_names: bool) -> str:
    called = page.name(row.code) if whole_names else page.short(row.code)
    name = html.anchor(Link(called, page.compare_href(row.code)))
    more = ""
    if unfolds and row.parts:
        said = plural("sources.coverage.parts", row.parts, page.lang)
        here = page.section_href("coverage", indicator=row.code)
        more = f" <small>{html.anchor(Link(said, here))}</small>"
    # One address a row: the year is added to it in each cell.
    bars = page.compare_href(row.code, view="bars", year=None)
    cells = "".join(_cell(page, row, year, shown.most, bars, colours) for year in shown.years)
    return f'<tr><th scope="row">{name}{more}</th>{cells}</tr>'


def _cell(page: Page, row: Row, year: int, most: int, bars: str, colours: Palette) -> str:
    cell, gap = row.cells.get(year), row.gaps.get(year)
    why = gap_words(page, gap) if gap else ""
    if cell is None:
        mark = numbers.nothing(gap.nothing, page.lang).mark if gap else ""
        return f'<td class="empty" title="{escape(why or t("chart.coverage.none", page.lang))}">{mark}</td>'
    fill = mix(*colours.scale, cell.units / max(most, FULL_COLOUR))
    said = escape(f"{page.short(row.code)} {year}: {_counted(page, cell)}" + (f". {why}" if why else ""))
    address = escape(f"{bars}&year={year}")
    return (
        f'<td class="{"some" if gap else "full"}" style="background:{fill};color:{readable(fill, colours.scale_text)}">'
        f'<a class="inside" target="_self" href="{address}" title="{said}" aria-label="{said}">'
        f"{numbers.count(cell.units)}</a></td>"
    )


def _counted(page: Page, cell: Cell) -> str:
    return t(
        "chart.coverage.cell",
        page.lang,
        units=plural("chart.units", cell.units, page.lang),
        values=numbers.count(cell.with_value),
        ranks=numbers.count(cell.with_rank),
        published=numbers.count(cell.published),
    )


def gap_words(page: Page, gap: Gap) -> str:
    """The kind of nothing, whether all units or some are without, and the reason."""
    kind = numbers.nothing(gap.nothing, page.lang).words
    extent = t(f"sources.extent.{gap.extent}", page.lang)
    return t("sources.gap", page.lang, kind=kind, extent=extent, reason=gap.reason(page.lang))


def gap_lines(page: Page, shown: Matrix) -> list[Html]:
    """One line for each index and reason of a gap, with all its years."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in shown.rows:
        for year, gap in sorted(row.gaps.items()):
            mark = "*" if year in row.cells else numbers.nothing(gap.nothing, page.lang).mark
            found.setdefault((page.short(row.code), f"{mark} {gap_words(page, gap)}"), []).append(year)
    return [
        html.beside(html.strong(f"{index} {', '.join(map(str, years))}"), html.text(why), between=" ")
        for (index, why), years in found.items()
    ]
