"""What stands behind the figures: how many units have one, which sources gave them, what is odd in them.

Pure functions on the frames of the queries `coverage`, `known_gaps`, `indicators`, `sources` and `findings`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from egov_metrics.units.folding import fold

SEVERITIES = ("error", "warning", "info")
STATES = ("open", "explained", "accepted")
ORIGINS = ("check", "reviewed")
GRADES = ("official", "press", "secondary")
SOURCE_KINDS = ("decision", "report", "portal", "article", "dataset")
REVIEWED_KINDS = (
    "bound", "conflict_outside", "coverage", "cut_off", "denominator", "direction", "easily_confused", "left_out",
    "not_from_publisher", "not_stated", "order_in_source", "parts_do_not_fit", "period", "reading", "slip", "target",
    "territory", "ties", "wording_conflict",
)  # fmt: skip
"""Kinds of findings that a person writes down, as docs/developers/figures.md lists them."""


@dataclass(frozen=True)
class Cell:
    """How many units have a figure, a value, a rank, and anything published as such."""

    units: int
    with_value: int
    with_rank: int
    published: int


@dataclass(frozen=True)
class Gap:
    """Why figures are missing: the kind of nothing, and whether all units or only some are without."""

    nothing: str
    extent: str
    reason_vi: str
    reason_en: str

    def reason(self, lang: str) -> str:
        """The reason in a language."""
        return self.reason_en if lang == "en" else self.reason_vi


@dataclass(frozen=True)
class Row:
    """One indicator of the matrix. `parts` is how many other indicators of its family have figures on the level."""

    code: str
    family: str
    parts: int
    cells: Mapping[int, Cell]
    gaps: Mapping[int, Gap] = field(default_factory=dict)


@dataclass(frozen=True)
class Matrix:
    """Indicators and years: `years` runs from the first to the last with a figure, without holes."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def most(self) -> int:
        """The greatest number of units in a cell; 0 without cells."""
        return max((cell.units for row in self.rows for cell in row.cells.values()), default=0)


def headline_codes(indicators: pd.DataFrame) -> list[str]:
    """The indicators by which families are known, in their order."""
    return list(indicators.loc[indicators["is_headline"].fillna(False).astype(bool), "indicator_code"])


def family_codes(indicators: pd.DataFrame, family: str) -> list[str]:
    """All indicators of a family, in their order."""
    return list(indicators.loc[indicators["family"] == family, "indicator_code"])


def topic_codes(indicators: pd.DataFrame) -> list[str]:
    """The indicators of families that have no headline: facts read from documents, by topic."""
    headed = set(indicators.loc[indicators["is_headline"].fillna(False).astype(bool), "family"])
    return list(indicators.loc[~indicators["family"].isin(headed), "indicator_code"])


def codes_meant(indicators: pd.DataFrame, code: str | None) -> set[str] | None:
    """The indicators that a reader means who chose `code`: a headline stands for its family. None means all."""
    if code is None:
        return None
    row = indicators[indicators["indicator_code"] == code]
    if len(row) and bool(row["is_headline"].iloc[0]):
        return set(family_codes(indicators, row["family"].iloc[0]))
    return {code}


def matrix(
    coverage: pd.DataFrame, gaps: pd.DataFrame, indicators: pd.DataFrame, codes: Sequence[str], level: str
) -> Matrix:
    """How many units of `level` have a figure of each of `codes` in each year; indicators without any are left out.

    A gap of extent "all" is of every level. One of extent "some" was counted among provinces, so it stands there only.
    """
    rows = coverage[coverage["level"] == level]
    cells: dict[str, dict[int, Cell]] = {}
    for one in rows.itertuples():
        counted = Cell(int(one.units), int(one.with_value), int(one.with_rank), int(one.published))
        cells.setdefault(str(one.indicator_code), {})[int(one.year)] = counted
    family_of = dict(zip(indicators["indicator_code"], indicators["family"], strict=True))
    used: dict[str, int] = {}
    for code in cells:
        used[family_of[code]] = used.get(family_of[code], 0) + 1
    shown = [code for code in codes if code in cells]
    years = sorted({year for code in shown for year in cells[code]})
    span = tuple(range(years[0], years[-1] + 1)) if years else ()
    known = _gaps(gaps, level, set(span))
    return Matrix(
        span,
        tuple(
            Row(code, family_of[code], used[family_of[code]] - 1, cells[code], known.get(family_of[code], {}))
            for code in shown
        ),
    )


def _gaps(gaps: pd.DataFrame, level: str, years: Collection[int]) -> dict[str, dict[int, Gap]]:
    found: dict[str, dict[int, Gap]] = {}
    for one in gaps.itertuples():
        if int(one.year) in years and (one.extent == "all" or level == "province"):
            said = Gap(str(one.nothing), str(one.extent), str(one.reason_vi), str(one.reason_en))
            found.setdefault(str(one.family), {})[int(one.year)] = said
    return found


def matches(frame: pd.DataFrame, columns: Sequence[str], search: str | None) -> pd.Series:
    """For each row: is `search` found in its `columns`, read together without accents? Boolean.

    Found is the whole phrase where any row has it (so "son la" is not "Lạng Sơn"), else all of its words, in
    any order; both from the beginning of a word.
    """
    phrase = fold(search or "")
    if not phrase:
        return pd.Series(True, index=frame.index)
    texts = " " + frame[list(columns)].fillna("").astype(str).agg(" ".join, axis=1).map(fold)
    whole = texts.map(lambda text: f" {phrase}" in text).astype(bool)
    if whole.any():
        return whole
    return texts.map(lambda text: all(f" {word}" in text for word in phrase.split())).astype(bool)


def narrow_sources(
    sources: pd.DataFrame, codes: Collection[str] | None, only: Collection[str], search: str | None
) -> pd.DataFrame:
    """The sources that stated one of `codes` (None = any), of the grades and kinds among `only`, that fit a search.

    Words of `only` that are neither a grade nor a kind are passed over.
    """
    kept = _among(sources, "grade", only, GRADES) & _among(sources, "kind", only, SOURCE_KINDS)
    if codes is not None:
        wanted = set(codes)
        given = sources["indicators"].fillna("").astype(str)
        kept &= given.map(lambda text: not wanted.isdisjoint(text.split())).astype(bool)
    found = sources[kept]
    return found[matches(found, ("title", "producer", "url"), search)]


def narrow_findings(
    findings: pd.DataFrame, units: Collection[str] | None, codes: Collection[str] | None, only: Collection[str]
) -> pd.DataFrame:
    """The findings about one of `units` or its parts and one of `codes` (None = all), of the words among `only`.

    `only` may name severities, states and kinds; of each of these that it names any, only those are kept.
    """
    kept = _among(findings, "severity", only, SEVERITIES) & _among(findings, "state", only, STATES)
    kept &= _among(findings, "kind", only, findings["kind"].unique())
    if units is not None:
        kept &= findings["unit_id"].isin(units) | findings["unit_parent_id"].isin(units)
    if codes is not None:
        kept &= findings["indicator_code"].isin(codes)
    return findings[kept]


def _among(frame: pd.DataFrame, column: str, only: Collection[str], words: Collection[str]) -> pd.Series:
    wanted = [word for word in only if word in words]
    return frame[column].isin(wanted) if wanted else pd.Series(True, index=frame.index)


def counts(frame: pd.DataFrame, column: str, words: Sequence[str]) -> dict[str, int]:
    """How many rows bear each of `words` in `column`, noughts included, in the order of `words`."""
    found = frame[column].value_counts()
    return {word: int(found.get(word, 0)) for word in words}
