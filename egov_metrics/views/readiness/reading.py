"""What the readiness page shows, worked out from the view: asked of the store once, then handed to the parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment, Frame
from egov_metrics.analysis.territory import Succession
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.units.options import UnitOptions
from egov_metrics.views import territory
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.view import View

Kind = Literal["country", "region", "province", "present", "unit", "elsewhere"]


@dataclass(frozen=True)
class Place:
    """Whose agencies are shown. `provinces` are the keys under which they have figures, `named` those whose names stand
    beside the figures (the members of a merged province); `marked` is our own unit within them, of `tier`."""

    kind: Kind
    provinces: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    marked: str | None = None
    tier: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Known:
    """What the store has of the provinces of a place; kept between runs, so nobody may change it."""

    assessments: tuple[Assessment, ...]
    undated: int
    frames: tuple[Frame, ...]
    findings: pd.DataFrame


@dataclass(frozen=True)
class Page:
    """A place as one reader looks at it."""

    view: View
    served: AskedEdition
    options: UnitOptions
    place: Place
    known: Known

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def is_list(self) -> bool:
        """Is the list of all assessments shown, and not one province?"""
        return self.place.kind in ("country", "region", "elsewhere")

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The tiers of which there are results, or at least criteria of the province itself."""
        with_results = {one.tier for one in self.known.assessments}
        own = {one.tier for one in self.known.frames if one.unit_id in self.place.provinces}
        return tuple(tier for tier in readiness.TIERS if tier in with_results | own)

    @cached_property
    def tier(self) -> str:
        """The tier looked at: the stated one, else that of our own unit, else the first with results."""
        offered = self.tiers or readiness.TIERS
        with_results = [tier for tier in offered if any(one.tier == tier for one in self.known.assessments)]
        wanted = (self.view.level, self.place.tier, *with_results, *offered)
        return next(tier for tier in wanted if tier in offered)

    @cached_property
    def of_tier(self) -> tuple[Assessment, ...]:
        """The assessments of the tier, all years."""
        return tuple(one for one in self.known.assessments if one.tier == self.tier)

    @cached_property
    def years(self) -> list[int]:
        """The years of the tier's assessments, oldest first."""
        return sorted({one.year for one in self.of_tier})

    @cached_property
    def year(self) -> int | None:
        """The year looked at: the stated one when there is an assessment of it, else the newest; None without any. A
        year chosen for an index on another page is no reason to open an old assessment."""
        if not self.years:
            return None
        return self.view.year if self.view.year in self.years else self.years[-1]

    @cached_property
    def shown(self) -> tuple[Assessment, ...]:
        """The assessments of the tier and year; several of several provinces, or of several methods."""
        return tuple(one for one in self.of_tier if one.year == self.year)

    @cached_property
    def rules(self) -> list[Frame]:
        """The criteria sets of the tier: those of the shown figures first."""
        shown = [one.method_id for one in self.shown]
        rest = [one.method_id for one in self.of_tier]
        return readiness.frames_of(self.known.frames, self.place.provinces, self.tier, [*shown, *rest])

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The levels that the reader asked for; () for all."""
        return tuple(name for name in readiness.CLASSES if word_of(name) in self.view.only)

    def short(self, unit_id: str) -> str:
        """The bare name of a unit."""
        return str(self.options.option(unit_id)[1])

    def province(self, assessment: Assessment) -> str:
        """The name of an assessment's province, with its end where a present province is looked at."""
        name = self.options.name if self.place.kind == "present" else self.short
        return name(assessment.province_id)

    @property
    def several(self) -> bool:
        """Are results of more than one former province shown together?"""
        return len({one.province_id for one in self.known.assessments}) > 1


def word_of(level: str) -> str:
    """The word by which a link names a level: level_i ... level_iv, not_ranked."""
    return level if level == readiness.NOT_RANKED else f"level_{level.lower()}"


def when(assessment: Assessment, lang: Lang) -> str:
    """ "năm 2022", or that no year is stated and when it was published."""
    if assessment.period_basis == "document_date" and assessment.date is not None:
        return t("ready.when.document", lang, date=numbers.date(assessment.date))
    key = "inferred" if assessment.period_basis == "inferred" else "year"
    return t(f"ready.when.{key}", lang, year=str(assessment.year))


def when_short(assessment: Assessment, lang: Lang) -> str:
    """ "2022", or "công bố 3/7/2019"."""
    if assessment.period_basis == "document_date" and assessment.date is not None:
        return t("ready.when.document_short", lang, date=numbers.date(assessment.date))
    return str(assessment.year)


def read(served: AskedEdition, view: View) -> Page:
    """Ask the store for what the view states: at most nine queries, none when the place was looked at before."""
    place = served.kept("ready_place", view.unit, lambda: _place(served, view.unit), most=512)
    known = served.kept("ready_known", place.provinces, lambda: _known(served, place.provinces), most=128)
    return Page(view, served, served.unit_options(view.lang), place, known)


def _place(served: AskedEdition, unit_id: str) -> Place:
    """Whose agencies a unit stands for: up to three questions for its parents."""
    unit = _row(unit_id, served)
    level = str(unit["level"])
    if level == "country":
        return Place("country")
    if level == "region":
        return Place("region", region=unit_id)
    marked = None if level == "province" else unit_id
    while str(unit["level"]) not in ("province", "country"):
        unit = _row(str(unit["parent_id"]), served)
    if unit["level"] == "country":
        return Place("elsewhere", marked=marked)
    succession = territory.succession(served)
    provinces, named = agencies_of(str(unit["unit_id"]), succession)
    kind: Kind = "unit" if marked else "present" if succession.is_merged(str(unit["unit_id"])) else "province"
    return Place(kind, provinces, named, marked, level if marked else None)


def agencies_of(province: str, succession: Succession) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys under which a province's agencies have figures, and the provinces to name beside them."""
    present = succession.present(province)
    members = succession.members.get(present, ())
    if province == present and len(members) > 1:
        return (*members, present), members
    if len(members) == 1:
        return (members[0], present), (members[0],)
    return (province,), (province,)


def _row(unit_id: str, served: AskedEdition) -> dict:
    return served.query("units_by_id", unit_ids=[unit_id]).iloc[0].to_dict()


def _known(served: AskedEdition, provinces: tuple[str, ...]) -> Known:
    figures = served.query("readiness_figures", provinces=provinces)
    found = readiness.assessments(figures)
    about = tuple(figures["figure_id"]) or ("",)
    findings = served.query("findings_of_figures", figure_ids=about)
    return Known(tuple(found), readiness.undated(figures), _frames(served), findings)


def _frames(served: AskedEdition) -> tuple[Frame, ...]:
    queries = ("criteria_sets", "criteria_groups", "level_rules")
    return served.kept("criteria", (), lambda: tuple(readiness.frames(*(served.query(name) for name in queries))))
