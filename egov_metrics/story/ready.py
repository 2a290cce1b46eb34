"""Ready-made storylines: a province's year, the e-government levels of its agencies, two provinces, the country.

Each is made of what the store has: a chart that would be empty is no slide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.story.model import TEXT, Slide, Storyline, slide_of

KINDS = ("year", "levels", "two", "country")
YEAR_OF = ("par_index_score", "sipas_score", "ict_index_score", "egov_mic_score", "dti_score", "sq766_score")
"""The indices of a province's year, in the order in which they are told."""
ABOUT_TWO = ("par_index_score", "sipas_score", "dti_score", "ict_index_score", "pci_score", "papi_score")
COUNTRY = "VN"


def year(
    unit_id: str, name: str, stated: Mapping[str, int], has_levels: bool, lang: Lang, newest: Mapping[str, int] = {}
) -> Storyline:
    """A province's year. `stated`: how many years of each indicator the province has figures of, `newest` the last of
    them (else the ranking is that of the newest year of anybody); `has_levels`: are levels of its agencies known?"""
    unit = {"unit": unit_id}
    slides = [slide_of("overview", unit, "tiles")]
    for code in YEAR_OF:
        if stated.get(code, 0) > 1:
            slides.append(slide_of("compare", {**unit, "indicator": code}, "compare-line"))
        if code == YEAR_OF[0] and stated.get(code, 0) > 1:
            slides.append(slide_of("compare", {**unit, "indicator": code, "view": "bump"}, "compare-bump"))
        if stated.get(code, 0):
            of_year = {"year": str(newest[code])} if code in newest else {}
            slides.append(slide_of("compare", {**unit, "indicator": code, "view": "bars", **of_year}, "compare-bars"))
    if has_levels:
        slides.append(slide_of("readiness", unit, "ready-composition"))
    slides.append(_to_do(lang))
    return Storyline(t("story.ready.year", lang, unit=name), tuple(slides))


def levels(unit_id: str, name: str, stated: Mapping[str, int], tiers: Collection[str], lang: Lang) -> Storyline:
    """The e-government level review of a province: departments, districts, communes, its ICT rank, what to do."""
    unit = {"unit": unit_id}
    slides = [slide_of("readiness", unit, "ready-composition")]
    for tier in ("department", "district", "commune"):
        if tier in tiers:
            slides.append(slide_of("readiness", {**unit, "level": tier}, "ready-heat"))
    for code in ("ict_index_score", "egov_mic_score"):
        if stated.get(code, 0) > 1:
            slides.append(slide_of("compare", {**unit, "indicator": code, "view": "bump"}, "compare-bump"))
    slides.append(_to_do(lang))
    return Storyline(t("story.ready.levels", lang, unit=name), tuple(slides))


def two(
    unit_id: str, other_id: str, name: str, other: str, stated: Mapping[str, int], beside: Mapping[str, int], lang: Lang
) -> Storyline:
    """A comparison of two provinces, of the indices that both have figures of."""
    both = {"unit": unit_id, "units": other_id}
    slides: list[Slide] = []
    for code in ABOUT_TWO:
        if stated.get(code, 0) and beside.get(code, 0):
            slides.append(slide_of("compare", {**both, "indicator": code}, "compare-line"))
            if code == ABOUT_TWO[0]:
                slides.append(slide_of("compare", {**both, "indicator": code, "view": "bump"}, "compare-bump"))
    slides.append(_to_do(lang))
    return Storyline(t("story.ready.two", lang, unit=name, other=other), tuple(slides))


def country(known: Collection[str], lang: Lang) -> Storyline:
    """The country: each index on the map and as a ranking. `known`: indicators with figures of provinces."""
    slides: list[Slide] = []
    for code in YEAR_OF:
        if code in known:
            slides.append(slide_of("map", {"unit": COUNTRY, "indicator": code}, "map"))
            slides.append(slide_of("compare", {"unit": COUNTRY, "indicator": code, "view": "bars"}, "compare-bars"))
    return Storyline(t("story.ready.country", lang), tuple(slides))


def _to_do(lang: Lang) -> Slide:
    """A slide for the presenter's own words: it is skipped until something is written on it."""
    return Slide(TEXT, title=t("story.ready.to_do", lang), skip=True)
