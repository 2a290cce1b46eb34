"""What a cell says: numbers as people in Viet Nam and elsewhere write them, ranks, and the kinds of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from egov_metrics.collect.workbooks.grid import NUMBER, PERCENT, TEXT, Value
from egov_metrics.units.folding import fold

NOTHINGS = {
    "khong xep hang": "not_ranked", "kxh": "not_ranked", "not ranked": "not_ranked", "chua xep hang": "not_ranked",
    "khong ap dung": "not_applicable", "not applicable": "not_applicable", "kad": "not_applicable",
    "chua nop": "not_submitted", "khong nop": "not_submitted", "not submitted": "not_submitted",
    "chua gui": "not_submitted", "khong gui": "not_submitted",
    "khong cong bo": "not_published", "chua cong bo": "not_published", "not published": "not_published",
    "not_ranked": "not_ranked", "not_applicable": "not_applicable", "not_submitted": "not_submitted",
    "not_published": "not_published",
}  # fmt: skip
"""Words in the place of a number, folded, and the kind of nothing that they state."""
_BLANK = frozenset(("", "na", "n a", "null", "nan", "none", "khong co so lieu", "chua co so lieu", "x", "no data"))
_NUMBER = re.compile(r"[-−–+]?\d[\d., \u00a0\u202f']*", re.ASCII)
_UNIT = re.compile(r"\s*(?:%|điểm|đ|points?|pts?\.?)\s*$", re.IGNORECASE)
_RANK = re.compile(r"(?:thứ|hạng|rank|#)?\s*(\d{1,5})(?:[.,]0+)?(?:\s*[/\\]\s*(\d{1,5}))?", re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_LONG = 12
"""Digits from which a stored number is looked at as one that came from single precision."""


@dataclass(frozen=True)
class Signs:
    """Which sign separates decimals in the texts of a column, and which groups thousands."""

    decimal: str
    group: str


COMMA, POINT = Signs(",", "."), Signs(".", ",")


def signs_of(texts: Iterable[str], greatest: float | None = None) -> Signs:
    """The signs that the numbers of a column are written with.

    What is certain decides ("1.234,5"; "81,93"; "0.680"); where nothing is ("1.234"), Vietnamese use does, unless no
    value of the indicator can be so large (`greatest`).
    """
    points = commas = doubtful_points = doubtful_commas = 0
    for text in texts:
        number = _number_in(text)
        if number is None or not ("." in number or "," in number):
            continue
        last = max(number.rfind("."), number.rfind(","))
        sign, other = number[last], "," if number[last] == "." else "."
        whole, after = number[:last], number[last + 1 :]
        certain = other in whole or len(after) != 3 or whole.lstrip("-−–+") in ("0", "") or len(whole.strip("-+")) > 3
        if number.count(sign) > 1:  # 1.234.567: groups, so the other sign is the decimal one
            commas, points = commas + (sign == "."), points + (sign == ",")
        elif certain:
            points, commas = points + (sign == "."), commas + (sign == ",")
        else:
            doubtful_points, doubtful_commas = doubtful_points + (sign == "."), doubtful_commas + (sign == ",")
    if points or commas:
        return POINT if points > commas else COMMA
    if doubtful_points and greatest is not None and greatest < 1000:
        return POINT
    return COMMA


def number_of(value: Value, signs: Signs) -> tuple[str, bool] | None:
    """A cell as a number in text with a decimal point, and whether it is a percentage; None when it is no number.

    A cell that is shown as 95% is stored as 0.95 and gives 95.
    """
    if value.kind in (NUMBER, PERCENT):
        stored = float(value.value)
        return number_text(stored * 100 if value.kind == PERCENT else stored), value.kind == PERCENT
    text = str(value.value).strip()
    number = _number_in(text)
    if number is None:
        return None
    plain = number.replace(signs.group, "") if _grouped(number, signs) else number
    if signs.group in plain:
        return None
    plain = plain.replace(signs.decimal, ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    return plain, text.rstrip().endswith("%")


def number_text(number: float) -> str:
    """A stored number with the digits that it really carries, in text with a decimal point.

    Statistics programs store single precision, which turns 7.325588 into 7.325588226318359: the shortest text of the
    same single-precision number is what was stored.
    """
    shown = f"{number:.15g}"
    digits = len(shown.replace("-", "").replace(".", "").split("e")[0])
    if digits >= _LONG and float(np.float32(number)) == number:
        shown = str(np.float32(number))
    return f"{Decimal(shown):f}" if "e" in shown else shown.removesuffix(".0")


def text_value(text: str) -> Value:
    """A text as a cell."""
    return Value(TEXT, text)


def rank_of_cell(value: Value) -> tuple[str, str] | None:
    """A cell as a rank and among how many ("23/63"; "" when it does not say); None when it is no rank."""
    if value.kind == NUMBER:
        number = float(value.value)
        return (str(int(number)), "") if number == int(number) and 1 <= number < 100_000 else None
    found = _RANK.fullmatch(str(value.value).strip())
    if found is None or int(found[1]) < 1:
        return None
    return str(int(found[1])), str(int(found[2])) if found[2] else ""


def nothing_of(text: str) -> str | None:
    """The kind of nothing that a word in the place of a number states, "" for an empty place, None for neither."""
    folded = fold(text)
    if folded in _BLANK or not any(letter.isalnum() for letter in text):
        return ""
    return NOTHINGS.get(folded)


def _number_in(text: str) -> str | None:
    """The number of a text that holds nothing but it and its unit, without blanks."""
    stripped = _UNIT.sub("", text.strip())
    if not _NUMBER.fullmatch(stripped):
        return None
    plain = re.sub(r"[ \u00a0\u202f']", "", stripped).replace("−", "-").replace("–", "-")
    return plain.removeprefix("+") or None


def _grouped(number: str, signs: Signs) -> bool:
    whole = number.lstrip("-").partition(signs.decimal)[0]
    return bool(_GROUPS.fullmatch(whole)) and signs.decimal not in whole
