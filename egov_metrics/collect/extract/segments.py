"""Cutting a text into passages (lines that belong together), sentences and clauses; what is page furniture.

Offsets always count in the whole text. A heading, and a line that ends in a colon, are the context of what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SHORT = r"(?<!\bTP)(?<!\bTp)(?<!\btp)(?<!\bTX)(?<!\bTx)(?<!\bTT)(?<!\bThS)(?<!\bTS)(?<!\bPGS)(?<!\bGS)(?<!\bSt)(?<!\b[A-ZĐ])(?<!\b\d)(?<!\b\d\d)(?<!\b[IVX])(?<!\b[IVX][IVX])"
_SENTENCE_END = re.compile(rf"{_SHORT}[.!?…]+[”\"»)]*\s+")
CLAUSE = re.compile(
    r",(?!\s*(?:ban|ngành|công chức|viên chức|thị xã|thành phố|thị trấn|phường|đơn vị|cá nhân|doanh nghiệp|tổ chức|đoàn thể|địa phương|quận|phòng|hiệu quả|minh bạch)(?!\w))|"
    r"[;:()\n]|\s[-–—]\s|(?<!\w)(?:trong đó|trong số đó|bao gồm|gồm|cụ thể|ngoài ra|đồng thời|còn lại|riêng)(?!\w)|(?<!\w)(?:và|còn|nhưng|với)(?=\s+(?:\w+\s+){0,3}\d)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:[-–—+*•▪●○►✓]|\(?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)/])\s+")
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)/]\s*")
_FURNITURE = re.compile(
    r"lượt (?:xem|truy cập|đọc)|truy cập nội dung|đang (?:online|truy cập)|thống kê truy cập|tổng (?:số )?(?:lượt )?truy cập|hôm (?:nay|qua)\s*:|"
    r"tỷ giá|thời tiết|slideshow|album|bản quyền|©|copyright|liên kết (?:web|website)?$|đánh giá bài viết|tương phản|"
    r"^(?:tin|bài) (?:liên quan|khác|cùng|mới|trước|tiếp)|^các tin (?:khác|đã đưa|liên quan)|^xem thêm|^chia sẻ|^đăng nhập|^trang chủ|"
    r"giấy phép (?:số|xuất bản|thiết lập)|chịu trách nhiệm (?:chính|nội dung)|ghi rõ nguồn|(?:điện thoại|đt|tel|fax|hotline|email)\s*[:.]|người online|nhiệt độ|độ ẩm|°c|usd|sjc",
    re.IGNORECASE,
)
_ENDS_HERE = re.compile(
    r"^\s*(?:các )?(?:tin|bài)(?: viết)? (?:liên quan|khác|cùng chuyên mục|mới(?: nhất| hơn)?|cũ hơn|đã đưa|đọc nhiều)\b",
    re.IGNORECASE,
)


_PROSE = 300
"""A paragraph of several sentences that is longer is no item of a list of news."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: offsets in the text."""

    start: int
    end: int


@dataclass(slots=True)
class Passage:
    """Lines that make one paragraph. `is_heading`: names what follows. `above`: the headings in force, outermost
    first, each as (start, end). `is_item`: an item of a list, which the passage that leads in belongs to."""

    start: int
    end: int
    is_heading: bool = False
    is_item: bool = False
    above: tuple[tuple[int, int], ...] = ()
    sentences: list[Sentence] = field(default_factory=list)


def passages(text: str) -> list[Passage]:
    """The paragraphs that may hold data, in order; furniture is left out."""
    found: list[Passage] = []
    headings: list[tuple[int, int, int]] = []  # depth, start, end
    lead: tuple[int, int] | None = None
    is_over = False
    for start, end in _blocks(text):
        line = text[start:end]
        if is_over and len(line) > _PROSE and len(_SENTENCE_END.findall(line)) > 1:
            is_over = False  # the list of other news stood above the article, or between its parts
        is_over = is_over or bool(_ENDS_HERE.match(line))
        if is_over or is_furniture(line):
            continue
        item = bool(_ITEM.match(line))
        above = tuple((one[1], one[2]) for one in headings)
        if _is_heading(line):
            depth = _depth(line)
            headings = [one for one in headings if one[0] < depth]
            passage = Passage(start, end, True, item, tuple((one[1], one[2]) for one in headings))
            headings.append((depth, start, end))
            lead = None
        else:
            passage = Passage(start, end, False, item, (*above, lead) if item and lead else above)
            if line.rstrip().endswith(":"):
                lead = (start, end)
            elif not item:
                lead = None
        passage.sentences = sentences(text, start, end)
        found.append(passage)
    return found


