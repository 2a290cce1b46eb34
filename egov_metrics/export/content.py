"""What a file of figures holds, whatever its format: the figures, their sources, their methods, and about itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t

Kind = Literal["text", "number", "whole", "year", "date"]


@dataclass(frozen=True)
class Field:
    """A column of figures: its name in Parquet, its kind, and about how many characters wide it is in a workbook."""

    name: str
    kind: Kind = "text"
    width: int = 14


FIELDS = (
    Field("unit_id", width=12),
    Field("unit_name", width=26),
    Field("parent_name", width=18),
    Field("indicator_code", width=18),
    Field("indicator_name", width=30),
    Field("year", "year", 8),
    Field("period_end", "date", 12),
    Field("period_basis", width=24),
    Field("value", "number", 12),
    Field("measured_in", width=14),
    Field("rank", "whole", 8),
    Field("rank_of", "whole", 10),
    Field("qualifier", width=14),
    Field("value_basis", width=24),
    Field("rank_basis", width=24),
    Field("nothing", width=16),
    Field("conflict", width=20),
    Field("statistic", width=24),
    Field("territory", width=18),
    Field("rule", width=22),
    Field("members", width=30),
    Field("missing_members", width=24),
    Field("published_rank", width=16),
    Field("change_since", "year", 12),
    Field("change", "number", 12),
    Field("change_places", "whole", 12),
    Field("change_note", width=44),
    Field("method", width=32),
    Field("source_title", width=48),
    Field("source_producer", width=28),
    Field("source_url", width=48),
    Field("source_published", width=14),
    Field("rank_source_title", width=48),
    Field("rank_source_url", width=48),
    Field("edition", width=14),
)
"""The columns of the figures, in order. `rank_source_*` is filled only when the rank is from another source.

