"""What rose and fell, the e-government levels, facts from documents, what is missing or odd."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.insights import facts
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.overview import Movement
from egov_metrics.charts import composition
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.overview.unit import source_link
from egov_metrics.ui.readiness.files import Taken
from egov_metrics.views import territory
from egov_metrics.views.overview.unit import UnitPage
from egov_metrics.views.readiness.listing import with_levels, with_points

FINDINGS_SHOWN = 5
FACTS_SHOWN = 60
FACTS_AT_ONCE = 8
"""So many facts stand on a phone before the reader asks for all."""


def movements(page: UnitPage) -> None:
    """What rose and what fell since the publication before."""
    rose, fell = page.overview.rose, page.overview.fell
    if not rose and not fell:
        return
    for key, found in (("rose", rose), ("fell", fell)):
        if found:
            parts.title(t(f"overview.{key}", page.lang))
            parts.bullets([(_movement(page, one), _movement_link(page, one)) for one in found])
    parts.source_line("", note=t("overview.moved.note", page.lang))


def _movement(page: UnitPage, movement: Movement) -> str:
    words = insights.movement_words(movement, page.lang)
    change = movement.tile.change
    if change is None or change.likeness.is_like:
        return words
    _, like = insights.like_mark(change, page.lang)
    return f"{words} ({like})"


def _movement_link(page: UnitPage, movement: Movement) -> Link:
    figure = movement.tile.figure
    assert figure is not None
    return source_link(page, figure, movement.tile.code)


def readiness(page: UnitPage) -> None:
    """The e-government levels of the unit's departments, districts and communes, as far as they are stated."""
    tiers = page.overview.tiers
    if not tiers:
        return
    lang = page.lang
    rows = [
        {
            "row": t(f"overview.tier.{tier.scope}", lang),
            "detail": str(tier.year),
            "level": mark,
            "units": tier.counts.get(mark),
            "share": tier.shares.get(mark),
            "total": tier.of,
            "total_basis": "stated" if tier.of else "",
        }
        for tier in tiers
        for mark in composition.ORDER
        if mark in tier.counts or mark in tier.shares
    ]
    frame = pd.DataFrame(rows, columns=list(composition.COLUMNS))
    look = parts.look(lang, 1000, 1760)
    said = composition.caption(frame, t("overview.level", lang), look=look)
    parts.title(said.title, t("overview.tier.subtitle", lang))
    figure = composition.build(frame, look=look)
    st.plotly_chart(figure, key="overview-levels", theme=None, config=parts.PLOTLY_CONFIG, alt=said.alt)
    links = [
        Link(t(f"overview.tier.source.{tier.scope}", lang), source_href(page.view, figure=tier.figure_ids[0]))
        for tier in tiers
    ]
    more = Link(t("overview.tier.more", lang), href("readiness", page.view.elsewhere()))
    undated = any(tier.period_basis == "document_date" for tier in tiers)
    notes = [t("overview.tier.document_date", lang) if undated else "", said.method]
    parts.source_line("", [*links, more], " ".join(note for note in notes if note))
    framed = parts.Framed(t("overview.tier.subtitle", lang))
    parts.below_chart("overview-levels", said, lang, sheet=Taken(page.served, page.view), framed=framed)


def facts_table(page: UnitPage) -> None:
    """Figures from documents (dossiers, services, mailboxes ...) with their qualifiers."""
    rows = page.overview.facts
    if rows.empty:
        return
    lang = page.lang
    stated = facts.read(rows.head(FACTS_SHOWN), page.indicators, lang)
    parts.title(t("overview.facts", lang), t("overview.facts.note", lang, n=numbers.count(len(rows))))
    if parts.narrow():
        _facts_listed(page, stated)
        return
    table = pd.DataFrame(
        {
            "indicator": [fact.name for fact in stated],
            "scope": [fact.scope for fact in stated],
            "value": [fact.value for fact in stated],
            "when": [fact.when for fact in stated],
            "source": [source_href(page.view, figure=fact.figure_id) for fact in stated],
        }
    )
    parts.data_table(
        table,
        [
            parts.Column("indicator", t("overview.column.indicator", lang), pinned=True, width=420),
            parts.Column("value", t("overview.column.value", lang)),
            parts.Column("scope", t("overview.column.scope", lang)),
            parts.Column("when", t("overview.column.when", lang)),
            parts.Column(
                "source", t("overview.column.source", lang), kind="link", link_text=t("overview.source", lang)
            ),
        ],
        alt=t("overview.facts", lang),
        key="overview-facts",
    )


