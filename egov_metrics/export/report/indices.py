"""The sections on the indices: where the unit stands on each, the leading one year by year, the others as figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from egov_metrics.analysis import rank_move
from egov_metrics.analysis.change import FIT, change_between
from egov_metrics.analysis.frames import chart_frame, kept_apart
from egov_metrics.analysis.insights import figures as told
from egov_metrics.analysis.insights import rank_move as move_words
from egov_metrics.analysis.insights.figures import ChangeWords
from egov_metrics.analysis.insights.standing import Noted, Row, no_value, row_of, stated_rank, stated_value
from egov_metrics.analysis.insights.words import method_words, short, unit_word
from egov_metrics.analysis.profile import Standing
from egov_metrics.charts import line_caption, paper
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.subjects import subject_of
from egov_metrics.export.report.desk import Desk, sentence
from egov_metrics.export.report.fonts import FAMILY
from egov_metrics.export.report.model import Block, Cell, Column, Figure, Pair, Paragraph, Table
from egov_metrics.i18n import numbers

LEAD = "par_index_score"
WIDE, HIGH = (470, 215), (470, 190)
"""CSS pixels of the figure of values and of that of ranks, over the whole width of the text."""
SMALL = (232, 150)
MOST_SMALL = 6
_TRENDS = {"up": "▲ ", "down": "▼ ", "same": "= "}


def table(desk: Desk) -> list[Block]:
    """All indices of the unit that have figures, each like for like."""
    page = desk.page
    if not page.standings:
        return [Paragraph(desk.say("indices.none", unit=page.name))]
    province = page.basis.level == "province"
    columns = [
        Column(desk.say("col.index"), 2.5),
        Column(desk.say("col.value"), 1.7, "center"),
        Column(desk.say("col.rank"), 1.8, "center"),
        Column(desk.say("col.change"), 2.9, "center"),
        Column(desk.say("col.region"), 2.0, "center"),
        Column(desk.say("col.country" if province else "col.parent"), 2.0, "center"),
        Column(desk.say("col.best"), 2.0, "center"),
        Column(desk.say("col.source"), 1.35, "center"),
    ]
    rows = [_row(desk, one, row_of(page, one)) for one in page.standings]
    if not province:  # only provinces lie in regions
        columns.pop(4)
        rows = [row[:4] + row[5:] for row in rows]
    caption = desk.table_caption(desk.say("indices.caption", unit=page.name))
    note = desk.say("indices.note" if province else "indices.note_other")
    return [Table(caption, tuple(columns), tuple(tuple(row) for row in rows), note)]


def _row(desk: Desk, one: Standing, row: Row) -> list[Cell]:
    cautions = " · ".join([*row.flags, row.made_of] if row.made_of else row.flags)
    value = Cell(row.value, row.unit) if row.value else Cell(numbers.NONE, no_value(row, desk.lang))
    rank_notes = "; ".join(text for text in (row.rank.note, row.place) if text)
    return [
        Cell(f"{row.name} ({row.year})", cautions),
        value,
        Cell(row.rank.text or numbers.NONE, rank_notes),
        _change(desk, row.change, row.trend),
        _noted(row.region),
        _noted(row.country),
        _noted(row.best),
        Cell(desk.sources.marks(_source_ids(one.figure)) or numbers.NONE),
    ]


def _noted(noted: Noted) -> Cell:
    return Cell(noted.text, noted.note) if noted.text else Cell(numbers.NONE)


def _change(desk: Desk, change: ChangeWords | None, trend: str = "") -> Cell:
    """How the figure moved, and why the two years may not be compared; that there is no other year."""
    if change is None:
        return Cell(numbers.NONE, desk.say("change.none"))
    mark = _TRENDS[change.trend] if change.trend else ""
    return Cell(mark + change.text, "; ".join(text for text in (change.unlike, trend) if text))


def _source_ids(figure: dict[str, Any]) -> list[Any]:
    return [figure.get("source_id"), figure.get("rank_source_id")]


def lead_of(desk: Desk) -> Standing | None:
    """The index that is told year by year: the PAR INDEX, of a unit that has none its leading one."""
    by_code = {one.code: one for one in desk.page.standings}
    lead = desk.page.basis.overview.lead
    found = by_code.get(LEAD) or (by_code.get(lead.code) if lead else None)
    return found or next(iter(desk.page.standings), None)


def lead(desk: Desk) -> list[Block]:
    """The leading index over the years: figures with their breaks, why the rank moved, and the table of years."""
    one = lead_of(desk)
    if one is None:
        return [Paragraph(desk.say("lead.none", unit=desk.page.name))]
    rows = desk.years_of(one)
    blocks: list[Block] = []
    if one.code != LEAD and desk.page.basis.level == "province":
        blocks.append(Paragraph(desk.say("lead.other", index=short(one.indicator, desk.lang))))
    for measure, size in (("value", WIDE), ("rank", HIGH)):
        drawn = _figure(desk, one, rows, measure, size)  # type: ignore[arg-type]
        if drawn is not None:
            blocks.append(drawn)
    if not blocks or not any(isinstance(block, Figure) for block in blocks):
        blocks.append(Paragraph(desk.say("lead.one_year", index=short(one.indicator, desk.lang))))
    words = _move(desk, one, rows)
    return [*blocks, *([Paragraph(words)] if words else []), _years(desk, one)]


def _move(desk: Desk, one: Standing, rows: pd.DataFrame) -> str:
    """Why the rank moved, of whom that is told; or why it cannot be told."""
    basis = desk.page.basis
    found, refused = rank_move.newest(rows, basis.key, str(one.indicator["direction"]), basis.methods)
    if found is not None:
        said = move_words.dated(found, one.indicator, basis.level, desk.lang)
        return f"{sentence(said)} {move_words.scope(found, basis.level, desk.lang)}"
    if refused:
        return desk.say("move.none", reason=move_words.refusal(refused[0], basis.methods, basis.level, desk.lang))
    return ""


def _years(desk: Desk, one: Standing) -> Table:
    """The years from the first figure to the newest; those without one stand there too, with the reason if known."""
    methods, lang = desk.page.basis.methods, desk.lang
    by_year = {int(row["year"]): row for row in one.rows}
    reasons = _reasons(desk, str(one.indicator["family"]))
    rows, before = [], None
    for year in range(max(by_year), min(by_year) - 1, -1):
        row = by_year.get(year)
        if row is None:
            why = reasons.get(year, "")
            rows.append((Cell(str(year)), Cell(desk.say("no_figure"), why), *[Cell(numbers.NONE)] * 4))
            continue
        before = _before(one.rows, row)
        words = None
        if before is not None:
            words = told.change_mark(change_between(before, row, methods), row, one.indicator, methods, lang)
        rows.append(
            (
                Cell(told.when(row)),
                _value(desk, one, row),
                _noted(stated_rank(row, lang)),
                Cell(method_words(row["method_id"], methods, lang) or numbers.NONE),
                _change(desk, words, why_not(desk, words, before, row)),
                Cell(desk.sources.marks(_source_ids(row)) or numbers.NONE),
            )
        )
    columns = (
        Column(desk.say("col.year"), 1.0, "center"),
        Column(desk.say("col.value"), 2.4, "center"),
        Column(desk.say("col.rank"), 1.9, "center"),
        Column(desk.say("col.method"), 2.9),
        Column(desk.say("col.change"), 3.8),
        Column(desk.say("col.source"), 1.1, "center"),
    )
    key = "years.present" if desk.page.is_present else "years.caption"
    caption = desk.table_caption(desk.say(key, index=short(one.indicator, lang), unit=desk.page.name))
    return Table(caption, columns, tuple(rows), desk.say("years.note"))


def why_not(desk: Desk, words: ChangeWords | None, before: dict[str, Any] | None, row: dict[str, Any]) -> str:
    """Why two years measured alike are not compared: one of them is not published as such, or ranks are of others."""
    if words is None or before is None or words.trend is not None or words.unlike:
        return ""
    parts = ("value", "rank")
    both = [all(one[f"{part}_basis"] in FIT for one in (before, row)) for part in parts]
    return desk.say("change.other_total" if any(both) else "change.unfit")


def _before(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> dict[str, Any] | None:
    """The newest earlier year that states something fit to be compared."""
    earlier = [one for one in rows if one["year"] < row["year"]]
    fit = [one for one in earlier if one["value_basis"] in FIT or one["rank_basis"] in FIT]
    return fit[-1] if fit else None


def _value(desk: Desk, one: Standing, row: dict[str, Any]) -> Cell:
    """The value with its unit, or which kind of nothing it is; below it what is odd about it."""
    flags = " · ".join(told.flags(row, desk.lang))
    if pd.notna(row["value"]):
        unit = unit_word(one.indicator, desk.lang) if one.indicator["unit"] != "level" else ""
        space = "" if unit in ("", "%") else " "
        return Cell(f"{stated_value(row, one.indicator, desk.lang)}{space}{unit}", flags)
    if isinstance(row["nothing"], str):
        return Cell(numbers.nothing(row["nothing"], desk.lang).words, flags)
    if pd.notna(row["rank"]):
        return Cell(numbers.NONE, " · ".join(text for text in (desk.say("only_rank"), flags) if text))
    return Cell(desk.say("no_figure"), flags)


def _reasons(desk: Desk, family: str) -> dict[int, str]:
    """Why nobody was measured in a year, where that is known."""
    gaps = desk.query("known_gaps")
    mine = gaps[(gaps["family"] == family) & (gaps["extent"] == "all")]
    return {int(row["year"]): str(row[f"reason_{desk.lang}"]) for row in mine.to_dict("records")}


def others(desk: Desk) -> list[Block]:
    """The other indices that have two years or more, as small figures two by two; the rest is named."""
    first = lead_of(desk)
    rest = [one for one in desk.page.standings if first is None or one.code != first.code]
    drawn: list[Figure] = []
    alone: list[str] = []
    for one in rest:
        measure: Measure = "value" if sum(pd.notna(row["value"]) for row in one.rows) > 1 else "rank"
        found = None
        if len(drawn) < MOST_SMALL and len({row["year"] for row in one.rows if pd.notna(row[measure])}) > 1:
            found = _figure(desk, one, desk.years_of(one), measure, SMALL)
        if found is None:
            alone.append(short(one.indicator, desk.lang))
        else:
            drawn.append(found)
    blocks: list[Block] = []
    for _, pair in groupby(enumerate(drawn), key=lambda numbered: numbered[0] // 2):
        both = [figure for _, figure in pair]
        blocks.append(Pair(*both))
    if drawn:
        blocks.append(Paragraph(desk.say("figures.read"), is_note=True))
    if alone:
        blocks.append(Paragraph(desk.say("others.one_year", names=", ".join(alone))))
    if not rest:
        blocks.append(Paragraph(desk.say("others.none")))
    return blocks


def _figure(desk: Desk, one: Standing, rows: pd.DataFrame, measure: Measure, size: tuple[int, int]) -> Figure | None:
    """The index over the years; None without two years of figures of the unit."""
    page = desk.page
    if len({row["year"] for row in one.rows if pd.notna(row[measure])}) < 2:
        return None
    frame = kept_apart(chart_frame(rows, page.called), page.basis.methods)
    versions = _versions(desk, one)
    subject, look = subject_of(one.indicator, desk.lang), Look(desk.lang, "light", size[0])
    given: dict[str, Any] = {"own": page.basis.key, "measure": measure, "look": look}
    drawn = paper.svg(frame, versions, subject, width=size[0], height=size[1], font=FAMILY, **given)
    if not drawn:
        return None
    said = line_caption.caption(frame, versions, subject, **given)
    small = size == SMALL
    kind = desk.say(f"figure.{measure}", index=short(one.indicator, desk.lang), unit=page.short_name)
    own = frame[frame["unit_id"] == page.basis.key]
    marks = desk.sources.marks(one for row in own.to_dict("records") for one in _source_ids(row))
    return Figure(
        caption=desk.figure_caption(kind),
        alt=f"{kind}. {said.alt}",
        svg=drawn,
        size=size,
        source=desk.say("figure.sources", sources=marks) if marks else "",
        note="" if small else said.method if measure == "value" else desk.say("figures.ranks"),
    )


def _versions(desk: Desk, one: Standing) -> pd.DataFrame | None:
    rows = desk.page.basis.methods.of_family(str(one.indicator["family"]))
    rows = rows[rows["by_year"].astype(bool)]
    if rows.empty:
        return None
    return rows.assign(name=rows[f"name_{desk.lang}"], changes=rows[f"changes_{desk.lang}"])
