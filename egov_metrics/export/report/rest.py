"""The other sections: summary, strengths, e-government levels, units within, documents, what is missing, method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.insights import figures as told
from egov_metrics.analysis.insights import profile as standing_words
from egov_metrics.analysis.insights import readiness as level_words
from egov_metrics.analysis.insights import unit as said
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.export.report.desk import Desk, sentence
from egov_metrics.export.report.model import Block, Bullets, Cell, Column, Heading, Paragraph, References, Table
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

MOST_PARTS, MOST_FACTS, MOST_FINDINGS, MOST_LEVELS = 24, 18, 10, 12
"""Rows and sentences: more would make a report of more than eight pages. What is left out is counted."""
CLASSES = ("I", "II", "III", "IV", "not_ranked")


def summary(desk: Desk) -> list[Block]:
    """What a reader must know who reads no further."""
    page = desk.page
    first = " ".join(text for text in (sentence(said.headline(page)), page.below) if text)
    found: list[Block] = [Paragraph(first)]
    quarters = standing_words.summary(page.short_name, page.positions, page.catalogue, page.lang)
    if quarters:
        found.append(Paragraph(sentence(quarters)))
    newest = page.basis.overview.newest_year
    if newest and len(page.standings) > 1:
        found.append(Paragraph(desk.say("summary.scope", n=numbers.count(len(page.standings)), year=str(newest))))
    who = " · ".join(words for words, _ in said.identity(page))
    found.append(Paragraph(sentence(desk.say("summary.unit", unit=page.name, who=who)), is_note=True))
    return found


def balance(desk: Desk) -> list[Block]:
    """Strengths and weaknesses, as the profile tells them."""
    blocks: list[Block] = []
    for number, (kind, words) in enumerate(
        (("strengths", said.strengths(desk.page)), ("weaknesses", said.weaknesses(desk.page))), start=1
    ):
        blocks.append(Heading(f"{number}. {t(f'profile.{kind}', desk.lang)}"))
        blocks.append(Bullets(tuple(words)) if words else Paragraph(t(f"profile.{kind}.none", desk.lang)))
    return blocks


def levels(desk: Desk) -> list[Block]:
    """The e-government levels: of the unit itself, and of its agencies by tier and year."""
    page, lang = desk.page, desk.lang
    blocks: list[Block] = []
    line = told.level_line(page.basis.overview, lang)
    if page.basis.overview.own_level is not None:
        stated = f"{line.name} {line.year}: {line.value} {line.unit}"
        rank = t("number.rank", lang, rank=line.rank) if line.rank else ""
        words = sentence("; ".join(text for text in (stated, rank, *line.notes, *line.flags) if text))
        mine = page.basis.figures[page.basis.figures["figure_id"] == line.figure_id]
        blocks.append(Paragraph(f"{words} {desk.sources.marks(mine['source_id'])}".strip()))
    figures = desk.query("readiness_figures", provinces=page.basis.ids)
    made = [one for one in readiness.assessments(figures) if one.compositions] if len(figures) else []
    if made:
        blocks += _tiers(desk, made, dict(zip(figures["figure_id"], figures["source_id"], strict=True)))
    if not blocks:
        blocks.append(Paragraph(desk.say("levels.none", unit=page.name)))
    return blocks


def _tiers(desk: Desk, made: Sequence[Assessment], source_of: dict[str, Any]) -> list[Block]:
    lang = desk.lang
    newest: dict[str, Assessment] = {}
    for one in made:  # oldest first
        newest[one.tier] = one
    sentences = []
    for one in newest.values():
        for part in one.compositions:
            scope = f"{one.tier}s"
            of = part.total if part.total_basis in ("stated", "inferred") else None
            words = level_words.composition(scope, part.counts, of, lang)
            words = words or level_words.shares(scope, part.shares, lang)
            if words and part.part == "total" and scope in ("departments", "districts", "communes"):
                sentences.append(sentence(desk.say("levels.when", when=_when(one, lang), words=words)))
    pairs = [(one, part) for one in reversed(made) for part in one.compositions]
    rows = [_level_row(desk, one, part, source_of) for one, part in pairs[:MOST_LEVELS]]
    columns = (
        Column(desk.say("col.tier"), 2.6),
        Column(desk.say("col.year"), 1.9, "center"),
        *(Column(name, 1.0, "center") for name in CLASSES[:-1]),
        Column(t("ready.class.not_ranked", lang), 1.4, "center"),
        Column(desk.say("col.total"), 1.6, "center"),
        Column(desk.say("col.source"), 1.2, "center"),
    )
    caption = desk.table_caption(desk.say("levels.caption", unit=desk.page.name))
    return [
        *([Bullets(tuple(sentences))] if sentences else []),
        Table(caption, columns, tuple(rows), desk.say("levels.note")),
    ]


def _level_row(desk: Desk, one: Assessment, part: Composition, source_of: dict[str, Any]) -> tuple[Cell, ...]:
    lang = desk.lang
    name = "" if part.part == "total" else t(f"ready.part.{part.part}", lang)
    cells = []
    for mark in CLASSES:
        if mark in part.counts:
            cells.append(Cell(numbers.count(part.counts[mark])))
        elif mark in part.shares:
            share = part.shares[mark]
            cells.append(Cell(numbers.percent(share, None if share % 1 else 0)))
        else:
            cells.append(Cell(numbers.NONE))
    total = Cell(desk.say("levels.no_total"))
    if part.total is not None:
        total = Cell(
            numbers.count(part.total), "" if part.total_basis == "stated" else desk.say(f"levels.{part.total_basis}")
        )
    marks = desk.sources.marks(source_of.get(figure) for figure in (*part.figure_ids, *one.figure_ids))
    return (Cell(t(f"ready.tier.{one.tier}", lang), name), Cell(_when_short(one, lang)), *cells, total, Cell(marks))


def _when(one: Assessment, lang: Any) -> str:
    if one.period_basis == "document_date" and one.date is not None:
        return t("ready.when.document", lang, date=numbers.date(one.date))
    return t(f"ready.when.{'inferred' if one.period_basis == 'inferred' else 'year'}", lang, year=str(one.year))


def _when_short(one: Assessment, lang: Any) -> str:
    if one.period_basis == "document_date" and one.date is not None:
        return t("ready.when.document_short", lang, date=numbers.date(one.date))
    return str(one.year)


def within(desk: Desk) -> list[Block]:
    """The units within the unit: how many there are, and the newest figure of each that has one."""
    page = desk.page
    counted = said.counted(page)
    if not counted:
        return [Paragraph(desk.say("parts.nothing", unit=page.name))]
    blocks: list[Block] = [Bullets(tuple(sentence(words) for words in counted))]
    rows = page.basis.parts.to_dict("records")
    if not rows:
        return blocks
    made = []
    for row in rows[:MOST_PARTS]:
        name, kind = said.part_name(page, row)
        what, figure, odd = said.newest(page, row)
        made.append(
            (
                Cell(name, kind),
                Cell(what or numbers.NONE),
                Cell(figure or numbers.NONE, "; ".join(odd)),
                Cell(desk.sources.marks([row["source_id"]]) or numbers.NONE),
            )
        )
    columns = (
        Column(desk.say("col.unit"), 3.4),
        Column(desk.say("col.index"), 2.6),
        Column(desk.say("col.figure"), 3.0),
        Column(desk.say("col.source"), 1.0, "center"),
    )
    more = len(rows) - len(made)
    note = desk.say("parts.more", n=numbers.count(more)) if more else ""
    caption = desk.table_caption(desk.say("parts.caption", unit=page.name))
    return [*blocks, Table(caption, columns, tuple(made), note)]


def documents(desk: Desk) -> list[Block]:
    """Figures from documents, as they state them; targets say that they are targets."""
    page = desk.page
    if not page.facts:
        return [Paragraph(desk.say("facts.none", unit=page.name))]
    stated = list(zip(page.facts, page.basis.overview.facts["source_id"].tolist(), strict=True))
    stated.sort(key=lambda one: one[0].is_target)
    rows = tuple(
        (
            Cell(fact.name, fact.scope),
            Cell(fact.value),
            Cell(fact.when or desk.say("facts.undated")),
            Cell(desk.sources.marks([source]) or numbers.NONE),
        )
        for fact, source in stated[:MOST_FACTS]
    )
    columns = (
        Column(desk.say("col.indicator"), 5.0),
        Column(desk.say("col.value"), 2.0, "center"),
        Column(desk.say("col.date"), 2.0, "center"),
        Column(desk.say("col.source"), 1.0, "center"),
    )
    more = len(stated) - len(rows)
    note = " ".join(
        text for text in (desk.say("facts.note"), desk.say("facts.more", n=numbers.count(more)) if more else "") if text
    )
    return [Table(desk.table_caption(desk.say("facts.caption", unit=page.name)), columns, rows, note)]


def doubts(desk: Desk) -> list[Block]:
    """What is missing or old; what could not be recomputed; what the sources contradict each other or themselves in."""
    page = desk.page
    missing = [sentence(words) for words in said.lacking_on_paper(page)]
    blocks: list[Block] = [Heading(f"1. {t('profile.missing', desk.lang)}"), Bullets(tuple(missing))]
    blocks.append(Heading(f"2. {t('profile.findings', desk.lang)}"))
    messages = page.basis.findings[f"message_{desk.lang}"].tolist()
    if not messages:
        return [*blocks, Paragraph(desk.say("findings.none"))]
    blocks.append(Bullets(tuple(messages[:MOST_FINDINGS])))
    more = len(messages) - MOST_FINDINGS
    if more > 0:
        blocks.append(Paragraph(desk.say("findings.more", n=numbers.count(more)), is_note=True))
    return blocks


def methods(desk: Desk) -> list[Block]:
    """How to read the report, by which methods its indices are measured, from which sources."""
    reading = tuple(desk.say(f"method.{name}") for name in ("like", "rank", "median", "nothing", "basis"))
    blocks: list[Block] = [Heading(f"1. {desk.say('method.reading')}"), Bullets(reading, is_small=True)]
    used = _methods_used(desk)
    if used:
        blocks += [Heading(f"2. {desk.say('method.versions')}"), Bullets(used, is_small=True)]
    blocks.append(Heading(f"{3 if used else 2}. {desk.say('method.sources')}"))
    listed = desk.sources.listed()
    blocks.append(References(listed) if listed else Paragraph(desk.say("sources.none")))
    return blocks


def _methods_used(desk: Desk) -> tuple[str, ...]:
    """The method of the newest figure of each index: its name, and what its publisher changed."""
    found = []
    for one in desk.page.standings:
        row = desk.page.basis.methods.row(one.figure["method_id"])
        if row is not None:
            changes = row[f"changes_{desk.lang}"]
            found.append(
                desk.say(
                    "method.version", index=one.indicator[f"short_{desk.lang}"], year=str(one.year),
                    method=row[f"name_{desk.lang}"], changes=sentence(changes) if isinstance(changes, str) else "",
                ).strip()
            )  # fmt: skip
    return tuple(found)


def figures_counted(desk: Desk) -> str:
    """ "42 số liệu": how many figures the store has of the unit."""
    return plural("profile.choose.figures", len(pd.unique(desk.page.basis.figures["figure_id"])), desk.lang)
