"""The table of all figures that the filters leave."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote_plus

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights.words import method_words
from egov_metrics.charts.caption import scale
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import source_links
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.parts import Column
from egov_metrics.ui.subjects import subject_of
from egov_metrics.views.compare import means
from egov_metrics.views.compare.framing import gap_words
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Words

MOST_ROWS = 2000
"""A longer table would be slow to scroll in a browser; the files have all rows."""
HEIGHT = 520
_PLACE = "FIGURE"
_WORKED_OUT = {"members": 220, "missing": 140, "rule": 130, "published_rank": 110}
"""Columns of recomputed figures and their widths."""


def draw_table(page: Comparison) -> Words:
    """The table with its source line and files; returns the words for the page's heading."""
    every = means.with_means(page, page.in_span)
    rows = compare.chosen_first(compare.table_order(every, page.indicator["direction"]), page.asked)
    lang = page.lang
    shown = _cells(page, rows.head(MOST_ROWS))
    finding = insights.plain_finding(page.in_span, page.indicator, lang)
    parts.data_table(shown, _columns(page, shown), finding, key="compare-table", height=_height(len(shown)))
    notes = [t("compare.table.capped", lang, n=numbers.count(MOST_ROWS))] if len(rows) > MOST_ROWS else []
    notes.append(compare.comparability_words(rows, page.measure, page.methods, lang))
    notes += gap_words(page, *page.span)
    used = rows["source_id"].nunique()
    said = t("compare.table.sources", lang, n=numbers.count(used))
    parts.source_line(said, source_links(page, page.own), " ".join(note for note in notes if note))
    parts.downloads(downloads(page), "compare-table-file")
    return Words(finding, f"{scale(subject_of(page.indicator, lang), 'value', Look(lang))}.")


def _height(rows: int) -> int:
    return min(HEIGHT, 35 * (rows + 1) + 3)


def _cells(page: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    lang, level = page.lang, page.indicator["unit"] == "level"
    methods = {key: method_words(key, page.methods, lang) for key in rows["method_id"].dropna().unique()}
    present = page.field.is_present
    members = rows["members"] if present else [()] * len(rows)
    # One address written once: to write all of a long table is half of its time.
    before, _, after = source_href(page.view, figure=_PLACE).partition(_PLACE)
    links = [
        f"{before}{quote_plus(figure)}{after}" if isinstance(figure, str) else _behind(page, of)
        for figure, of in zip(rows["figure_id"], members, strict=True)
    ]
    labels = zip(rows["unit_id"], rows["label"], strict=True)
    names = [label if isinstance(label, str) else page.name(unit) for unit, label in labels]
    ends = [None if _whole_year(end) else numbers.date(end.date()) for end in rows["period_end"]]
    value = [numbers.level(one) for one in rows["value"]] if level else rows["value"]
    return pd.DataFrame(
        {
            "unit": names,
            "year": rows["year"].to_numpy(),
            "until": ends,
            "value": value if level else rows["value"].to_numpy(),
            "decimals": rows["decimals"].to_numpy(),
            "rank": rows["rank"].to_numpy(),
            "rank_of": rows["rank_of"].to_numpy(),
            "basis": [_basis(*pair, lang) for pair in zip(rows["value_basis"], rows["rank_basis"], strict=True)],
            "remark": [_remark(*pair, lang) for pair in zip(rows["qualifier"], rows["nothing"], strict=True)],
            "conflict": ["◆" if conflict else None for conflict in rows["conflict"]],
            "method": rows["method_id"].map(methods).to_numpy(),
            "source": rows["source_title"].to_numpy(),
            "open": links,
            **(_recomputed(page, rows) if present else {}),
        }
    )


def _recomputed(page: Comparison, rows: pd.DataFrame) -> dict[str, list[str | None]]:
    """What recomputed figures were worked out from, and what the publisher's rank was."""
    rules = [t(f"territory.rule.{rule}", page.lang) if isinstance(rule, str) else None for rule in rows["rule"]]
    ranks = zip(rows["rank_basis"], rows["published_rank"], rows["published_rank_of"], strict=True)
    return {
        "rule": rules,
        "members": [_named(page, units) for units in rows["members"]],
        "missing": [_named(page, units) for units in rows["missing_members"]],
        "published_rank": [
            numbers.rank(rank, of) if basis == "recomputed" and pd.notna(rank) else None for basis, rank, of in ranks
        ],
    }


def _named(page: Comparison, units: object) -> str | None:
    return ", ".join(map(page.short, units)) or None if isinstance(units, tuple) else None


def _behind(page: Comparison, members: object) -> str:
    """Where a recomputed figure comes from: the figures of its members as they were published."""
    if not isinstance(members, tuple) or not members:
        return source_href(page.view)
    shown = replace(page.view, territory="as-published", view="table", unit=members[0], units=members[1:])
    return href("compare", shown)


def _whole_year(end: pd.Timestamp) -> bool:
    return bool(pd.isna(end)) or (end.month == 12 and end.day == 31)


def _basis(value: str | None, rank: str | None, lang: Lang) -> str:
    """One word when value and rank rest on the same, else which of them rests on what."""
    of_value, of_rank = numbers.basis(value, lang), numbers.basis(rank, lang)
    if not of_value or not of_rank or of_value == of_rank:
        return of_value or of_rank
    return t("compare.table.bases", lang, value=of_value, rank=of_rank)


def _remark(qualifier: str | None, nothing: str | None, lang: Lang) -> str | None:
    if isinstance(nothing, str):
        return " ".join(numbers.nothing(nothing, lang))
    if isinstance(qualifier, str) and qualifier != "exact":
        return t(f"export.qualifier.{qualifier}", lang)
    return None


def _columns(page: Comparison, shown: pd.DataFrame) -> list[Column]:
    """The columns that have something in them."""
    lang = page.lang

    def text(name: str) -> str:
        return t(f"compare.table.{name}", lang)

    number = "text" if page.indicator["unit"] == "level" else "number"
    columns = [
        Column("unit", text("unit"), pinned=True, width=170),
        Column("year", text("year"), "year"),
        Column("until", text("until")),
        Column("value", text("value"), number, decimals=int(page.indicator["decimals"]), places="decimals"),  # type: ignore[arg-type]
        Column("rank", text("rank"), "whole"),
        Column("rank_of", text("rank_of"), "whole"),
        Column("basis", text("basis"), width=380 if page.field.is_present else 210),
        Column("remark", text("remark")),
        *([Column(name, text(name), width=_WORKED_OUT[name]) for name in _WORKED_OUT] if page.field.is_present else []),
        Column("conflict", text("conflict"), help=t("chart.hover.conflict", lang)),
        Column("open", text("open"), "link", link_text=text("open_text")),
        Column("method", text("method")),
        Column("source", text("source")),
    ]
    return [column for column in columns if column.name == "value" or shown[column.name].notna().any()]