`period_basis` is filled where the source itself does not state the year. `statistic` names a mean (of which units)
and is empty for a unit's own figure. `territory` says which provinces are meant; `rule`, `members`, `missing_members`
how a recomputed value was made, `published_rank` the publisher's rank where another one was recomputed. `change*` are
filled in the later of two years that were set beside each other: the change of the value or the places gained (+),
and in `change_note` what must be known of it."""


@dataclass(frozen=True)
class About:
    """What a file says of itself. `filters` are pairs of a label and what was chosen, in the reader's language;
    `link` opens the same view again. `territory` says which provinces the figures are of, None for other units."""

    title: str
    subtitle: str
    filters: tuple[tuple[str, str], ...]
    edition_number: int
    edition_hash: str
    edition_date: dt.date
    link: str
    lang: Lang
    territory: str | None = None


@dataclass(frozen=True)
class Content:
    """One file's content. `figures` has the columns of `FIELDS` (values as numbers, dates as dates, words in the
    reader's language) and `decimals`; `sources` source, producer, address, day of publication and number of figures;
    `methods` the method versions of the figures. Missing cells are None."""

    about: About
    indicator_code: str
    decimals: int
    figures: pd.DataFrame
    sources: pd.DataFrame
    methods: pd.DataFrame

    def file_name(self, ending: str) -> str:
        """ "par_index_score_2012-2024_egov-a49f77055d70.csv": indicator, years, edition."""
        return file_name(self.indicator_code, self.figures["year"].tolist(), self.about.edition_hash, ending)


def file_name(indicator_code: str, years: list[int], edition_hash: str, ending: str) -> str:
    """The name of a file of one indicator; letters, digits, `_`, `-` and `.` only."""
    span = "" if not years else str(min(years)) if min(years) == max(years) else f"{min(years)}-{max(years)}"
    parts = [re.sub(r"[^A-Za-z0-9_-]+", "-", indicator_code), span, f"egov-{edition_hash[:12]}"]
    return "_".join(part for part in parts if part) + f".{ending}"


def collect(
    figures: pd.DataFrame,
    indicator: dict,
    methods: pd.DataFrame,
    about: About,
    name: Callable[[str], str],
    behind: pd.DataFrame | None = None,
) -> Content:
    """The content of a file for rows of the query `figures_of_indicator`, in the order of the rows.

    `indicator`: a row of the query `indicators`; `methods`: query `methods`; `name`: full name of a unit by its key.
    Rows may also have the columns that `recompute` adds, `label` (of a mean) and `change`, `change_places`,
    `change_since`, `change_note`. As published, a column `stored_id` wins over `unit_id`: what a chart joins into one
    line keeps its own key in a file. `behind` are the published figures that recomputed ones were worked out from:
    the list of sources is then theirs.
    """
    lang = about.lang
    is_present = "members" in figures.columns and "rule" in figures.columns
    stored = "stored_id" in figures.columns and not is_present
    rows = figures.assign(unit_id=figures["stored_id"].fillna(figures["unit_id"])) if stored else figures
    by_method = {row["method_id"]: row for row in methods.to_dict("records")}
    records = [_record(_plain(row), indicator, by_method, about, name) for row in rows.to_dict("records")]
    columns = [field.name for field in FIELDS] + ["decimals"]
    used = methods[methods["method_id"].isin(set(rows["method_id"].dropna()))]
    return Content(
        about=about,
        indicator_code=str(indicator["indicator_code"]),
        decimals=int(indicator["decimals"]),
        figures=pd.DataFrame(records, columns=columns, dtype=object),
        sources=_sources(rows if behind is None else _resting_on(rows, behind)),
        methods=pd.DataFrame([_method(_plain(row), lang) for row in used.to_dict("records")], columns=METHOD_COLUMNS),
    )


def joined(first: Content, second: Content) -> Content:
    """One file of two indicators: the figures of both, one after the other; title and filters are those of the first.

    A source of both is listed once with all its figures. Decimals are as each figure has them.
    """
    sources = pd.concat([first.sources, second.sources], ignore_index=True)
    keys = [name for name in SOURCE_COLUMNS if name != "figures"]
    counted = sources.groupby(keys, dropna=False, sort=False, as_index=False)["figures"].sum()
    counted = counted.astype(object).where(counted.notna(), None)
    return replace(
        first,
        indicator_code=f"{first.indicator_code}-{second.indicator_code}",
        figures=pd.concat([first.figures, second.figures], ignore_index=True),
        sources=counted[SOURCE_COLUMNS].sort_values("figures", ascending=False, kind="stable", ignore_index=True),
        methods=pd.concat([first.methods, second.methods], ignore_index=True).drop_duplicates("method_id"),
    )


METHOD_COLUMNS = ["method_id", "name", "years", "decision", "changes", "comparable", "reason"]
SOURCE_COLUMNS = ["title", "producer", "url", "published", "figures"]


def _record(row: dict, indicator: dict, methods: dict, about: About, name: Callable[[str], str]) -> dict[str, Any]:
    lang = about.lang
    method = methods.get(row["method_id"])
    other_rank = row.get("rank_source_id") if row["value"] is not None and row["rank"] is not None else None
    apart = other_rank is not None and other_rank != row["source_id"]
    unit = str(indicator["unit"])
    qualifier = row["qualifier"]
    return {
        "unit_id": row["unit_id"],
        "unit_name": name(row["unit_id"]),
        "parent_name": name(row["parent_id"]) if row["parent_id"] else None,
        "indicator_code": indicator["indicator_code"],
        "indicator_name": indicator[f"name_{lang}"],
        "year": row["year"],
        "period_end": row["period_end"],
        "period_basis": _period_basis(row, lang),
        "value": row["value"],
        "measured_in": t("chart.scale.level" if unit == "level" else f"measure_name.{unit}", lang),
        "rank": row["rank"],
        "rank_of": row["rank_of"],
        "qualifier": None if qualifier in (None, "exact") else t(f"export.qualifier.{qualifier}", lang),
        "value_basis": numbers.basis(row["value_basis"], lang) or None,
        "rank_basis": numbers.basis(row["rank_basis"], lang) or None,
        "nothing": numbers.nothing(row["nothing"], lang).words if row["nothing"] else None,
        "conflict": t("chart.hover.conflict", lang) if row["conflict"] else None,
        "statistic": row.get("label"),
        "territory": about.territory,
        "rule": t(f"territory.rule.{row['rule']}", lang) if row.get("rule") else None,
        "members": ", ".join(map(name, row.get("members") or ())) or None,
        "missing_members": ", ".join(map(name, row.get("missing_members") or ())) or None,
        "published_rank": _published_rank(row),
        "change_since": row.get("change_since"),
        "change": row.get("change"),
        "change_places": row.get("change_places"),
        "change_note": row.get("change_note"),
        "method": None if method is None else method[f"name_{lang}"],
        "source_title": row["source_title"],
        "source_producer": row["source_producer"],
        "source_url": row["source_url"],
        "source_published": row["published"],
        "rank_source_title": row.get("rank_source_title") if apart else None,
        "rank_source_url": row.get("rank_source_url") if apart else None,
        "edition": about.edition_hash[:12],
        "decimals": row["decimals"] if row["decimals"] is not None else int(indicator["decimals"]),
    }


def _period_basis(row: dict, lang: Lang) -> str | None:
    """How the year is known where no source states it."""
    basis = row.get("period_basis")
    return None if basis in (None, "stated") else t(f"sources.period_basis.{basis}", lang)


def _published_rank(row: dict) -> str | None:
    """ "12/63" of a province whose rank was worked out anew."""
    if row.get("published_rank") is None or row["rank_basis"] != "recomputed":
        return None
    return numbers.rank(row["published_rank"], row["published_rank_of"])


def _resting_on(rows: pd.DataFrame, behind: pd.DataFrame) -> pd.DataFrame:
    """The published figures among rows, and those that the recomputed ones of them were worked out from."""
    worked_out = rows[rows["value_basis"] == "recomputed"]
    used = {
        (member, year)
        for members, year in zip(worked_out["members"], worked_out["year"], strict=True)
        for member in members
    }
    is_used = [key in used for key in zip(behind["unit_id"], behind["year"], strict=True)]
    return pd.concat([rows[rows["value_basis"] != "recomputed"], behind[is_used]], ignore_index=True)


def _sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Every source of a value or a rank with how many of the figures rest on it, the most used first."""
    found: dict[str, dict[str, Any]] = {}
    for row in map(_plain, rows.to_dict("records")):
        stated: dict[str | None, tuple[Any, ...]] = {}
        stated[row["source_id"]] = (row["source_title"], row["source_producer"], row["source_url"], row["published"])
        if row.get("rank_source_id"):
            named = ("rank_source_title", "rank_source_producer", "rank_source_url", "rank_published")
            stated.setdefault(row["rank_source_id"], tuple(row.get(column) for column in named))
        for source_id, cells in stated.items():
            if source_id is None:
                continue
            entry = found.setdefault(source_id, dict(zip(SOURCE_COLUMNS, (*cells, 0), strict=True)))
            entry["figures"] += 1
    ordered = sorted(found.values(), key=lambda entry: (-entry["figures"], entry["title"] or ""))
    return pd.DataFrame(ordered, columns=SOURCE_COLUMNS, dtype=object)


def _method(row: dict, lang: Lang) -> dict[str, Any]:
    first, last = row["year_from"], row["year_to"]
    span = f"{int(first) if first else '…'}–{int(last) if last else '…'}"
    compared = row["comparable_with_previous"]
    key = f"chart.break.comparable.{compared}"
    inferred = f" ({t('chart.break.inferred_words', lang)})" if row["start_basis"] == "inferred" else ""
    return {
        "method_id": row["method_id"],
        "name": row[f"name_{lang}"],
        "years": span + inferred,
        "decision": row["decision"],
        "changes": row[f"changes_{lang}"],
        "comparable": t(key, lang) if has(key) else t("export.method.first", lang),
        "reason": row[f"reason_{lang}"],
    }


def _plain(row: dict) -> dict[str, Any]:
    """A row with Python's own values: None for what is missing, int for whole numbers, dates as dates."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
