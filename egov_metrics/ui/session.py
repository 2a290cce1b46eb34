"""The edition that a reader looks at, and cached questions to it.

The pointer is read in every run; one read-only connection is kept per edition; answers are cached by edition, query
and parameters. An edition never changes, so nothing ever has to be thrown out of these caches for being old.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import pandas as pd
import streamlit as st

from egov_metrics import paths, settings, store
from egov_metrics.analysis.catalogue import read_register
from egov_metrics.analysis.weights import FILE, installed_weights
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui.unit_picker import UnitOptions, UnitRegister
from egov_metrics.views.catalogue import indicator_codes
from egov_metrics.views.keeping import Kept
from egov_metrics.views.view import COUNTRY, View, is_unit_id

T = TypeVar("T")

_SERVED = "egov:served"

# Columns of words as Python strings: Arrow's are made for millions of rows, and on frames of a hundred rows each
# selection costs several times more with them. Nothing else changes: missing words are NaN in both.
pd.options.mode.string_storage = "python"


@dataclass(frozen=True)
class Served:
    """The edition in front of the reader.

    `newest` is the one in service; `gone` is the hash of an edition that the link asked for and that is not kept.
    """

    ref: store.EditionRef
    newest: store.EditionRef
    gone: str | None = None

    @property
    def is_newest(self) -> bool:
        """Does the reader see the edition in service?"""
        return self.ref.content_hash == self.newest.content_hash

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query of this edition, from the cache when it was asked before.

        Parameters are scalars, or sequences of scalars; the frame is the caller's own copy.
        """
        given = tuple(sorted((key, _hashable(value)) for key, value in parameters.items()))
        return _rows(str(self.ref.path), name, given, self.ref)

    def query_once(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query for a caller that keeps what it makes of them: they are not kept here too."""
        return _connection(str(self.ref.path), self.ref).query(name, **parameters)

    def unit_options(self, lang: Lang) -> UnitOptions:
        """All units of this edition, as the pickers offer and name them."""
        return _unit_options(str(self.ref.path), lang, self)

    def indicator_codes(self) -> dict[str, str]:
        """Each lower-case code and alias of an indicator, with the code to use."""
        return indicator_codes(self)

    def weights(self) -> dict[str, float]:
        """What old provinces weigh, as far as this installation says."""
        return weights()

    def kept(self, name: str, key: Hashable, make: Callable[[], T], most: int = 4) -> T:
        """What `make` makes of this edition for a name and key: made once for all sessions; of a name the `most` used
        last are kept, of all editions together. Nobody may change what is returned."""
        return _kept().get(name, (str(self.ref.path), key), make, most)


def default_view() -> View:
    """The view of a link that states nothing: the unit and the language that this installation has set."""
    kept = settings.read_settings(paths.workspace_folder())
    unit = kept.unit or COUNTRY
    if not is_unit_id(unit):  # a setting may name the unit as people do
        try:
            newest = store.current(paths.workspace_folder())
            unit = _unit_of_name(str(newest.path), unit, newest)
        except store.StoreError:
            unit = COUNTRY
    return View(unit=unit, lang="en" if kept.lang == "en" else "vi")


def serve(stated: str | None) -> Served:
    """Open the edition whose hash begins with `stated`, or the one in service when None or not kept any more.

    Remembers it for `served`. Raises `store.StoreError` when there is no edition that can be read.
    """
    found = opened(stated)
    st.session_state[_SERVED] = found
    return found


def opened(stated: str | None) -> Served:
    """As `serve`, without a session: remembers nothing."""
    workspace = paths.workspace_folder()
    newest = store.current(workspace)
    wanted = newest
    if stated is not None and not newest.content_hash.startswith(stated):
        wanted = store.by_hash(workspace, stated) or newest
    gone = stated if stated is not None and not wanted.content_hash.startswith(stated) else None
    _connection(str(wanted.path), wanted)
    return Served(wanted, newest, gone)


@cache
def set_aside(path: str) -> None:
    """Once an edition, when its first page stands: take what is alive now, the libraries and the 14,000 units, out of
    the sweeps of the garbage collector. A sweep through all of it takes a tenth of a second in somebody's page."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def served() -> Served:
    """The edition of this session, as the last run of the shell opened it (fragments use it too)."""
    return st.session_state[_SERVED]


def served_or_none() -> Served | None:
    """The edition of this session, or None before the shell has opened one."""
    return st.session_state.get(_SERVED)


def weights() -> dict[str, float]:
    """The weights of old provinces that the installation supplies, {} without a usable file."""
    path = paths.workspace_folder() / FILE
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _weights(path, stamp)


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, (list, set, frozenset)) else value


# In the functions below `path` is the key of the cache (the file name carries the content hash); arguments with an
# underscore are not part of it.


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str, _ref: store.EditionRef) -> store.Edition:
    return store.open_edition(_ref)


@st.cache_data(max_entries=512, show_spinner=False)
def _rows(path: str, name: str, parameters: tuple[tuple[str, object], ...], _ref: store.EditionRef) -> pd.DataFrame:
    return _connection(path, _ref).query(name, **dict(parameters))


@st.cache_resource(max_entries=4, show_spinner=False)
def _unit_options(path: str, lang: Lang, _served: Served) -> UnitOptions:
    return UnitOptions(_unit_register(path, _served.ref), lang)


@st.cache_resource(max_entries=16, show_spinner=False)
def _unit_of_name(path: str, name: str, _ref: store.EditionRef) -> str:
    """The unit with most figures of those that bear a name; the country when none does."""
    register = _unit_register(path, _ref)
    found = register.index.resolve(name)
    return max(found, key=lambda unit: (register.row(unit)["figures"], unit), default=COUNTRY)


@st.cache_resource(max_entries=4, show_spinner=False)
def _unit_register(path: str, _ref: store.EditionRef) -> UnitRegister:
    # Not through the cache of answers: 14,000 rows would be kept twice.
    return read_register(_connection(path, _ref).query)


@st.cache_resource(show_spinner=False)
def _kept() -> Kept:
    return Kept()


@st.cache_resource(max_entries=4, show_spinner=True)
def newer_than(old: str, new: str, _served: Served) -> store.Difference | None:
    """What the edition in service says otherwise than the older one that is looked at; None when they cannot be
    compared any more. `old` and `new` are the files, the key of this cache."""
    try:
        return store.difference(_served.ref, _served.newest)
    except store.StoreError:
        return None


@st.cache_resource(max_entries=4, show_spinner=False)
def _weights(path: Path, stamp: int) -> dict[str, float]:
    return installed_weights(path.parent)
