"""The ranked list beside the map, and the table of its figures on demand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.charts.points import Point
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.map import html
from egov_metrics.ui.map.reading import MapPage
from egov_metrics.ui.parts import Column


def ranked(page: MapPage) -> None:
    """Units from the first down; each is a link that makes it our own unit, on the map and on all pages. Nothing of a
    year in which nobody was measured: the page's heading says why."""
    if page.gap is not None:
        return
    lang = page.lang
    lines = [_line(page, unit) for unit in _order(page)]
    refused, former = page.scene.refused, page.scene.former
    counts = {"rest": len(page.called) - len(lines) - len(refused) - len(former), "refused": len(refused)}
    said = [plural(f"map.list.{kind}", n, lang) for kind, n in counts.items() if n]
    if former:
        units = ", ".join(f"{page.called[unit]} {rank}" for unit, rank in former.items())
        said.append(t("map.list.former", lang, units=units))
    rest = " ".join(said)
    heads = (t("map.list.rank", lang), t("map.list.unit", lang), t("map.list.value", lang))
    title = " · ".join([order_words(page), *([plural("map.units", len(lines), lang)] if lines else [])])
    st.html(html.listed(title, heads, lines, rest))


def _order(page: MapPage) -> list[str]:
    """Units with a value or a rank: by published or recomputed rank, then those without one by their value."""
    rows = page.rows[page.rows["value"].notna() | page.rows["rank"].notna()]
    return [str(unit) for unit in compare.table_order(rows, page.seen.indicator["direction"])["unit_id"]]


def order_words(page: MapPage) -> str:
    """What the order is by: a rank that somebody stated, one that was worked out, or the values at hand."""
    bases = set(page.rows.loc[page.rows["rank"].notna(), "rank_basis"].dropna())
    kind = "value" if not bases else "rank" if "published" in bases else bases.pop() if len(bases) == 1 else "other"
    kind = kind if kind in ("value", "rank", "recomputed", "derived") else "other"
    return t(f"map.list.by_{kind}", page.lang, year=str(page.year))


def _line(page: MapPage, unit: str) -> html.Line:
    point = page.scene.points[unit]
    return html.Line(
        href=href("map", replace(page.view, unit=unit)),
        name=page.called[unit],
        rank=page.scene.figure(point, "rank"),
        value=page.scene.figure(point, "value"),
        fill=page.scene.shade(unit).fill,
        hatched=page.scene.shade(unit).hatched,
        is_own=unit == page.own,
    )


def table(page: MapPage, alt: str) -> None:
    """The figures of the map with what each rests on and the way to where it is stated; sorted as the list."""
    rows = compare.table_order(page.rows, page.seen.indicator["direction"])
    shown = _cells(page, [str(unit) for unit in rows["unit_id"]], rows["figure_id"].tolist())
    lang, is_level = page.lang, page.scene.subject.is_level
    decimals = int(page.seen.indicator["decimals"])
    columns = [
        Column("unit", t("map.list.unit", lang), pinned=True),
        Column(
            "value", t("map.list.value", lang), "text" if is_level else "number", decimals=decimals, places="decimals"
        ),
        Column("rank", t("map.list.rank", lang), "whole"),
        Column("rank_of", t("compare.table.rank_of", lang), "whole"),
        Column("shade", t("map.table.class", lang)),
        Column("basis", t("compare.table.basis", lang), width=210),
        Column("remark", t("compare.table.remark", lang), width=260),
        Column("source", t("compare.table.source", lang)),
        Column("open", t("compare.table.open", lang), "link", link_text=t("compare.table.open_text", lang)),
    ]
    parts.data_table(shown, [one for one in columns if shown[one.name].notna().any()], alt, key="map-table", height=420)


def _cells(page: MapPage, units: list[str], figures: list[object]) -> pd.DataFrame:
    lang, points = page.lang, page.scene.points
    subject = page.scene.subject
    return pd.DataFrame(
        [
            {
                "unit": page.called[unit],
                "value": subject.plain(point.value) if subject.is_level and point.value is not None else point.value,
                "decimals": point.decimals,
                "rank": point.rank,
                "rank_of": point.rank_of,
                "shade": page.scene.shade(unit).label,
                "basis": _basis(point, lang),
                "remark": _remark(point, lang),
                "source": point.source,
                "open": source_href(page.view, figure=figure) if isinstance(figure, str) else None,
            }
            for unit, figure in zip(units, figures, strict=True)
            for point in (points[unit],)
        ]
    )


def _basis(point: Point, lang: Lang) -> str | None:
    """What the figure rests on; of value and rank that rest on different things, both."""
    value, rank = (numbers.basis(one, lang) for one in (point.value_basis, point.rank_basis))
    if value and rank and value != rank:
        return t("compare.table.bases", lang, value=value, rank=rank)
    return value or rank or None


def _remark(point: Point, lang: Lang) -> str | None:
    if point.value is None and point.rank is None and point.nothing:
        return " ".join(numbers.nothing(point.nothing, lang))
    said = [t(f"export.qualifier.{point.qualifier}", lang)] if point.qualifier != "exact" else []
    return "; ".join([*said, *([point.note] if point.note else [])]) or None
