"""What the sections of a report share while they are written: the unit, the numbers of tables, the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from egov_metrics.analysis.catalogue import Query
from egov_metrics.analysis.profile import Standing
from egov_metrics.analysis.unit_profile import UnitProfile
from egov_metrics.export.report.model import Reference
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.i18n.titles import source_name


class Sources:
    """The sources of a report, numbered in the order in which they are first named."""

    def __init__(self, query: Query) -> None:
        self._known = {str(row["source_id"]): row for row in query("sources").to_dict("records")}
        self._used: dict[str, int] = {}

    def marks(self, source_ids: Iterable[Any]) -> str:
        """ "[1]", "[1][3]" for the keys that are known; "" for none. Each is named in `listed` from now on."""
        found = [str(one) for one in dict.fromkeys(source_ids) if isinstance(one, str) and one in self._known]
        return "".join(f"[{self._used.setdefault(one, len(self._used) + 1)}]" for one in found)

    def listed(self) -> tuple[Reference, ...]:
        """ "[1] Title, producer, 26/3/2025." for each that was named, with its address."""
        return tuple(self._reference(number, self._known[one]) for one, number in self._used.items())

    def _reference(self, number: int, row: Mapping[str, Any]) -> Reference:
        title = source_name(str(row["title"]), row["producer"])
        producer = row["producer"] if isinstance(row["producer"], str) and row["producer"] != title else ""
        published = numbers.date(row["published"]) if isinstance(row["published"], str) else ""
        said = ", ".join(part for part in (title, producer, published) if part)
        url = row["url"] if isinstance(row["url"], str) and row["url"].startswith(("https://", "http://")) else ""
        return Reference(f"[{number}] {said}.", urlsplit(url).hostname or "", url)


@dataclass
class Desk:
    """One report while it is written. `years_of` gives all years of an index for the units beside ours, in the
    territory of the profile (`analysis.unit_profile.years_of`, or what a page has of it already)."""

    page: UnitProfile
    query: Query
    years_of: Callable[[Standing], pd.DataFrame]
    sources: Sources = field(init=False)
    _tables: int = 0
    _figures: int = 0

    def __post_init__(self) -> None:
        self.sources = Sources(self.query)

    @property
    def lang(self) -> Lang:
        """The language of the report."""
        return self.page.lang

    def say(self, key: str, **values: object) -> str:
        """The text of `report.<key>`."""
        return t(f"report.{key}", self.lang, **values)

    def table_caption(self, words: str) -> str:
        """ "Bảng 2. ..." with the next number."""
        self._tables += 1
        return self.say("table", n=self._tables, caption=words[:1].upper() + words[1:])

    def figure_caption(self, words: str) -> str:
        """ "Hình 2. ..." with the next number."""
        self._figures += 1
        return self.say("figure", n=self._figures, caption=words[:1].upper() + words[1:])


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text if not text else text[:1].upper() + text[1:] + ("" if text[-1] in ".!?:" else ".")
