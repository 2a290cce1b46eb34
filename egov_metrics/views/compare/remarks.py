"""Remarks on units: those without figures here, former provinces shown in present ones, what was not recomputed."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from egov_metrics.analysis import compare
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.recompute_words import refusals, years_words
from egov_metrics.i18n.texts import plural, t
from egov_metrics.units.keys import level_of
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.view import View

MOST_TOLD = 3
"""So many reasons stand in the notes under a chart; the list below has all."""


class Remark(NamedTuple):
    """A sentence, and ways on: what each is called and the view it leads to."""

    words: str
    ways: tuple[tuple[str, View], ...] = ()


def absent(page: Comparison, with_ways: bool = True) -> list[Remark]:
    """Which of the units that the reader asked for have nothing to show here, and why: a province formed of several
    leads to those; where a present one was not worked out, which member has no figure, and how to accept that.
    Where nobody can follow the ways (`with_ways`), a province formed of several is named among the rest."""
    lang = page.lang
    merged = (
        []
        if page.field.is_present or not with_ways
        else [one for one in page.absent if page.field.succession.is_merged(one)]
    )
    told = []
    for unit in merged:
        ways = [(page.short(one), _instead(page.view, unit, one)) for one in page.field.succession.members[unit]]
        ways.append((t("compare.absent.present", lang), replace(page.view, territory="2025")))
        told.append(Remark(t("compare.absent.merged", lang, unit=page.options.name(unit)), tuple(ways)))
    refused = {unit: _refused_of(page, unit) for unit in page.absent}
    told += [_not_worked_out(page, unit, mine) for unit, mine in refused.items() if mine]
    plain = [_called(page, unit) for unit in page.absent if unit not in merged and not refused[unit]]
    return [*told, Remark(t("compare.absent", lang, units=", ".join(plain)))] if plain else told


def _refused_of(page: Comparison, unit: str) -> list[Refusal]:
    """What was refused of the present province of a unit, of all years."""
    present = page.field.succession.present(unit)
    return [one for one in page.field.refused if one.unit_id == present]


def _not_worked_out(page: Comparison, unit: str, refused: list[Refusal]) -> Remark:
    """Which years of a present province were not worked out and why; with a way out where one is."""
    lang, succession = page.lang, page.field.succession
    members = ", ".join(map(page.short, succession.members[succession.present(unit)]))
    told = [
        t("compare.absent.why", lang, years=years_words(years), reason=why)
        for _, years, why in refusals(refused, page.short, lang)[:MOST_TOLD]
    ]
    said = t("compare.absent.refused", lang, unit=_called(page, unit), members=members, reasons="; ".join(told))
    if page.view.partial or not any(one.members and one.missing_members for one in refused):
        return Remark(said)
    return Remark(said, ((t("territory.partial", lang), replace(page.view, partial=True)),))


def absent_in_year(page: Comparison, year: int, present: set[str]) -> str:
    """Which of our own and the chosen units have figures but none of a year, or ""; `present` has keys as stored."""
    absent = [unit for unit in page.asked if not _is_present(page, unit, present)]
    refused = {one.unit_id for one in page.refused}
    told = [page.name(unit) for unit in absent if unit not in refused]
    return t("compare.absent_year", page.lang, units=", ".join(told), year=str(year)) if told else ""


def refused_count(page: Comparison) -> str:
    """How many figures were not recomputed; "" when none."""
    if not page.refused:
        return ""
    n = len({one.unit_id for one in page.refused})
    return plural("compare.refused.count", n, page.lang)


def refused_rows(page: Comparison) -> list[tuple[str, str, str]]:
    """All that was not recomputed: name, years, reason."""
    told = refusals(page.refused, page.short, page.lang)
    return [(page.short(unit), years_words(years), why) for unit, years, why in told]


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


def _called(page: Comparison, unit: str) -> str:
    """The name of a unit in the territory on the screen."""
    succession = page.field.succession
    present = succession.present(unit) if page.field.is_present and unit in succession.successor else unit
    return page.options.name(present) if succession.is_merged(present) else page.full_name(unit)


def _is_present(page: Comparison, unit: str, present: set[str]) -> bool:
    return unit in present if page.field.is_present else bool(compare.shown_key(unit, present, page.field.continuity))


def _instead(view: View, unit: str, other: str) -> View:
    """A view with one unit in the place of another."""
    own = other if view.unit == unit else view.unit
    return replace(view, unit=own, units=tuple(other if one == unit else one for one in view.units))
