"""What views read of an edition whatever the unit: asked of the store once, then kept."""

from __future__ import annotations

from egov_metrics.analysis.catalogue import Catalogue, read_catalogue
from egov_metrics.views.asking import AskedEdition


def catalogue(served: AskedEdition) -> Catalogue:
    """Four queries the first time."""
    return served.kept("catalogue", (), lambda: read_catalogue(served.query))


def indicator_codes(served: AskedEdition) -> dict[str, str]:
    """Each lower-case code and alias of an indicator, with the code to use."""
    return served.kept("indicator_codes", (), lambda: _codes(served))


def _codes(served: AskedEdition) -> dict[str, str]:
    aliases = served.query("indicator_aliases")
    codes = {alias.lower(): code for alias, code in zip(aliases["alias"], aliases["indicator_code"], strict=True)}
    return {**codes, **{code.lower(): code for code in served.query("indicators")["indicator_code"]}}
