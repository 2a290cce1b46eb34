"""All assessments of the store: a matrix of provinces and tiers, each year a link."""

from __future__ import annotations

from collections import defaultdict
from html import escape

import pandas as pd
import streamlit as st

from egov_metrics.analysis import readiness
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import markup, parts
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.units.folding import fold
from egov_metrics.views.readiness.listing import (
    is_in,
    known_assessments,
    what_words,
    when_words,
    with_levels,
    with_points,
)
from egov_metrics.views.readiness.reading import Page


def show(page: Page) -> None:
    """Headline, and the matrix; of a region its provinces only."""
    lang = page.lang
    known = known_assessments(page)
    levels, points = with_levels(known), with_points(known)
    told = levels | points
    frames = _frames_only(page, known)
    if known.empty and not frames:
        parts.headline(t("ready.list.none", lang))
        parts.empty_state(t("ready.empty.title", lang), t("ready.list.none_why", lang), t("ready.empty.what", lang))
        return
    only_criteria = {unit for unit, _ in frames} - told
    counted = {"levels": len(levels), "points": len(points), "frames": len(only_criteria)}
    said = t("ready.list.headline", lang, **{name: numbers.count(n) for name, n in counted.items()})
    parts.headline(said, t("ready.list.sub", lang))
    if page.place.kind == "elsewhere":
        parts.notice(t("ready.elsewhere", lang))
    parts.title(t("ready.list.title", lang), t("ready.list.note", lang))
    st.html(_matrix(page, known, frames))
    parts.source_line("", note=t("ready.list.compare", lang))


def _frames_only(page: Page, known: pd.DataFrame) -> dict[tuple[str, str], list[readiness.Frame]]:
    """Sets of provinces for tiers without a result, by province and tier."""
    there = set(zip(known["province_id"], known["tier"], strict=True))
    found: dict[tuple[str, str], list[readiness.Frame]] = defaultdict(list)
    regions = dict.fromkeys(frame.unit_id for frame in page.known.frames if frame.unit_id)
    rows = page.served.query("units_by_id", unit_ids=tuple(regions)) if regions else pd.DataFrame()
    region_of = dict(zip(rows["unit_id"], rows["region_id"], strict=True)) if len(rows) else {}
    for frame in page.known.frames:
        unit = frame.unit_id
        if frame.row["family"] != "EGOV_LEVEL" or unit is None or (unit, frame.tier) in there:
            continue
        if page.place.region is None or is_in(page, unit, region_of.get(unit)):
            found[unit, frame.tier].append(frame)
    return {unit: frames for unit, frames in found.items() if frames}


def _matrix(page: Page, known: pd.DataFrame, frames: dict[tuple[str, str], list[readiness.Frame]]) -> str:
    lang = page.lang
    provinces = sorted({*known["province_id"], *(unit for unit, _ in frames)}, key=lambda unit: fold(page.short(unit)))
    heads = [t("ready.list.province", lang), *(t(f"ready.tier.{tier}", lang) for tier in readiness.TIERS)]
    rows = []
    for province in provinces:
        cells = [_link(page, page.short(province), province, None, None)]
        for tier in readiness.TIERS:
            of_tier = known[(known["province_id"] == province) & (known["tier"] == tier)]
            said = [_cell(page, row) for row in of_tier.sort_values("year", ascending=False).to_dict("records")]
            for frame in frames.get((province, tier), ()):
                year = frame.row["year_from"]
                name = t("ready.list.frame", lang, year="" if pd.isna(year) else str(int(year))).strip()  # type: ignore[call-overload]
                said.append(
                    _link(page, name, province, tier, None) + f"<span>{escape(t('ready.list.frame_only', lang))}</span>"
                )
            cells.append("".join(said) or f"<span>{numbers.NONE}</span>")
        named = zip(heads, cells, strict=True)
        rows.append("<tr>" + "".join(f'<td data-label="{escape(head)}">{cell}</td>' for head, cell in named) + "</tr>")
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="egov-rule-table matrix">{table}</div>'


def _cell(page: Page, row: dict) -> str:
    """A year as a link, and below it what is known of it."""
    year = None if pd.isna(row["year"]) else int(row["year"])
    link = _link(page, when_words(row, page.lang), row["province_id"], row["tier"], year)
    return f"{link}<span>{escape(what_words(row, page.lang))}</span>"


def _link(page: Page, text: str, province: str, tier: str | None, year: int | None) -> str:
    view = page.view.elsewhere(unit=province, level=tier or "province", year=year)
    return markup.link(Link(text, href("readiness", view)))
