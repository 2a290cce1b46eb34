"""Our own browser components: scripts and styles in files, mounted inline so that nothing is fetched from outside."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

Trigger = Callable[[Any], None]
"""Receives what the script sent with `setTriggerValue(name, value)`."""


@cache
def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def mount(
    name: str, folder: Path, key: str, data: dict[str, Any], width: Literal["stretch", "content"] = "stretch",
    **triggers: Trigger,
) -> None:  # fmt: skip
    """Mount the component whose files are `folder/<last part of name>.html, .css, .js`, of which any may be missing.

    Each of `triggers` is called, before the page's script runs again, with the value of the trigger of that name. The
    definition is handed over in every run (20 microseconds when nothing changed), because a component registered at
    import would be unknown to a second runtime in the same process.
    """
    stem = name.rsplit(".", 1)[-1]
    html, css, js = (_text(folder / f"{stem}.{kind}") for kind in ("html", "css", "js"))
    component = st.components.v2.component(f"egov.{name}", html=html, css=css, js=js)
    callbacks: dict[str, Any] = {
        f"on_{trigger}_change": _callback(key, trigger, act) for trigger, act in triggers.items()
    }
    component(key=key, data=data, width=width, **callbacks)


def _callback(key: str, trigger: str, act: Trigger) -> Callable[[], None]:
    def called() -> None:
        value = st.session_state[key].get(trigger)
        if value is not None:
            act(value)

    return called
