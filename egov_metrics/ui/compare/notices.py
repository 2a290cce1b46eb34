"""Remarks on units: those without figures here, former provinces shown in present ones, what was not recomputed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.recompute_words import refusals, years_words
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.parts import Column
from egov_metrics.units.keys import level_of


def absent(page: Comparison) -> None:
    """Which of the units that the reader asked for have nothing to show here, and why: a province formed of several
    leads to those; where a present one was not worked out, which member has no figure, and how to accept that."""
    lang = page.lang
    merged = [] if page.field.is_present else [one for one in page.absent if page.field.succession.is_merged(one)]
    for unit in merged:
        links = [
            Link(page.short(member), _instead(page, unit, member)) for member in page.field.succession.members[unit]
        ]
        here = replace(page.view, territory="2025")
        links.append(Link(t("compare.absent.present", lang), href("compare", here)))
        parts.notice(t("compare.absent.merged", lang, unit=page.options.name(unit)), links=links)
    refused = {unit: _refused_of(page, unit) for unit in page.absent}
    for unit, mine in refused.items():
        if mine:
            _not_worked_out(page, unit, mine)
    plain = [_called(page, unit) for unit in page.absent if unit not in merged and not refused[unit]]
    if plain:
        parts.notice(t("compare.absent", lang, units=", ".join(plain)))


def _refused_of(page: Comparison, unit: str) -> list[Refusal]:
    """What was refused of the present province of a unit, of all years."""
    present = page.field.succession.present(unit)
    return [one for one in page.field.refused if one.unit_id == present]


def _not_worked_out(page: Comparison, unit: str, refused: list[Refusal]) -> None:
    """Which years of a present province were not worked out and why; with a way out where one is."""
    lang, succession = page.lang, page.field.succession
    members = ", ".join(map(page.short, succession.members[succession.present(unit)]))
    told = [
        t("compare.absent.why", lang, years=years_words(years), reason=why)
        for _, years, why in refusals(refused, page.short, lang)[:MOST_TOLD]
    ]
    links = []
    if not page.view.partial and any(one.members and one.missing_members for one in refused):
        links.append(Link(t("territory.partial", lang), href("compare", replace(page.view, partial=True))))
    said = t("compare.absent.refused", lang, unit=_called(page, unit), members=members, reasons="; ".join(told))
    parts.notice(said, links=links)


def absent_in_year(page: Comparison, year: int, present: set[str]) -> None:
    """Which of our own and the chosen units have figures, but none of this year; `present` are keys as stored."""
    absent = [unit for unit in page.asked if not _is_present(page, unit, present)]
    refused = {one.unit_id for one in page.refused}
    told = [page.name(unit) for unit in absent if unit not in refused]
    if told:
        parts.notice(t("compare.absent_year", page.lang, units=", ".join(told), year=str(year)))


def refused_count(page: Comparison) -> str:
    """How many figures were not recomputed; "" when none."""
    if not page.refused:
        return ""
    n = len({one.unit_id for one in page.refused})
    return plural("compare.refused.count", n, page.lang)


def refused_list(page: Comparison) -> None:
    """All that was not recomputed, with the reason, for who opens the list."""
    if not page.refused:
        return
    opened = st.expander(t("compare.refused.list", page.lang), key="compare-refused", on_change="rerun")
    if opened.open:
        with opened:
            told = refusals(page.refused, page.short, page.lang)
            rows = [(page.short(unit), years_words(years), why) for unit, years, why in told]
            frame = pd.DataFrame(rows, columns=["unit", "years", "reason"])
            columns = [
                Column("unit", t("compare.table.unit", page.lang), pinned=True),
                Column("years", t("compare.years", page.lang)),
                Column("reason", t("compare.refused.reason", page.lang)),
            ]
            parts.data_table(frame, columns, t("compare.refused.list", page.lang), key="compare-refused-table")


def moved(page: Comparison) -> list[str]:
    """Former provinces that the reader asked for and that are shown as the present ones they became a part of."""
    succession, lang = page.field.succession, page.lang
    asked = [unit for unit in (page.view.unit, *page.view.units) if level_of(unit) == "province"]
    gone = [one for one in asked if one in succession.successor and succession.is_merged(succession.present(one))]
    said = []
    for unit in gone:
        present = succession.present(unit)
        old, new = page.short(unit), page.short(present)
        members = ", ".join(map(page.short, succession.members[present]))
        same = t("compare.moved.same", lang, new=new, members=members)
        said.append(same if old == new else t("compare.moved", lang, old=old, new=new))
    return list(dict.fromkeys(said))


def refused_of_asked(page: Comparison) -> list[str]:
    """Which years of the units that the reader asked for were not recomputed, and why; our own unit first."""
    asked = dict.fromkeys(page.field.succession.present(unit) for unit in (page.view.unit, *page.view.units))
    mine = [one for one in page.refused if one.unit_id in asked]
    order = list(asked)
    return [
        t("compare.refused.one", page.lang, unit=page.short(unit), years=years_words(years), reason=why)
        for unit, years, why in sorted(refusals(mine, page.short, page.lang), key=lambda told: order.index(told[0]))[
            :MOST_TOLD
        ]
    ]


MOST_TOLD = 3
"""So many reasons stand in the notes under a chart; the list below has all."""


def _called(page: Comparison, unit: str) -> str:
    """The name of a unit in the territory on the screen."""
    succession = page.field.succession
    present = succession.present(unit) if page.field.is_present and unit in succession.successor else unit
    return page.options.name(present) if succession.is_merged(present) else page.full_name(unit)


def _is_present(page: Comparison, unit: str, present: set[str]) -> bool:
    return unit in present if page.field.is_present else bool(compare.shown_key(unit, present, page.field.continuity))


def _instead(page: Comparison, unit: str, other: str) -> str:
    """The address of this page with one unit in the place of another."""
    view = page.view
    own = other if view.unit == unit else view.unit
    return href("compare", replace(view, unit=own, units=tuple(other if one == unit else one for one in view.units)))
