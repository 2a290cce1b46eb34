"""What stands below: facts about the process, what is not known, how the assessment runs, findings."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.readiness import Assessment
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.views.readiness.reading import Page, when, when_short

FINDINGS_SHOWN = 8


def show(page: Page) -> None:
    """Facts and gaps left, process and findings right."""
    left, right = st.columns(2, gap="large")
    with left:
        _facts(page)
        _unknown(page)
    with right:
        process(page)
        _findings(page)


def process(page: Page) -> None:
    """How an assessment runs, in three lines."""
    parts.title(t("ready.process", page.lang))
    parts.bullets([(t(f"ready.process.{step}", page.lang), None) for step in ("self", "appraisal", "publication")])


def _facts(page: Page) -> None:
    items: list[tuple[str, Link | None]] = []
    for one in page.known.assessments:
        for row in one.facts.to_dict("records"):
            words = t("ready.fact.late", page.lang, unit=page.short(row["unit_id"]), n=numbers.count(row["value"]),
                      when=when(one, page.lang))  # fmt: skip
            items.append(
                (words, Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"])))
            )
    if items:
        parts.title(t("ready.facts", page.lang))
        parts.bullets(items)


def _unknown(page: Page) -> None:
    """What is not known of the tier's results and criteria."""
    lang = page.lang
    items = [words for one in page.of_tier for words in _of_assessment(page, one)]
    for frame in page.rules:
        if frame.unknown:
            lacking = ", ".join(t(f"ready.unknown.{name}", lang) for name in frame.unknown)
            items.append(t("ready.unknown.frame", lang, name=str(frame.row[f"name_{lang}"]), what=lacking))
    if page.place.kind == "present":
        there = {one.province_id for one in page.known.assessments}
        missing = [unit for unit in page.place.named if unit not in there]
        items += [t("ready.unknown.province", lang, place=page.options.name(unit)) for unit in missing]
    if not page.of_tier:
        items.insert(0, t("ready.unknown.results", lang, tier=t(f"ready.tier.{page.tier}", lang).lower()))
    if page.known.undated:
        items.append(t("ready.unknown.undated", lang, n=numbers.count(page.known.undated)))
    if items:
        parts.title(t("ready.unknown", lang))
        parts.bullets([(words[:1].upper() + words[1:], None) for words in dict.fromkeys(items)])


def _of_assessment(page: Page, one: Assessment) -> list[str]:
    lang, found = page.lang, []
    short = when_short(one, lang)
    if page.several:
        short = f"{page.short(one.province_id)}, {short}"
    if one.period_basis == "document_date":
        found.append(t("ready.unknown.year", lang, when=short))
    for part in one.compositions:
        name = "" if part.part == "total" else f" ({t(f'ready.part.{part.part}', lang).lower()})"
        if part.rest:
            found.append(t("ready.unknown.rest", lang, when=short + name, n=numbers.rank(part.rest, part.total)))
        if part.is_share_only or part.total is None:
            found.append(t("ready.unknown.number", lang, when=short + name))
    if not one.compositions and one.has_points:
        found.append(t("ready.unknown.levels", lang, when=short))
    if (one.cells["rank"].notna() & one.cells["rank_of"].isna()).any():
        found.append(t("ready.unknown.rank_of", lang, when=short))
    if one.has_points and one.number is None and one.units == 1:
        found.append(t("ready.unknown.others", lang, when=short))
    return found


def _findings(page: Page) -> None:
    """Findings about the tier's figures, each once; what was left out of the store is no matter here."""
    about = {figure for one in page.of_tier for figure in one.figure_ids}
    rows = page.known.findings
    rows = rows[rows["figure_id"].isin(about) & (rows["kind"] != "left_out")].drop_duplicates("finding_id")
    if rows.empty:
        return
    parts.title(t("ready.findings", page.lang))
    link_text = t("overview.source", page.lang)
    parts.bullets(
        [
            (str(row[f"message_{page.lang}"]), Link(link_text, source_href(page.view, figure=row["figure_id"])))
            for row in rows.head(FINDINGS_SHOWN).to_dict("records")
        ]
    )
