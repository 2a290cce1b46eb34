"""The criteria sets as far as they are known: parts, maxima, thresholds, decision and source; closed until opened."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from egov_metrics.analysis.readiness import Frame
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import markup, parts
from egov_metrics.ui.markup import Link
from egov_metrics.views.readiness.reading import Page

STYLE = Path(__file__).parent / "readiness.css"


def of_tier(page: Page) -> None:
    """The sets that rule the tier looked at."""
    if not page.rules:
        return
    tier = t(f"ready.tier.{page.tier}", page.lang).lower()
    opened = not page.of_tier
    parts.title(t("ready.rules", page.lang, tier=tier), "" if opened else t("ready.rules.note", page.lang))
    st.html(_grid(page.rules, page.lang, opened=opened))


def national(page: Page) -> None:
    """The frame that holds for every province."""
    frames = [one for one in page.known.frames if one.unit_id is None and one.row["family"] == "EGOV_LEVEL"]
    if frames:
        parts.title(t("ready.national", page.lang), t("ready.national.note", page.lang))
        st.html(_grid(frames, page.lang, opened=True))


def library(page: Page) -> None:
    """All sets of the store by index: the e-government level first, then those of other indices."""
    lang = page.lang
    levels = [frame for frame in page.known.frames if frame.row["family"] == "EGOV_LEVEL"]
    others = [frame for frame in page.known.frames if frame.row["family"] != "EGOV_LEVEL"]
    for title, note, frames in (
        ("ready.library", "ready.library.note", levels),
        ("ready.library.others", "ready.library.others.note", others),
    ):
        if frames:
            parts.title(t(title, lang), t(note, lang, n=numbers.count(len({frame.set_id for frame in frames}))))
            st.html(_library(str(page.served.ref.path), title, lang, frames))


# `path` is part of the key of this cache (the file name carries the content hash), `_frames` is not.
@st.cache_resource(max_entries=16, show_spinner=False)
def _library(path: str, title: str, lang: Lang, _frames: Sequence[Frame]) -> str:
    return _grid(_frames, lang)


def _grid(frames: Sequence[Frame], lang: Lang, opened: bool = False) -> str:
    """The sets, each once, with the tiers that it assesses; the first one open when asked."""
    sets: dict[str, list[Frame]] = {}
    for frame in frames:
        sets.setdefault(frame.set_id, []).append(frame)
    made = [set_html(tiers, lang, opened and place == 0) for place, tiers in enumerate(sets.values())]
    return f'<div class="egov-rules">{"".join(made)}</div>'


def set_html(tiers: Sequence[Frame], lang: Lang, opened: bool = False) -> str:
    """One set: a line that opens, and below it for each tier what is known and what is not."""
    named = "; ".join(_tier(frame, lang) for frame in tiers)
    head = f"<summary><b>{escape(str(tiers[0].row[f'name_{lang}']))}</b> · {escape(named)}</summary>"
    body = [_decision(tiers[0], lang)]
    for frame in tiers:
        if len(tiers) > 1:
            body.append(f"<h3>{escape(_tier(frame, lang))}</h3>")
        body.append(_tier_html(frame, lang))
    return f'<details class="egov-rule"{" open" if opened else ""}>{head}{"".join(body)}</details>'


def _tier(frame: Frame, lang: Lang) -> str:
    """ "Cấp huyện, tối đa 170 điểm"."""
    tier = t(f"ready.tier.{frame.tier}", lang)
    maximum = frame.row["max_points"]
    if pd.isna(maximum):
        return tier
    return f"{tier}, {t('ready.rules.maximum', lang, n=numbers.number(maximum, None))}"  # type: ignore[arg-type]


def _tier_html(frame: Frame, lang: Lang) -> str:
    row = frame.row
    body = [_counts(frame, lang)]
    if isinstance(note := row[f"note_{lang}"], str):
        body.append(_text(note))
    body += [_groups(frame, lang), _levels(frame, lang)]
    if frame.unknown:
        lacking = ", ".join(t(f"ready.unknown.{name}", lang) for name in frame.unknown)
        body.append(_text(t("ready.rules.unknown", lang, what=lacking)))
    if isinstance(url := row["source_url"], str):
        body.append(markup.source_line("", [Link(t("ready.rules.source", lang), url)]))
    return "".join(body)


def _text(words: str) -> str:
    return f'<p class="egov-text">{escape(words)}</p>'


def _decision(frame: Frame, lang: Lang) -> str:
    row = frame.row
    if not isinstance(row["decision"], str):
        return _text(t("ready.rules.no_decision", lang))
    date = row["decision_date"]
    said = str(row["decision"])
    if pd.notna(date):
        said = t("ready.rules.dated", lang, decision=said, date=numbers.date(pd.Timestamp(date).date()))
    basis = f" ({t('ready.rules.decision.inferred', lang)})" if row["basis"] == "inferred" else ""
    return _text(t("ready.rules.decision", lang, decision=said) + basis)


def _counts(frame: Frame, lang: Lang) -> str:
    """How many groups, criteria and sub-criteria it has, and what a survey gives, as far as stated."""
    said = [
        t(f"ready.rules.count.{name}", lang, n=numbers.number(frame.row[name], None))  # type: ignore[arg-type]
        for name in ("groups", "criteria", "sub_criteria", "survey_points")
        if pd.notna(frame.row[name])
    ]
    return _text(", ".join(said)) if said else ""


def _groups(frame: Frame, lang: Lang) -> str:
    if frame.groups.empty:
        return ""
    heads = [t(f"ready.rules.column.{name}", lang) for name in ("group", "maximum", "note")]
    rows = []
    for row in frame.groups.to_dict("records"):
        inner = isinstance(row["parent_code"], str)
        name = f"{row['group_code']}. {row[f'name_{lang}']}"
        points = "?" if pd.isna(row["max_points"]) else numbers.number(row["max_points"], None)
        if row["basis"] == "inferred":
            points = f"{points} ({t('ready.basis.inferred', lang)})"
        note = row[f"note_{lang}"]
        rows.append((("inner" if inner else "", name), ("number", points), ("", note if isinstance(note, str) else "")))
    return _table(heads, rows)


def _levels(frame: Frame, lang: Lang) -> str:
    if frame.rules.empty:
        return ""
    heads = [t(f"ready.rules.column.{name}", lang) for name in ("level", "threshold", "basis", "note")]
    rows = []
    for row in frame.rules.to_dict("records"):
        part = "" if row["part"] == "total" else t(f"ready.part.{row['part']}", lang) + ": "
        note = row[f"note_{lang}"]
        rows.append(
            (
                ("", part + t(f"ready.class.{row['level']}", lang)),
                ("number", threshold(row, lang)),
                ("", t(f"ready.basis.{row['basis']}", lang)),
                ("", note if isinstance(note, str) else ""),
            )
        )
    return _table(heads, rows)


def threshold(row: dict, lang: Lang) -> str:
    """What a level asks for: stated points or percent, or the interval in which an inferred cut lies."""

    def percent(value: float) -> str:
        return numbers.percent(value, None)

    if pd.notna(row["min_points"]):
        return t("ready.threshold.points", lang, n=numbers.number(row["min_points"], None))
    if pd.notna(row["min_percent"]):
        return t("ready.threshold.percent", lang, n=percent(row["min_percent"]))
    low, high = row["cut_above"], row["cut_to"]
    if pd.notna(low) and pd.notna(high):
        return t("ready.threshold.between", lang, low=percent(low), high=percent(high))
    if pd.notna(low):
        return t("ready.threshold.above", lang, low=percent(low))
    if pd.notna(high):
        return t("ready.threshold.to", lang, high=percent(high))
    return numbers.NONE


def _table(heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """A small table: cells are (class, text); the last column is left out when it is empty."""
    if not any(row[-1][1] for row in rows):  # a column of remarks without any
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"
                         for kind, text in row) + "</tr>"
        for row in rows
    )  # fmt: skip
    return f'<div class="egov-rule-table"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