def _facts_listed(page: UnitPage, stated: list[facts.Fact]) -> None:
    """The facts as sentences, for a screen on which a table cuts its cells; the later ones for who asks."""
    lang = page.lang

    def told(some: list[facts.Fact]) -> None:
        parts.bullets(
            [
                (t("overview.fact" if fact.when else "overview.fact.undated", lang,
                   name=f"{fact.name} ({fact.scope})" if fact.scope else fact.name, value=fact.value, date=fact.when),
                 Link(t("overview.source", lang), source_href(page.view, figure=fact.figure_id)))
                for fact in some
            ]
        )  # fmt: skip

    told(stated[:FACTS_AT_ONCE])
    rest = stated[FACTS_AT_ONCE:]
    if rest:
        label = plural("overview.facts.more", len(rest), lang)
        opened = st.expander(label, key="overview-facts-more", on_change="rerun")
        if opened.open:
            with opened:
                told(rest)


def missing(page: UnitPage) -> None:
    """What the store lacks of this unit, how old its newest figures are, and what is odd."""
    lang = page.lang
    items: list[tuple[str, Link | None]] = [(insights.stale_words(tile, lang), None) for tile in page.overview.stale]
    unsaid = [tile for tile in page.overview.missing if tile.code not in page.refused]
    items += [(insights.missing_words(tile, lang), None) for tile in unsaid]
    items += _no_level(page)
    items += _before_merger(page)
    left, right = st.columns(2, gap="large")
    with left:
        parts.title(t("overview.lacking", lang), _newest_words(page))
        parts.bullets(items or [(t("overview.lacking.none", lang), None)])
    with right:
        found = page.findings
        if found.empty:
            parts.title(t("overview.odd", lang), t("overview.odd.nothing", lang))
            return
        parts.title(t("overview.odd", lang), plural("overview.odd.found", len(found), lang))
        parts.bullets(
            [
                (str(row[f"message_{lang}"]), _finding_link(page, row))
                for row in found.head(FINDINGS_SHOWN).to_dict("records")
            ]
        )


def refused(page: UnitPage) -> None:
    """Which years of which index are not recomputed for the province, and why; for who opens the list."""
    if not page.refused:
        return
    lang = page.lang
    title = t("terr.refused.title", lang, unit=page.name)
    opened = st.expander(title, key="overview-refused", on_change="rerun")
    if not opened.open:
        return
    named = page.indicators.set_index("indicator_code")[f"short_{lang}"]
    rows = [
        (str(named[code]), recompute_words.years_words(years), why)
        for code, found in page.refused.items()
        for _, years, why in recompute_words.refusals(found, page.called, lang)
    ]
    columns = [
        parts.Column("index", t("overview.index", lang), pinned=not parts.narrow()),
        parts.Column("years", t("compare.years", lang)),
        parts.Column("reason", t("compare.refused.reason", lang)),
    ]
    with opened:
        frame = pd.DataFrame(rows, columns=["index", "years", "reason"])
        parts.data_table(frame, columns, title, key="overview-refused-table")


def _no_level(page: UnitPage) -> list[tuple[str, Link | None]]:
    """That no e-government level of the unit is known, with the way to what is known of it elsewhere: results of single
    agencies, or those under the names of the provinces that it was formed of."""
    if page.overview.own_level is not None or page.overview.tiers:
        return []
    succession = territory.succession(page.served)
    members = succession.members.get(succession.present(page.unit_id), ())
    own = {page.unit_id, *(members if len(members) == 1 else ())}
    known = page.served.kept("with_agencies", (), lambda: _with_agencies(page.served.query("readiness_overview")))
    if own & known:
        more = Link(t("overview.tier.more", page.lang), href("readiness", page.view.elsewhere()))
        return [(t("overview.level.agencies", page.lang), more)]
    former = [one for one in members if one in known] if page.unit_id in succession.members else []
    if former:
        named = ", ".join(map(page.served.unit_options(page.lang).name, former))
        there = page.view.elsewhere(unit=former[0]) if len(former) == 1 else page.view.elsewhere()
        more = Link(t("overview.tier.more", page.lang), href("readiness", there))
        return [(t("overview.level.former", page.lang, units=named), more)]
    more = Link(t("overview.tier.more", page.lang), href("readiness", page.view.elsewhere()))
    return [(t("overview.level.missing", page.lang), more)]


def _with_agencies(rows: pd.DataFrame) -> set[str]:
    """The provinces of whose agencies an edition has levels or points."""
    return with_levels(rows) | with_points(rows)


def _before_merger(page: UnitPage) -> list[tuple[str, Link | None]]:
    """For a province formed in 2025: that figures of earlier years stand under those it was formed from."""
    if page.panel is not None:
        return []
    rows = page.lineage[(page.lineage["relation"] == "predecessor") & (page.lineage["level"] == "province")]
    if len(rows) < 2:
        return []
    return [
        (
            t("overview.before_merger", page.lang, date=numbers.date(row["effective"].date())),
            Link(str(row[f"name_{page.lang}"]), href("overview", page.view.elsewhere(unit=row["unit_id"]))),
        )
        for row in rows.to_dict("records")
    ]


def _newest_words(page: UnitPage) -> str:
    year = page.overview.newest_year
    return t("overview.newest", page.lang, year=str(year)) if year else ""


def _finding_link(page: UnitPage, row: dict) -> Link | None:
    if not isinstance(row["figure_id"], str):
        return None
    return Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"]))
