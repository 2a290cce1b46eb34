"""Where the table stands in a sheet: which column names units, which rows are headings, data, totals or notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from egov_metrics.collect.workbooks.grid import NUMBER, PERCENT, TEXT, Sheet, Value
from egov_metrics.collect.workbooks.headings import YEAR
from egov_metrics.collect.workbooks.names import NEW, OLD, UnitNames
from egov_metrics.collect.workbooks.values import COMMA, nothing_of, number_of
from egov_metrics.units.folding import fold

SUMMARY = re.compile(
    r"(?:tong(?: cong| so)?|trung binh(?: .*)?|binh quan(?: .*)?|trung vi|gia tri (?:cao|thap|lon|nho) nhat"
    r"|(?:diem )?(?:cao|thap|lon|nho) nhat|mean|median|average|avg|total|sum|min(?:imum)?|max(?:imum)?|highest|lowest"
    r"|st ?dev|do lech chuan|national (?:mean|average|median)|trung binh ca nuoc)"
)
AGGREGATE = re.compile(
    r"(?:ca nuoc|toan quoc|viet nam|vietnam|whole country|nationwide|toan tinh|toan huyen|"
    r"(?:vung|khu vuc|mien) .*|dong bang .*|trung du .*|tay nguyen|dong nam bo|tay nam bo|bac trung bo.*|"
    r"duyen hai .*|.*(?: delta| highlands| coast| region| southeast| mountains)|dbsh|dbscl)"
)
ORDINAL = re.compile(
    r"(?:stt|tt|so tt|so thu tu|thu tu|no|nr|id|ma|ma (?:so|tinh|don vi|huyen|xa)|code|.* ?id|.*tinhid|province code)"
)
UNIT_WORDS = re.compile(
    r"(?:(?:ten )?(?:tinh|don vi|dia phuong|huyen|xa|quan huyen|phuong xa|co quan|so nganh)(?: .*)?"
    r"|provinces?(?: .*)?|districts?|communes?|units?|localit(?:y|ies))"
)
_MOST_HEADER_ROWS = 6
IsUnit = Callable[[str], bool]
_LEVELS = ("district", "commune", "department")


@dataclass
class Layout:
    """A table found in a sheet; rows and columns count from 0.

    `unit_columns` are those that name units: several when each value has its own list of names. `data_rows` are rows
    of units, `left_out` those that are none, with a reason: summary_row, aggregate_row, note, no_unit, below_table.
    """

    unit_columns: list[int]
    level: str
    parent: str | None
    header_rows: list[int]
    titles: list[str]
    first_row: int
    data_rows: list[int] = field(default_factory=list)
    value_columns: list[int] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def unit_column_of(self, column: int) -> int:
        """The column that names the units of a value: the nearest to its left."""
        left = [unit for unit in self.unit_columns if unit < column]
        return left[-1] if left else self.unit_columns[0]


def lay_out(sheet: Sheet, names: UnitNames) -> Layout | None:
    """The table of a sheet, None when no column names units."""
    found = _unit_columns(sheet, names)
    if found is None:
        return None
    columns, synonyms, level, parent = found
    is_unit = _teller(names, level, parent)
    rows = [row for row, _ in sheet.rows]
    first = next((row for row in rows if _is_first(sheet, row, columns, is_unit)), None)
    if first is None:
        return None
    layout = Layout(columns, level, parent, *_header(sheet, first), first)
    between = [row for row in rows if layout.header_rows and layout.header_rows[-1] < row < first]
    layout.left_out += [
        (row, "aggregate_row") for row in between if _is_aggregate([value for _, value in _row(sheet, row)])
    ]
    _sort_rows(sheet, layout, is_unit)
    taken = {*columns, *synonyms}
    layout.value_columns = [
        column for column in sheet.columns if column not in taken and _holds_values(sheet, column, layout)
    ]
    return layout if layout.value_columns else None


def heading_lines(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    """The heading of a column, top to bottom: merged ones in each of their columns, a group's name over its parts."""
    lines = []
    for place, row in enumerate(layout.header_rows):
        value = sheet.spread.get((row, column))
        if value is None and place < len(layout.header_rows) - 1:
            value = _group_above(sheet, layout, row, column)
        text = value.text if value else ""
        is_word = value is not None and (value.kind == TEXT or YEAR.fullmatch(text))
        if text and is_word and not _is_column_number(text):
            lines.append(" ".join(text.split()))
    return list(dict.fromkeys(lines))


