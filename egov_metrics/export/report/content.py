"""From the profile of a unit to the content of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.catalogue import Query
from egov_metrics.analysis.profile import Standing
from egov_metrics.analysis.unit_profile import UnitProfile, years_of
from egov_metrics.export.report import indices, rest
from egov_metrics.export.report.desk import Desk
from egov_metrics.export.report.model import Block, Closing, Head, Report, Section
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.units.labels import kind_label

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Edition:
    """From which edition a report is made: its number, the day it was built and its short hash."""

    number: int
    built: dt.date
    short_hash: str


def build(
    page: UnitProfile,
    query: Query,
    edition: Edition,
    today: dt.date,
    years: Callable[[Standing], pd.DataFrame] | None = None,
) -> Report:
    """The report on the unit of a profile, in the language and territory of the profile.

    `years` gives all years of an index for the units beside ours (`analysis.unit_profile.years_of` when None). Asks the
    store a few questions more than the profile did. A unit without any figure gets a report that says so: callers
    refuse it (`build.make`).
    """
    desk = Desk(page, query, years or (lambda one: years_of(query, page, one)))
    lead = indices.lead_of(desk)
    lead_name = str((lead.indicator if lead else {}).get(f"short_{page.lang}", "PAR INDEX"))
    said = edition_words(desk, edition, today)
    province = page.basis.level == "province"
    parts: list[tuple[str, list[Block]]] = [
        (desk.say("section.summary"), rest.summary(desk)),
        (desk.say("section.indices"), indices.table(desk)),
    ]
    if page.standings or province:
        parts += [
            (desk.say("section.lead", index=lead_name), indices.lead(desk)),
            (desk.say("section.others"), indices.others(desk)),
            (desk.say("section.balance"), rest.balance(desk)),
        ]
    if province or page.basis.overview.own_level is not None or page.basis.overview.tiers:
        parts.append((desk.say("section.levels"), rest.levels(desk)))
    if province or len(page.basis.counted):
        parts.append((desk.say("section.parts"), rest.within(desk)))
    if province or page.facts:
        parts.append((desk.say("section.facts"), rest.documents(desk)))
    parts.append((desk.say("section.doubts"), rest.doubts(desk)))
    parts.append((desk.say("section.methods"), rest.methods(desk)))
    named = _named(page)
    return Report(
        lang=page.lang,
        unit_id=page.unit_id,
        title=desk.say("title", unit=named),
        made=today.isoformat(),
        head=_head(desk, named),
        sections=tuple(
            Section(f"{ROMAN[place]}. {title}", tuple(blocks)) for place, (title, blocks) in enumerate(parts)
        ),
        closing=_closing(desk, said),
    )


def edition_words(desk: Desk, edition: Edition, today: dt.date) -> str:
    """From which edition the report was made, of how many figures, and when."""
    key = "edition.present" if desk.page.is_present else "edition"
    return desk.say(
        key, number=edition.number, date=numbers.date(edition.built), hash=edition.short_hash,
        figures=rest.figures_counted(desk), today=numbers.date(today),
    )  # fmt: skip


def _named(page: UnitProfile) -> str:
    """ "tỉnh Sơn La"; others by the name that cannot be mistaken."""
    if page.basis.level != "province":
        return page.name
    kind = kind_label(str(page.basis.unit["kind"]), page.lang)
    return t("unit.named", page.lang, kind=kind, name=page.name)


def _head(desk: Desk, named: str) -> Head:
    return Head(
        nation=desk.say("head.nation"),
        motto=desk.say("head.motto"),
        authority=desk.say("head.authority"),
        agency=desk.say("head.agency"),
        number=desk.say("head.number"),
        place_date=desk.say("head.place_date"),
        kind=desk.say("head.kind"),
        subject=desk.say("head.subject", unit=named),
    )


def _closing(desk: Desk, edition: str) -> Closing:
    return Closing(
        edition=edition,
        receivers_title=desk.say("closing.receivers"),
        receivers=tuple(desk.say(f"closing.receiver.{n}") for n in (1, 2, 3)),
        post=desk.say("closing.post"),
        sign=desk.say("closing.sign"),
        name=desk.say("closing.name"),
    )
