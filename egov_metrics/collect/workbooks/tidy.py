"""Statements out of tables with a row for each: unit, indicator, period, value. A million rows take seconds.

Headings are those of the files under `data/observations/`, or friendly ones in Vietnamese or English. Whatever is
looked up (units, indicators, dates, words) is looked up once for each different text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.grid import column_name
from egov_metrics.collect.workbooks.names import LEVELS, MERGER, NEW, OLD, Named
from egov_metrics.collect.workbooks.statements import USUAL, with_bases
from egov_metrics.collect.workbooks.values import (
    NOTHINGS,
    POINT,
    Signs,
    nothing_of,
    number_of,
    rank_of_cell,
    signs_of,
    text_value,
)
from egov_metrics.store.rows import STATEMENT, TEXT
from egov_metrics.store.tables import OBSERVATION
from egov_metrics.units.folding import fold

EXAMPLE = "vi du"
"""How the unit or note of a row begins that is only an example (folded); such a row is skipped."""
NAMES: dict[str, tuple[str, ...]] = {
    "unit_id": ("unit id", "ma don vi"),
    "unit": ("unit", "unit name", "don vi", "ten don vi", "tinh", "tinh thanh pho", "tinh thanh", "ten tinh",
             "dia phuong", "province", "province name", "locality", "huyen", "xa", "district", "commune", "co quan"),
    "parent": ("parent", "parent unit", "parent id", "thuoc tinh", "don vi cap tren", "thuoc"),
    "level": ("level", "unit level", "cap", "cap don vi"),
    "indicator_code": ("indicator code", "ma chi so", "ma chi tieu", "index code"),
    "indicator": ("indicator", "index", "chi so", "chi tieu", "ten chi so", "ten chi tieu", "indicator name"),
    "year": ("year", "nam"),
    "period_start": ("period start", "tu ngay", "from", "start"),
    "period_end": ("period end", "den ngay", "to", "end"),
    "value": ("value", "gia tri", "so lieu", "diem", "diem so", "score", "ket qua"),
    "rank": ("rank", "hang", "xep hang", "thu hang", "ranking"),
    "rank_of": ("rank of", "tren tong so", "so don vi xep hang", "tong so don vi xep hang"),
    "nothing": ("nothing", "ly do khong co so lieu", "khong co so lieu vi"),
    "qualifier": ("qualifier", "kieu gia tri", "muc chinh xac"),
    "denominator": ("denominator", "mau so"),
    "source_title": ("source title", "nguon", "ten nguon", "source", "van ban"),
    "source_url": ("source url", "dia chi nguon", "lien ket", "url"),
    "producer": ("producer", "publisher", "co quan cong bo", "don vi cong bo"),
    "published": ("published", "ngay cong bo"),
    "grade": ("source grade", "grade"),
    "note": ("note", "ghi chu"),
    **{name: (name.replace("_", " "),) for name in (
        "scope", "period_basis", "statistic", "members", "value_basis", "rank_basis", "method_id", "source_id",
        "passage", "status",
    )},
}  # fmt: skip
"""Headings by what they hold, folded."""
WORDS: dict[str, dict[str, str]] = {
    "qualifier": {
        "chinh xac": "exact", "khoang": "approx", "xap xi": "approx", "it nhat": "at_least", "tu": "at_least",
        "hon": "more_than", "tren": "more_than", "duoi": "less_than", "it hon": "less_than",
        "chi tieu ke hoach": "target", "chi tieu": "target", "ke hoach": "target", "muc tieu": "target",
    },
    "nothing": NOTHINGS,
    "level": {
        "tinh": "province", "cap tinh": "province", "huyen": "district", "cap huyen": "district", "xa": "commune",
        "cap xa": "commune", "so nganh": "department", "so": "department", "quoc gia": "country",
    },
    "scope": {
        "chinh don vi": "self", "cac so nganh": "departments", "cap huyen": "districts", "cap xa": "communes",
    },
}  # fmt: skip
_BY_NAME = {name: field for field, names in NAMES.items() for name in names}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SEARCHED = 12
"""How many rows are searched for the headings of a tidy table."""
_SOURCE = ("source_title", "source_url", "producer", "published", "grade")


@dataclass(frozen=True)
class Table:
    """A tidy table: a column of texts for each field, "" for none; row numbers from 1, and letters of the columns."""

    sheet: str
    texts: dict[str, pd.Series]
    rows: np.ndarray
    letters: dict[str, str]
    signs: dict[str, Signs]


@dataclass(frozen=True)
class Tidied:
    """Statements of a tidy table, and the rows of `sources.csv` that it names."""

    frame: pd.DataFrame
    sources: tuple[dict[str, str], ...]
    skipped: tuple[tuple[int, str], ...]


def fields_of(headings: Sequence[str]) -> dict[int, str] | None:
    """Which column holds what, when these are the headings of a tidy table; None when they are not."""
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        field = _BY_NAME.get(fold(re.sub(r"\([^)]*\)|\*", " ", heading)))
        if field is not None and field not in found.values():
            found[at] = field
    has = set(found.values())
    complete = (
        has & {"unit", "unit_id"} and has & {"indicator", "indicator_code"} and has & {"year", "period_end"}
        and has & {"value", "rank", "nothing"}
    )  # fmt: skip
    return found if complete else None


def find_headings(rows: Sequence[tuple[int, Sequence[tuple[int, str]]]]) -> tuple[int, dict[int, str]] | None:
    """The row of headings (by its number) of a tidy table among the first rows of a sheet, and its columns."""
    for number, filled in rows[:_SEARCHED]:
        width = max((column for column, _ in filled), default=-1) + 1
        texts = [""] * min(width, 200)
        for column, text in filled:
            if column < len(texts):
                texts[column] = text
        if (fields := fields_of(texts)) is not None:
            return number, fields
    return None


def tidy(table: Table, catalogue: Catalogue, own_source: str, progress: Callable[[float], None]) -> Tidied:
    """The statements of a tidy table. A row that names no source has `own_source`."""
    skip = _skipped(table)
    keep = np.ones(len(table.rows), dtype=bool)
    keep[[at for at, _ in skip]] = False
    cells = {field: column[keep].reset_index(drop=True) for field, column in table.texts.items()}
    rows = table.rows[keep]
    size = len(rows)
    frame = pd.DataFrame({name: _constant(USUAL.get(name, ""), size) for name in OBSERVATION})
    for name in ("reason", "bad_column", "bad_value", "near", "unit_text", "indicator_text"):
        frame[name] = _constant("", size)
    work = _Work(frame, cells, table.letters)
    work.periods()
    progress(0.2)
    work.indicators(catalogue)
    work.units(catalogue)
    progress(0.5)
    work.figures(table.signs, catalogue)
    progress(0.8)
    work.words()
    sources = work.sources(catalogue, own_source)
    frame["sheet"] = _constant(table.sheet, size)
    frame["row"] = rows
    place = table.letters.get("value") or table.letters.get("rank") or next(iter(table.letters.values()))
    frame["quote"] = (f"{table.sheet}!{place}" + pd.Series(rows).astype(TEXT)).astype(TEXT)
    progress(1.0)
    return Tidied(with_bases(frame), sources, tuple((int(table.rows[at]), why) for at, why in skip))


def _skipped(table: Table) -> list[tuple[int, str]]:
    """Positions of rows that state nothing: examples, and empty ones."""
    size = len(table.rows)
    example, empty = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    for field, column in table.texts.items():
        if field in ("unit", "note"):
            distinct = pd.Series(column.unique())
            told = distinct[[fold(str(text)[:40]).startswith(EXAMPLE) for text in distinct]]
            example |= column.isin(told).to_numpy(dtype=bool)
        # Codes that the template works out and units that it lists are no statement.
        if field in ("value", "rank", "nothing"):
            empty &= (column == "").to_numpy(dtype=bool)
    listed = [name for name in ("value", "rank", "nothing", "year", "period_end", "indicator") if name in table.texts]
    blank = np.logical_and.reduce([(table.texts[name] == "").to_numpy(dtype=bool) for name in listed])
    out = [(int(at), "example_row") for at in np.flatnonzero(example)]
    return out + [(int(at), "empty_row") for at in np.flatnonzero(empty & blank & ~example)]


def _constant(text: str, size: int) -> pd.Series:
    return pd.Series(text, index=range(size), dtype=TEXT)


class _Work:
    """The steps from texts to statements; each marks what it rejects."""

    def __init__(self, frame: pd.DataFrame, cells: dict[str, pd.Series], letters: dict[str, str]) -> None:
        self.frame, self.cells, self.letters = frame, cells, letters
        self.size = len(frame)

    def cell(self, field: str) -> pd.Series:
        """A column of texts; empty when the table has none."""
        return self.cells.get(field, _constant("", self.size))

    def reject(self, wrong: np.ndarray, reason: str, field: str, near: pd.Series | None = None) -> None:
        """Give rows a reason, unless they have one."""
        wrong = np.asarray(wrong, dtype=bool) & (self.frame["reason"] == "").to_numpy(dtype=bool)
        if wrong.any():
            self.frame.loc[wrong, "reason"] = reason
            self.frame.loc[wrong, "bad_column"] = self.letters.get(field, "")
            self.frame.loc[wrong, "bad_value"] = self.cell(field)[wrong].str.slice(0, 200)
            if near is not None:
                self.frame.loc[wrong, "near"] = near[wrong]

    def mapped(self, cells: pd.Series, look: Callable[[str], str]) -> pd.Series:
        """`look` of every different text."""
        number, distinct = pd.factorize(cells)
        found = pd.Series([look(str(text)) for text in distinct], dtype=TEXT)
        return found.take(number).reset_index(drop=True) if len(found) else _constant("", self.size)

    def periods(self) -> None:
        """First and last day, from a year or from two days."""
        year, start, end = (self.cell(name) for name in ("year", "period_start", "period_end"))
        first = self.mapped(year, lambda text: _year_text(text, "-01-01"))
        last = self.mapped(year, lambda text: _year_text(text, "-12-31"))
        given_start, given_end = self.mapped(start, _day_text), self.mapped(end, _day_text)
        by_days = (end != "").to_numpy(dtype=bool)
        self.frame["period_start"] = given_start.where(by_days, first)
        self.frame["period_end"] = given_end.where(by_days, last)
        self.reject((year != "") & (first == "?"), "bad_period", "year")
        self.reject((start != "") & (given_start == "?"), "bad_period", "period_start")
        self.reject((end != "") & (given_end == "?"), "bad_period", "period_end")
        stated = self.cell("period_basis")
        self.reject((self.frame["period_end"] == "") & (stated != "not_stated"), "no_period", "year")
        unfit = self.frame[["period_start", "period_end"]] == "?"
        self.frame[["period_start", "period_end"]] = self.frame[["period_start", "period_end"]].mask(unfit, "")

    def indicators(self, catalogue: Catalogue) -> None:
        """Codes, from codes or names; a name of a rank puts the value where the rank belongs."""
        code, name = self.cell("indicator_code"), self.cell("indicator")
        self.frame["indicator_text"] = name.where(name != "", code)
        by_code = self.mapped(code, lambda text: _code(catalogue, text))
        by_name = self.mapped(name, lambda text: _code(catalogue, text))
        found = by_code.where(by_code != "", by_name)
        ranks = found.str.endswith("|rank").to_numpy(dtype=bool)
        self.frame["indicator_code"] = found.str.replace("|rank", "", regex=False)
        if ranks.any() and "rank" not in self.cells:
            self.cells["rank"] = self.cell("value").where(ranks, "")
            self.cells["value"] = self.cell("value").mask(ranks, "")
        field = "indicator" if "indicator" in self.cells else "indicator_code"
        self.reject((code == "") & (name == ""), "no_indicator", field)
        self.reject(self.frame["indicator_code"] == "", "unknown_indicator", field)
        differ = (by_code != "") & (by_name != "") & (by_code != by_name)
        self.reject(differ, "unknown_indicator", "indicator_code")

    def units(self, catalogue: Catalogue) -> None:
        """Keys of units, from keys or names, at the time of the period."""
        unit_id, unit = self.cell("unit_id"), self.cell("unit")
        self.frame["unit_text"] = unit.where(unit != "", unit_id)
        late = self.frame["period_end"] >= MERGER
        of_34 = self.cell("rank_of") == "34"
        era = pd.Series(np.where((late | of_34).fillna(False), NEW, OLD), dtype=TEXT)
        year = self.frame["period_end"].str.slice(0, 4)
        level = self.mapped(self.cell("level"), lambda text: WORDS["level"].get(fold(text), text.lower()))
        parts = [unit_id, unit, level, self.cell("parent"), era, year]
        asked = pd.DataFrame({str(at): part.to_numpy() for at, part in enumerate(parts)})
        number = asked.groupby(list(asked), sort=False, dropna=False).ngroup().to_numpy()
        distinct = asked.iloc[pd.Series(number).drop_duplicates().index].fillna("")
        named = [_unit(catalogue, *(str(text) for text in row)) for row in distinct.itertuples(index=False)]
        self.frame["unit_id"] = (
            pd.Series([one.unit_id or "" for one in named], dtype=TEXT).take(number).reset_index(drop=True)
        )
        reasons = pd.Series([one.reason for one in named], dtype=TEXT).take(number).reset_index(drop=True)
        near = pd.Series(["; ".join(one.near) for one in named], dtype=TEXT).take(number).reset_index(drop=True)
        field = "unit" if "unit" in self.cells else "unit_id"
        for reason in [text for text in reasons.unique() if text]:
            self.reject(reasons == reason, str(reason), field, near)

    def figures(self, signs: dict[str, Signs], catalogue: Catalogue) -> None:
        """Values, ranks and denominators as texts with a decimal point."""
        value = self.cell("value")
        words = value[~value.str.contains(r"\d", regex=True).to_numpy(dtype=bool)]
        nothings = {str(text): nothing_of(str(text)) for text in words.unique()}
        stated = {text: kind for text, kind in nothings.items() if kind is not None}
        if stated:
            kinds = value.map(stated).astype(TEXT).fillna("")
            given = self.cell("nothing")
            self.cells["nothing"] = given.where(given != "", kinds)
            self.cells["value"] = value = value.mask(value.isin(list(stated)), "")
        for field in ("value", "denominator"):
            found, wrong = _numbers(self.cell(field), signs.get(field))
            self.frame[field] = found
            self.reject(wrong, "bad_number", field)
        rank = self.mapped(self.cell("rank"), _rank_text)
        self.frame["rank"] = rank.str.replace("/.*", "", regex=True).mask(rank == "?", "")
        told_of = rank.str.replace("^[^/]*/?", "", regex=True).mask(rank == "?", "")  # partition fails on no rows
        rank_of = self.mapped(self.cell("rank_of"), _rank_text)
        self.frame["rank_of"] = rank_of.mask(rank_of == "?", "").where(rank_of != "", told_of)
        self.frame["rank_of"] = self.frame["rank_of"].where(self.frame["rank"] != "", "")
        self.reject(rank == "?", "bad_rank", "rank")
        self.reject(rank_of == "?", "bad_rank", "rank_of")
        self._percentages(catalogue)

    def _percentages(self, catalogue: Catalogue) -> None:
        """95% of an index from 0 to 1 is 0.95."""
        shown = self.cell("value").str.endswith("%").to_numpy(dtype=bool)
        if shown.any():
            for code in self.frame.loc[shown, "indicator_code"].unique():
                if code and (catalogue.scale(code, None)[1] or 100) <= 1:
                    rows = shown & (self.frame["indicator_code"] == code).to_numpy(dtype=bool)
                    share = pd.to_numeric(self.frame.loc[rows, "value"], errors="coerce") / 100
                    self.frame.loc[rows, "value"] = share.map(lambda number: f"{number:.12g}").astype(TEXT)

    def words(self) -> None:
        """Columns of closed words and the rest, as given; what the form of a statement refuses is rejected here."""
        columns = {column.name: column for column in STATEMENT.columns}
        plain = ("scope", "statistic", "members", "nothing", "qualifier", "value_basis", "rank_basis", "method_id",
                 "passage", "status", "note", "period_basis")  # fmt: skip
        for name in plain:
            if name in self.cells:
                known = WORDS.get(name, {})
                told = self.mapped(self.cell(name), partial(_word, known))
                self.frame[name] = told.where(told != "", USUAL.get(name, ""))
            if name not in ("passage", "note", "method_id"):
                distinct = [str(text) for text in self.frame[name].unique() if text]
                wrong = [text for text in distinct if not columns[name].accepts(text)]
                if wrong:
                    self.reject(self.frame[name].isin(wrong), "bad_word", name)
                    self.frame[name] = self.frame[name].mask(self.frame[name].isin(wrong), "")

    def sources(self, catalogue: Catalogue, own_source: str) -> tuple[dict[str, str], ...]:
        """The source of every row, and the sources that the rows name themselves."""
        given = self.cell("source_id")
        unknown = [str(text) for text in given.unique() if text and text not in catalogue.sources]
        if unknown:
            self.reject(given.isin(unknown), "unknown_source", "source_id")
        parts = [self.cell(name) for name in _SOURCE]
        told = parts[0].str.cat(parts[1:], "\x1f")
        named, ids = {}, {}
        for text in told.unique():
            title, url, producer, published, grade = str(text).split("\x1f")
            if title or url:
                source = _source(title, url, producer, published, grade)
                named[source["source_id"]], ids[str(text)] = source, source["source_id"]
        by_words = told.map(ids).astype(TEXT).fillna(own_source) if ids else _constant(own_source, self.size)
        self.frame["source_id"] = given.where(given != "", by_words)
        used = set(self.frame["source_id"].unique())
        return tuple(source for key, source in named.items() if key in used)


def _word(known: dict[str, str], text: str) -> str:
    return known.get(fold(text), text)


def _source(title: str, url: str, producer: str, published: str, grade: str) -> dict[str, str]:
    key = hashlib.sha256(f"{title}\x1f{url}\x1f{producer}".encode()).hexdigest()[:12]
    partial = published if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", published) else ""
    return {
        "source_id": f"import-{key}", "producer": producer or title or url, "title": title or url, "url": url,
        "published": partial, "kind": "dataset", "grade": grade if grade in ("official", "press") else "secondary",
    }  # fmt: skip


def _year_text(text: str, rest: str) -> str:
    """The day of a year, "" for none, "?" for what is no year."""
    if not text:
        return ""
    plain = text.removesuffix(".0")
    return f"{plain}{rest}" if re.fullmatch(r"(?:199|20\d|210)\d", plain) and plain <= "2100" else "?"


def _day_text(text: str) -> str:
    """A day as 2019-12-31, from that or from 31/12/2019; "?" for what is no day."""
    if not text:
        return ""
    found = _DAY.fullmatch(text.strip())
    told = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text.strip()[:10]
    try:
        return date.fromisoformat(told).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", told) else "?"
    except ValueError:
        return "?"


def _code(catalogue: Catalogue, text: str) -> str:
    if not text:
        return ""
    code, part = catalogue.headings.code(text)
    return f"{code}|rank" if code and part == "rank" else code or ""


def _unit(catalogue: Catalogue, unit_id: str, unit: str, level: str, parent: str, era: str, year: str) -> Named:
    names = catalogue.names
    if unit_id:
        named = names.resolve(unit_id)
        return named if named.unit_id == unit_id else Named(None, "unknown_unit", named.near)
    if not unit:
        return Named(None, "no_unit")
    if level == "country" or fold(unit) in ("viet nam", "ca nuoc", "toan quoc"):
        return Named("VN")
    period = int(year) if year else None
    above = names.resolve(parent, "province", era, None, period).unit_id if parent else None
    levels = [level] if level in LEVELS else LEVELS
    first: Named | None = None
    for one in levels:
        if one == "province" and level == "" and above not in (None, "VN"):
            continue
        named = names.resolve(unit, one, era, above if one != "province" and above != "VN" else None, period)
        if named.unit_id:
            return named
        first = first or named
    return first or Named(None, "unknown_unit")


def _rank_text(text: str) -> str:
    if not text:
        return ""
    found = rank_of_cell(text_value(text))
    return "?" if found is None else f"{found[0]}/{found[1]}" if found[1] else found[0]


def _numbers(texts: pd.Series, signs: Signs | None) -> tuple[pd.Series, np.ndarray]:
    """Texts as numbers with a decimal point, and which are none. Plain numbers are taken as they are, all at once."""
    plain = texts.str.fullmatch(r"-?\d+(\.\d+)?").to_numpy(dtype=bool) & (signs in (None, POINT))
    if signs is None:
        signs = signs_of(str(text) for text in texts.unique())
        plain &= (signs == POINT) | ~texts.str.contains(".", regex=False).to_numpy(dtype=bool)
    rest = ~plain & (texts != "").to_numpy(dtype=bool)
    if not rest.any():
        return texts, rest
    if signs.decimal == ",":
        commas = texts.str.fullmatch(r"-?\d+,\d+").to_numpy(dtype=bool)
        texts = texts.where(~commas, texts.str.replace(",", ".", regex=False))
        rest &= ~commas
    wrong = np.zeros(len(texts), dtype=bool)
    if rest.any():
        number, distinct = pd.factorize(texts[rest])
        found = [number_of(text_value(str(text)), signs) for text in distinct]
        wrong[rest] = np.array([one is None for one in found])[number]
        texts = texts.copy()
        texts[rest] = pd.Series([one[0] if one else "" for one in found], dtype=TEXT).take(number).to_numpy()
    return texts, wrong


def letters_of(fields: dict[int, str]) -> dict[str, str]:
    """The letter of the column of each field."""
    return {field: column_name(at) for at, field in fields.items()}
