"""The template that a province fills in: made from the catalogue, read back as a tidy table.

The first sheet tells how; the second takes the rows, with lists to choose from, an example that an import skips, and
locked columns of codes; the third, locked too, holds the lists.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.names import NEW, OLD
from egov_metrics.collect.workbooks.planning import ImportRefused
from egov_metrics.i18n.texts import t
from egov_metrics.sheet_fonts import sheet_font, use_sheet_fonts

ROWS = 500
"""Rows that are made ready to be filled in."""
COLUMNS = (
    "unit_id", "indicator_code", "unit_text", "indicator_text", "year", "period_start", "period_end", "value", "rank",
    "rank_of", "nothing", "qualifier", "denominator", "source_title", "source_url", "note",
)  # fmt: skip
NOTHINGS = ("not_ranked", "not_applicable", "not_submitted", "not_published")
QUALIFIERS = ("exact", "approx", "at_least", "more_than", "less_than", "target")
_LOCKED = ("unit_id", "indicator_code")
_WIDTHS = {"unit_text": 30, "indicator_text": 52, "note": 30, "source_title": 30, "source_url": 30, "nothing": 20}
_HEAD_FONT, _HEAD_FILL = sheet_font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5CAD")
_GREY = PatternFill("solid", fgColor="E8EAED")
_HINT = sheet_font(italic=True, color="6B7280")
_FIRST = 3


def template(catalogue: Catalogue, level: str = "province", parent: str | None = None) -> bytes:
    """The workbook for units of a level; `parent` is the province (unit_id, old or new) of districts and communes.

    Raises ImportRefused when there is no such unit, or when communes are asked for without a province.
    """
    units = _units(catalogue, level, parent)
    indicators = _indicators(catalogue)
    book = Workbook()
    use_sheet_fonts(book)
    guide = book.active
    assert isinstance(guide, Worksheet)
    _guide(guide)
    rows, lists = (
        book.create_sheet(t("import.template.rows", "vi")),
        book.create_sheet(t("import.template.lists", "vi")),
    )
    _lists(lists, units, indicators)
    _rows(rows, lists.title, len(units), len(indicators), units[0][0], indicators[0][0])
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _units(catalogue: Catalogue, level: str, parent: str | None) -> list[tuple[str, str, str]]:
    """Label, key to 30/6/2025, key since; one of the keys may be missing."""
    names = catalogue.names
    if level == "commune" and parent is None:
        raise ImportRefused("--level commune: expected --unit with a province, found none")
    keys: dict[str, dict[str, str]] = {}
    for era in (OLD, NEW):
        for unit in names.units_of(level, era, parent if level != "province" else None):
            if level == "province" or parent is None or names.province_of(unit) == parent:
                keys.setdefault(names.label(unit), {})[era] = unit
    if not keys:
        raise ImportRefused(f"--level {level}: expected units of that level in {parent or 'the country'}, found none")
    return [(label, found.get(OLD, ""), found.get(NEW, "")) for label, found in sorted(keys.items())]


def _indicators(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Names and codes in the order of the catalogue; a name that two bear has its code with it."""
    rows = list(zip(catalogue.indicators["name_vi"], catalogue.indicators["indicator_code"], strict=True))
    counted = [name for name, _ in rows]
    return [(name if counted.count(name) == 1 else f"{name} [{code}]", code) for name, code in rows]


def _guide(sheet: Worksheet) -> None:
    sheet.title = t("import.template.guide", "vi")
    sheet.column_dimensions["A"].width = 110
    for number in range(1, 11):
        cell = sheet.cell(number, 1, t(f"import.template.step{number}", "vi"))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1:
            cell.font = sheet_font(bold=True, size=14)
    sheet.protection.sheet = True