def _group_above(sheet: Sheet, layout: Layout, row: int, column: int) -> Value | None:
    """The heading to the left of an empty place, when it reaches so far: nothing else is named between them."""
    for left in range(column - 1, max(-1, column - 12), -1):
        if left in layout.unit_columns:
            return None
        if (value := sheet.spread.get((row, left))) is not None:
            has_own = any((below, left) in sheet.spread for below in layout.header_rows if below > row)
            return value if has_own and value.kind == TEXT else None
    return None


def _unit_columns(sheet: Sheet, names: UnitNames) -> tuple[list[int], list[int], str, str | None] | None:
    """Columns that name units, columns that name the same again (in another language), the level, the province."""
    texts: dict[int, list[tuple[int, str]]] = {}
    for row, filled in sheet.rows:
        for column, value in filled:
            if value.kind == TEXT and len(value.text) <= 120:
                texts.setdefault(column, []).append((row, value.text))
    provinces: dict[int, dict[int, frozenset[str]]] = {}
    for column, cells in texts.items():
        found = {row: frozenset(names.provinces(text)) for row, text in cells}
        found = {row: units for row, units in found.items() if units}
        distinct = len(set(found.values()))
        named = any(UNIT_WORDS.fullmatch(fold(text)) for _, text in cells[:8])
        if distinct >= 3 and len(found) >= 0.4 * len(cells) or named and found and len(found) >= 0.4 * (len(cells) - 1):
            provinces[column] = found
    if provinces:
        columns, synonyms = _without_synonyms(provinces)
        return columns, synonyms, "province", None
    return _lower_units(texts, names)


def _without_synonyms(found: dict[int, dict[int, frozenset[str]]]) -> tuple[list[int], list[int]]:
    """Drop columns that name in each row what a better one names."""
    kept: list[int] = []
    synonyms: list[int] = []
    for column in sorted(found, key=lambda column: (-len(found[column]), -column)):
        for other in kept:
            common = [row for row in found[column] if row in found[other]]
            same = sum(bool(found[column][row] & found[other][row]) for row in common)
            if common and same >= 0.8 * len(common):
                synonyms.append(column)
                break
        else:
            kept.append(column)
    return sorted(kept), synonyms


def _lower_units(
    texts: dict[int, list[tuple[int, str]]], names: UnitNames
) -> tuple[list[int], list[int], str, str | None] | None:
    """The column whose names are districts, communes or departments of one province."""
    best: tuple[int, int, str, str] | None = None
    for column, cells in texts.items():
        said = [text for _, text in cells if not UNIT_WORDS.fullmatch(fold(text)) and not SUMMARY.fullmatch(fold(text))]
        if len(set(said)) < 2:
            continue
        for level in _LEVELS:
            for era in (OLD, NEW):
                parent = names.parent_by_vote(said, level, era)
                if parent is None:
                    continue
                count = sum(names.resolve(text, level, era, parent).unit_id is not None for text in set(said))
                if best is None or count > best[0]:
                    best = (count, column, level, parent)
    return ([best[1]], [], best[2], best[3]) if best else None


def _teller(names: UnitNames, level: str, parent: str | None) -> IsUnit:
    if level == "province":
        return lambda text: bool(names.provinces(text))
    return lambda text: any(names.resolve(text, level, era, parent).unit_id for era in (OLD, NEW))


def _is_first(sheet: Sheet, row: int, columns: list[int], is_unit: IsUnit) -> bool:
    named = [column for column in columns if (text := sheet.text(row, column)) and is_unit(text)]
    return bool(named) and any(_is_number(value) for (at, column), value in _row(sheet, row) if column not in columns)


def _row(sheet: Sheet, row: int) -> list[tuple[tuple[int, int], Value]]:
    filled = _rows_of(sheet).get(row, ())
    return [((row, column), value) for column, value in filled]


def _rows_of(sheet: Sheet) -> dict[int, list[tuple[int, Value]]]:
    cached = sheet.__dict__.get("_rows_by_number")
    if cached is None:
        cached = sheet.__dict__["_rows_by_number"] = dict(sheet.rows)
    return cached


def _is_number(value: Value) -> bool:
    return value.kind in (NUMBER, PERCENT) or (value.kind == TEXT and number_of(value, COMMA) is not None)


