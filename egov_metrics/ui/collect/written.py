"""What a person types into the form of an item, and how it is shown there: numbers and days as Vietnamese has them."""

from __future__ import annotations

import calendar
import re
from datetime import date

from egov_metrics.collect.extract.numbers import numbers as numbers_in
from egov_metrics.i18n import numbers

_NUMBER = re.compile(r"([-−+]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_PLAIN = re.compile(r"([-−+]?)(\d+)\.(\d{1,2}|\d{4,})")
_DAY = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")


def number_text(typed: str) -> str:
    """ "1.234,50" -> "1234.50", "90,02" -> "90.02", "" -> "". Raises ValueError for what is no number."""
    tidy = "".join(typed.split()).rstrip("%")
    if not tidy:
        return ""
    if match := _NUMBER.fullmatch(tidy):
        sign, whole, part = match[1], match[2].replace(".", ""), match[3] or ""
    elif match := _PLAIN.fullmatch(tidy):  # a point that cannot part thousands is a decimal one
        sign, whole, part = match[1], match[2], match[3]
    else:
        raise ValueError(typed)
    return ("-" if sign in ("-", "−") else "") + whole + (f".{part}" if part else "")


def number_shown(text: str) -> str:
    """ "1234.50" -> "1.234,50"; what is no number stays as it is."""
    try:
        return numbers.number(float(text), len(text.partition(".")[2]))
    except ValueError:
        return text


def day_text(typed: str, last: bool) -> str:
    """ "31/12/2019" -> "2019-12-31"; "12/2019" and "2019" are the first, or the `last`, day of it; "" -> "".

    Raises ValueError for what is no day.
    """
    tidy = "".join(typed.split())
    if not tidy:
        return ""
    match = _DAY.fullmatch(tidy)
    if match is None:
        raise ValueError(typed)
    year = int(match[3])
    month = int(match[2]) if match[2] else (12 if last else 1)
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(typed)
    day = int(match[1]) if match[1] else (calendar.monthrange(year, month)[1] if last else 1)
    return date(year, month, day).isoformat()


def day_shown(text: str) -> str:
    """ "2019-12-31" -> "31/12/2019"; what is no day stays as it is."""
    try:
        return numbers.date(text) if text else ""
    except ValueError:
        return text


def first_number(passage: str) -> tuple[str, str]:
    """The first number of a marked passage and what it is out of, as `number_text` gives them; "" for none."""
    for one in numbers_in(passage, []):
        places = one.decimals if not float(one.value).is_integer() or one.decimals else 0
        whole = "" if one.of is None else f"{one.of:.0f}"
        return f"{one.value:.{places}f}", whole
    return "", ""
