"""Frames of figures read into plain points: what is drawn, how it is marked, what it says under the pointer."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.analysis.comparability import APART
from egov_metrics.charts.layout import escape, wrapped
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.i18n.titles import source_name

COLUMNS = (
    "unit_id",
    "name",
    "year",
    "period_end",
    "value",
    "rank",
    "rank_of",
    "decimals",
    "qualifier",
    "value_basis",
    "rank_basis",
    "method_id",
    "nothing",
    "source_title",
    "published",
    "conflict",
)
"""The columns that charts of units read; `figure_id` is read as well when it is there and travels as `customdata`, and
`note`, a remark for the hover text (of which provinces a recomputed figure is), and `source_producer`, which names a
source whose title few can read."""


class Point(NamedTuple):
    """One figure of one unit. `y` is the value or the rank, whichever is measured; None where there is none."""

    unit_id: str
    name: str
    year: int
    x: float
    y: float | None
    value: float | None
    rank: int | None
    rank_of: int | None
    decimals: int | None
    qualifier: str
    basis: str | None
    method_id: str | None
    nothing: str | None
    source: str | None
    published: str | None
    conflict: bool
    whole_year: bool
    period_end: dt.date | None
    figure_id: str | None
    note: str | None = None
    value_basis: str | None = None
    rank_basis: str | None = None

    @property
    def is_published(self) -> bool:
        """Is what is drawn a published result (not derived, read from a list, doubtful, recomputed, or a target)?"""
        return self.basis == "published" and self.qualifier != "target"

    @property
    def is_recomputed(self) -> bool:
        """Was it worked out here for a present province (and never published)?"""
        return self.basis == "recomputed" and self.qualifier == "exact"

    @property
    def is_hollow(self) -> bool:
        """Is its mark hollow: not published, or published as a bound or an approximation ("khoảng 80")?"""
        return not self.is_published or self.qualifier != "exact"

    @property
    def is_sound(self) -> bool:
        """May it enter a median, a class or a correlation: exact, and published or recomputed as such?"""
        return self.qualifier == "exact" and self.basis in ("published", "recomputed")

    @property
    def symbol(self) -> str:
        """Plotly's symbol: hollow for what is not a published and exact figure, a diamond where sources disagree."""
        return ("diamond" if self.conflict else "circle") + ("-open" if self.is_hollow else "")


def read(frame: pd.DataFrame, measure: Measure) -> list[Point]:
    """The rows of `frame` that have a year, in order of unit (as they first come), then time.

    `x` is the year; the end of a period that is not a whole year lies where it falls within its year
    (from half a year before the tick to half a year after). A missing column is a KeyError.
    """
    if frame.empty:
        return []
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        raise KeyError(f"a chart needs the columns {', '.join(missing)}")
    more = [name for name in ("figure_id", "note", "source_producer") if name in frame.columns]
    column = {name: plain(frame[name]) for name in (*COLUMNS, *more) if name != "period_end"}
    ends = pd.to_datetime(frame["period_end"]).to_numpy().astype("datetime64[D]").tolist()
    return _made(column, ends, measure)


def of_unit(rows: Sequence[Mapping[str, Any]], name: str, measure: Measure) -> list[Point]:
    """The points that `read` makes of `rows`, figures of one unit called `name` as plain dictionaries.

    `rows`: query `figures_of_unit` (`analysis.frames.records`). Cheaper than a frame for the few figures of a unit.
    """
    given = [column for column in (*COLUMNS, "figure_id") if column not in ("name", "conflict", "period_end")]
    column: dict[str, list[Any]] = {one: [_known(row[one]) for row in rows] for one in given}
    column["name"] = [name] * len(rows)
    column["conflict"] = [row["distinct_values"] > 1 or row["distinct_ranks"] > 1 for row in rows]
    ends = [None if _known(row["period_end"]) is None else row["period_end"].date() for row in rows]
    return _made(column, ends, measure)


def _known(value: Any) -> Any:
    return None if value is pd.NA or value != value else value


def _made(column: Mapping[str, list[Any]], ends: list[dt.date | None], measure: Measure) -> list[Point]:
    """Points from plain columns; `figure_id` and `note` may be missing."""
    whole = [end is None or (end.month == 12 and end.day == 31) for end in ends]
    ranks, rank_ofs, decimals = ([_whole(n) for n in column[name]] for name in ("rank", "rank_of", "decimals"))
    fields = {
        "unit_id": column["unit_id"],
        "name": column["name"],
        "year": [_whole(year) for year in column["year"]],
        "x": [_place(*when) for when in zip(column["year"], ends, whole, strict=True)],
        "y": column["value"] if measure == "value" else ranks,
        "value": column["value"],
        "rank": ranks,
        "rank_of": rank_ofs,
        "decimals": decimals,
        "qualifier": [qualifier or "exact" for qualifier in column["qualifier"]],
        "basis": column[f"{measure}_basis"],
        "value_basis": column["value_basis"],
        "rank_basis": column["rank_basis"],
        "method_id": column["method_id"],
        "nothing": column["nothing"],
        "source": _sources(column["source_title"], column.get("source_producer")),
        "published": column["published"],
        "conflict": [bool(conflict) for conflict in column["conflict"]],
        "whole_year": whole,
        "period_end": ends,
        **{name: column.get(name) or [None] * len(ends) for name in ("figure_id", "note")},
    }
    rows = zip(*(fields[name] for name in Point._fields), strict=True)
    points = [Point(*row) for row in rows if row[_YEAR] is not None]
    first = {unit: i for i, unit in reversed(list(enumerate(point.unit_id for point in points)))}
    points.sort(key=lambda point: (first[point.unit_id], point.x))
    return points


