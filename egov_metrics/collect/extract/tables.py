"""Figures in the tables of a document: every cell that states an indicator, with its row as the passage.

A table (table_grid) has headings over its columns and labels beside its rows. Its columns are told apart
(table_columns), each label is a unit, a tier, a total or the name of an indicator (table_labels), and each number is
fitted to the lexicon by the headings over it, its row and the caption (table_codes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from egov_metrics.collect.extract.confidence import confidence
from egov_metrics.collect.extract.lexicon import Lexicon, normal
from egov_metrics.collect.extract.places import Gazetteer, Mention
from egov_metrics.collect.extract.proposal import Proposal, named
from egov_metrics.collect.extract.segments import Passage
from egov_metrics.collect.extract.subjects import Home
from egov_metrics.collect.extract.table_cells import Figure, figures_of
from egov_metrics.collect.extract.table_codes import Around, Codes, Hit
from egov_metrics.collect.extract.table_columns import Columns, RowLabel, columns_of, label_of
from egov_metrics.collect.extract.table_grid import Filled, Grid, GridRow
from egov_metrics.collect.extract.table_labels import Label, Labels, Subject
from egov_metrics.collect.extract.table_times import TableTimes
from egov_metrics.collect.extract.times import Times
from egov_metrics.collect.extract.windows import Span

_BARREN = 300
"""Rows without any proposal after which a table is taken to be of something else."""
_TARGET = re.compile(
    r"(?<!\w)(?:kế hoạch|mục tiêu|chỉ tiêu(?: được)? giao|chỉ tiêu|phấn đấu|dự kiến|được giao|kh giao|giao|yêu cầu)(?!\w)"
)
_NO_TARGET = re.compile(r"(?<!\w)(?:so với|kết quả|thực hiện|đạt|/)(?!\w)")
_PLAIN_HEAD = re.compile(
    r"(?:[\s\d/().,:-]|(?<!\w)(?:kết quả|thực hiện|giá trị|số liệu|năm|quý|tháng|kỳ|này|báo cáo|kế hoạch|mục tiêu|chỉ tiêu|ước|đầu|i|ii|iii|iv|"
    r"đạt được|giao|cùng|trước|đến|tính|ngày|6|9|nội dung|chỉ số|tên|lũy kế)(?!\w))*"
)
_IS_SUM = re.compile(r"tổng (?:số )?điểm|điểm tổng(?: hợp)?|tổng chỉ số|tổng điểm đạt(?: được)?")
_PROCEDURE = re.compile(r"(?<!\w)(?:thủ tục|tthc)(?!\w)")
"""Their indicators differ by tier; for all others the tier is only whose they are."""
_BARE_LABEL = re.compile(
    r"(?:[\s\d.,:()%+–-]|(?<!\w)(?:xếp|hạng|thứ|vị trí|điểm|số|điểm số|giá trị|tỷ lệ|bậc|tăng|giảm|toàn|quốc|trong|vùng|đạt|được)(?!\w))*"
)
_REPORTS = re.compile(r"(?<!\w)(?:theo|nguồn|báo cáo|số liệu|do|kèm)(?!\w)[^.;]*$")
"""Before the office that a caption only names as its source."""
_MOST_PARTS = 12
_LEVEL_WORDS = {"province": "cấp tỉnh", "department": "cấp sở", "district": "cấp huyện", "commune": "cấp xã"}
_LONGEST_QUOTE = 1_500
_MOST_OPENING, _LONGEST_TITLE, _HEAD = 6, 200, 900


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the document that tables stand in. `name`: its title as metadata state it; `opening`: the lines
    that it begins with."""

    text: str
    doc: str
    name: str
    opening: tuple[Span, ...]
    times: Times
    home: Home
    mentions: list[Mention]


