"""Why a rank moved, as on the overview: a native chart of steps from one place to the other, or the words alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from egov_metrics.analysis.insights import attribution as parts_words
from egov_metrics.analysis.insights import rank_move as words
from egov_metrics.analysis.rank_move import Outline, RankMove, newest
from egov_metrics.charts import waterfall
from egov_metrics.charts.caption import source_line
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import LIGHT, mix
from egov_metrics.charts.points import read
from egov_metrics.charts.subjects import subject_of
from egov_metrics.export.deck.model import Axis, Chart, Column, Datum, DeckSlide, Series, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare import framing
from egov_metrics.views.compare.components import attributed, years_of
from egov_metrics.views.compare.reading import Comparison

_FILLS = {
    "total": LIGHT.own.line, "own": mix(LIGHT.background, LIGHT.own.line, 0.5),
    "gain": LIGHT.accent.line, "loss": LIGHT.more.line,
}  # fmt: skip


def move_slide(page: Comparison, reader: Reader) -> DeckSlide | None:
    """The newest move of our own unit that can be told: its steps; of one that only published ranks tell, the words.

    None where no move can be told.
    """
    indicator, level, lang, look = page.indicator, page.view.level, page.lang, reader.look
    if page.own is None:
        return None
    frame = framing.frame_of(page, page.figures)
    move, refused = newest(frame, page.own, str(indicator["direction"]), page.methods)
    if move is None:
        return None
    said = words.sentence(move, indicator, level, lang).removesuffix(".")
    title = f"{page.name(page.own)}: {said[:1].lower()}{said[1:]}"
    told = words.scope(move, level, lang)
    if refused and (refused[0].year_from, refused[0].year_to) != (move.year_from, move.year_to):
        told = f"{told} {words.refusal(refused[0], page.methods, level, lang)}"
    mine = frame[(frame["unit_id"] == page.own) & frame["year"].isin((move.year_from, move.year_to))]
    source = source_line(read(mine, "value"), look)
    who = [
        t(f"move.who.{side}", lang, n=numbers.count(len(units)), names=", ".join(sorted(map(page.name, units))))
        for side, units in (("overtook", move.overtook), ("passed", move.passed))
        if units
    ]
    subject = subject_of(indicator, lang)
    if isinstance(move, Outline):
        years = f"{move.year_from} → {move.year_to}"
        subtitle = t("move.outline", lang, index=subject.short, years=years)
        return DeckSlide(title, subtitle, words="\n".join([told, *who]), source=source, notes=told)
    caption = waterfall.caption(move, subject, look=look, title=title, note=told, source=source)
    return DeckSlide(
        title, caption.subtitle, charts=(_chart(move, page, look, caption.alt),), source=source, method=caption.method,
        notes="\n".join([caption.alt, *who]),
    )  # fmt: skip


def parts_slide(page: Comparison, reader: Reader) -> DeckSlide | None:
    """By which components the total of our own unit changed, as a table, the greatest gain on top. None where they are
    not published, or do not add up by a rule."""
    indicator, lang = page.indicator, page.lang
    if page.own is None:
        return None
    frame = framing.frame_of(page, page.figures)
    mine = frame[frame["unit_id"] == page.own]
    years = years_of(newest(frame, page.own, str(indicator["direction"]), page.methods))
    told = attributed(page.served, mine, indicator, page.methods, years)
    if told is None or told.found.rule is None:
        return None
    found, _, by_code = told
    said = parts_words.sentence(found, by_code, lang).removesuffix(".")
    parts = sorted(found.parts, key=lambda part: -(part.contribution or 0.0))
    rows = [
        (str(by_code[part.indicator_code][f"short_{lang}"]), numbers.signed(part.contribution or 0.0, found.decimals))
        for part in parts
    ]
    if numbers.number(found.residual, found.decimals) != numbers.number(0.0, found.decimals):
        rows.append((t("chart.contributions.rounding", lang), numbers.signed(found.residual, found.decimals)))
    span = f"{found.year_from} → {found.year_to}"
    columns = (
        Column(t("deck.parts.component", lang), 0.72),
        Column(t("deck.parts.change", lang), 0.28, right=True),
    )
    used = mine[mine["year"].isin((found.year_from, found.year_to))]
    return DeckSlide(
        f"{page.name(page.own)}: {said[:1].lower()}{said[1:]}",
        t("move.outline", lang, index=subject_of(indicator, lang).short, years=span),
        table=Table(columns, tuple(rows)),
        source=source_line(read(used, "value"), reader.look),
        notes="\n".join(": ".join(row) for row in rows),
    )


def _chart(move: RankMove, page: Comparison, look: Look, alt: str) -> Chart:
    """Bars that hang from the end at the top: an unseen part down to the better place of each, then what is seen, so
    that the unseen values are the page's places and the seen ones its steps; full bars reach down to the end."""
    bars = waterfall.bars(move, page.name, look)
    axis = _axis([place for bar in bars for place in (bar.start, bar.end) if place is not None])
    unseen, seen = [], []
    for bar in bars:
        start = axis.high if bar.start is None else bar.start
        unseen.append(Datum(min(start, bar.end), bar.text))
        seen.append(Datum(abs(start - bar.end), ink=_FILLS[bar.kind]))
    series = (
        Series(t("deck.move.place", page.lang), tuple(unseen), "", named=False),
        Series(t("deck.move.step", page.lang), tuple(seen), LIGHT.own.line, named=False),
    )
    return Chart("steps", tuple(bar.label for bar in bars), series, axis, alt)


def _axis(places: Sequence[float]) -> Axis:
    """Whole places, 1 at the top, with room for the numbers above the bars."""
    best, worst = min(places), max(places)
    room = math.ceil(0.2 * (worst - best + 1))
    low, high = max(0.0, best - room), worst + room
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if high - low <= 7 * one or one == 1000)
    first = low if low else low + step
    ticks = tuple(first + k * step for k in range(int((high - first) // step) + 1))
    return Axis(low, high, ticks, tuple(numbers.count(int(tick)) for tick in ticks), turned=True)
