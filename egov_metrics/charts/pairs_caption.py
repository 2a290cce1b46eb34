"""The words around charts of two years."""

from __future__ import annotations

from collections.abc import Sequence

from egov_metrics.charts.caption import Caption, scale, source_line, written
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.pairs import Pair, picked
from egov_metrics.charts.points import Point, marked
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t


def caption(
    kind: str,
    pairs: Sequence[Pair],
    subject: Subject,
    years: tuple[int, int],
    own: str | None,
    chosen: Sequence[str],
    measure: Measure,
    across: str | None,
    look: Look,
    title: str | None,
    notes: Sequence[str] = (),
) -> Caption:
    """The caption of a chart of `kind` (slope, dumbbell); `notes` say how to read its marks.

    Across a break no rise or fall is stated, and the words of the break stand in the subtitle and the alt sentence.
    """
    lang = look.lang
    if not pairs:
        words = empty_words(years, look)
        return Caption(title or subject.name, scale(subject, measure, look), "", "", words)
    first, last = years
    units = plural("chart.pair.units", len(pairs), lang, first=first, last=last)
    leading = picked(pairs, own, chosen)
    told = " ".join(_told(pair, subject, across, look) for pair in leading)
    what = t(f"chart.alt.{kind}", lang, indicator=subject.name, what=_scale(subject, measure, look), units=units)
    crossed = f" {sentence(across)}" if across else ""
    return Caption(
        title=title or _title(pairs, leading, own, subject, years, across, look),
        subtitle=f"{scale(subject, measure, look)}. {_capital(units)}.{crossed}",
        source=source_line([p for pair in leading or pairs for p in (pair.before, pair.after)], look),
        method=" ".join([*notes, *_notes(pairs, measure, across, look)]),
        alt=" ".join(part for part in (what + crossed, told) if part),
    )


def empty_words(years: tuple[int, int], look: Look) -> str:
    """Why nothing is drawn."""
    return t("chart.pair.empty", look.lang, first=years[0], last=years[1])


def sentence(words: str) -> str:
    """Words with a full stop and a capital letter."""
    return _capital(words.rstrip(". ")) + "."


def figure(point: Point, subject: Subject, measure: Measure, look: Look) -> str:
    """What is drawn of a point, in words: "90,02 điểm", "hạng 12/63"; it says so when it was not published."""
    if measure == "rank":
        return marked(numbers.rank_words(point.rank, point.rank_of, look.lang), point.rank_basis, look)
    return marked(subject.amount(point.value, point.decimals, point.qualifier, look.lang), point.value_basis, look)


def _title(
    pairs: Sequence[Pair],
    leading: Sequence[Pair],
    own: str | None,
    subject: Subject,
    years: tuple[int, int],
    across: str | None,
    look: Look,
) -> str:
    """What became of our own unit, or of the one chosen unit; else how many rose and fell."""
    lang = look.lang
    first, last = years
    common = {"indicator": subject.short, "first_year": first, "last_year": last}
    if leading and (leading[0].unit_id == own or len(leading) == 1):
        pair = leading[0]
        ends = {
            "first": figure(pair.before, subject, pair.measure, look),
            "last": figure(pair.after, subject, pair.measure, look),
        }
        change = pair.change(subject)
        if across or change is None or pair.link != "solid":
            key = "across" if across else "both"
            crossed = {"across": _lower(across)} if across else {}
            return t(f"chart.pair.title.{key}", lang, name=pair.name, **ends, **common, **crossed)
        if pair.before.y == pair.after.y:
            return t("chart.pair.title.same", lang, name=pair.name, last=ends["last"], **common)
        # Of values the number rises or falls; of ranks and levels the unit does.
        rises = change > 0
        words = pair.change_words(subject, look)
        return t(f"chart.pair.title.{'up' if rises else 'down'}", lang, name=pair.name, change=words, **ends, **common)
    alike = (pair.change(subject) for pair in pairs if pair.link == "solid")
    changes = [change for change in alike if change is not None]
    if across or not changes:
        crossed = {"across": _lower(across)} if across else {}
        return t(f"chart.pair.title.units{'_across' if across else ''}", lang, **common, **crossed)
    count = {"up": 0, "down": 0, "same": 0}
    for change in changes:
        count["up" if change > 0 else "down" if change < 0 else "same"] += 1
    kind = "counts_rank" if pairs[0].measure == "rank" else "counts"
    return t(f"chart.pair.title.{kind}", lang, **common, **{way: numbers.count(n) for way, n in count.items()})


def _told(pair: Pair, subject: Subject, across: str | None, look: Look) -> str:
    """ "Sơn La: 80,10 điểm năm 2021, 84,30 điểm năm 2022 (+4,20)." """
    change = pair.change(subject)
    key = "chart.pair.told" if across or change is None else "chart.pair.told_change"
    values = {} if key == "chart.pair.told" else {"change": pair.change_words(subject, look)}
    return t(
        key,
        look.lang,
        name=pair.name,
        first=figure(pair.before, subject, pair.measure, look),
        first_year=pair.before.year,
        last=figure(pair.after, subject, pair.measure, look),
        last_year=pair.after.year,
        **values,
    )


def _notes(pairs: Sequence[Pair], measure: Measure, across: str | None, look: Look) -> list[str]:
    lang = look.lang
    found = []
    if across:
        found.append(t("chart.pair.note.dash", lang))
    if any(pair.link == "dot" for pair in pairs):
        found.append(t("chart.pair.note.dot", lang))
    untold = sum(not pair.fits for pair in pairs)
    if untold:
        found.append(plural("chart.pair.note.untold", untold, lang))
    points = [point for pair in pairs for point in (pair.before, pair.after)]
    if any(point.is_hollow for point in points):
        found.append(t("chart.note.hollow", lang))
    if any(point.conflict for point in points):
        found.append(t("chart.note.conflict", lang))
    return found


def _scale(subject: Subject, measure: Measure, look: Look) -> str:
    if measure == "rank":
        return t("chart.pair.ranks", look.lang, indicator=subject.name)
    return subject.name


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(". ")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def short_figure(point: Point, subject: Subject, measure: Measure) -> str:
    """What is drawn of a point as a label has it, with a ring when it was not published."""
    return written(point, subject, measure) + ("" if point.is_published or point.y is None else " ○")
