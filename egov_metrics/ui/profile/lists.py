"""Strengths and weaknesses, the units within, facts from documents, what is missing and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights import profile as told
from egov_metrics.analysis.insights.words import amount, short
from egov_metrics.analysis.overview import Tile
from egov_metrics.analysis.recompute_words import reason
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import facts, markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Head, Html

PARTS_SHOWN = 12
FACTS_SHOWN = 40
FINDINGS_SHOWN = 5


def balance(page: Profile) -> None:
    """At most three strengths and three weaknesses, side by side."""
    if not page.standings:
        return
    strong, weak = strengths(page), weaknesses(page)
    left, right = st.columns(2, gap="large")
    for place, words, kind in ((left, strong, "strengths"), (right, weak, "weaknesses")):
        with place:
            parts.title(t(f"profile.{kind}", page.lang))
            parts.bullets([(one, None) for one in words or [t(f"profile.{kind}.none", page.lang)]])


def strengths(page: Profile) -> list[str]:
    """Sentences on what the unit is good at."""
    return told.strengths(page.positions, page.catalogue, page.lang, page.basis.level)


def weaknesses(page: Profile) -> list[str]:
    """Sentences on what it is weak at."""
    return told.weaknesses(page.positions, page.catalogue, page.lang, page.basis.level)


def within(page: Profile) -> None:
    """The units within the unit that have figures, each with its newest; how many have none."""
    if page.basis.counted.empty:
        return
    rows = page.basis.parts.to_dict("records")
    parts.title(t("profile.parts", page.lang), t("profile.parts.note", page.lang) if rows else "")
    st.html(markup.small(" ".join(f"{words}." for words in counted(page))))
    if not rows:
        return
    shown, folded = rows[:PARTS_SHOWN], rows[PARTS_SHOWN:]
    body = _parts_table(page, shown)
    if folded:
        body = html.joined(
            body,
            html.folded(
                html.text(t("profile.facts.more", page.lang, n=numbers.count(len(rows)))), _parts_table(page, folded)
            ),
        )
    st.html(body)


def counted(page: Profile, only_with_figures: bool = False) -> list[str]:
    """ "17 đơn vị cấp huyện (đến 30/6/2025): 5 có số liệu trong kho" for each level within the unit."""
    said = []
    rows = page.basis.counted
    for row in (rows[rows["with_figures"] > 0] if only_with_figures else rows).to_dict("records"):
        units = plural(f"profile.parts.count.{row['level']}", int(row["units"]), page.lang)
        if row["ended"]:
            units = t("profile.parts.ended", page.lang, units=units)
        key = "with" if row["with_figures"] else "without"
        fields = {"n": numbers.count(row["with_figures"])} if row["with_figures"] else {}
        said.append(t(f"profile.parts.{key}", page.lang, units=units, **fields))
    return said


def _parts_table(page: Profile, rows: list[dict]) -> Html:
    lang = page.lang
    heads = [
        Head(t("profile.parts.name", lang), "lead"),
        Head(t("profile.parts.newest", lang), "wide"),
        Head(t("overview.column.source", lang), "narrow"),
    ]
    return html.table(heads, [_part(page, row) for row in rows], t("profile.parts", lang))


def _part(page: Profile, row: Mapping[str, Any]) -> list[Html]:
    name = str(page.options.option(row["unit_id"])[1])
    link = Link(name, href("profile", page.view.elsewhere(unit=row["unit_id"])))
    kind = "" if row["level"] == "department" else str(page.options.option(row["unit_id"])[2]).partition(" · ")[0]
    source = html.EMPTY
    if isinstance(row["figure_id"], str):
        source = html.anchor(Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"])))
    return [html.beside(html.anchor(link), html.quiet(kind), between=" "), _newest(page, row), source]


def _newest(page: Profile, row: Mapping[str, Any]) -> Html:
    """The newest figure with its basis, so that nobody takes a derived one for a published one."""
    lang = page.lang
    if not isinstance(row["indicator_code"], str):
        return html.EMPTY
    indicator = {"unit": row["measured_in"], "decimals": row["usual_decimals"]}
    said = []
    if pd.notna(row["value"]):
        text = amount(row["value"], indicator, row["decimals"], lang)
        said.append(text if row["qualifier"] == "exact" else t(f"qualifier.{row['qualifier']}", lang, value=text))
    elif isinstance(row["nothing"], str):
        said.append(numbers.nothing(row["nothing"], lang).words)
    if pd.notna(row["rank"]):
        said.append(numbers.rank_words(row["rank"], row["rank_of"], lang))
        if pd.isna(row["rank_of"]):
            said.append(t("profile.rank_of.none", lang))
    year = "" if pd.isna(row["year"]) else str(int(row["year"]))
    basis = [row[f"{part}_basis"] for part in ("value", "rank") if isinstance(row[f"{part}_basis"], str)]
    odd = [numbers.basis(one, lang) for one in dict.fromkeys(basis) if one != "published"]
    what = f"{row[f'short_{lang}']} {year}".strip()
    words = html.beside(html.text(f"{what}:"), html.strong(" · ".join(said)), between=" ")
    return html.lines(words, *(html.mark(one, "warn") for one in odd))


def documents(page: Profile) -> None:
    """Facts from documents by topic, results apart from targets."""
    found = page.facts
    if not found:
        return
    parts.title(t("profile.facts", page.lang), t("profile.facts.note", page.lang))
    results = [fact for fact in found if not fact.is_target]
    targets = [fact for fact in found if fact.is_target]
    body = [_topics(page, results[:FACTS_SHOWN])]
    if len(results) > FACTS_SHOWN:
        more = html.text(t("profile.facts.more", page.lang, n=numbers.count(len(results))))
        body.append(html.folded(more, _topics(page, results[FACTS_SHOWN:])))
    if targets:
        heading = html.heading(t("profile.facts.targets", page.lang))
        body.append(Html(f"<section>{heading}{_facts_table(page, targets)}</section>"))
    st.html(f'<div class="egov-facts">{html.joined(*body)}</div>')


def topic_names(page: Profile) -> dict[str, str]:
    """The names of the topics by family."""
    rows = page.basis.indicators
    return dict(zip(rows["family"], rows[f"family_short_{page.lang}"], strict=True))


def _topics(page: Profile, found: list[facts.Fact]) -> Html:
    by_family: dict[str, list[facts.Fact]] = {}
    for fact in found:
        by_family.setdefault(fact.family, []).append(fact)
    names = topic_names(page)
    blocks = [
        f"<section>{html.heading(names[family])}{_facts_table(page, rows)}</section>"
        for family, rows in by_family.items()
    ]
    return Html("".join(blocks))


def _facts_table(page: Profile, found: list[facts.Fact]) -> Html:
    lang = page.lang
    heads = [
        Head(t("overview.column.indicator", lang), "lead"),
        Head(t("overview.column.value", lang), "number"),
        Head(t("overview.column.scope", lang), "narrow"),
        Head(t("overview.column.when", lang), "narrow"),
        Head(t("overview.column.source", lang), "narrow"),
    ]
    rows = [
        [
            html.text(fact.name),
            html.strong(fact.value),
            html.quiet(fact.scope),
            html.quiet(fact.when),
            html.anchor(Link(t("overview.source", lang), fact.href)),
        ]
        for fact in found
    ]
    return html.table(heads, rows, t("profile.facts", lang))


def gaps(page: Profile) -> None:
    """What is missing or old; what is odd in the sources. Of a unit without any figure nothing can be said."""
    if not page.has_figures or page.basis.level == "region":
        return
    lang, overview = page.lang, page.basis.overview
    newest = t("overview.newest", lang, year=str(overview.newest_year)) if overview.newest_year else ""
    left, right = st.columns(2, gap="large")
    with left:
        parts.title(t("profile.missing", lang), newest)
        parts.bullets([(one, None) for one in lacking(page) or [t("overview.lacking.none", lang)]])
    with right:
        found = page.basis.findings
        parts.title(t("profile.findings", lang), t("overview.odd.count", lang, n=numbers.count(len(found))))
        shown = found.head(FINDINGS_SHOWN).to_dict("records")
        parts.bullets([(str(row[f"message_{lang}"]), _finding_link(page, row)) for row in shown])
        if len(found) > FINDINGS_SHOWN:
            address = href("sources", page.view.elsewhere(section="findings"))
            parts.source_line("", [Link(t("profile.findings.all", lang, n=numbers.count(len(found))), address)])


def lacking(page: Profile) -> list[str]:
    """What is old, what is missing, and why a present province has no earlier years, in sentences."""
    overview = page.basis.overview
    found = [insights.stale_words(tile, page.lang) for tile in overview.stale]
    return [*found, *(_missing_words(page, tile) for tile in overview.missing), *_before_merger(page)]


def _missing_words(page: Profile, tile: Tile) -> str:
    """That there is no figure; of one that could not be recomputed, why not in its newest year."""
    refused = page.basis.refused.get(tile.code, ())
    if not refused:
        return insights.missing_words(tile, page.lang)
    newest = max(refused, key=lambda one: one.year)
    return t(
        "profile.refused", page.lang, index=short(tile.indicator, page.lang), years=str(newest.year),
        reason=reason(newest, page.called, page.lang),
    )  # fmt: skip


def _before_merger(page: Profile) -> list[str]:
    """For a present province as published: that figures of earlier years stand under those it was formed of."""
    rows = page.basis.lineage
    rows = rows[(rows["relation"] == "predecessor") & (rows["level"] == "province")]
    if page.basis.level != "province" or page.view.is_present or len(rows) < 2:
        return []
    date = numbers.date(rows["effective"].iloc[0].date())
    return [t("profile.before_merger", page.lang, date=date, names=", ".join(rows[f"name_{page.lang}"]))]


def region_means(page: Profile) -> list[str]:
    """ "Tây Nguyên: bình quân công bố PAR INDEX năm 2024 là 85,63 điểm" for the newest mean of each index."""
    rows = page.basis.figures
    rows = rows[
        rows["statistic"].isin(("mean", "median")) & (rows["value_basis"] == "published") & rows["year"].notna()
    ]
    newest = rows.sort_values("year").drop_duplicates("indicator_code", keep="last").set_index("indicator_code")
    known = page.basis.indicators.set_index("indicator_code", drop=False)
    said = []
    for code in known.index[known.index.isin(newest.index)]:
        figure, indicator = newest.loc[code], known.loc[code].to_dict()
        said.append(
            t(
                f"profile.region.{figure['statistic']}", page.lang, unit=page.short_name,
                index=indicator[f"short_{page.lang}"], year=str(int(figure["year"])),
                amount=amount(figure["value"], indicator, figure["decimals"], page.lang),
            )
        )  # fmt: skip
    return said


def _finding_link(page: Profile, row: Mapping[str, Any]) -> Link | None:
    if not isinstance(row["figure_id"], str):
        return None
    return Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"]))
