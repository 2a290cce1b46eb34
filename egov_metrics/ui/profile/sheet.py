"""The profile on paper: one A4 written from the figures, unseen on the screen and alone on the printer.

What a screen shows is cut and scaled by a printer; so the sheet is a block of its own, always in light colours, with
as many facts and sources as leave it on one page.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import streamlit as st

from egov_metrics.analysis.insights import rank_move as move_words
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.profile import Standing
from egov_metrics.charts import paper
from egov_metrics.charts.look import Look, Measure
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import facts, figures, markup
from egov_metrics.ui.markup import escape
from egov_metrics.ui.profile import comparable, header, indices, lists, rows, series
from egov_metrics.ui.profile.reading import Profile, Stamp
from egov_metrics.ui.profile.rows import Noted, Row
from egov_metrics.ui.subjects import subject_of

HEIGHT = 273.0
"""Millimetres that may be filled: an A4 page with its margins has 277. What is measured below is measured generously;
facts get what is left, since they are the part of which some can be left out and counted."""
HEAD, ROW, CHART, TITLE, FOOT = 26.0, 10.7, 56.0, 7.0, 10.0
LINE, FACT, SMALL = 4.0, 3.7, 3.3
"""Of a line of text, of facts, of the foot."""
HALF, HALF_OF_FACTS, WHOLE = 58, 68, 122
"""Characters in a line of half the page, of a fact there, and of the whole page."""
SOURCES = 5
GAP_LINES = 4
"""So many lines are kept for what is missing and what is odd, however many facts there are."""
DRAWING = 150


def sheet(page: Profile) -> None:
    """Put the sheet on the page; `print.css` shows it to printers only."""
    one = series.chosen(page) if page.standings else None
    drawn = None if one is None else (one.code, series.measure_of(page, one))
    body = _body(page.stamp, drawn, numbers.date(dt.date.today()), page)
    st.html(f'<section class="egov-sheet" aria-hidden="true">{body}</section>')


@st.cache_resource(max_entries=128, show_spinner=False)
def _body(stamp: Stamp, drawn: tuple[str, Measure] | None, today: str, _page: Profile) -> str:
    """The sheet as text; `drawn` is the index and the measure of its chart."""
    return "".join(_blocks(_page, today))


def _blocks(page: Profile, today: str) -> list[str]:
    sources = _sources(page)
    left = HEIGHT - HEAD - FOOT - LINE * _lines(page.below, WHOLE) - SMALL * _lines(sources, WHOLE)
    found = [_head(page)]
    if page.standings:
        strong, weak = lists.strengths(page), lists.weaknesses(page)
        chart = _chart(page, series.chosen(page))
        found += [_table(page), _balance(page, strong, weak), chart]
        left -= TITLE + ROW * len(page.standings) + SMALL * 2
        left -= TITLE + LINE * max(sum(_lines(one, HALF) for one in side) or 2 for side in (strong, weak))
        left -= CHART if chart else 0
    rest = [_level(page), _counted(page)]
    left -= sum(LINE * (1 + _lines(one, WHOLE)) for one in rest if one)
    gaps = _gaps_of(page)
    kept = TITLE + LINE * min(GAP_LINES, max((_taken(side) for side in gaps), default=0)) if any(gaps) else 0.0
    shown, taken = _fitting(page, math.floor((left - kept - TITLE - LINE) / FACT))
    left -= TITLE + LINE + FACT * taken if shown else 0.0
    found += [*rest, _facts(page, shown), _gaps(page, gaps, math.floor((left - TITLE) / LINE))]
    return [*found, _foot(page, sources, today)]


def _lines(text: str, characters: int) -> int:
    """How many lines a text takes, about."""
    return math.ceil(len(text) / characters)


def _head(page: Profile) -> str:
    territory = (
        t("profile.sheet.territory", page.lang) if page.view.is_present and page.basis.level == "province" else ""
    )
    top = " · ".join(text for text in (t("profile.sheet.title", page.lang), territory) if text)
    below, said = page.below, header.headline(page)
    return (
        f'<p class="top">{escape(top)}</p><h1>{escape(page.name)}</h1>'
        f'<p class="who">{escape(header.identity(page))}</p>'
        f'<p class="finding">{escape(said[:1].upper() + said[1:])}</p>' + (f"<p>{escape(below)}</p>" if below else "")
    )


def _table(page: Profile) -> str:
    country = "country" if page.basis.level == "province" else "parent"
    stated = [rows.row_of(page, one) for one in page.standings]
    # A column of which no row has anything is no column.
    beside_ours = {
        name: any(getattr(row, name).text for row in stated) for name in ("region", "country", "similar", "best")
    }
    names = ["index", "value", "rank", "position", *(name for name, has in beside_ours.items() if has), "change"]
    called = [country if name == "country" else name for name in names]
    heads = "".join(f"<th>{escape(t(f'profile.col.{name}', page.lang))}</th>" for name in called)
    body = "".join(_row(page, one, row, names) for one, row in zip(page.standings, stated, strict=True))
    beside = t("profile.col.similar", page.lang) + ": " + comparable.names(page) + ". " if page.similar else ""
    note = beside + t(
        "profile.sheet.read" if page.basis.level == "province" else "profile.sheet.read.parent", page.lang
    )
    return f'<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table><p class="note">{escape(note)}</p>'


def _row(page: Profile, one: Standing, row: Row, names: Sequence[str]) -> str:
    drawing, words = rows.position(page, one, "light", DRAWING)
    picture = markup.picture(drawing, words, "position") if drawing else ""
    cautions = " · ".join([*row.flags, row.made_of] if row.made_of else row.flags)
    cells = [
        f"<b>{escape(row.name)}</b> {escape(row.year)}" + _small(cautions),
        escape(row.value or t("profile.value.none", page.lang))
        + (f" <small>{escape(row.unit)}</small>" if row.unit not in ("", "%") else row.unit),
        escape(row.rank.text) + _small("; ".join(text for text in (row.rank.note, row.place) if text)),
        picture,
        *(_noted(getattr(row, name)) for name in names if name in ("region", "country", "similar", "best")),
        indices.change_words(row.change) + _small(row.trend),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _noted(noted: Noted) -> str:
    return escape(noted.text) + _small(noted.note) if noted.text else ""


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


def _balance(page: Profile, strong: Sequence[str], weak: Sequence[str]) -> str:
    sides = []
    for kind, words in (("strengths", strong), ("weaknesses", weak)):
        said = words or [t(f"profile.{kind}.none", page.lang)]
        sides.append(f"<div><h2>{escape(t(f'profile.{kind}', page.lang))}</h2>{_list(said)}</div>")
    return f'<div class="two">{"".join(sides)}</div>'


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in items)}</ul>"


def _chart(page: Profile, one: Standing) -> str:
    """The chosen index over the years, with the sentence on its rank where it can be told."""
    found = series.field(page, one)
    if series.is_one_year(found):
        return ""
    measure = series.measure_of(page, one)
    frame, methods = series.frame_of(page, one, found), series.versions(page, one)
    subject = subject_of(one.indicator, page.lang)
    drawn = paper.svg(frame, methods, subject, own=page.basis.key, measure=measure, look=Look(page.lang))
    if not drawn:
        return ""
    kind = t(f"overview.by_{measure}", page.lang)
    title = t("profile.series", page.lang, index=f"{short(one.indicator, page.lang)} ({kind.lower()})")
    move, _ = series.moved(page, one, found)
    words = "" if move is None else move_words.sentence(move, one.indicator, page.basis.level, page.lang)
    return f"<h2>{escape(title)}</h2>{_paragraph(words)}{markup.picture(drawn, title, 'series')}"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _level(page: Profile) -> str:
    tile = figures.level_tile(page.basis.overview, page.view)
    said = f"{tile.value} {tile.unit}".strip() or (tile.nothing if tile.link else "")
    words = f"{tile.name} {tile.year}: {said}" if said else ""
    return _paragraph(" · ".join([words, *tile.flags]) if words else "")


def _counted(page: Profile) -> str:
    words = lists.counted(page, only_with_figures=True)
    return _paragraph(f"{t('profile.parts', page.lang)}: {'; '.join(words)}.") if words else ""


def _fitting(page: Profile, lines: int) -> tuple[list[str], int]:
    """As many facts as there is room for in two columns, results before targets; and the lines that they take."""
    found = sorted(page.facts, key=lambda fact: fact.is_target)
    room, shown = 2 * lines, []
    for fact in found:
        words = _fact(fact)
        if room < _lines(words, HALF_OF_FACTS):
            break
        room -= _lines(words, HALF_OF_FACTS)
        shown.append(words)
    return shown, math.ceil((2 * lines - room) / 2) if shown else 0


def _facts(page: Profile, shown: list[str]) -> str:
    """The facts that fit, and how many more there are."""
    more = len(page.facts) - len(shown)
    note = t("profile.sheet.facts_more", page.lang, n=numbers.count(more)) if more else ""
    title = t("profile.facts", page.lang)
    return f'<h2>{escape(title)}</h2><div class="facts">{_list(shown)}</div>{_paragraph(note)}' if shown else ""


def _gaps_of(page: Profile) -> tuple[list[str], list[str]]:
    """What is missing or old, and what is odd in the sources; nothing of a unit of which nothing is known."""
    if not page.has_figures or page.basis.level == "region":
        return [], []
    return lists.lacking(page), [str(text) for text in page.basis.findings[f"message_{page.lang}"]]


def _taken(side: Sequence[str]) -> int:
    return sum(_lines(one, HALF) for one in side)


def _gaps(page: Profile, gaps: tuple[list[str], list[str]], lines: int) -> str:
    """Both sides as far as there is room; of more, how many."""
    if not any(gaps) or lines < 2:
        return ""
    sides = []
    for title, said in zip(("profile.missing", "profile.findings"), gaps, strict=True):
        shown: list[str] = []
        for one in said:
            is_last = len(shown) + 1 == len(said)
            if _taken([*shown, one]) > lines - (0 if is_last else 1):
                break
            shown.append(one)
        more = len(said) - len(shown)
        if more:
            shown.append(t("profile.sheet.gaps_more", page.lang, n=numbers.count(more)))
        body = _list(shown or [t("overview.lacking.none", page.lang)])
        if said or title == "profile.missing":
            sides.append(f"<div><h2>{escape(t(title, page.lang))}</h2>{body}</div>")
    return f'<div class="two">{"".join(sides)}</div>'


def _fact(fact: facts.Fact) -> str:
    """ "Số tài khoản thư công vụ: hơn 8.000 (cấp xã; 08/07/2020)"."""
    remarks = "; ".join(text for text in (fact.scope, fact.when) if text)
    return f"{fact.name}: {fact.value}" + (f" ({remarks})" if remarks else "")


def _sources(page: Profile) -> str:
    """The sources of the figures in the table, then of the facts, each once; of many, how many more."""
    stated = [one.figure for one in page.standings]
    stated += page.basis.overview.facts.to_dict("records")
    titles: dict[str, None] = {}
    for figure in stated:
        if isinstance(figure.get("source_title"), str):
            published = figure.get("published")
            when = f" ({numbers.date(published)})" if isinstance(published, str) else ""
            titles[f"{figure['source_title']}{when}"] = None
    if not titles:
        return ""
    named = list(titles)[:SOURCES]
    if len(titles) > SOURCES:
        named.append(t("profile.sheet.more", page.lang, n=numbers.count(len(titles) - SOURCES)))
    return t("profile.sheet.sources", page.lang, sources="; ".join(named))


def _foot(page: Profile, sources: str, today: str) -> str:
    said = [sources, t("profile.sheet.note", page.lang), header.edition_words(page, today)]
    return f"<footer>{''.join(_paragraph(one) for one in said if one)}</footer>"
