"""The view, bound to the address bar and to widgets: one model for all pages.

The address states the view. `begin` reads it once per run; a widget's callback writes the view and the address before
the page's script runs, so a change costs one run. Every address written is an entry of the browser's history, so back
and forward work. A page that is opened without any of our parameters (Streamlit drops them on some ways) shows the
view that the session had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

import streamlit as st

from egov_metrics.ui.unit_picker import UnitOptions, unit_picker
from egov_metrics.views.view import COUNTRY, MAX_UNITS, PARAMS, Problem, View

_VIEW = "egov:view"
_PROBLEMS = "egov:problems"

Value = TypeVar("Value")


def begin(default: View) -> tuple[View, tuple[Problem, ...]]:
    """The view that the address states, and what of it could not be used. Call it once, first in a run.

    `default` stands in for what the address does not state.
    """
    stated = {name: st.query_params.get_all(name) for name in st.query_params}
    held = st.session_state.get(_VIEW)
    if held is not None and not PARAMS & stated.keys():
        return held, ()
    view, problems = View.from_params(stated, default)
    if view == held:  # the same again: what was wrong in the link stays said until the reader changes something
        return view, st.session_state.get(_PROBLEMS, ())
    return view, problems


def settle(view: View, problems: Sequence[Problem] = ()) -> None:
    """Make `view` the view of this session and write it into the address."""
    st.session_state[_VIEW] = view
    st.session_state[_PROBLEMS] = tuple(problems)
    _write(view)


def current() -> View:
    """The view of this session; in a fragment too."""
    return st.session_state[_VIEW]


def problems() -> tuple[Problem, ...]:
    """What could not be used of the link that this session opened, until the reader changes something."""
    return st.session_state.get(_PROBLEMS, ())


def change(**fields: object) -> None:
    """Replace fields of the view, for use in callbacks. Also drops what the link's problems were."""
    settle(replace(current(), **fields))  # type: ignore[arg-type]


def _write(view: View) -> None:
    params = view.to_params()
    stated = {name: st.query_params.get_all(name) for name in st.query_params}
    if stated != {name: [value] for name, value in params.items()}:
        st.query_params.from_dict(params)


def _bind(
    field: str, value: object, key: str | None, to_field: Callable[[Any], dict[str, object]], starts: bool = True
) -> dict[str, Any]:
    """Arguments that tie a widget to the view: its value is set in every run, its callback writes the view.

    Also when it is unchanged: a browser that gets the next run before it has drawn the widget of the first one (on a
    slow phone) knows nothing of a value set only then. `starts=False` leaves the first value to the widget's own
    arguments, which every run carries anyway.
    """
    name = key or f"filter-{field}"
    held = st.session_state.get(name, _bind)
    if starts or held not in (_bind, value):
        st.session_state[name] = value

    def changed() -> None:
        change(**to_field(st.session_state[name]))

    return {"key": name, "on_change": changed}


def select(field: str, options: Mapping[Value, str], label: str, key: str | None = None, **more: Any) -> Value:
    """A select box for a field of the view. `options` maps each value to its label; None may be one of them.

    A value of the view that is not among the options shows the first of them; the view keeps what it states. Raises
    ValueError without options. One cannot type into the box: Streamlit's search wants accents and answers in English.
    """
    chosen = _Choice(field, options)
    how: dict[str, Any] = {"filter_mode": None} | more
    at = st.selectbox(label, chosen.places, format_func=chosen.label, **chosen.tie(key), **how)
    return chosen.value(at)


def segments(field: str, options: Mapping[Value, str], label: str, key: str | None = None, **more: Any) -> Value:
    """A segmented control for a field of the view; one segment is always chosen, the label is for screen readers.

    See `select`.
    """
    chosen = _Choice(field, options)
    seen = {"label_visibility": "collapsed", **more}
    at = st.segmented_control(label, chosen.places, format_func=chosen.label, required=True, **chosen.tie(key), **seen)
    return chosen.value(at)


def toggle(field: str, label: str, key: str | None = None, **more: Any) -> bool:
    """An on-off switch for a field of the view that is true or false."""
    tied = _bind(field, bool(getattr(current(), field)), key, lambda value: {field: bool(value)})
    return bool(st.toggle(label, **tied, **more))


class _Choice(Generic[Value]):
    """Values of a field by their place in a list: widgets know places, because to them None means no choice."""

    def __init__(self, field: str, options: Mapping[Value, str]) -> None:
        if not options:
            raise ValueError(f"no options for {field}")
        self._field = field
        self._values = list(options)
        self._labels = list(options.values())
        self.places = list(range(len(self._values)))

    def label(self, place: int) -> str:
        return self._labels[place]

    def value(self, place: int | None) -> Value:
        return self._values[place or 0]

    def tie(self, key: str | None) -> dict[str, Any]:
        stated = getattr(current(), self._field)
        shown = self._values.index(stated) if stated in self._values else 0
        return _bind(self._field, shown, key, lambda place: {self._field: self.value(place)})


def years(first: int, last: int, label: str, key: str | None = None, **more: Any) -> tuple[int, int]:
    """A slider for the years of a series, from `first` to `last`. A whole range is stated as no range in the link."""
    view = current()
    low = min(max(view.year_from or first, first), last)
    high = max(min(view.year_to or last, last), low)
    if first >= last:
        return first, last
    tied = _bind(
        "years",
        (low, high),
        key,
        lambda chosen: {
            "year_from": None if chosen[0] == first else int(chosen[0]),
            "year_to": None if chosen[1] == last else int(chosen[1]),
        },
        starts=False,
    )
    # Only a range given as `value` makes a slider with two ends. When the view moves it later (the back button), its
    # value is set beside that, of which Streamlit warns in the log unless global.disableWidgetStateDuplicationWarning.
    chosen = st.select_slider(label, list(range(first, last + 1)), (low, high), **tied, **more)
    return int(chosen[0]), int(chosen[1])


def year(available: Sequence[int], label: str, key: str | None = None, **more: Any) -> int:
    """A select box for the year of a ranking, newest first. The newest is stated as no year in the link.

    A stated year that is not available shows the newest one. Raises ValueError without any year.
    """
    if not available:
        raise ValueError("no year to choose from")
    newest_first = sorted(set(available), reverse=True)
    stated = current().year
    shown = stated if stated in newest_first else newest_first[0]
    tied = _bind("year", shown, key, lambda value: {"year": None if value == newest_first[0] else int(value)})
    return st.selectbox(label, newest_first, **tied, **more)


def own_unit(options: UnitOptions, label: str, **more: Any) -> str:
    """The picker of the own unit. Clearing it shows the country."""
    view = current()
    shown = () if view.unit == COUNTRY else (view.unit,)

    def take(units: tuple[str, ...]) -> None:
        change(unit=units[0] if units else COUNTRY)

    unit_picker("filter-unit", label, options, shown, take, view.lang, **more)
    return view.unit


def other_units(options: UnitOptions, label: str, **more: Any) -> tuple[str, ...]:
    """The picker of the units to compare with; the own unit is shown first, marked."""
    view = current()
    own = None if view.unit == COUNTRY else view.unit

    def take(units: tuple[str, ...]) -> None:
        change(units=units)

    unit_picker(
        "filter-units", label, options, view.units, take, view.lang, multiple=True, own=own, most=MAX_UNITS, **more
    )
    return view.units
