"""User-facing texts: `strings.csv` (key, vi, en) and the one function that reads it."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
STRINGS = Path(__file__).with_name("strings.csv")


class UnknownText(KeyError):
    """A key that `strings.csv` does not hold; the message names it."""


class DamagedStrings(ValueError):
    """`strings.csv` cannot be used: a key twice, an empty text, or other fields in one language than in the other."""


def t(key: str, lang: Lang, /, **values: object) -> str:
    """The text of `key` in `lang`, with `{fields}` filled from `values`.

    Raises UnknownText for a key that is not in the table, ValueError for an unknown language and KeyError for a
    field without a value. Values are written as they are: format numbers with `numbers` first.
    """
    if lang not in LANGS:
        raise ValueError(f"unknown language {lang!r}: expected one of {', '.join(LANGS)}")
    try:
        text = strings()[key][lang]
    except KeyError:
        raise UnknownText(key) from None
    return text.format(**values) if values or "{" in text else text


def plural(key: str, n: int, lang: Lang, /, **values: object) -> str:
    """`key` for a count: `key.one` when `n` is 1 and such a text exists, else `key`; `{n}` is filled with the count."""
    from egov_metrics.i18n.numbers import count

    chosen = f"{key}.one" if n == 1 and has(f"{key}.one") else key
    return t(chosen, lang, n=count(n), **values)


def has(key: str) -> bool:
    """Is there a text for `key`?"""
    return key in strings()


@lru_cache(maxsize=1)
def strings() -> dict[str, dict[str, str]]:
    """All texts: key -> {"vi": ..., "en": ...}. Read once in the life of the process."""
    return read(STRINGS)


def read(path: Path) -> dict[str, dict[str, str]]:
    """The texts of one file. Raises DamagedStrings with the line where the file breaks its contract."""
    texts: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != ["key", *LANGS]:
            raise DamagedStrings(f"{path.name}: expected the columns key,vi,en and found {rows.fieldnames}")
        for row in rows:
            where = f"{path.name}, line {rows.line_num}"
            key = row["key"]
            if None in row or not all(row[name] for name in ("key", *LANGS)):
                raise DamagedStrings(f"{where}: expected three filled fields (is a comma not quoted?)")
            if key in texts:
                raise DamagedStrings(f"{where}: the key {key} stands there twice")
            if fields(row["vi"]) != fields(row["en"]):
                raise DamagedStrings(f"{where}: {key} has other fields in vi than in en")
            texts[key] = {lang: row[lang] for lang in LANGS}
    return texts


def fields(text: str) -> set[str]:
    """The names of the `{fields}` of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
