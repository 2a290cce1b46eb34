"""Widgets that narrow the lists of the sources page, bound to the view, and long lists shown bit by bit."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters
from egov_metrics.ui.sources.page import STRETCH


def facet(name: str, words: Mapping[str, str], label: str, lang: Lang) -> str | None:
    """A select box for one of `words` (word to label) of the view's `only`, or none of them; what is chosen.

    Words of other facets stay. Of several words of this facet in a link the first is shown.
    """
    key = f"sources-{name}"
    chosen = next((word for word in filters.current().only if word in words), "")
    told = _tell(key, chosen)

    def changed() -> None:
        others = tuple(word for word in filters.current().only if word not in words)
        picked = st.session_state[key]
        filters.change(only=(*others, picked) if picked else others)

    labels = {"": t("sources.any", lang), **words}
    st.selectbox(
        label,
        list(labels),
        0 if told else list(labels).index(chosen),
        format_func=labels.__getitem__,
        key=key,
        on_change=changed,
    )
    return chosen or None


def search(label: str, placeholder: str) -> str | None:
    """A field for the text by which a list is searched; what is searched for."""
    key = "sources-search"
    stated = filters.current().search
    told = _tell(key, stated or "")

    def changed() -> None:
        tidy = " ".join(st.session_state[key].split())
        filters.change(search=tidy or None)

    st.text_input(
        label, "" if told else stated or "", key=key, max_chars=80, placeholder=placeholder, on_change=changed
    )
    return stated


def _tell(key: str, stated: str) -> bool:
    """Make a widget that is on the screen show what the view states, if it shows anything else; whether it had to.

    A widget that appears takes its value from its own arguments instead: one set through the session state is lost in
    the browser when the page is laid out twice at its start, as happens on a phone.
    """
    held = st.session_state.get(key)
    if held is None or held == stated:
        return False
    st.session_state[key] = stated
    return True


def shown_of(key: str, total: int, about: Hashable) -> int:
    """How many rows of a list to show; starts anew when `about` (what the list is of) changes."""
    memory = st.session_state.setdefault(f"{key}:shown", {"about": about, "rows": STRETCH})
    if memory["about"] != about:
        memory.update(about=about, rows=STRETCH)
    return min(memory["rows"], total)


def shown_words(shown: int, found: int, every: int, lang: Lang) -> str:
    """How much of a list is on the screen, and how many rows there are in all when filters took some away."""
    word = "some" if found < every else "first" if shown < found else "all"
    return t(
        f"sources.shown.{word}", lang, n=numbers.count(shown), found=numbers.count(found), every=numbers.count(every)
    )


def more(key: str, total: int, lang: Lang) -> None:
    """A button that shows more rows, as long as there are any."""
    memory = st.session_state[f"{key}:shown"]
    left = total - memory["rows"]
    if left <= 0:
        return

    def grow() -> None:
        memory["rows"] += STRETCH

    said = t("sources.more", lang, n=numbers.count(min(left, STRETCH)), left=numbers.count(left))
    st.button(said, key=f"{key}:more", on_click=grow)


def labels(prefix: str, words: Sequence[str], lang: Lang, counted: Mapping[str, int]) -> dict[str, str]:
    """Words with their labels and how often each occurs; words that never occur and were not asked for are left out."""
    asked = filters.current().only
    return {
        word: f"{t(f'{prefix}.{word}', lang)} ({numbers.count(counted.get(word, 0))})"
        for word in words
        if counted.get(word) or word in asked
    }


def indicator(codes: Mapping[str, str], stated: str | None, name: str, lang: Lang) -> None:
    """A select box for the view's indicator among `codes` (code to label); the stated one is offered in any case."""
    options: dict[str | None, str] = {None: t("sources.any", lang)}
    options.update(codes)
    if stated is not None:
        options.setdefault(stated, name)
    filters.select("indicator", options, t("sources.filter.indicator", lang), key="sources-indicator")
