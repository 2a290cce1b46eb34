"""Single units of the tier and year: by part and level, or ranked by their points; and the table of both."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment
from egov_metrics.charts.layout import text_width
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts
from egov_metrics.ui.links import source_href
from egov_metrics.ui.parts import Column
from egov_metrics.ui.readiness import controls
from egov_metrics.ui.readiness.files import Taken
from egov_metrics.ui.readiness.levels import source_links
from egov_metrics.views.readiness.levels import source_words
from egov_metrics.views.readiness.reading import Page
from egov_metrics.views.readiness.units import Units, by_level, by_points, cells_of, title_of
from egov_metrics.views.readiness.words import rank_words

UNIT_WIDTH: dict[bool, tuple[int, int]] = {False: (250, 360), True: (110, 220)}
"""How wide the column of names is, in CSS pixels, at least and at most: of units with points, of units with levels."""


def show(page: Page) -> None:
    """Every assessment of the tier and year that knows single units."""
    known = [one for one in page.shown if one.units]
    if not known:
        if any(one.compositions for one in page.shown):
            st.html(f'<p class="egov-text">{t("ready.units.none", page.lang)}</p>')
        return
    if any(one.has_levels and one.units > 1 for one in known):
        controls.levels(page)
    for number, one in enumerate(known):
        _one(page, one, number)


def _one(page: Page, one: Assessment, number: int) -> None:
    lang = page.lang
    cells, title = cells_of(page, one), title_of(page, one)
    if cells.empty:
        parts.title(title)
        parts.empty_state(
            t("ready.units.filtered", lang), t("ready.units.filtered_why", lang), t("ready.units.filtered_what", lang)
        )
        return
    left, right = st.columns([1, 1.35], gap="medium")
    with left:
        look = parts.look(lang, 600, 860)
        if one.has_levels:
            _picture(page, one, by_level(page, one, cells, look), f"ready-heat-{number}")
        elif len(cells) > 1:
            _picture(page, one, by_points(page, one, cells, look), f"ready-bars-{number}")
        else:
            parts.title(title)
            parts.source_line(source_words([one], lang), source_links([one], page))
    with right:
        _table(page, one, cells, number)


def _picture(page: Page, one: Assessment, shown: Units, key: str) -> None:
    sheet = Taken(page.served, page.view, (one,), shown.by_points)
    parts.chart_block(shown.figure(), shown.caption, key, page.lang, links=source_links([one], page), sheet=sheet)


def _table(page: Page, one: Assessment, cells: pd.DataFrame, number: int) -> None:
    """Units with all that is stated of them: levels, points raw and converted with their maxima, ranks."""
    lang = page.lang
    parts_there = [part for part in readiness.PARTS if (cells["part"] == part).any()]
    places = readiness.ranked(one.cells).set_index("unit_id")["place"]
    made: list[dict] = []
    for unit_id, rows in cells.groupby("unit_id", sort=False):
        record: dict = {"unit": _name(str(rows[f"name_{lang}"].iloc[0]), unit_id == page.place.marked)}
        for row in rows.itertuples():
            level = readiness.class_of(row.level, row.nothing)
            record[f"{row.part}-level"] = t(f"ready.class.short.{level}", lang) if level else None
            record[f"{row.part}-score"] = _points(row.score, row.maximum, row.decimals)
            record[f"{row.part}-raw"] = _points(row.raw, row.raw_maximum, row.raw_decimals)
            if row.part == "total":
                record["rank"] = rank_words(row.rank, row.rank_of, row.rank_basis, lang) or None
                place = places.get(unit_id)
                record["place"] = None if pd.isna(place) or len(places) < 2 else numbers.rank(place, len(places))
            record.setdefault("open", source_href(page.view, figure=row.figure_id))
        made.append(record)
    # On a phone the name keeps half of the width, so that what is beside it is in sight.
    phone = parts.narrow()
    width = 150 if phone else _width_of_names([record["unit"] for record in made], one.has_levels)
    columns = [Column("unit", t("ready.column.unit", lang), pinned=not phone, width=width)]
    if "total" in parts_there:
        stated = one.cells.loc[one.cells["rank"].notna(), "rank_basis"]
        kind = "rank" if (stated == "published").all() else "rank_any"
        columns += [Column("rank", t(f"ready.column.{kind}", lang)), Column("place", t("ready.column.place", lang))]
    for part in parts_there:
        columns += _columns_of(part, one.has_levels, lang)
    columns.append(Column("open", t("ready.column.open", lang), "link", link_text=t("overview.source", lang)))
    frame = pd.DataFrame(made).reindex(columns=[column.name for column in columns])
    shown = [column for column in columns if frame[column.name].notna().any()]
    if len(shown) <= 2:  # nothing but the name and the way to the source: the picture beside it says all
        return
    height = 35 * (min(len(frame), 18) + 1) + 3
    parts.data_table(frame, shown, t("ready.table.alt", lang), key=f"ready-table-{number}", height=height)
    notes = [t("ready.table.place", lang)] if frame.get("place") is not None and frame["place"].notna().any() else []
    if any(name.endswith("-raw") and frame[name].notna().any() for name in frame):
        notes.append(t("ready.table.converted", lang))
    parts.source_line("", note=" ".join(notes))


def _width_of_names(names: list[str], has_levels: bool) -> int:
    """As wide as the longest name needs, within limits."""
    least, most = UNIT_WIDTH[has_levels]
    return min(max(least, *(round(text_width(name, 14)) + 6 for name in names)), most)


def _columns_of(part: str, has_heat: bool, lang: Lang) -> list[Column]:
    """Level, points and points before conversion of a part; the level not where the picture beside it says it."""
    if part == "total":
        level = [] if has_heat else [Column("total-level", t("ready.column.level", lang))]
        return [*level, *(Column(f"total-{name}", t(f"ready.column.{name}", lang)) for name in ("score", "raw"))]
    called = t(f"ready.part.short.{part}", lang)
    return [
        Column(f"{part}-{name}", t(f"ready.column.part_{name}", lang, part=called), width=124)
        for name in ("score", "raw")
    ]


def _name(name: str, is_own: bool) -> str:
    return f"▸ {name}" if is_own else name


def _points(score: float, maximum: float, decimals: float) -> str | None:
    """ "49,01/50", or without a maximum the points alone, as they are printed."""
    if pd.isna(score):
        return None
    text = numbers.number(score, None if pd.isna(decimals) else int(decimals))
    return text if pd.isna(maximum) else f"{text}/{numbers.number(maximum, None)}"
