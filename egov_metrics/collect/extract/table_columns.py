"""What each column of a table holds: ordinals, labels, units of measurement, periods, figures; and the labels of rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from egov_metrics.collect.extract.lexicon import normal
from egov_metrics.collect.extract.periods import periods
from egov_metrics.collect.extract.table_cells import depth_of, figures_of, is_ordinal, is_year
from egov_metrics.collect.extract.table_grid import Filled, Grid, GridRow

_ORDINAL_HEAD = re.compile(r"(?:số\s+)?(?:stt|tt|no\.?|#|số thứ tự|mục)")
_UNIT_HEAD = re.compile(r"(?:đơn vị(?: tính)?|đvt|đơn vị đo|đv tính|đơn vị\s*\(.*\))")
_UNIT_WORD = re.compile(
    r"(?:%|phần trăm|hồ sơ|hs|bộ hồ sơ|điểm|tthc|thủ tục|dịch vụ|dvc|dvctt|đơn vị|cơ quan|máy|người|hạng|thứ hạng|thứ bậc|xã|huyện|sở|mức|hộp thư|"
    r"tài khoản|chứng thư(?: số)?|văn bản|hệ thống|cái|bộ|(?:nghìn|triệu|tỷ)?\s*đồng|trang|cổng|lượt|bậc|phần mềm|phiếu)"
)
_PERIOD_HEAD = re.compile(
    r"(?:năm|kỳ|kỳ báo cáo|thời gian|thời điểm|giai đoạn|quý|tháng|năm đánh giá|năm công bố|kỳ số liệu)"
)
_NOTE_HEAD = re.compile(
    r"(?:ghi chú|nguồn.*|lý do.*|nhận xét|đánh giá chung|cơ quan (?:thực hiện|theo dõi|chủ trì).*|đơn vị chủ trì.*|căn cứ.*|ngày.*|số điện thoại|địa chỉ.*)"
)


@dataclass(slots=True)
class Columns:
    """The columns of one table by what they hold. `figures`: those that may hold data."""

    ordinal: int | None = None
    labels: list[int] = field(default_factory=list)
    unit: int | None = None
    period: int | None = None
    figures: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class RowLabel:
    """The label of a row: its words (outer columns first), how deep it stands, the unit of measurement, its period."""

    parts: tuple[Filled, ...]
    depth: int
    unit: str = ""
    period: Filled | None = None

    @property
    def text(self) -> str:
        """The words of the innermost column."""
        return self.parts[-1].text if self.parts else ""


def columns_of(grid: Grid) -> Columns:
    """What the columns of a table hold, by their headings and by most of their cells."""
    found = Columns()
    for column, path in sorted(grid.paths.items()):
        cells = [row.cells[column] for row in grid.rows if column in row.cells]
        head = normal(" ".join(cell.text for cell in path)).strip(" .:")
        if not cells:
            continue
        if _NOTE_HEAD.fullmatch(head):
            found.notes.append(column)
            continue
        is_first = not found.labels and not found.figures
        shares = _Shares(cells)
        if found.ordinal is None and is_first and (_ORDINAL_HEAD.fullmatch(head) or _are_ordinals(cells, path)):
            found.ordinal = column
        elif found.unit is None and (_UNIT_HEAD.fullmatch(head) or not head) and shares.unit >= 0.6:
            found.unit = column
        elif found.period is None and shares.period >= 0.7 and (_PERIOD_HEAD.fullmatch(head) or shares.figure < 0.5):
            found.period = column
        elif shares.figure >= 0.5 or (found.labels and found.figures and shares.figure > 0):
            found.figures.append(column)
        elif not found.figures or not found.labels:
            found.labels.append(column)
        elif shares.figure > 0:
            found.figures.append(column)
    return found


def label_of(row: GridRow, columns: Columns, before: RowLabel | None) -> RowLabel:
    """The label of a row. What a merged cell says once in an outer column, or over several periods, holds on."""
    parts = [row.cells[column] for column in columns.labels if column in row.cells]
    ordinal = row.cells.get(columns.ordinal) if columns.ordinal is not None else None
    if not parts and ordinal is not None and not is_ordinal(ordinal.text):
        parts, ordinal = [ordinal], None  # a total or a group that begins in the first column
    period = row.cells.get(columns.period) if columns.period is not None else None
    unit = row.cells[columns.unit].text if columns.unit is not None and columns.unit in row.cells else ""
    if before is not None and before.parts:
        if not parts and (period is not None or ordinal is None):
            return RowLabel(before.parts, before.depth, unit or before.unit, period)
        if parts and len(columns.labels) > 1 and parts[0].column != columns.labels[0]:
            outer = [one for one in before.parts if one.column < parts[0].column]
            parts = [*outer, *parts]
    mark = ordinal.text if ordinal is not None else _mark(parts[-1].text) if parts else ""
    return RowLabel(tuple(parts), depth_of(mark), unit, period)


def _mark(label: str) -> str:
    match = re.match(r"\s*([-–+•*]|\(?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)])\s*\S", label)
    if match:
        return match.group(1)
    return "-" if re.match(r"\s*(?:trong đó|gồm)(?!\w)", normal(label)) else ""


def _are_ordinals(cells: list[Filled], path: tuple[Filled, ...]) -> bool:
    if path and normal(path[-1].text).strip() not in ("", "tt", "stt", "số tt"):
        return False
    return len(cells) > 1 and all(is_ordinal(cell.text) and not is_year(cell.text) for cell in cells)


class _Shares:
    """How many of the cells of a column are figures, periods, units of measurement."""

    def __init__(self, cells: list[Filled]) -> None:
        some = cells[:400]
        figures = [cell for cell in some if figures_of(cell.text)]
        self.figure = len(figures) / len(some)
        self.period = sum(_is_period(cell.text) for cell in some) / len(some)
        self.unit = sum(bool(_UNIT_WORD.fullmatch(normal(cell.text).strip(" ()"))) for cell in some) / len(some)


def _is_period(text: str) -> bool:
    plain = text.strip()
    if is_year(plain):
        return True
    found = periods(plain, 2000) if len(plain) < 60 else []
    return len(found) == 1 and len(plain) - (found[0].end - found[0].start) <= 2
