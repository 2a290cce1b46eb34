"""What there is: how many units have a figure, by index and year; the national figures with their statistic."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from egov_metrics.analysis.sources import Cell, Gap, Matrix, Row, family_codes, headline_codes, matrix, topic_codes
from egov_metrics.charts.palette import mix, palette, readable
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, markup, parts
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import html, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page
from egov_metrics.ui.view import LEVELS


def show(page: Page) -> None:
    """The matrix of headline indices, the family that is looked at in full, topics, and the national figures."""
    coverage = page.served.query("coverage")
    level = page.view.level
    main = matrix(coverage, page.gaps, page.indicators, headline_codes(page.indicators), level)
    topics = matrix(coverage, page.gaps, page.indicators, topic_codes(page.indicators), level)
    _headline(page, main, topics)
    levels = {one: t(f"sources.level.{one}", page.lang) for one in LEVELS}
    filters.segments("level", levels, t("sources.level", page.lang), key="sources-level")
    if coverage.empty:
        parts.empty_state(
            t("sources.empty.title", page.lang), t("sources.empty.why", page.lang), t("sources.empty.what", page.lang)
        )
        return
    if main.rows:
        _block(page, main, t("sources.coverage.headlines", page.lang))
        _family(page, coverage, main)
    elif not topics.rows:
        parts.notice(t("sources.coverage.none", page.lang))
    if topics.rows:
        summary = plural("sources.coverage.topics", len(topics.rows), page.lang)
        body = html.joined(html.paragraph(t("sources.coverage.topics.note", page.lang)), _table(page, topics, summary))
        st.html(html.folded(html.strong(summary), body, opened=not main.rows))
    if main.rows or topics.rows:
        st.html(markup.source_line(_marks(page), note=t("sources.coverage.note", page.lang)))
    _national(page, coverage)


def _headline(page: Page, main: Matrix, topics: Matrix) -> None:
    level = t(f"sources.level.{page.view.level}", page.lang)
    years = sorted({*main.years, *topics.years})
    if not years:
        parts.headline(t("sources.coverage.title.none", page.lang, level=level))
        return
    parts.headline(
        t(
            "sources.coverage.title",
            page.lang,
            level=level,
            indices=plural("sources.indices", len(main.rows), page.lang),
            facts=plural("sources.facts", len(topics.rows), page.lang),
            years=words.years(years[0], years[-1], page.lang),
        ),
        t("sources.coverage.sub", page.lang),
    )


def _block(page: Page, shown: Matrix, caption: str) -> None:
    st.html(_table(page, shown, caption))
    items = _gap_words(page, shown)
    if items:
        said = html.joined(html.heading(t("finding_kind.known_gap", page.lang)), html.bullets(items))
        st.html(said)


def _family(page: Page, coverage: pd.DataFrame, main: Matrix) -> None:
    """The family of the view's indicator with all its parts, under the headline indices."""
    code = page.view.indicator
    family = page.catalogue[code]["family"] if code in page.catalogue else None
    row = next((row for row in main.rows if row.family == family), None)
    if row is None or not row.parts:
        return
    parts_of = matrix(coverage, page.gaps, page.indicators, family_codes(page.indicators, row.family), page.view.level)
    caption = t("sources.coverage.family", page.lang, index=page.short(row.code))
    parts.title(caption)
    st.html(_table(page, parts_of, caption))


