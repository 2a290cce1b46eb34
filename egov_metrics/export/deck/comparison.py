"""The comparison that a slide asks for, as the compare page reads it, or why it has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n.texts import t
from egov_metrics.views.catalogue import indicator_codes
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.pairs import Refused
from egov_metrics.views.compare.reading import Comparison, read
from egov_metrics.views.compare.words import Nothing, obstacle
from egov_metrics.views.view import View

T = TypeVar("T")


class NothingToShow(Exception):
    """A slide whose chart has no figures; the message says why, in the reader's language, `title` what then stands
    above it ("": that there is nothing to draw)."""

    def __init__(self, why: str, title: str = "") -> None:
        super().__init__(why)
        self.title = title


def read_comparison(reader: Reader, view: View) -> Comparison:
    """The comparison that a view asks for. Raises NothingToShow, also for a unit or an indicator that is not there: a
    slide must not show another one than it was made for."""
    lang = reader.lang
    refuse_unknown(reader, view)
    codes = indicator_codes(reader.served)
    asked = {name: getattr(view, name) for name in ("indicator", "against") if getattr(view, name)}
    known = {name: codes.get(code.lower()) for name, code in asked.items()}
    page = read(reader.served, replace(view, **known))  # type: ignore[arg-type]
    none = obstacle(page)
    if none is not None and not page.indicator:
        raise NothingToShow(none.why)
    found = {"indicator": page.indicator["indicator_code"]}
    if none is None and view.view == "scatter" and page.against is not None:
        found["against"] = page.against.indicator["indicator_code"]
    for name, code in asked.items():
        if name in found and known[name] != found[name]:
            raise NothingToShow(t("deck.none.indicator", lang, code=code))
    if none is not None:
        raise NothingToShow(none.why)
    return page


def refuse_unknown(reader: Reader, view: View) -> None:
    """Raises NothingToShow for a unit that the edition does not have, and for weights that nobody supplies."""
    for unit in (view.unit, *view.units, view.region, view.parent):
        if unit is not None and not reader.has(unit):
            raise NothingToShow(t("deck.none.unit", reader.lang, unit=unit))
    if view.is_present and view.rule != "mean" and not reader.served.weights():
        raise NothingToShow(t("deck.none.weighted", reader.lang))


def there(shown: T | Nothing | Refused) -> T:
    """What a view shows. Raises NothingToShow where it says why it shows nothing."""
    if isinstance(shown, Nothing):
        raise NothingToShow(shown.why)
    if isinstance(shown, Refused):
        raise NothingToShow(f"{shown.why} {shown.what}".strip(), shown.finding)
    return shown


def method_of(page: Comparison, how: Sequence[str], notes: str) -> str:
    """The small words of a slide: how to read its chart, the notes of the view, which of the units that were asked for
    have nothing here, and of which territory the figures are."""
    said = [*how, notes, *(remark.words for remark in remarks.absent(page, with_ways=False))]
    if page.field.is_present:
        said += [*remarks.moved(page), t("deck.note.present", page.lang)]
    return " ".join(one for one in said if one)
