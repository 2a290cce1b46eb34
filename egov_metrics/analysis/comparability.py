"""May two years be compared? Decided by method versions alone, never by the look of the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["same", "comparable", "broken", "not_stated"]
APART = ":"
"""Parts the key of a method version from a year in `Methods.line_key`: the years of that version stay apart, since
nobody says that they compare, although no change of the method is known between them."""


@dataclass(frozen=True)
class Likeness:
    """Whether two figures were measured alike, and why not.

    `same`: one method version; `comparable`: versions that their publisher compares; `broken`: another method;
    `not_stated`: nobody says. `method_id` names the version that explains it (the later one for a break).
    """

    kind: Kind
    method_id: str | None = None
    decision: str | None = None
    reason_vi: str = ""
    reason_en: str = ""
    inferred: bool = False

    @property
    def is_like(self) -> bool:
        """True when a change of the value may be shown as a change."""
        return self.kind in ("same", "comparable")

    def reason(self, lang: str) -> str:
        """The reason in a language."""
        return self.reason_en if lang == "en" else self.reason_vi


class Methods:
    """Method versions of all families (the frame of query `methods`), ready for questions."""

    def __init__(self, methods: pd.DataFrame) -> None:
        self.frame = methods
        self._rows = {row["method_id"]: row for row in methods.to_dict("records")}
        chains = methods[methods["by_year"].astype(bool)].sort_values("year_from", na_position="first")
        self._chain = {family: list(rows["method_id"]) for family, rows in chains.groupby("family")}

    def of_family(self, family: str) -> pd.DataFrame:
        """The versions of one family, in order of time."""
        return self.frame[self.frame["family"] == family]

    def row(self, method_id: str | None) -> dict | None:
        """One version as a dictionary, or None."""
        return self._rows.get(method_id) if isinstance(method_id, str) else None

    def likeness(self, earlier: str | None, later: str | None) -> Likeness:
        """Whether a figure of version `earlier` compares with one of version `later` (keys or None)."""
        first, second = self.row(earlier), self.row(later)
        if first is None or second is None:
            return Likeness("not_stated")
        if earlier == later:
            kind = {"yes": "same", "no": "broken", "not_stated": "not_stated"}[second["comparable_within"]]
            return _likeness(kind, second)  # type: ignore[arg-type]
        chain = self._chain.get(second["family"], [])
        if first["family"] != second["family"] or earlier not in chain or later not in chain:
            return _likeness("broken", second)
        low, high = sorted((chain.index(earlier), chain.index(later)))
        steps = [self._rows[method_id] for method_id in chain[low + 1 : high + 1]]
        for answer, kind in (("no", "broken"), ("not_stated", "not_stated")):
            for step in reversed(steps):
                if step["comparable_with_previous"] == answer:
                    return _likeness(kind, step)  # type: ignore[arg-type]
        return _likeness("comparable", second)

    def line_key(self, method_id: object, year: int) -> str | None:
        """The key that figures share when a line may join them: the version, together with the year where the years
        of the version are not known to compare. None for no known version."""
        if not isinstance(method_id, str):
            return None
        within = (self.row(method_id) or {}).get("comparable_within")
        if within == "yes":
            return method_id
        return f"{method_id}{'/' if within == 'no' else APART}{year}"

    def breaks(self, family: str) -> list[dict]:
        """The versions of a family that break with the one before, in order of time, as dictionaries."""
        chain = self._chain.get(family, [])
        return [self._rows[m] for m in chain[1:] if self._rows[m]["comparable_with_previous"] != "yes"]


def _likeness(kind: Kind, row: dict) -> Likeness:
    decision = row["decision"]
    return Likeness(
        kind=kind,
        method_id=row["method_id"],
        decision=decision if isinstance(decision, str) else None,
        reason_vi=row["reason_vi"],
        reason_en=row["reason_en"],
        inferred=row["start_basis"] == "inferred",
    )
