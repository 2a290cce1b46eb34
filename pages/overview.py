"""Overview: where a unit stands, what moved, what is missing; the country when no unit is chosen."""

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.overview import country, lists, standing, tiles, unit
from egov_metrics.views.overview.country import read_country
from egov_metrics.views.overview.unit import read_unit
from egov_metrics.views.view import COUNTRY

shell.within_shell(ROOT)

view, served = filters.current(), session.served()
unit.choose_unit(served, view)

if view.unit == COUNTRY:
    nation = read_country(served, view)
    country.headline(nation)
    country.tiles(nation)
    country.ranking(nation)
else:
    page = read_unit(served, view)
    unit.headline(page)
    tiles.tiles(page)
    standing.series_and_position(page)
    lists.readiness(page)
    lists.facts_table(page)
    lists.missing(page)
    lists.refused(page)
