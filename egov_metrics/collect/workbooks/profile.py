"""A mapping profile: how the sheets of a publisher's workbook are to be read. Proposed, corrected, kept, used again.

In the workspace, folder `profiles`: `<name>.json`. It is plain JSON that a person may edit: rows count from 1 and
columns are letters, as spreadsheets show them. Sheets and columns of another year's workbook are found again by their
names without years.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from egov_metrics.collect.workbooks.grid import column_number
from egov_metrics.collect.workbooks.headings import without_years
from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import make_folder, write_json

FOLDER = "profiles"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MOST_BYTES = 4 << 20
PARTS = ("value", "rank")
ERAS = ("auto", "old", "new")
LEVELS = ("province", "district", "commune", "department")
GRADES = ("official", "press", "secondary")


class ProfileRefused(StoreError):
    """A profile that is not of the form: one line with where, what was expected and what was found."""


@dataclass(frozen=True)
class ColumnMap:
    """What a column states. `indicator` None leaves it out; `near` are codes that a person may mean.

    `unit_column` names the units of its values; `year` is its own year (None: that of the sheet); `factor` is what
    its numbers are multiplied with (100 where a share is written 0.95).
    """

    column: str
    heading: str
    unit_column: str
    indicator: str | None = None
    part: str = "value"
    year: int | None = None
    factor: float = 1
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetMap:
    """How a sheet is read. `why` says why it is not used: no_table, no_indicator, tidy or skipped.

    `year_from` is where the year was found: sheet_name, title, heading, file_name, column, given, or none.
    `era`: old and new provinces, or auto (by the period). `parent` is the province of a table of its districts.
    """

    sheet: str
    use: bool
    why: str = ""
    hidden: bool = False
    header_rows: tuple[int, ...] = ()
    first_row: int = 1
    level: str = "province"
    parent: str | None = None
    era: str = "auto"
    year: int | None = None
    year_from: str = "none"
    columns: tuple[ColumnMap, ...] = ()


@dataclass(frozen=True)
class Source:
    """What the file is, for the list of sources. Empty fields are filled from the file and the family."""

    title: str = ""
    producer: str = ""
    url: str = ""
    published: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Profile:
    """How a workbook is read, sheet by sheet. `made_for` is the checksum of the file that it was proposed from: a year
    that a person gave (`given`) counts for that file only."""

    name: str = ""
    made_for: str = ""
    family: str | None = None
    source: Source = field(default_factory=Source)
    sheets: tuple[SheetMap, ...] = ()

    def sheet(self, name: str) -> SheetMap | None:
        """The sheet of that name, else the only one that has it but for the years in it."""
        exact = [one for one in self.sheets if one.sheet == name]
        alike = exact or [one for one in self.sheets if without_years(one.sheet) == without_years(name)]
        return alike[0] if alike else None


def as_json(profile: Profile) -> dict[str, Any]:
    """The profile as JSON's own types."""
    return json.loads(json.dumps(asdict(profile)))


def from_json(content: Any, where: str = "profile") -> Profile:
    """A profile from JSON. Raises ProfileRefused with the place of the first thing that is wrong."""
    try:
        told = _record(content, where, Profile)
        sheets = []
        for at, one in enumerate(_list(told.get("sheets", []), f"{where}: sheets")):
            place = f"{where}: sheet {at + 1}"
            cells = _record(one, place, SheetMap)
            columns = tuple(
                _column(column, f"{place}, column {number + 1}")
                for number, column in enumerate(_list(cells.get("columns", []), place))
            )
            rows = tuple(_whole(row, f"{place}: header_rows") for row in _list(cells.get("header_rows", []), place))
            sheets.append(SheetMap(**{**cells, "columns": columns, "header_rows": rows}))
            _judge_sheet(sheets[-1], place)
        source = Source(**_record(told.get("source", {}), f"{where}: source", Source))
        for name, text in asdict(source).items():
            _expect(isinstance(text, str), f"{where}: source {name}", "a text", text)
        _expect(source.grade in ("", *GRADES), f"{where}: grade", f"one of {', '.join(GRADES)}", source.grade)
        return Profile(**{**told, "source": source, "sheets": tuple(sheets)})
    except (TypeError, ValueError) as error:
        raise ProfileRefused(f"{where}: {error}") from None