def _sources(titles: list[Any], producers: list[Any] | None) -> list[str | None]:
    if producers is None:
        return titles
    pairs = zip(titles, producers, strict=True)
    return [source_name(title, producer) if title else None for title, producer in pairs]


def plain(column: pd.Series) -> list[Any]:
    """A column as Python values with None for anything missing."""
    values, gone = column.tolist(), column.isna().to_numpy()
    if not gone.any():
        return values
    return [None if missing else value for value, missing in zip(values, gone.tolist(), strict=True)]


_YEAR = Point._fields.index("year")


def _place(year: float | None, end: dt.date | None, whole: bool) -> float | None:
    if year is None or whole or end is None:
        return None if year is None else float(year)
    return int(year) - 0.5 + end.timetuple().tm_yday / 366


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def by_unit(points: Iterable[Point]) -> dict[str, list[Point]]:
    """The points of each unit, units in order of arrival."""
    grouped: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        grouped[point.unit_id].append(point)
    return dict(grouped)


def of_one_method(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The points of the method that most of them have (of equally many the first that comes), and the others.

    Figures that were measured in different ways have no common median and no common places.
    """
    counted = Counter(point.method_id for point in points)
    if len(counted) < 2:
        return list(points), []
    most = counted.most_common(1)[0][0]
    return [p for p in points if p.method_id == most], [p for p in points if p.method_id != most]


Join = Callable[[Point, Point], bool]
"""May a line run from a point of a unit to its next one?"""


def joined(one: Point, other: Point) -> bool:
    """May a line run from `one` to the next point `other`?

    Only between results of one unit, measured in one way, of neighbouring years, and of periods of the same kind
    (whole years, or parts of years); both published, or both recomputed for a present province by the same rule.
    """
    return (
        one.unit_id == other.unit_id
        and one.method_id == other.method_id
        and one.basis == other.basis
        and (one.is_published or one.is_recomputed)
        and (other.is_published or other.is_recomputed)
        and one.whole_year == other.whole_year
        and 0 <= other.year - one.year <= 1
    )


def same_ranking(one: Point, other: Point) -> bool:
    """May a line run from a rank to the next one: `joined`, and not among another number of units."""
    known = one.rank_of is not None and other.rank_of is not None
    return joined(one, other) and not (known and one.rank_of != other.rank_of)


def method_of(point: Point) -> str:
    """The method version of a figure, without the year of `Methods.line_key`; "" for none."""
    return (point.method_id or "").partition(APART)[0]


def unclear(one: Point, other: Point) -> bool:
    """Would `joined` hold, if only somebody said that the years of their method compare? Such points are dotted."""
    if one.method_id == other.method_id or method_of(one) != method_of(other):
        return False
    return joined(one, other._replace(method_id=one.method_id))


def joins(measure: Measure) -> Join:
    """The rule by which lines of values or of ranks join two points."""
    return same_ranking if measure == "rank" else joined


def hover(point: Point, subject: Subject, look: Look, measure: Measure) -> str:
    """What the pointer shows of a point: name, period, value, rank, its standing, its source."""
    lang = look.lang
    lines = [f"<b>{escape(point.name)}</b> · {point.year}"]
    if not point.whole_year:
        lines.append(t("chart.hover.until", lang, date=numbers.date(point.period_end)))
    lines.append(standing(point, subject, look))
    if point.basis not in (None, "published"):
        lines.append(t(f"chart.hover.{measure}_basis", lang, basis=numbers.basis(point.basis, lang)))
    if point.note:
        lines.append(wrapped(point.note, 40 if look.narrow else 64))
    if point.conflict:
        lines.append(t("chart.hover.conflict", lang))
    if point.source:
        published = f" ({numbers.date(point.published)})" if point.published else ""
        lines.append(wrapped(t("chart.hover.source", lang, source=point.source + published), 40 if look.narrow else 64))
    return "<br>".join(lines)


def hover_short(point: Point, subject: Subject, look: Look) -> str:
    """One line for a point of a crowd: "Lai Châu · 2019: 77,40 điểm · hạng 41/63"."""
    return f"{escape(point.name)} · {point.year}: {standing(point, subject, look)}"


def standing(point: Point, subject: Subject, look: Look, between: str = " · ") -> str:
    """Value and rank, as far as there are any: "90,02 điểm · hạng 12/63"; each says so when it was not published."""
    parts = []
    if point.value is not None:
        amount = subject.amount(point.value, point.decimals, point.qualifier, look.lang)
        parts.append(marked(amount, point.value_basis, look))
    if point.rank is not None:
        parts.append(marked(numbers.rank_words(point.rank, point.rank_of, look.lang), point.rank_basis, look))
    if not parts and point.nothing:
        parts.append(numbers.nothing(point.nothing, look.lang).words)
    return between.join(parts) or numbers.NONE


def marked(figure: str, basis: str | None, look: Look) -> str:
    """A written figure with what it is when it was not published: "hạng 5/20 (tính lại)"."""
    return figure if basis in (None, "published") else t(f"chart.mark.{basis}", look.lang, figure=figure)


def drawn(points: Sequence[Point]) -> list[Point]:
    """The points that have something to draw on the axis."""
    return [point for point in points if point.y is not None]


def newest(points: Sequence[Point]) -> Point | None:
    """The last drawn point in time, or None."""
    with_y = drawn(points)
    return max(with_y, key=lambda point: point.x) if with_y else None
