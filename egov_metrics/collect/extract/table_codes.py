"""Which indicator a cell of a table is of, by the same lexicon as prose: the headings over it, its row, the caption.

Headings and labels stand where the clause of a number stands in prose, the caption where the predicate of a list does,
the headings of the text and its title where these do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from egov_metrics.collect.extract.lexicon import Index, Lexicon, Rule, normal
from egov_metrics.collect.extract.matching import Fit, Matcher
from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.extract.table_cells import Figure
from egov_metrics.collect.extract.windows import Span, Window

THRESHOLDS = {"count": 1.7, "ratio": 1.2, "percent": 0.9, "money": 0.9, "change_percent": 0.9}
"""As in prose: what is counted must be named too."""
_RANK = re.compile(r"(?<!\w)(?:xếp hạng|thứ hạng|hạng|vị trí|vị thứ|xếp thứ|thứ bậc|xh)(?!\w)")
_SCORE = re.compile(r"(?<!\w)(?:điểm|chỉ số|tỷ lệ|score)(?!\w)|%")
_CHANGE = re.compile(
    r"(?<!\w)(?:tăng|giảm|thay đổi|chênh lệch|so với|so sánh|so|biến động|tăng trưởng)(?!\w)|\+/-|[↑↓]"
)
_NO_FIGURE = re.compile(
    r"(?<!\w)(?:tối đa|điểm chuẩn|thang điểm|tự chấm|tự đánh giá|trọng số|hệ số|hoàn thành|so với (?:kế hoạch|kh|chỉ tiêu|mục tiêu)|thực hiện/kế hoạch)(?!\w)|"
    r"(?:dịch vụ|dvc|dvctt|tthc|thủ tục)[^,;]*phát sinh"
)
_BRACKETS = re.compile(r"\([^)]*\)")
"""What brackets add to a heading: its unit, the highest score that can be had."""
_PERCENT = re.compile(r"%|(?<!\w)(?:tỷ lệ|tỉ lệ|phần trăm|tỷ trọng|tỉ trọng)(?!\w)")
_COUNT = re.compile(
    r"(?<!\w)(?:số lượng|số hồ sơ|tổng số|số|sl)(?!\w)|\((?:hồ sơ|hs|đơn vị|tthc|thủ tục|dịch vụ|xã|cơ quan|hộp thư|máy|người)\)"
)
_MONEY = re.compile(r"(?:(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng|vnđ|vnd)(?!\w)")
_TO_BILLIONS = {"nghìn": 1e-6, "ngàn": 1e-6, "triệu": 1e-3, "tỷ": 1.0, "tỉ": 1.0}
_GENERIC_WORDS = (
    "tổng|điểm|xếp|hạng|thứ|vị|trí|chỉ|số|giá|trị|kết|quả|năm|quý|tháng|đạt|được|chung|cuối|cùng|mức|độ|loại|bậc|của|toàn|quốc|cả|nước|trên|"
    "tỉnh|thành|phố|i|ii|iii|iv|theo|trong|đầu|kỳ|thực|hiện|sau|quy|đổi|phân|nhóm|xh|công|bố|"
    "thay|tăng|giảm|so|với|chênh|lệch|biến|động|trước"
)
_SIGNS = r"[\s\d().,:;/%+–-]"
_GENERIC = re.compile(rf"(?:{_SIGNS}|(?<!\w)(?:{_GENERIC_WORDS})(?!\w))*")
"""A heading that does not say of what: the caption must."""
_FILLING = re.compile(
    rf"(?:{_SIGNS}|(?<!\w)(?:{_GENERIC_WORDS}|đã|các|có|tại|là|đơn|cơ|quan|hồ|sơ|lượng|tỷ|lệ|tỉ|cộng|sử|dụng|và|nộp|máy|kết|nối|internet)(?!\w))*"
)
_EGOV = re.compile(r"chính quyền điện tử|cqđt")
_SERVICE = re.compile(r"(?<!\w)(?:dịch vụ|dvc|dvctt|thủ tục|tthc|hồ sơ)(?!\w)")
_READY, _RESULT = re.compile(r"sẵn sàng"), re.compile(r"(?<!\w)kết quả(?!\w)")
_RESULT_PART = re.compile(r"kết quả (?:cqđt|chính quyền|xây dựng)|(?:nhóm|phần|điểm) kết quả|kết quả\s*[:-]")
_RAW = re.compile(r"(?<!\w)(?:thực hiện|đạt|thực tế|thô|trước quy đổi|chấm|đánh giá|thẩm định)(?!\w)|chưa quy đổi")
_CONVERTED = re.compile(r"(?<!chưa )(?<!trước )quy đổi|chuyển đổi|quy chuẩn")
_ROMAN = re.compile(r"(?<!\w)mức(?: độ)?\s*(?P<level>iv|iii|ii|i|[1-4])(?!\w)")
_UNRANKED = re.compile(r"(?:không|chưa)\s+(?:được\s+)?(?:xh|xếp (?:hạng|loại|mức))|không đạt mức")
_ALSO_NAMED = {
    "ict_revenue": re.compile(r"cntt|công nghệ thông tin|điện tử|viễn thông|phần mềm|công nghiệp số|kinh tế số|ict")
}
"""A revenue in a table of its own may be of anything: something must say of what."""
_NEVER = re.compile(r"(?!)")
_SAYS_AGAIN = {
    "sipas": re.compile(r"(?:mức độ |sự )?hài lòng"),
    "par_biz": re.compile(r"(?:mức độ |sự )?hài lòng|doanh nghiệp"),
    "par": re.compile(r"cchc|cải cách hành chính"),
    "dti": re.compile(r"chuyển đổi số|cđs"),
}
"""What a heading may say of an index that the caption names."""
_RECEIVED = ("dossiers_received", "dossiers_received_new")
_IS_ALL = re.compile(r"(?<!\w)(?:tổng|cộng)(?!\w)")
_UNITS = {"count": "count", "percent": "percent", "money": "vnd_bn", "ratio": "per_100", "change_percent": "percent"}


@dataclass(frozen=True, slots=True)
class Around:
    """What a cell stands under, outermost first. `path`: headings of its column and label of its row; `siblings`:
    headings beside it; `core`: what the indicator must have a word of, the innermost heading or the name of the row;
    `neighbours`: headings of all columns, nearest first, from its left to its right; `caption`;
    `context`: headings of the text and title. `is_unit_row`: its row names a unit or a
    total, so that an index named only in the caption may be meant; `has_decimals`: some cell of its column has."""

    path: tuple[str, ...]
    siblings: str = ""
    core: str = ""
    neighbours: tuple[str, ...] = ()
    caption: str = ""
    context: str = ""
    is_unit_row: bool = True
    has_decimals: bool = False
    has_readiness: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that a cell states, with the value in its unit; `sure` from 0 to 1: how near its words stood, and
    how much better it fits than others; `levels`: of the units that it is made for, empty for all."""

    code: str
    value: float
    unit: str
    of: float | None
    sure: float
    levels: frozenset[str] = frozenset()


