"""Strengths and weaknesses, the units within, what is missing and what is odd."""

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
from egov_metrics.ui import figures, markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Html

PARTS_SHOWN = 12
FINDINGS_SHOWN = 5


def balance(page: Profile) -> None:
    """At most three strengths and three weaknesses, side by side."""
    if not page.standings:
        return
    found = {"strengths": strengths(page), "weaknesses": weaknesses(page)}
    sides = []
    for kind, words in found.items():
        said = words or [t(f"profile.{kind}.none", page.lang)]
        sides.append(markup.title(t(f"profile.{kind}", page.lang)) + markup.bullets([(one, None) for one in said]))
    _halves(*sides)


def _halves(left: str, right: str) -> None:
    """Two blocks side by side, on a phone one after the other without a gap of its own."""
    st.html(f'<div class="egov-halves"><div>{left}</div><div>{right}</div></div>')


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
    said = " ".join(f"{words}." for words in counted(page))
    parts.title(t("profile.parts", page.lang), " ".join([said, t("profile.parts.note", page.lang)] if rows else [said]))
    if not rows:
        return
    shown, folded = ([_part(page, row) for row in some] for some in (rows[:PARTS_SHOWN], rows[PARTS_SHOWN:]))
    body = html.bullets(shown)
    if folded:
        more = html.text(t("profile.parts.more", page.lang, n=numbers.count(len(folded))))
        body = html.joined(body, html.folded(more, html.bullets(folded)))
    st.html(f'<div class="egov-parts">{body}</div>')


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


def _part(page: Profile, row: Mapping[str, Any]) -> Html:
    """ "Pleiku thành phố · DDCI 2022: 70,36 điểm · hạng 1/17 · nguồn"; a figure that was not published says so."""
    name, kind = part_name(page, row)
    link = Link(name, href("profile", page.view.elsewhere(unit=row["unit_id"])))
    what, said, odd = newest(page, row)
    figure = html.beside(html.text(f"{what}:"), html.strong(said), between=" ") if what else html.EMPTY
    source = html.EMPTY
    if isinstance(row["figure_id"], str):
        source = html.anchor(Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"])))
    named = html.beside(html.anchor(link), html.quiet(kind), between=" ")
    return html.beside(named, figure, *(html.mark(one, "warn") for one in odd), source)


def part_name(page: Profile, row: Mapping[str, Any]) -> tuple[str, str]:
    """Name and kind of a unit within; an agency's name says what it is."""
    _, name, hint, *_ = page.options.option(row["unit_id"])
    return str(name), "" if row["level"] == "department" else str(hint).partition(" · ")[0]


def newest(page: Profile, row: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Of a unit within: its index and year, the figure in words, and what it is when it was not published."""
    lang = page.lang
    if not isinstance(row["indicator_code"], str):
        return "", "", []
    indicator = {"unit": row["measured_in"], "decimals": row["usual_decimals"]}
    said = []
    if pd.notna(row["value"]):
        text = amount(row["value"], indicator, row["decimals"], lang)
        said.append(text if row["qualifier"] == "exact" else t(f"qualifier.{row['qualifier']}", lang, value=text))
    elif isinstance(row["nothing"], str):
        said.append(numbers.nothing(row["nothing"], lang).words)
    if pd.notna(row["rank"]):
        said.append(figures.rank_words(row["rank"], row["rank_of"], lang))
    year = "" if pd.isna(row["year"]) else str(int(row["year"]))
    basis = [row[f"{part}_basis"] for part in ("value", "rank") if isinstance(row[f"{part}_basis"], str)]
    odd = [numbers.basis(one, lang) for one in dict.fromkeys(basis) if one != "published"]
    return f"{row[f'short_{lang}']} {year}".strip(), " · ".join(said), odd


def gaps(page: Profile) -> None:
    """What is missing or old; what is odd in the sources. Of a unit without any figure nothing can be said."""
    if not page.has_figures or page.basis.level == "region":
        return
    lang, overview, found = page.lang, page.basis.overview, page.basis.findings
    newest = t("overview.newest", lang, year=str(overview.newest_year)) if overview.newest_year else ""
    missing = markup.bullets([(one, None) for one in lacking(page)])
    shown = found.head(FINDINGS_SHOWN).to_dict("records")
    odd = markup.bullets([(str(row[f"message_{lang}"]), _finding_link(page, row)) for row in shown])
    if len(found) > FINDINGS_SHOWN:
        address = href("sources", page.view.elsewhere(section="findings"))
        odd += markup.source_line("", [Link(t("profile.findings.all", lang, n=numbers.count(len(found))), address)])
    counted_words = t("overview.odd.count", lang, n=numbers.count(len(found)))
    _halves(
        markup.title(t("profile.missing", lang), newest) + missing,
        markup.title(t("profile.findings", lang), counted_words) + odd,
    )


def lacking(page: Profile) -> list[str]:
    """What is missing or old, as sentences; that nothing is, when nothing is."""
    overview = page.basis.overview
    found = [insights.stale_words(tile, page.lang) for tile in overview.stale]
    found += [_missing_words(page, tile) for tile in overview.missing]
    found += _before_merger(page)
    return found or [t("overview.lacking.none", page.lang)]


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
