"""The files on offer: what the reader sees, as CSV, XLSX and Parquet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from urllib.parse import urlencode

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as compare_insights
from egov_metrics.export import csv_file, parquet_file, xlsx_file
from egov_metrics.export.content import About, Content, collect, file_name, joined
from egov_metrics.i18n.texts import t
from egov_metrics.ui import sheet
from egov_metrics.ui.parts import Download
from egov_metrics.views.compare import means, two_years
from egov_metrics.views.compare.fields import Field
from egov_metrics.views.compare.reading import OF_A_YEAR, PAIRS, Comparison
from egov_metrics.views.compare.words import levels
from egov_metrics.views.territory import FIRST, LAST

_FORMATS: tuple[tuple[str, ModuleType], ...] = (("csv", csv_file), ("xlsx", xlsx_file), ("parquet", parquet_file))


def downloads(page: Comparison) -> list[Download]:
    """One file of each format of the figures on the screen; they are made when the reader asks for one."""
    prepare = partial(_content, page, _address())
    code, edition = str(page.indicator["indicator_code"]), page.served.ref.content_hash
    if page.view.view == "scatter" and page.against:
        code += f"-{page.against.indicator['indicator_code']}"
    return [
        Download(
            t(f"export.download.{ending}", page.lang),
            file_name(code, _years(page), edition, ending),
            module.MIME,
            partial(_made, module.make, prepare),
        )
        for ending, module in _FORMATS
    ]


def _years(page: Comparison) -> list[int]:
    if page.view.view in OF_A_YEAR:
        return sorted({page.year, *([page.against_year] if page.view.view == "scatter" and page.against_year else [])})
    if page.view.view in PAIRS and page.pair:
        return [page.pair.year_from, page.pair.year_to]
    return [int(year) for year in page.in_span["year"].unique()]


def _rows(page: Comparison) -> pd.DataFrame:
    """The figures on the screen in the order of the table: of one year, of two with what moved, of a span; with the
    means that are drawn."""
    view = page.view.view
    if view in PAIRS and page.pair:
        rows = two_years.with_changes(page, page.pair)
    elif view in OF_A_YEAR:
        rows = means.with_means(page, compare.within_years(page.figures, page.year, page.year))
    else:
        rows = means.with_means(page, page.in_span)
    return compare.table_order(rows, page.indicator["direction"])


def _made(make: Callable[[Content], bytes], prepare: Callable[[], Content]) -> bytes:
    return make(prepare())


def _content(page: Comparison, address: str) -> Content:
    about = _about(page, address)
    first = _collected(page, page.field, _rows(page), about)
    if page.view.view != "scatter" or page.against is None or page.against_year is None:
        return first
    rows = compare.within_years(page.against.figures, page.against_year, page.against_year)
    direction = page.against.indicator["direction"]
    return joined(first, _collected(page, page.against, compare.table_order(rows, direction), about))


def _collected(page: Comparison, field: Field, rows: pd.DataFrame, about: About) -> Content:
    behind = None
    if field.is_present:
        behind = page.served.query(
            "figures_of_indicator", indicator=str(field.indicator["indicator_code"]), level="province",
            year_from=FIRST, year_to=LAST, parent=None, region=None,
        )  # fmt: skip
    return collect(rows, field.indicator, field.methods.frame, about, page.full_name, behind)


def _about(page: Comparison, address: str) -> About:
    lang, ref, years = page.lang, page.served.ref, sorted(_years(page))
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    by_province = page.view.level == "province"
    place = page.view.region if by_province else page.view.parent
    territory = t(f"territory.{'2025' if page.field.is_present else 'as-published'}", lang) if by_province else None
    units = [page.full_name(unit) for unit in page.asked]
    filters = {
        "compare.indicator": str(page.indicator[f"name_{lang}"]),
        "compare.against": _against(page),
        "compare.level": levels(page.lang)[page.view.level],
        "compare.region" if by_province else "compare.parent":
            page.options.name(place) if place else t("compare.region.all", lang),
        "compare.years": span,
        "compare.units": ", ".join(units),
        "territory": territory,
        "territory.rule": t(f"territory.rule.{page.view.rule}", lang) if page.field.is_present else "",
        "territory.partial": t("compare.yes", lang) if page.field.is_present and page.view.partial else "",
        "compare.table.change": two_years.across_words(page),
    }  # fmt: skip
    return About(
        title=compare_insights.plain_finding(_rows(page), page.indicator, lang),
        subtitle=str(page.indicator[f"definition_{lang}"]),
        filters=tuple((t(key, lang), words) for key, words in filters.items() if words),
        edition_number=ref.number,
        edition_hash=ref.content_hash,
        edition_date=ref.built_at.date(),
        link=f"{address}?{urlencode(page.view.to_params())}",
        lang=lang,
        territory=territory,
    )


def _against(page: Comparison) -> str:
    if page.view.view != "scatter" or page.against is None:
        return ""
    return f"{page.against.indicator[f'name_{page.lang}']} ({page.against_year})"


def _address() -> str:
    """The address of this page without a view, as the reader's browser has it."""
    return sheet.address() or "compare"