def _lists(sheet: Worksheet, units: list[tuple[str, str, str]], indicators: list[tuple[str, str]]) -> None:
    """The lists that cells choose from: units with their keys, indicators with their codes, words."""
    columns = [
        [t("import.template.list_units", "vi"), *(label for label, _, _ in units)],
        [t("import.template.list_old", "vi"), *(old for _, old, _ in units)],
        [t("import.template.list_new", "vi"), *(new for _, _, new in units)],
        [t("import.template.list_indicators", "vi"), *(name for name, _ in indicators)],
        [t("import.template.list_codes", "vi"), *(code for _, code in indicators)],
        [t("import.column.nothing", "vi"), *(t(f"import.word.{word}", "vi") for word in NOTHINGS)],
        [t("import.column.qualifier", "vi"), *(t(f"import.word.{word}", "vi") for word in QUALIFIERS)],
    ]
    for at, texts in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = 60 if at == 4 else 26
        for row, text in enumerate(texts, start=1):
            cell = sheet.cell(row, at, text)
            if row == 1:
                cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True


def _rows(sheet: Worksheet, lists: str, units: int, indicators: int, unit: str, indicator: str) -> None:
    letter = {name: get_column_letter(at) for at, name in enumerate(COLUMNS, start=1)}
    for name in COLUMNS:
        head = sheet[f"{letter[name]}1"]
        head.value, head.font = t(f"import.column.{name}", "vi"), _HEAD_FONT
        head.fill, head.alignment = _HEAD_FILL, Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[letter[name]].width = _WIDTHS.get(name, 14)
    example = {
        "unit_text": t("import.template.example", "vi", unit=unit), "indicator_text": indicator, "year": 2024,
        "value": 81.93, "rank": 23, "rank_of": 63, "qualifier": t("import.word.exact", "vi"),
        "note": t("import.template.example_note", "vi"),
    }  # fmt: skip
    for name, value in example.items():
        cell = sheet[f"{letter[name]}2"]
        cell.value, cell.font = value, _HINT
    last = _FIRST + ROWS - 1
    for row in range(_FIRST, last + 1):
        sheet[f"{letter['unit_id']}{row}"] = _unit_formula(letter, lists, units, row)
        sheet[f"{letter['indicator_code']}{row}"] = (
            f"=IFERROR(INDEX('{lists}'!$E$2:$E${indicators + 1},"
            f'MATCH({letter["indicator_text"]}{row},\'{lists}\'!$D$2:$D${indicators + 1},0))&"","")'
        )
        for name in COLUMNS:
            if name in _LOCKED:
                sheet[f"{letter[name]}{row}"].fill = _GREY
            else:
                sheet[f"{letter[name]}{row}"].protection = Protection(locked=False)
        for name in ("period_start", "period_end"):
            sheet[f"{letter[name]}{row}"].number_format = "dd/mm/yyyy"
    for name, column, count in (
        ("unit_text", "A", units), ("indicator_text", "D", indicators), ("nothing", "F", len(NOTHINGS)),
        ("qualifier", "G", len(QUALIFIERS)),
    ):  # fmt: skip
        choose = DataValidation("list", formula1=f"'{lists}'!${column}$2:${column}${count + 1}", allow_blank=True)
        choose.errorTitle, choose.error = t("import.template.wrong_title", "vi"), t("import.template.wrong", "vi")
        choose.showErrorMessage = True
        choose.add(f"{letter[name]}{_FIRST}:{letter[name]}{last}")
        sheet.add_data_validation(choose)
    year = DataValidation("whole", operator="between", formula1="1990", formula2="2100", allow_blank=True)
    year.showErrorMessage = True
    year.add(f"{letter['year']}{_FIRST}:{letter['year']}{last}")
    sheet.add_data_validation(year)
    sheet.freeze_panes = "E3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False


def _unit_formula(letter: dict[str, str], lists: str, units: int, row: int) -> str:
    """The key of the unit at the time of the row: the old province to 30/6/2025, the present one after it."""
    unit, year, end = (f"{letter[name]}{row}" for name in ("unit_text", "year", "period_end"))
    at = f"MATCH({unit},'{lists}'!$A$2:$A${units + 1},0)"
    new, old = (f"INDEX('{lists}'!${column}$2:${column}${units + 1},{at})" for column in ("C", "B"))
    late = f'IF({end}<>"",{end}>=DATE(2025,7,1),N({year})>=2025)'
    return f'=IFERROR(IF({late},{new},{old})&"","")'
