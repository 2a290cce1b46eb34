"""The figures of one chart to take home: the same files everywhere, and in words what they are of.

A chart gives its rows as the store has them; CSV, XLSX and Parquet are made of them when the reader asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from egov_metrics.export import csv_file, parquet_file, xlsx_file
from egov_metrics.export.content import About, Content, collect, file_name, joined
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import session, stage
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.view import View

FORMATS: tuple[tuple[str, ModuleType], ...] = (("csv", csv_file), ("xlsx", xlsx_file), ("parquet", parquet_file))


@dataclass(frozen=True)
class Download:
    """A file on offer; `make` runs only when the reader asks for it, outside the page's script."""

    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]


class Takeable(Protocol):
    """What a chart hands out: `Sheet`, or what a page makes of several assessments."""

    @property
    def stem(self) -> str:
        """The name of its files without the ending."""

    def facts(self) -> list[str]:
        """Lines that say what is measured, by which methods, of which territory, on what it rests."""

    def downloads(self) -> list[Download]:
        """Its files."""


@dataclass(frozen=True)
class Sheet:
    """The figures of a chart: rows of query `figures_of_indicator` (or recomputed ones) of one indicator.

    `name` gives the full name of a unit; `by_province` says whether the territory must be told; `title` is that of
    the chart; `more` are figures of other indicators in the same chart, which follow in the same file.
    """

    served: AskedEdition
    view: View
    indicator: Mapping[str, Any]
    rows: pd.DataFrame
    name: Callable[[str], str]
    title: str
    by_province: bool = True
    more: tuple[Sheet, ...] = ()

    @property
    def years(self) -> list[int]:
        """The measured years, each once."""
        return sorted({int(year) for year in self.rows["year"].dropna()})

    @property
    def stem(self) -> str:
        """The name of a file without its ending: indicator, years, edition."""
        code, edition = str(self.indicator["indicator_code"]), self.served.ref.content_hash
        return file_name(code, self.years, edition, "").rstrip(".")

    def facts(self) -> list[str]:
        """What a picture must say of its figures besides its title: see `facts`."""
        methods = self.served.query("methods")
        told = facts(self.rows, self.indicator, methods, self.view, self.by_province)
        return [*told, *(line for other in self.more for line in other.facts()[:1])]

    def downloads(self) -> list[Download]:
        """A file of each format; none without figures."""
        if self.rows.empty:
            return []
        prepare = partial(self._content, address())
        return [
            Download(t(f"export.download.{ending}", self.view.lang), f"{self.stem}.{ending}", module.MIME,
                     partial(_made, module.make, prepare))
            for ending, module in FORMATS
        ]  # fmt: skip

    def _content(self, link: str) -> Content:
        lang, ref, years = self.view.lang, self.served.ref, self.years
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
        territory = territory_words(self.view) if self.by_province else ""
        filters = {"compare.indicator": str(self.indicator[f"name_{lang}"]), "compare.years": span,
                   "territory": territory}  # fmt: skip
        about = About(
            title=self.title,
            subtitle=str(self.indicator[f"definition_{lang}"]),
            filters=tuple((t(key, lang), words) for key, words in filters.items() if words),
            edition_number=ref.number,
            edition_hash=ref.content_hash,
            edition_date=ref.built_at.date(),
            link=f"{link}?{urlencode(self.view.to_params())}",
            lang=lang,
            territory=territory or None,
        )
        methods = self.served.query("methods")
        sheets = (self, *self.more)
        found = (collect(one.rows, dict(one.indicator), methods, about, self.name) for one in sheets)
        return replace(reduce(joined, found), indicator_code=str(self.indicator["indicator_code"]))


def territory_words(view: View) -> str:
    """Which provinces are meant: as published, or the 34 of today."""
    return t(f"territory.{'2025' if view.is_present else 'as-published'}", view.lang)


def facts(
    rows: pd.DataFrame, indicator: Mapping[str, Any], methods: pd.DataFrame, view: View, by_province: bool
) -> list[str]:
    """Lines that say of figures what is measured, by which methods, of which territory, and on what they rest."""
    lang = view.lang
    first = t("picture.indicator", lang, name=str(indicator[f"name_{lang}"]), scale=_scale(indicator, lang))
    used = methods[methods["method_id"].isin(set(rows["method_id"].dropna()))].sort_values("year_from")
    names = [str(name) for name in used[f"name_{lang}"]]
    stated = {kind for column in ("value_basis", "rank_basis") for kind in rows[column].dropna()}
    bases = [kind for kind in numbers.BASES if kind in stated]
    second = [t("picture.methods", lang, names="; ".join(names))] if names else []
    if by_province:
        second.append(t("picture.territory", lang, words=territory_words(view)))
    if bases:
        second.append(t("picture.basis", lang, words="; ".join(numbers.basis(kind, lang) for kind in bases)))
    return [first, " ".join(second)] if second else [first]


def edition_words(served: AskedEdition, lang: Lang) -> str:
    """The edition with its number, date and hash, as the footer of every page has it."""
    ref = served.ref
    return t("ui.footer.edition", lang, number=ref.number, date=numbers.date(ref.built_at.date()), hash=ref.short_hash)


def edition_of_session(lang: Lang) -> tuple[str, str]:
    """The words for the edition in front of the reader, and its short hash; "" before one is opened."""
    served = session.served_or_none()
    return (edition_words(served, lang), served.ref.short_hash) if served else ("", "")


def address() -> str:
    """The address of this page without a view, as the reader's browser has it; "" when nobody has told it."""
    url = st.context.url if stage.current() is None else None
    return url.partition("?")[0] if url else ""


def base() -> str:
    """Where this installation's pages stand, as the reader's browser has it: "http://host:8501/"; "" without one."""
    here = address()
    return f"{here.rpartition('/')[0]}/" if here else ""


def _scale(indicator: Mapping[str, Any], lang: Lang) -> str:
    if str(indicator["unit"]) == "level":
        return t("chart.scale.level", lang)
    unit, low, high = t(f"measure_name.{indicator['unit']}", lang), indicator["scale_min"], indicator["scale_max"]
    if pd.isna(low) or pd.isna(high):
        return unit
    bounds = (numbers.number(float(bound), None) for bound in (low, high))
    return t("chart.scale.bounded", lang, **dict(zip(("low", "high"), bounds, strict=True)), unit=unit)


def _made(make: Callable[[Content], bytes], prepare: Callable[[], Content]) -> bytes:
    return make(prepare())