def save(workspace: Path, profile: Profile, name: str) -> Path:
    """Keep a profile under a name (lower case letters, digits, - and _). Raises ProfileRefused for another name."""
    _expect(bool(_NAME.fullmatch(name)), "name of a profile", "lower case letters, digits, - and _", name)
    folder = make_folder(workspace / FOLDER)
    write_json(folder / f"{name}.json", as_json(replace(profile, name=name)))
    return folder / f"{name}.json"


def names(workspace: Path) -> list[str]:
    """The names of the profiles that are kept."""
    return sorted(path.stem for path in (workspace / FOLDER).glob("*.json") if _NAME.fullmatch(path.stem))


def read(workspace: Path, name: str) -> Profile:
    """A profile by its name, or by the path of a JSON file. Raises ProfileRefused when there is none."""
    path = workspace / FOLDER / f"{name}.json" if _NAME.fullmatch(name) else Path(name)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ProfileRefused(f"{path.name}: expected a profile of at most 4 MiB, found a larger file")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        known = ", ".join(names(workspace)) or "none"
        raise ProfileRefused(
            f"profile {name!r}: expected a name or a JSON file, found neither (kept: {known})"
        ) from None
    except (OSError, ValueError) as error:
        raise ProfileRefused(f"{path.name}: expected a profile in JSON, found {str(error)[:120]}") from None
    return from_json(content, path.name)


def _column(content: Any, where: str) -> ColumnMap:
    cells = _record(content, where, ColumnMap)
    column = ColumnMap(**{**cells, "near": tuple(_list(cells.get("near", []), where))})
    for letters in (column.column, column.unit_column):
        _expect(isinstance(letters, str), where, "a column such as C", letters)
        column_number(letters)
    _expect(isinstance(column.heading, str), f"{where}: heading", "a text", column.heading)
    _expect(column.part in PARTS, f"{where}: part", " or ".join(PARTS), column.part)
    _expect(
        column.indicator is None or isinstance(column.indicator, str), f"{where}: indicator", "a code", column.indicator
    )
    _expect(column.year is None or _is_year(column.year), f"{where}: year", "a year", column.year)
    is_factor = isinstance(column.factor, int | float) and not isinstance(column.factor, bool) and column.factor > 0
    _expect(is_factor, f"{where}: factor", "a number above 0", column.factor)
    return column


def _judge_sheet(sheet: SheetMap, where: str) -> None:
    _expect(isinstance(sheet.sheet, str), f"{where}: sheet", "the name of a sheet", sheet.sheet)
    _expect(isinstance(sheet.use, bool), f"{where}: use", "true or false", sheet.use)
    _expect(sheet.level in LEVELS, f"{where}: level", f"one of {', '.join(LEVELS)}", sheet.level)
    _expect(sheet.era in ERAS, f"{where}: era", f"one of {', '.join(ERAS)}", sheet.era)
    _expect(sheet.year is None or _is_year(sheet.year), f"{where}: year", "a year", sheet.year)
    _whole(sheet.first_row, f"{where}: first_row")


def _is_year(year: object) -> bool:
    return isinstance(year, int) and not isinstance(year, bool) and 1990 <= year <= 2100


def _record(content: Any, where: str, kind: type) -> dict[str, Any]:
    _expect(isinstance(content, dict), where, "an object", type(content).__name__)
    known = kind.__dataclass_fields__  # type: ignore[attr-defined]
    for name in content:
        _expect(name in known, where, f"only {', '.join(known)}", name)
    return content


def _list(content: Any, where: str) -> list:
    _expect(isinstance(content, list | tuple), where, "a list", type(content).__name__)
    return list(content)


def _whole(content: Any, where: str) -> int:
    is_row = isinstance(content, int) and not isinstance(content, bool) and 1 <= content <= 2_000_000
    _expect(is_row, where, "a row, from 1", content)
    return content


def _expect(holds: bool, where: str, expected: str, found: object) -> None:
    if not holds:
        raise ProfileRefused(f"{where}: expected {expected}, found {str(found)[:80]!r}")
