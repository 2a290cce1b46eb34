"""The figures behind the page as files: all assessments of the province, every tier and year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, reduce
from types import ModuleType
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from egov_metrics.analysis.readiness import Assessment
from egov_metrics.export import csv_file, parquet_file, xlsx_file
from egov_metrics.export.content import About, Content, collect, file_name, joined
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.parts import Download
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.readiness import reading, words
from egov_metrics.views.readiness.reading import Page
from egov_metrics.views.view import View

_FORMATS: tuple[tuple[str, ModuleType], ...] = (("csv", csv_file), ("xlsx", xlsx_file), ("parquet", parquet_file))


def show(page: Page) -> None:
    """Buttons that save the figures; nothing where the store has no assessment of the province."""
    if page.known.assessments:
        parts.downloads(downloads(page), "ready-file")


def downloads(page: Page) -> list[Download]:
    """One file of each format; it is made when the reader asks for it."""
    prepare = partial(content, page, _address())
    years = sorted({one.year for one in page.known.assessments})
    edition = page.served.ref.content_hash
    return [
        Download(
            t(f"export.download.{ending}", page.lang),
            file_name(_code(page), years, edition, ending),
            module.MIME,
            partial(_made, module.make, prepare),
        )
        for ending, module in _FORMATS
    ]


@dataclass(frozen=True)
class Taken:
    """What a chart of levels hands out: the files of all assessments of the view's province. The store is asked only
    when a reader wants one, so that other pages may offer them too. `assessments` are those of the chart; `by_points`
    says that it draws points and not levels."""

    served: AskedEdition
    view: View
    assessments: tuple[Assessment, ...] = ()
    by_points: bool = False

    @property
    def stem(self) -> str:
        """The name of the files without the ending."""
        return file_name(f"egov_level_{self.view.unit}", [], self.served.ref.content_hash, "").rstrip(".")

    def facts(self) -> list[str]:
        """What is measured, by which criteria as far as they are known."""
        lang = self.view.lang
        scale = t("measure_name.points" if self.by_points else "chart.scale.level", lang)
        told = [t("picture.indicator", lang, name=t("overview.level", lang), scale=scale)]
        methods = self.served.query("methods")
        used = methods[methods["method_id"].isin({one.method_id for one in self.assessments if one.method_id})]
        names = "; ".join(str(name) for name in used[f"name_{lang}"])
        columns = ("score_basis", "rank_basis") if self.by_points else ("level_basis",)
        stated = {kind for one in self.assessments for column in columns for kind in one.cells[column].dropna()}
        bases = "; ".join(numbers.basis(kind, lang) for kind in numbers.BASES if kind in stated)
        more = [t("picture.methods", lang, names=names)] if names else []
        more += [t("picture.basis", lang, words=bases)] if bases else []
        return [*told, " ".join(more)] if more else told

    def downloads(self) -> list[Download]:
        """One file of each format."""
        address = _address()
        return [
            Download(t(f"export.download.{ending}", self.view.lang), f"{self.stem}.{ending}", module.MIME,
                     partial(_made, module.make, partial(self._content, address)))
            for ending, module in _FORMATS
        ]  # fmt: skip

    def _content(self, address: str) -> Content:
        return content(reading.read(self.served, self.view), address)


def content(page: Page, address: str) -> Content:
    """All figures of the page's provinces by indicator and year: levels, counts, shares and points as stated.

    A figure of a whole tier carries the tier's name with that of the province. Asks the store three times.
    """
    figures = page.served.query("readiness_figures", provinces=page.place.provinces)
    methods = page.served.query("methods")
    indicators = page.served.query("indicators").set_index("indicator_code", drop=False)
    about = _about(page, address)
    found = [
        _named(collect(rows, indicators.loc[code].to_dict(), methods, about, page.options.name), rows, page)
        for code, rows in figures[figures["year"].notna()].groupby("indicator_code", sort=True)
    ]
    return replace(reduce(joined, found), indicator_code=_code(page))


def _made(make: Callable[[Content], bytes], prepare: Callable[[], Content]) -> bytes:
    return make(prepare())


def _named(one: Content, rows: pd.DataFrame, page: Page) -> Content:
    """The same with the name of the tier where a figure is of all units of a tier and not of the unit itself."""
    names = [
        name
        if scope == "self"
        else t("ready.files.unit", page.lang, tier=t(f"overview.tier.{scope}", page.lang), unit=name)
        for name, scope in zip(one.figures["unit_name"], rows["scope"], strict=True)
    ]
    return replace(one, figures=one.figures.assign(unit_name=names))


def _code(page: Page) -> str:
    return "_".join(["egov_level", *page.place.named])


def _about(page: Page, address: str) -> About:
    lang, ref = page.lang, page.served.ref
    years = [one.year for one in page.known.assessments]
    span = str(years[0]) if min(years) == max(years) else f"{min(years)}–{max(years)}"
    filters = {
        "compare.units": ", ".join(page.options.name(unit) for unit in page.place.named),
        "compare.years": span,
    }
    return About(
        title=words.finding(page),
        subtitle=t("ready.files.subtitle", lang),
        filters=tuple((t(key, lang), words) for key, words in filters.items()),
        edition_number=ref.number,
        edition_hash=ref.content_hash,
        edition_date=ref.built_at.date(),
        link=f"{address}?{urlencode(page.view.to_params())}",
        lang=lang,
    )


def _address() -> str:
    """The address of this page without a view, as the reader's browser has it."""
    url = st.context.url
    return url.partition("?")[0] if url else "readiness"
