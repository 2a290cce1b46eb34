"""An edition that is asked: what a view needs of it, whoever asks, and the way of those who have no page around them.

Pages ask through `ui.session.Served`, whose answers all sessions share; a file that is made alone, such as a deck, asks
through `DirectEdition`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Protocol, TypeVar

import pandas as pd

from egov_metrics.analysis.catalogue import read_register
from egov_metrics.i18n.texts import Lang
from egov_metrics.store.connection import Edition
from egov_metrics.store.editions import EditionRef
from egov_metrics.units.options import UnitOptions, UnitRegister
from egov_metrics.views.keeping import Kept

T = TypeVar("T")


class AskedEdition(Protocol):
    """What the functions of this room ask of an edition."""

    @property
    def ref(self) -> EditionRef:
        """Which edition it is."""

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query; the frame is the caller's own."""

    def unit_options(self, lang: Lang) -> UnitOptions:
        """All units, as they are offered and named in a language."""

    def weights(self) -> Mapping[str, float]:
        """What old provinces weigh when those of today are recomputed; {} where nobody supplies it."""

    def kept(self, name: str, key: Hashable, make: Callable[[], T], most: int = 4) -> T:
        """What `make` makes of this edition for a name and key, made once; of a name the `most` used last are kept.

        Nobody may change what is returned.
        """


class DirectEdition:
    """An open edition asked by one alone, and as long as it lives what was made of it."""

    def __init__(self, edition: Edition, weights: Mapping[str, float] | None = None) -> None:
        """`edition` stays the caller's; it must know its reference, as `open_edition` gives it. `weights` are those of
        old provinces, as `analysis.weights` reads them."""
        self._edition = edition
        self._weights = dict(weights or {})
        self._kept = Kept()

    @property
    def ref(self) -> EditionRef:
        """Raises ValueError for an edition that was opened by its path alone."""
        if self._edition.ref is None:
            raise ValueError("expected an edition with its reference, found one opened by its path alone")
        return self._edition.ref

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query, asked anew each time."""
        return self._edition.query(name, **parameters)

    def unit_options(self, lang: Lang) -> UnitOptions:
        """All units, as texts name them."""
        return self.kept("unit_options", lang, lambda: UnitOptions(self._register(), lang))

    def weights(self) -> Mapping[str, float]:
        """Those that were given: they belong to an installation, not to an edition."""
        return self._weights

    def kept(self, name: str, key: Hashable, make: Callable[[], T], most: int = 4) -> T:
        """As `AskedEdition.kept`."""
        return self._kept.get(name, key, make, most)

    def _register(self) -> UnitRegister:
        return self.kept("unit_register", (), lambda: read_register(self.query))
