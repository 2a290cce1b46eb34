"""The files on offer: what the reader sees, as CSV, XLSX and Parquet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.export import csv_file, parquet_file, xlsx_file
from egov_metrics.export.content import About, Content, collect, file_name
from egov_metrics.i18n.texts import t
from egov_metrics.ui.compare.controls import levels
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.parts import Download

_FORMATS: tuple[tuple[str, ModuleType], ...] = (("csv", csv_file), ("xlsx", xlsx_file), ("parquet", parquet_file))


def downloads(page: Comparison) -> list[Download]:
    """One file of each format of the figures on the screen; they are made when the reader asks for one."""
    prepare = partial(_content, page, _address())
    code, edition = str(page.indicator["indicator_code"]), page.served.ref.content_hash
    years = [page.year] if page.view.view == "bars" else [int(year) for year in page.in_span["year"].unique()]
    return [
        Download(
            t(f"export.download.{ending}", page.lang),
            file_name(code, years, edition, ending),
            module.MIME,
            partial(_made, module.make, prepare),
        )
        for ending, module in _FORMATS
    ]


def _rows(page: Comparison) -> pd.DataFrame:
    """The figures on the screen: of one year for bars, else of the years looked at; in the order of the table."""
    rows = compare.within_years(page.figures, page.year, page.year) if page.view.view == "bars" else page.in_span
    return compare.table_order(rows, page.indicator["direction"])


def _made(make: Callable[[Content], bytes], prepare: Callable[[], Content]) -> bytes:
    return make(prepare())


def _content(page: Comparison, address: str) -> Content:
    rows, lang, ref = _rows(page), page.lang, page.served.ref
    years = sorted(int(year) for year in rows["year"].unique())
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    place = page.view.region if page.view.level == "province" else page.view.parent
    units = [page.options.name(unit) for unit in (page.own, *page.chosen) if unit]
    chosen = (
        (t("compare.indicator", lang), str(page.indicator[f"name_{lang}"])),
        (t("compare.level", lang), levels(page)[page.view.level]),
        (t("compare.region" if page.view.level == "province" else "compare.parent", lang),
         page.options.name(place) if place else t("compare.region.all", lang)),
        (t("compare.years", lang), span),
        *(((t("compare.units", lang), ", ".join(units)),) if units else ()),
    )  # fmt: skip
    about = About(
        title=insights.plain_finding(rows, page.indicator, lang),
        subtitle=str(page.indicator[f"definition_{lang}"]),
        filters=chosen,
        edition_number=ref.number,
        edition_hash=ref.content_hash,
        edition_date=ref.built_at.date(),
        link=f"{address}?{urlencode(page.view.to_params())}",
        lang=lang,
    )
    return collect(rows, page.indicator, page.methods.frame, about, page.options.name)


def _address() -> str:
    """The address of this page without a view, as the reader's browser has it."""
    url = st.context.url
    return url.partition("?")[0] if url else "compare"
