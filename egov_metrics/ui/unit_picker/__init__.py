"""Choosing units by typing: finds "son la", "tp hcm" and old names, with mouse, keyboard and screen reader.

Streamlit's own select boxes do not find "Sơn La" when "son la" is typed (none of their filter modes folds accents), so
this is a small component of our own: `picker.html`, `picker.css`, `picker.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.components import mount
from egov_metrics.units.options import Row, UnitOptions, UnitRegister

__all__ = ["UnitOptions", "UnitRegister", "unit_picker"]

FOLDER = Path(__file__).parent
_TEXTS = ("clear", "chosen", "remove", "own", "full", "asking", "none", "more", "count")
_LONGEST_QUERY = 80


def unit_picker(
    key: str,
    label: str,
    options: UnitOptions,
    value: Sequence[str],
    on_pick: Callable[[tuple[str, ...]], None],
    lang: Lang,
    *,
    multiple: bool = False,
    own: str | None = None,
    most: int = 30,
    levels: Collection[str] | None = None,
    clearable: bool = True,
    placeholder: str | None = None,
    label_hidden: bool = False,
) -> None:
    """A field that shows the units of `value` and calls `on_pick` with the new ones before the next run.

    It keeps no value of its own: what is shown is `value`, also after a deep link, the browser's back button or a
    change of language. `multiple` shows chips, at most `most`; `own` is then shown first, marked and not removable.
    `levels` restricts what is offered. Ids that the edition does not have are never handed to `on_pick`.
    """
    memory = st.session_state.setdefault(f"{key}:memory", {"stamp": 0, "query": "", "asked": ""})
    wanted = set(levels) if levels else None

    def take(sent: Any) -> None:
        if not isinstance(sent, dict) or not isinstance(sent.get("value"), list):
            return
        units = tuple(dict.fromkeys(unit for unit in sent["value"] if isinstance(unit, str) and unit in options))
        if isinstance(sent.get("stamp"), int):
            memory["stamp"] = max(memory["stamp"], sent["stamp"])
        on_pick(units[:most] if multiple else units[:1])

    def search(sent: Any) -> None:
        if isinstance(sent, dict):
            memory.update(query=str(sent.get("query", ""))[:_LONGEST_QUERY], asked=str(sent.get("folded", "")))

    offered = options.offered if wanted is None else options.offered_on(wanted)
    found: list[Row] = options.find(memory["query"], wanted) if memory["query"] else []
    mount(
        "picker",
        FOLDER,
        key,
        {
            "version": f"{options.version}{sorted(wanted or ())}",
            "options": offered,
            "chosen": [options.option(unit) for unit in [*value, *([own] if own else [])] if unit in options],
            "found": {"query": memory["asked"], "options": found},
            "value": list(value),
            "stamp": memory["stamp"],
            "multiple": multiple,
            "own": own if multiple else None,
            "most": most,
            "asks": True,
            "clearable": clearable,
            "label_hidden": label_hidden,
            "texts": _texts(label, placeholder, lang),
        },
        pick=take,
        search=search,
    )


def _texts(label: str, placeholder: str | None, lang: Lang) -> dict[str, str]:
    """The words of the picker. Fields in braces that the script fills itself stay as they are."""
    braces = {name: f"{{{name}}}" for name in ("name", "shown", "count")}
    texts = {name: t(f"picker.{name}", lang, **_fields(name, braces)) for name in _TEXTS}
    return {"label": label, "placeholder": placeholder or t("picker.placeholder", lang), **texts}


def _fields(name: str, braces: dict[str, str]) -> dict[str, str]:
    wanted = {"remove": ("name",), "more": ("shown", "count"), "count": ("count",)}
    return {field: braces[field] for field in wanted.get(name, ())}