def opening_of(prose: Sequence[Passage]) -> tuple[Span, ...]:
    """The lines that a document begins with: its title, the office, what it is about, up to the first paragraph."""
    found: list[Span] = []
    for passage in prose[:_MOST_OPENING]:
        numbered = found and passage.is_heading and passage.is_item
        if numbered or passage.end - passage.start > _LONGEST_TITLE or passage.end > _HEAD:
            break
        found.append((passage.start, passage.end))
    return tuple(found)


class TableReader:
    """Reads the tables of one document."""

    def __init__(self, around: Surroundings, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._around, self._text = around, around.text
        self._codes = Codes(lexicon)
        self._labels = Labels(gazetteer, lexicon, around.home, around.times.published)

    def proposals(self, found: list[Grid]) -> list[Proposal]:
        """The proposals of all tables, in order, each once."""
        proposed: dict[tuple[object, ...], Proposal] = {}
        for grid in found:
            for one in _Table(grid, self._around, self._codes, self._labels).proposals():
                key = (*statement(one), one.period_start, one.period_end)
                if key not in proposed or proposed[key].confidence + 0.05 < one.confidence:
                    proposed[key] = one
        return sorted(proposed.values(), key=lambda one: (one.number_start, one.indicator))


def statement(one: Proposal) -> tuple[object, ...]:
    """What a proposal states, whenever: indicator, value, unit, and whether it is a plan."""
    return one.indicator, round(one.value, 6), one.unit_name, one.unit_level, one.qualifier == "target"


def merged(prose: list[Proposal], tables: list[Proposal]) -> list[Proposal]:
    """Both in the order of the text. What prose repeats of a table for the same year, or without any, is one."""
    years: dict[tuple[object, ...], set[int | None]] = {}
    for one in tables:
        years.setdefault(statement(one), set()).add(one.period_end.year if one.period_end else None)
    kept = [
        one
        for one in prose
        if statement(one) not in years
        or (one.period_text and one.period_end and one.period_end.year not in years[statement(one)])
    ]
    return sorted([*kept, *tables], key=lambda one: (one.number_start, one.indicator))


class _Table:
    """One table on its way to proposals; `_group` and `_parents` change from row to row."""

    def __init__(self, grid: Grid, around: Surroundings, codes: Codes, labels: Labels) -> None:
        self._grid, self._around, self._codes, self._labels = grid, around, codes, labels
        self._text = around.text
        self._columns: Columns = columns_of(grid)
        self._times = TableTimes(grid, around.text, around.opening, around.times)
        self._caption = " ".join(self._words(span) for span in grid.captions)
        self._context = "\n".join([around.name, *(self._words(span) for span in (*around.opening, *grid.above))])
        label_head = " ".join(cell.text for column in self._columns.labels for cell in grid.paths[column])
        self._level = labels.level_of_heading(label_head) or labels.tier_in(label_head)
        self._label_head = label_head
        self._over = {column: self._column_label(column) for column in self._columns.figures}
        self._tier_of_all = labels.tier_in(self._caption) or labels.tier_in(
            self._words(grid.above[-1]) if grid.above else ""
        )
        heads = normal(" ".join(cell.text for path in grid.paths.values() for cell in path))
        self._has_readiness = "sẵn sàng" in heads
        self._decimals = {
            column: any(
                figure.decimals in (1, 2)
                for row in grid.rows[:200]
                if column in row.cells
                for figure in figures_of(row.cells[column].text)[:1]
            )
            for column in self._columns.figures
        }
        self._is_of_units = self._mostly_units()
        self._beside = self._rows_beside()
        self._at = 0
        self._group: Label | None = None
        self._group_row: Filled | None = None
        self._parents: list[tuple[int, str]] = []
        self._named = ""

    def proposals(self) -> list[Proposal]:
        found: list[Proposal] = []
        before: RowLabel | None = None
        for number, row in enumerate(self._grid.rows):
            if number >= _BARREN and not found:
                break
            self._at = number
            label = label_of(row, self._columns, before)
            figures = self._figures(row)
            if not figures:
                self._enter(label)
                before = label if len(label.parts) > 1 else None
                continue
            found += self._row(row, label, figures)
            before = label
        return found

    def _words(self, span: Span) -> str:
        return self._text[span[0] : span[1]]

    def _figures(self, row: GridRow) -> list[tuple[int, Filled, Figure, str]]:
        """The figures of a row with their cells; of the second number of a cell the words that its heading has for it."""
        found = []
        for column in self._columns.figures:
            cell = row.cells.get(column)
            for number, figure in enumerate(figures_of(cell.text) if cell is not None else ()):
                head = self._grid.paths[column][-1].text if self._grid.paths[column] else ""
                inner = re.search(r"\(([^()]*[^\W\d][^()]*)\)", head) if number and figure.kind != "percent" else None
                if cell is not None and (not number or figure.kind == "percent" or inner is not None):
                    found.append((column, cell, figure, inner.group(1) if inner else ""))
        return found

    def _column_label(self, column: int) -> Label | None:
        """The unit or tier that a heading names; of several the innermost."""
        for cell in reversed(self._grid.paths[column]):
            label = self._labels.of(cell.text)
            if label is not None and not label.is_total:
                return label
        return None

    def _mostly_units(self) -> bool:
        texts = [label_of(row, self._columns, None).text for row in self._grid.rows[:60]]
        filled = [text for text in texts if text]
        named = sum(self._labels.of(text, self._level) is not None for text in filled)
        return bool(filled) and (named >= 0.5 * len(filled) or bool(self._level and named > 1))

    def _rows_beside(self) -> list[tuple[str, ...]]:
        """For each row the labels of those that are parts of the same whole, and of its own parts."""
        labels: list[RowLabel] = []
        for row in self._grid.rows:
            labels.append(label_of(row, self._columns, labels[-1] if labels else None))
        parents: list[int] = []
        open_rows: list[int] = []
        for at, label in enumerate(labels):
            while open_rows and labels[open_rows[-1]].depth >= label.depth:
                open_rows.pop()
            parents.append(open_rows[-1] if open_rows and label.depth >= 3 else -1)
            open_rows.append(at)
        parts: dict[int, list[int]] = {}
        for at, parent in enumerate(parents):
            if parent >= 0:
                parts.setdefault(parent, []).append(at)
        return [
            tuple(
                labels[other].text
                for other in [*parts.get(at, ()), *(parts[parent] if parent >= 0 else ())][:_MOST_PARTS]
                if other != at
            )
            for at, parent in enumerate(parents)
        ]

    def _enter(self, label: RowLabel) -> None:
        """A row without figures begins a group: of units of a tier, of a unit's indicators, of a part or a period."""
        if not label.parts:
            return
        text = label.text
        if (whose := self._labels.of(text, self._level)) is not None:
            self._group = whose
            self._parents = []
        else:
            self._parents = [one for one in self._parents if one[0] < label.depth]
            self._parents.append((label.depth, text))
        self._group_row = label.parts[-1]

    def _whose(self, label: RowLabel) -> Label | None:
        """The unit, tier or total that a row names."""
        level, inside = self._level, None
        if self._group is not None:
            group = self._group.subject
            level = self._group.below or level
            inside = group.place if group.place.level == "district" and not group.tier else None
        for part in reversed(label.parts):
            found = self._labels.of(part.text, level, inside)
            if found is None and level != self._level:
                found = self._labels.of(part.text, self._level)
            if found is not None:
                return found
        return None

    def _row(self, row: GridRow, label: RowLabel, figures: list[tuple[int, Filled, Figure, str]]) -> list[Proposal]:
        whose = self._whose(label)
        if whose is None and self._is_of_units:
            return []
        if whose is not None and whose.below and (label.depth == 1 or (self._is_of_units and whose.below != "commune")):
            self._group, self._group_row = whose, None
        names = [()] if whose is not None or not label.parts else self._names(label)
        named_in = self._labels.within(label.text) if whose is None and label.parts else None
        found: list[Proposal] = []
        for column, cell, figure, inner in figures:
            for name in names:
                hits = self._codes.of(self._standing(column, label, name, whose, inner), figure)
                if hits:
                    found += [
                        proposal
                        for hit in hits
                        if (proposal := self._proposal(hit, row, label, column, cell, figure, whose or named_in))
                        is not None
                    ]
                    break
        if whose is None and label.parts:
            self._parents = [one for one in self._parents if one[0] < label.depth]
            self._parents.append((label.depth, label.text))
            if not _BARE_LABEL.fullmatch(normal(label.text)):
                self._named = label.text
        return found

    def _names(self, label: RowLabel) -> list[tuple[str, ...]]:
        """What a row of an indicator may be called, the fullest first: with what it is part of, alone."""
        own = " ".join(part.text for part in label.parts)
        if _IS_SUM.fullmatch(normal(own)):
            return [(own,)]
        if _BARE_LABEL.fullmatch(normal(own)):
            return [(self._named, own)] if self._named else [(own,)]
        outer = [text for depth, text in self._parents if depth < label.depth and depth >= 2]
        if label.depth >= 3 and outer:
            return [(*outer[-2:], own), (outer[-1], own), (own,)]
        return [(own,)]

    def _standing(self, column: int, label: RowLabel, name: tuple[str, ...], whose: Label | None, inner: str) -> Around:
        over = self._grid.paths[column]
        pieces = [inner] if inner else [cell.text for cell in over]
        named = self._over[column]
        if name:
            pieces = [text for text in pieces if not _PLAIN_HEAD.fullmatch(normal(text))]
            if named is not None:
                pieces = [text for text in pieces if self._labels.of(text) is None]
        subject = whose.subject if whose is not None else named.subject if named is not None else None
        words = normal(" ".join((*name, *pieces)))
        tier = _LEVEL_WORDS[subject.tier] if subject is not None and subject.tier and _PROCEDURE.search(words) else ""
        total = "tổng số" if whose is not None and whose.is_total and any(map(str.isalpha, words)) else ""
        unit = f"({label.unit})" if label.unit else ""
        path = [piece for piece in (tier, total, *name, unit, *pieces) if piece]
        beside = [
            cell.text
            for other in self._columns.figures
            if other != column
            for cell in self._grid.paths[other][-1:]
            if len(over) < 2 or over[0] in self._grid.paths[other]
        ]
        is_bare = bool(name) and (_BARE_LABEL.fullmatch(normal(name[-1])) or _IS_SUM.fullmatch(normal(name[-1])))
        return Around(
            tuple(path),
            " ; ".join(self._beside[self._at] if name else dict.fromkeys(beside)),
            label.text if name else pieces[-1] if pieces else "",
            self._neighbours(column),
            self._caption_of(label) if name else f"{self._label_head} {self._caption}".strip(),
            self._context,
            not name or bool(is_bare),
            self._decimals[column],
            self._has_readiness,
        )

    def _caption_of(self, label: RowLabel) -> str:
        """The caption of a row that names an indicator: that of the table, and the group that it stands in."""
        return " ".join([self._caption, *(text for depth, text in self._parents if depth < label.depth)]).strip()

    def _neighbours(self, column: int) -> tuple[str, ...]:
        left = [other for other in reversed(self._columns.figures) if other < column]
        right = [other for other in self._columns.figures if other > column]
        return tuple(" ".join(cell.text for cell in self._grid.paths[other]) for other in (*left, *right))

    def _proposal(
        self,
        hit: Hit,
        row: GridRow,
        label: RowLabel,
        column: int,
        cell: Filled,
        figure: Figure,
        whose: Label | None,
    ) -> Proposal | None:
        subject = self._subject(hit, column, whose)
        if subject is None or (hit.levels and (subject.tier or subject.place.level) not in hit.levels):
            return None
        when = self._times.of(column, label, self._group_row)
        if when is None:
            return None
        start, end = row.start, row.end
        if end - start > _LONGEST_QUOTE:
            start, end = cell.start, cell.end
        qualifier = "target" if self._is_target(row, column, label) else figure.qualifier
        name, level, parent = named(subject.place, subject.tier)
        is_named = whose is not None or self._over[column] is not None
        how = [f"table_{'own' if hit.sure >= 0.85 else 'caption' if hit.sure >= 0.6 else 'context'}"]
        how += ["has_period"] if when.is_sure else []
        how += ["is_named"] if is_named else []
        how += ["part_score"] if re.match(r"egov_(?:readiness|result)_score", hit.code) else []
        how += ["is_target"] if qualifier == "target" else []
        shown = tuple(sorted(how))
        note = "range, lower end" if figure.qualifier == "at_least" and "-" in cell.text else ""
        return Proposal(
            self._around.doc, name, level, parent, subject.place.unit_id, when.first, when.last, when.words, hit.code,
            hit.value, hit.unit, hit.of, qualifier, self._text[start:end], start, end, confidence(shown, self._codes.weights),
            note,
            cell.start + figure.start, cell.start + figure.end, figure.decimals, shown,
        )  # fmt: skip

    # --- whose

    def _subject(self, hit: Hit, column: int, whose: Label | None) -> Subject | None:
        over = self._over[column]
        if whose is not None and whose.is_total:
            if over is not None:
                return over.subject
            return self._total(hit, whose)
        if whose is not None:
            if over is not None and over.subject.tier and not whose.subject.tier:
                return Subject(whose.subject.place, over.subject.tier)
            return whose.subject
        if over is not None:
            return over.subject
        if self._group is not None and not self._group.is_total:
            return self._group.subject
        return self._default()

    def _total(self, hit: Hit, whose: Label) -> Subject | None:
        """A total row is of the unit of the document, of a tier where the table is of that tier alone. A mean of
        scores, ranks or levels is a figure of nobody."""
        if hit.unit in ("rank", "level", "ranks") or (hit.unit == "points" and self._is_of_units):
            return None
        tiers = {self._level_of(row) for row in self._grid.rows[:400]} - {""}
        tier = tiers.pop() if len(tiers) == 1 else ""
        own = whose.subject.place if self._is_of_units else self._default().place
        group = self._group.subject if self._group is not None else None
        if group is not None and group.place.level == "district" and not group.tier:
            return Subject(group.place, "commune" if tier == "commune" else "")
        order = ["country", "province", "department", "district", "commune"]
        says_so = tier in ("department", "district", "commune") and tier == (self._tier_of_all or self._level)
        if says_so and own.level in order and order.index(tier) > order.index(own.level):
            return Subject(own, tier)
        return Subject(own)

    def _level_of(self, row: GridRow) -> str:
        label = self._labels.of(label_of(row, self._columns, None).text, self._level)
        if label is None or label.is_total:
            return ""
        return label.subject.tier or label.subject.place.level

    def _default(self) -> Subject:
        """The unit that caption or headings name, else that of the document; its tier when these speak of one."""
        for span in [*reversed(self._grid.captions), *reversed(self._grid.above)]:
            inside = [
                one.place
                for one in self._around.mentions
                if span[0] <= one.start < span[1] and not _REPORTS.search(normal(self._words((span[0], one.start))))
            ]
            if inside:
                return Subject(inside[0])
        own = self._around.home.own
        if self._tier_of_all and own.level == "province":
            return Subject(own, self._tier_of_all)
        return Subject(own)

    # --- plan or result

    def _is_target(self, row: GridRow, column: int, label: RowLabel) -> bool:
        notes = [normal(row.cells[one].text) for one in self._columns.notes if one in row.cells]
        if any(_TARGET.match(words) and not any(map(str.isdigit, words)) for words in notes):
            return True
        heads = normal(" ".join(cell.text for cell in self._grid.paths[column]))
        for words in (heads, normal(label.text), normal(self._caption)):
            if _NO_TARGET.search(words):
                return False
            if _TARGET.search(words):
                return True
        return False
