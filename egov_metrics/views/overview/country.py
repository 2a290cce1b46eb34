"""The country: national figures, and who leads each index."""

from __future__ import annotations

from dataclasses import dataclass

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.country import CountryTile, country_tiles
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.present_panel import PresentPanel
from egov_metrics.i18n.texts import LANGS, Lang
from egov_metrics.views import territory
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.view import View


@dataclass(frozen=True)
class CountryPage:
    """What the parts share."""

    view: View
    served: AskedEdition
    tiles: list[CountryTile]
    methods: Methods
    panel: PresentPanel | None

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang


def read_country(served: AskedEdition, view: View) -> CountryPage:
    """Ask the store for the national figures of the headline indices and the newest ranking of each; six queries, of
    which four are kept for all units. In today's territory who leads is told of rankings of the 34 alone."""
    known = catalogue(served)
    headline = known.indicators[known.indicators["is_headline"].fillna(False)]
    codes = tuple(headline["indicator_code"])
    panel = territory.panel(served, view) if view.is_present else None
    if panel is None:
        newest = served.query("headline_figures", indicators=codes)
    else:
        newest = panel.newest({unit: _both_names(served, unit) for unit in territory.succession(served).members})
    national = served.query("country_figures", indicators=codes)
    tiles_found = country_tiles(national, newest, known.indicators, known.methods)
    return CountryPage(view, served, tiles_found, known.methods, panel)


def _both_names(served: AskedEdition, unit_id: str) -> tuple[str, str]:
    vi, en = (str(served.unit_options(lang).option(unit_id)[1]) for lang in LANGS)
    return vi, en


def finding(page: CountryPage) -> str:
    """What the national figures say, in one sentence."""
    return insights.country_headline(page.tiles, page.lang, page.view.is_present)