def _table(page: Page, shown: Matrix, caption: str) -> Html:
    heads = "".join(f'<th scope="col">{year}</th>' for year in shown.years)
    rows = "".join(_row(page, row, shown) for row in shown.rows)
    return Html(
        f'<div class="egov-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="egov-matrix"><caption>{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(page: Page, row: Row, shown: Matrix) -> str:
    name = html.anchor(Link(page.short(row.code), page.compare_href(row.code)))
    more = ""
    if row.parts and page.catalogue[row.code]["is_headline"] and shown.rows[0].family != shown.rows[-1].family:
        said = plural("sources.coverage.parts", row.parts, page.lang)
        here = page.section_href("coverage", indicator=row.code, level=page.view.level)
        more = f" <small>{html.anchor(Link(said, here))}</small>"
    cells = "".join(_cell(page, row, year, shown.most) for year in shown.years)
    return f'<tr><th scope="row">{name}{more}</th>{cells}</tr>'


def _cell(page: Page, row: Row, year: int, most: int) -> str:
    cell, gap = row.cells.get(year), row.gaps.get(year)
    why = _why(page, gap) if gap else ""
    if cell is None:
        mark = numbers.nothing(gap.nothing, page.lang).mark if gap else ""
        none = why or t("chart.coverage.none", page.lang)
        return f'<td class="empty" title="{escape(none)}">{mark}</td>'
    colours = palette(parts.mode())
    fill = mix(*colours.scale, cell.units / max(most, 1))
    said = f"{page.short(row.code)} {year}: {_counted(page, cell)}" + (f". {why}" if why else "")
    address = page.compare_href(row.code, view="bars", year=year)
    return (
        f'<td class="{"some" if gap else "full"}" style="background:{fill};color:{readable(fill, colours.scale_text)}">'
        f'<a class="inside" target="_self" href="{escape(address)}" title="{escape(said)}" aria-label="{escape(said)}">'
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


def _why(page: Page, gap: Gap) -> str:
    kind = numbers.nothing(gap.nothing, page.lang).words
    extent = t(f"sources.extent.{gap.extent}", page.lang)
    return t("sources.gap", page.lang, kind=kind, extent=extent, reason=gap.reason(page.lang))


def _gap_words(page: Page, shown: Matrix) -> list[Html]:
    """One line for each index and reason, with all its years."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in shown.rows:
        for year, gap in sorted(row.gaps.items()):
            mark = "*" if year in row.cells else numbers.nothing(gap.nothing, page.lang).mark
            found.setdefault((page.short(row.code), f"{mark} {_why(page, gap)}"), []).append(year)
    return [
        html.beside(html.strong(f"{index} {', '.join(map(str, years))}"), html.text(why), between=" ")
        for (index, why), years in found.items()
    ]


def _marks(page: Page) -> str:
    """The four kinds of nothing with their marks, and what an empty cell means."""
    kinds = [" ".join(numbers.nothing(kind, page.lang)) for kind in numbers.NOTHINGS]
    return t("sources.coverage.marks", page.lang, kinds="; ".join(kinds))


def _national(page: Page, coverage: pd.DataFrame) -> None:
    """Figures of the whole country: which statistic each is, and what the years say."""
    codes = sorted(set(coverage.loc[coverage["level"] == "country", "indicator_code"]))
    rows = page.served.query("country_figures", indicators=codes) if codes else pd.DataFrame()
    if rows.empty:
        return
    order = {code: place for place, code in enumerate(page.indicators["indicator_code"])}
    groups = sorted(rows.groupby(["indicator_code", "statistic"], sort=False), key=lambda one: order[one[0][0]])
    table = [_national_row(page, str(code), group) for (code, _), group in groups]
    heads = [
        html.Head(t("sources.column.indicator", page.lang), "lead"),
        html.Head(t("sources.column.statistic", page.lang)),
        html.Head(t("sources.column.years", page.lang), "wide"),
    ]
    summary = plural("sources.national", len(rows), page.lang)
    note = html.paragraph(t("sources.national.note", page.lang))
    regions = coverage[coverage["level"] == "region"]
    if len(regions):
        said = t(
            "sources.national.regions",
            page.lang,
            indices=", ".join(page.short(code) for code in dict.fromkeys(regions["indicator_code"])),
            years=words.years(regions["year"].min(), regions["year"].max(), page.lang),
        )
        note = html.joined(note, html.paragraph(said))
    st.html(html.folded(html.strong(summary), html.joined(note, html.table(heads, table, summary))))


def _national_row(page: Page, code: str, group: pd.DataFrame) -> list[Html]:
    subject = page.subject(code)
    links = []
    for row in group.to_dict("records"):
        figure = subject.plain(row["value"], row["decimals"]) if words.given(row["value"]) else words.place(row)
        year = words.year(row, page.lang)
        links.append(
            html.beside(html.text(f"{year}:"), html.anchor(page.figure_link(row["figure_id"], figure)), between=" ")
        )
    kinds = dict.fromkeys(words.statistic_name(row, "country", page.lang) for row in group.to_dict("records"))
    return [html.text(page.short(code)), html.text("; ".join(kinds)), html.beside(*links)]