def title_end(text: str, found: list[Passage]) -> int:
    """Where the title of a text ends: its first paragraph; of an official letter, whose head comes first, the lines
    below the word for its kind ("BÁO CÁO")."""
    if not found:
        return 0
    kind = _KIND_OF_LETTER.search(text, 0, 1200)
    if kind and _LETTERHEAD.search(text, 0, kind.start() + 1):
        lines = [match.end() for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n|$)", text[kind.end() : kind.end() + 500])]
        return kind.end() + (lines[0] if lines else 0)
    return found[0].end if found[0].end - found[0].start < 400 else 0


_LETTERHEAD = re.compile(r"cộng h(?:òa|oà) xã hội|(?:^|\n|\|)\s*(?:số\s*:|(?:ủy|uỷ) ban nhân dân|ubnd )", re.IGNORECASE)
_KIND_OF_LETTER = re.compile(
    r"^[ \t|]*(?:BÁO CÁO|THÔNG BÁO|KẾ HOẠCH|QUYẾT ĐỊNH|TỜ TRÌNH|CÔNG VĂN|BIÊN BẢN|KẾT LUẬN|PHỤ LỤC|ĐỀ ÁN)[ \t|]*$\n?",
    re.MULTILINE,
)


def is_furniture(line: str) -> bool:
    """Is the line a menu, a counter, a link or a footer of a page?"""
    plain = line.strip()
    return len(plain) < 160 and bool(_FURNITURE.search(plain))


def sentences(text: str, start: int, end: int) -> list[Sentence]:
    """The sentences between two offsets. Abbreviations and numbered items end none."""
    found, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        follows = text[match.end() : match.end() + 1]
        if not (follows.isupper() or follows.isdigit() or follows in '"“«(-–+*•'):
            continue
        found.append(Sentence(begin, match.end()))
        begin = match.end()
    if text[begin:end].strip():
        found.append(Sentence(begin, end))
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs: lines, joined where a sentence visibly goes on in the next line."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    found: list[tuple[int, int]] = []
    for start, end in lines:
        line = text[start:end]
        if found:
            last_start, last_end = found[-1]
            before = text[last_start:last_end].rstrip()
            gap = text[last_end:start]
            goes_on = line.lstrip()[:1].islower() or (before.endswith((",", " và")) and not _ITEM.match(line))
            wrapped = len(before) - before.rfind("\n") > 55 or before.endswith(",")
            if gap.count("\n") == 1 and goes_on and wrapped and before[-1:] not in ".:;!?" and "|" not in line:
                found[-1] = (last_start, end)
                continue
        found.append((start, end))
    return found


def _is_heading(line: str) -> bool:
    plain = line.strip()
    if len(plain) > 160 or plain.endswith((".", ";", ",")) or "|" in plain:
        return False
    if plain.endswith(":"):
        return bool(_NUMBERED.match(plain)) and len(plain) < 120
    if _NUMBERED.match(plain):
        return len(plain) < 130 and not re.search(r"\d[\d.,]*\s*(?:%|hồ sơ|thủ tục|điểm|xã|huyện|đơn vị)", plain)
    letters = [letter for letter in plain if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _depth(line: str) -> int:
    plain = line.strip()
    if re.match(r"[IVX]{1,5}[.)/]", plain):
        return 1
    number = re.match(r"\d{1,2}(?:\.\d{1,2}){0,3}", plain)
    if number and _NUMBERED.match(plain):
        return 2 + number.group().count(".")
    return 6 if re.match(r"[a-zđ][.)/]", plain) else 0
