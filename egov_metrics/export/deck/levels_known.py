"""Of which provinces the store knows levels of agencies: the readiness page of the country or a region as a table."""

from __future__ import annotations

from egov_metrics.analysis import readiness
from egov_metrics.export.deck.comparison import NothingToShow
from egov_metrics.export.deck.model import Column, DeckSlide, Table
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.units.folding import fold
from egov_metrics.views.readiness.listing import known_assessments, what_words, when_words, with_levels, with_points
from egov_metrics.views.readiness.reading import Page


def known_slide(page: Page) -> DeckSlide:
    """A row for each province, a column for each tier; provinces are not ranked. Raises NothingToShow."""
    lang = page.lang
    rows = known_assessments(page)
    if rows.empty:
        raise NothingToShow(t("ready.list.none", lang))
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows.sort_values("year", ascending=False).to_dict("records"):
        said = f"{when_words(row, lang)}: {what_words(row, lang)}"
        cells.setdefault((row["province_id"], row["tier"]), []).append(said)
    provinces = sorted(set(rows["province_id"]), key=lambda unit: fold(page.short(unit)))
    table = tuple(
        (
            page.options.name(unit) if unit.startswith("P34-") else page.short(unit),
            *("; ".join(cells.get((unit, tier), [])) or numbers.NONE for tier in readiness.TIERS),
        )
        for unit in provinces
    )
    columns = (
        Column(t("ready.list.province", lang), 0.19),
        *(Column(t(f"ready.tier.{tier}", lang), 0.27) for tier in readiness.TIERS),
    )
    counted = {"levels": len(with_levels(rows)), "points": len(with_points(rows))}
    return DeckSlide(
        title=t("deck.known.title", lang, **{name: numbers.count(n) for name, n in counted.items()}),
        subtitle=t("ready.list.title", lang),
        table=Table(columns, table),
        source=t("deck.known.source", lang),
        method=f"{t('ready.list.compare', lang)} {t('deck.note.best_first', lang)}",
    )