class Codes:
    """Reads cells of one document; the same heading is fitted to the lexicon once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.weights = lexicon.weights
        longest = sorted(lexicon.headings, key=len, reverse=True)
        self._short = re.compile("|".join(rf"(?<!\w){re.escape(short)}(?!\w)" for short in longest) or r"(?!)")
        self._spellings: dict[str, str] = {}
        self._fitted: dict[tuple[str, str, str, str, str, str], tuple[list[Fit], bool]] = {}
        self._named: dict[str, list[tuple[int, Index]]] = {}

    def of(self, around: Around, figure: Figure) -> list[Hit]:
        """The indicators that a cell states; nearly always none or one, of `together.csv` several."""
        path = tuple(self._spelled(piece) for piece in around.path)
        joined = " ".join(path)
        if _NO_FIGURE.search(_BRACKETS.sub(" ", joined)):
            return []
        whole = f"{joined} {self._spelled(around.caption)} {self._spelled(around.context)}"
        if _EGOV.search(whole) and (hit := self._egov(path, joined, figure, around)):
            return [hit]
        if figure.kind == "level":
            return []
        found = self._index(path, joined, around)
        if found is not None:
            index, sure = found
            reading = self._as_index(index, path, figure, around)
            if reading or index.score or _wanted(path) in ("rank", "change"):
                return [Hit(*reading, sure, index.levels)] if reading else []
        if _RANK.search(path[-1] if path else "") or not joined.strip():
            return []
        return self._counted(path, joined, figure, around)

    def _spelled(self, text: str) -> str:
        """The normal form, with what headings shorten written out."""
        found = self._spellings.get(text)
        if found is None:
            found = self._short.sub(lambda match: self._lexicon.headings[match.group()], normal(text))
            self._spellings[text] = found
        return found

    # --- composite indices

    def _indices(self, text: str) -> list[tuple[int, Index]]:
        found = self._named.get(text)
        if found is None:
            found = self._named[text] = sorted(
                ((match.end(), one) for one in self._lexicon.indices for match in one.pattern.finditer(text)),
                key=lambda pair: (bool(pair[1].within), pair[0], pair[1].weight),
            )
        return found

    def _index(self, path: tuple[str, ...], joined: str, around: Around) -> tuple[Index, float] | None:
        caption, context = self._spelled(around.caption), self._spelled(around.context)
        if not self._indices(joined) and around.is_unit_row and _GENERIC.fullmatch(joined):
            beside = self._beside(path, around)
            if beside is not None:
                return beside, 0.9
        for text, sure in ((joined, 1.0), (caption, 0.7), (context, 0.5)):
            if sure < 1 and (not around.is_unit_row or not joined.strip()):
                return None
            everywhere = {one.name for part in (joined, caption, context) for _, one in self._indices(part)}
            named = [one for _, one in self._indices(text) if not one.within or one.within in everywhere]
            if sure < 1 and len({one.within or one.name for one in named}) > 1:
                return None
            if named and (sure == 1 or _GENERIC.fullmatch(_SAYS_AGAIN.get(named[-1].name, _NEVER).sub(" ", joined))):
                return named[-1], sure
        return None

    def _beside(self, path: tuple[str, ...], around: Around) -> Index | None:
        """The index of the nearest column that names one, for a column of ranks or changes only."""
        wanted = _wanted(path)
        if wanted not in ("rank", "change"):
            return None
        for text in around.neighbours:
            for _, index in reversed(self._indices(self._spelled(text))):
                if index.rank if wanted == "rank" else index.rank_change or index.score_change:
                    return index
        return None

    def _as_index(
        self, index: Index, path: tuple[str, ...], figure: Figure, around: Around
    ) -> tuple[str, float, str, float | None] | None:
        what = _wanted(path)
        value, is_whole = figure.value, figure.decimals == 0
        if what == "change":
            sign = figure.sign or (-1 if _falls(path) else 1)
            if re.search(r"(?<!\w)(?:bậc|hạng|thứ|vị trí)(?!\w)", " ".join(path)) and is_whole:
                return (index.rank_change, sign * value, "ranks", None) if index.rank_change else None
            if "%" in " ".join(path) and "điểm" not in " ".join(path):
                return None
            return (index.score_change, sign * value, "points", None) if index.score_change else None
        if figure.sign < 0:
            return None
        if re.search(r"(?<!\w)nhóm(?!\w)", path[-1] if path else "") and index.name == "papi":
            return ("papi_group", value, "level", None) if is_whole and 1 <= value <= 4 else None
        if what == "rank" or (not what and is_whole and figure.of is not None):
            if not index.rank or not is_whole or not 1 <= value <= 800 or figure.kind not in ("plain", "fraction"):
                return None
            return index.rank, value, "rank", figure.of or _ranked_of(path)
        if not index.score or (not what and is_whole and not around.has_decimals and figure.kind != "percent"):
            return None
        if figure.other is not None and not index.low <= value <= index.high:
            value = figure.other
        if not index.low <= value <= index.high or (figure.kind == "percent" and index.high <= 1):
            return None
        unit = "percent" if index.score == "sipas_score" else "points"
        return index.score, value, unit, figure.of

    # --- the level of e-government

    def _egov(self, path: tuple[str, ...], joined: str, figure: Figure, around: Around) -> Hit | None:
        level = None if _SERVICE.search(f"{joined} {self._spelled(around.caption)}") else _ROMAN.search(joined)
        if figure.kind != "level" and (level or _UNRANKED.search(joined)):
            name = f"egov_level{_digit(level['level'])}" if level else "egov_unranked"
            if _is_percent(path, figure):
                return Hit(f"{name}_share", figure.value, "percent", None, 0.9) if figure.value <= 100 else None
            return Hit(f"{name}_units", figure.value, "count", figure.of, 0.9) if not figure.decimals else None
        part = "egov_readiness" if _READY.search(joined) else ""
        if not part and _RESULT.search(joined) and (around.has_readiness or _RESULT_PART.search(joined)):
            part = "egov_result"
        if figure.kind == "level":
            return Hit(f"{part or 'egov'}_level", figure.value, "level", None, 1.0) if around.is_unit_row else None
        if not part or not around.is_unit_row or _wanted(path) in ("rank", "change"):
            return None
        if _is_percent(path, figure):
            return Hit(f"{part}_rate", figure.value, "percent", None, 0.9) if figure.value <= 100 else None
        if not re.search(r"(?<!\w)(?:điểm|đạt|quy đổi)(?!\w)", joined):
            return None
        is_raw = not _CONVERTED.search(joined) and (
            _RAW.search(joined) or _CONVERTED.search(self._spelled(around.siblings))
        )
        return Hit(f"{part}_score_raw" if is_raw else f"{part}_score", figure.value, "points", figure.of, 0.9)

    # --- what is counted

    def _counted(self, path: tuple[str, ...], joined: str, figure: Figure, around: Around) -> list[Hit]:
        is_change = bool(_CHANGE.search(joined)) and not re.search(
            r"(?<!\w)(?:hồ sơ|số lượng|tăng cường)(?!\w)", joined
        )
        value, kind = figure.value, self._kind(path, figure, around)
        if kind == "money" and figure.kind != "money":
            money = _MONEY.search(joined)
            value = round(value * _TO_BILLIONS.get(money["scale"] or "", 1e-9), 9) if money else value
        elif kind == "percent":
            kind = "change_percent" if is_change else "percent"
            if value > 100 and figure.other is not None and figure.other <= 100:
                value = figure.other
        elif is_change or figure.sign < 0 or (around.is_unit_row and around.has_decimals and not figure.decimals):
            return []
        elif figure.decimals == 3 and figure.other is not None:
            value = figure.other
        elif figure.decimals:
            kind = "ratio"
        if is_change and kind != "change_percent":
            return []
        if kind == "change_percent":
            value *= figure.sign or (-1 if _falls(path) else 1)
        if kind == "count" and not any(self._lexicon.concepts[one].search(joined) for one in self._lexicon.counted):
            joined = f"{self._counted_beside(around)} {joined}".strip()
        fits, is_own = self._fits(around, joined, kind)
        return self._hits(fits, is_own, value, kind, figure, around, joined)

    def _kind(self, path: tuple[str, ...], figure: Figure, around: Around) -> str:
        """count, percent or money, by the innermost words that say so; where headings say nothing, by the caption."""
        if figure.kind in ("percent", "money"):
            return figure.kind
        says_nothing = _GENERIC.fullmatch(" ".join(path)) is not None
        caption = (self._spelled(around.caption),) if says_nothing else ()
        for piece in (*reversed(path), *caption):
            if _PERCENT.search(piece):
                return "percent"
            if _MONEY.search(piece):
                return "money"
            if _COUNT.search(piece):
                return "count"
        return "count"

    def _counted_beside(self, around: Around) -> str:
        """What is counted where a heading does not say it ("Hồ sơ tiếp nhận | Đã giải quyết"): dossiers, when the nearest
        columns that count something count these."""
        for text in around.neighbours:
            spelled = self._spelled(text)
            if self._lexicon.concepts["dossier"].search(spelled):
                return "hồ sơ"
            if any(self._lexicon.concepts[one].search(spelled) for one in self._lexicon.counted):
                return ""
        return ""

    def _hits(
        self, fits: list[Fit], is_own: bool, value: float, kind: str, figure: Figure, around: Around, joined: str
    ) -> list[Hit]:
        if not fits or fits[0].score < THRESHOLDS[kind]:
            return []
        best = fits[0]
        rivals = [fit.score for fit in fits[1:] if fit.rule.code != best.rule.code]
        margin = best.score - max(rivals, default=0.0)
        together = next((group for group in self._lexicon.together if best.rule.code in group), frozenset())
        codes = [best.rule.code]
        codes += sorted({fit.rule.code for fit in fits if fit.rule.code in together and fit.is_near} - {best.rule.code})
        if not is_own and margin < 0.3 and len(codes) == 1:
            return []
        if best.rule.code == "dossiers_bpi_returned" and self._lexicon.concepts["received"].search(joined):
            return []  # handed in by post, not returned
        core, siblings = self._spelled(around.core), self._spelled(around.siblings)
        concepts = self._lexicon.concepts
        if best.rule.code in _RECEIVED and _IS_ALL.search(core) and concepts["carried"].search(siblings):
            codes = ["dossiers_total_in_period"]  # what came over from the period before is in the sum
        if best.rule.code == "on_time_rate" and concepts["early"].search(siblings) and not _PERCENT.search(core):
            return []  # the share of those on the very day, beside that of those before it
        also = _ALSO_NAMED.get(best.rule.code.removesuffix("_growth"))
        if also and not also.search(f"{joined} {self._spelled(around.caption)} {self._spelled(around.context)}"):
            return []
        if kind == "percent" and not 0 <= value <= 100 and best.rule.code != "ict_revenue_growth":
            return []
        unit = "percentage_points" if best.rule.code == "overdue_rate_change" else _UNITS[kind]
        sure = (0.85 if is_own else 0.55) + (0.15 if margin >= 0.6 else 0.0)
        return [Hit(code, value, unit, figure.of if kind == "count" else None, sure) for code in codes]

    def _fits(self, around: Around, joined: str, kind: str) -> tuple[list[Fit], bool]:
        """The rules that fit, and whether headings and label alone said enough."""
        key = (joined, around.siblings, around.caption, around.context, kind, around.core)
        if key not in self._fitted:
            fits = self._fit(around, joined, kind, False)
            is_own = bool(fits) and fits[0].score >= THRESHOLDS[kind]
            if not is_own and around.caption:
                fits = self._fit(around, joined, kind, True)
            self._fitted[key] = fits, is_own
        return self._fitted[key]

    def _fit(self, around: Around, joined: str, kind: str, with_caption: bool) -> list[Fit]:
        context, caption, siblings = (
            self._spelled(around.context),
            self._spelled(around.caption),
            self._spelled(around.siblings),
        )
        text = f"{context}\n{caption}\n{siblings}\n{joined}: 0"
        begin = len(text) - len(joined) - 3
        at = len(text) - 1
        middle = len(context) + 1
        beside = middle + len(caption) + 1
        matcher = Matcher(text, self._lexicon)
        matcher.concepts.enter((middle, len(text)))
        window = Window(
            Number(at, at + 1, "plain", 0.0), (begin, at), (at + 1, at + 1), sentence=(beside, at + 1), is_led=True
        )
        if with_caption:
            window.shared = [(middle, middle + len(caption))]
        above = tuple(span for span in ((0, len(context)), (middle, middle + len(caption))) if span[1] > span[0])
        fits = matcher.fits(window, kind, above)
        core = "" if kind == "change_percent" else self._spelled(around.core)
        at_core = text.rfind(core, begin) if core and not _FILLING.fullmatch(core) else -1
        captioned = (middle, middle + len(caption))
        needed = (at_core, at_core + len(core)) if at_core >= 0 else None
        return [fit for fit in fits if self._explains(fit.rule, matcher, (begin, at), needed, captioned, with_caption)]

    def _explains(
        self, rule: Rule, matcher: Matcher, own: Span, core: Span | None, caption: Span, with_caption: bool
    ) -> bool:
        """Is the innermost heading, or the name of the row, about the indicator? What the caption gives is said of all
        cells: where the rest of the words over a cell says something else, something else is meant."""
        spans = [
            span
            for concept in (*rule.heads, *(need.concept for need in rule.needs))
            for span in matcher.concepts.spans(concept)
            if own[0] <= span[0] and span[1] <= own[1]
        ]
        if core is not None and not any(core[0] <= start and end <= core[1] for start, end in spans):
            return False
        if rule.heads and not any(
            begin <= start and end <= stop
            for begin, stop in ((own, caption) if with_caption else (own,))
            for head in rule.heads
            for start, end in matcher.concepts.spans(head)
        ):
            return False  # what is counted stands in a heading beside it only
        if not with_caption:
            return True
        rest = list(matcher.text[own[0] : own[1]])
        for start, end in spans:
            rest[start - own[0] : end - own[0]] = " " * (end - start)
        return _FILLING.fullmatch("".join(rest)) is not None


def _wanted(path: tuple[str, ...]) -> str:
    """rank, score or change, by the innermost words that say so; "" when none does."""
    for piece in reversed(path):
        if _CHANGE.search(piece):
            return "change"
        rank, score = _RANK.search(piece), _SCORE.search(piece)
        if rank and score:
            return "rank" if rank.start() < score.start() else "score"
        if rank or score:
            return "rank" if rank else "score"
    return ""


def _falls(path: tuple[str, ...]) -> bool:
    joined = " ".join(path)
    return "giảm" in joined and "tăng" not in joined


def _is_percent(path: tuple[str, ...], figure: Figure) -> bool:
    if figure.kind == "percent":
        return True
    for piece in reversed(path):
        if _PERCENT.search(piece):
            return True
        if _COUNT.search(piece):
            return False
    return False


def _ranked_of(path: tuple[str, ...]) -> float | None:
    match = re.search(r"(?:/\s*|trên (?:tổng số )?|trong (?:tổng số )?)(\d{2,3})(?!\d)", " ".join(path))
    return float(match.group(1)) if match else None


def _digit(written: str) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4"}.get(written, written)
