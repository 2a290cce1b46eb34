"""The finding in one sentence, and what the reader must know before reading on."""

from __future__ import annotations

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.views.readiness import words
from egov_metrics.views.readiness.reading import Page


def show(page: Page) -> None:
    """The headline of a province, with our own unit's level below it, and notes on territory."""
    parts.headline(words.finding(page), " ".join(words.below(page)).strip())
    if said := words.territory_words(page):
        parts.notice(said)


def nothing(page: Page) -> None:
    """What stands where the store has neither results nor criteria of a province."""
    parts.empty_state(
        t("ready.empty.title", page.lang),
        t("ready.empty.why", page.lang, place=words.places(page)),
        t("ready.empty.what", page.lang),
        links=[Link(t("ready.empty.list", page.lang), href("readiness", page.view.elsewhere(unit="VN")))],
    )