def _header(sheet: Sheet, first: int) -> tuple[list[int], list[str]]:
    """The rows of headings above the first row of data, and the titles above them."""
    above: dict[int, list[Value]] = {}
    for (row, _), value in sorted(sheet.spread.items()):
        if row < first:
            above.setdefault(row, []).append(value)
    headers, titles = [], []
    for row, values in above.items():
        texts = {value.text for value in values if value.kind == TEXT}
        if _is_aggregate(values):
            continue
        years = [value for value in values if value.kind == NUMBER and YEAR.fullmatch(value.text)]
        if len(texts) + len(years) >= 2 and row >= first - _MOST_HEADER_ROWS - 4:
            headers.append(row)
        else:
            titles += sorted(texts)
    return headers[-_MOST_HEADER_ROWS:], titles


def _is_aggregate(values: list[Value]) -> bool:
    """Is it a row of the country, a region or a total, which tables also put above the first unit?"""
    words = [fold(value.text) for value in values if value.kind == TEXT]
    numbers = [value for value in values if value.kind != TEXT and not YEAR.fullmatch(value.text)]
    return bool(numbers) and any(AGGREGATE.fullmatch(word) or SUMMARY.fullmatch(word) for word in words)


def _is_column_number(text: str) -> bool:
    """Rows that number the columns ("(1)", "A", "3=1+2") are no headings; years are."""
    return bool(re.fullmatch(r"\(?(?:\d{1,3}|[A-Za-z])\)?(?:\s*=.*)?", text)) and not YEAR.fullmatch(text)


def _sort_rows(sheet: Sheet, layout: Layout, is_unit: IsUnit) -> None:
    """Tell rows of units from totals, notes and what stands below the table."""
    column = layout.unit_columns[0]
    blocks: list[list[int]] = []
    for row, _ in sheet.rows:
        if row >= layout.first_row:
            if blocks and row == blocks[-1][-1] + 1:
                blocks[-1].append(row)
            else:
                blocks.append([row])
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        units = {fold(sheet.text(row, column)) for row in block if is_unit(sheet.text(row, column))}
        if place and not units - seen and (units or place == len(blocks) - 1 or not _any_unknown(sheet, layout, block)):
            layout.left_out += [(row, _kind_of_row(sheet, layout, row, is_unit, "below_table")) for row in block]
            continue
        seen |= units
        for row in block:
            kind = _kind_of_row(sheet, layout, row, is_unit, "")
            if kind:
                layout.left_out.append((row, kind))
            else:
                layout.data_rows.append(row)


def _any_unknown(sheet: Sheet, layout: Layout, block: list[int]) -> bool:
    return any(_kind_of_row(sheet, layout, row, lambda _: False, "") == "" for row in block)


def _kind_of_row(sheet: Sheet, layout: Layout, row: int, is_unit: IsUnit, unless: str) -> str:
    texts = [sheet.text(row, column) for column in layout.unit_columns]
    said = [text for text in texts if text]
    # A total may be named in any column left of the values, or under another language.
    words = {fold(value.text) for (_, column), value in _row(sheet, row) if value.kind == TEXT}
    if not any(is_unit(text) for text in said) and any(SUMMARY.fullmatch(word) for word in words):
        return "summary_row"
    if said and all(AGGREGATE.fullmatch(fold(text)) and not is_unit(text) for text in said):
        return "aggregate_row"
    taken = {*layout.unit_columns}
    has_numbers = any(_is_number(value) for (_, column), value in _row(sheet, row) if column not in taken)
    if not said:
        return unless or ("no_unit" if has_numbers else "note")
    if not has_numbers and not any(is_unit(text) for text in said):
        return unless or "note"
    return unless


def _holds_values(sheet: Sheet, column: int, layout: Layout) -> bool:
    values = [sheet.cells[row, column] for row in layout.data_rows if (row, column) in sheet.cells]
    numbers = sum(_is_number(value) or bool(value.kind == TEXT and _is_rank(value.text)) for value in values)
    nothings = sum(value.kind == TEXT and nothing_of(value.text) is not None for value in values)
    if not numbers or numbers + nothings < 0.3 * len(values):
        return False
    lines = [fold(line) for line in heading_lines(sheet, layout, column)]
    if lines and all(ORDINAL.fullmatch(line) for line in lines):
        return False
    return bool(lines) or not _counts_up(values) or column > layout.unit_columns[0]


def _is_rank(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}\s*/\s*\d{1,4}", text))


def _counts_up(values: list) -> bool:
    numbers = [float(value.value) for value in values if value.kind == NUMBER]
    return len(numbers) > 1 and all(later - former == 1 for former, later in zip(numbers, numbers[1:], strict=False))
