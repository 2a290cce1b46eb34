"""The desk of a review: the text with its passages beside the items, made for the keyboard.

A component of our own (`desk.html`, `desk.css`, `desk.js`): going from item to item, scrolling the passage into view
and marking text cost no run of the page; only what is decided goes to the server. All that comes from a document is
written as text by the script, so whatever a document holds stays text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.collect.passages import Block
from egov_metrics.ui.components import mount

FOLDER = Path(__file__).parent
ACTS = ("accept", "reject", "reopen", "edit", "split", "add", "undo", "show")
_TEXTS = (
    "text", "items", "accept", "reject", "reopen", "edit", "split", "add", "undo", "help", "gap", "current", "none",
    "help.move", "help.mark", "close",
)  # fmt: skip


def desk(
    key: str,
    lang: Lang,
    blocks: Sequence[Block],
    items: Sequence[dict[str, Any]],
    marks: Mapping[int, tuple[str, str]],
    on_act: Callable[[dict[str, Any]], None],
    *,
    may_edit: bool,
) -> None:
    """Show blocks of a text and the items whose passages stand there.

    Each of `items` is plain text for the script: id, n (its number), state, state_words, start, end (of the passage),
    title, amount, lines (what else there is to say), wrong (why it is no statement), and what may be `done` with it.
    `Piece.items` are keys of `marks`, which has id and state of all that is marked in the text, also of what is not
    listed; the key and one is the number that is shown. `on_act` receives {"do": one of `ACTS`, "item", "start",
    "end"}, already of that form, each act once, before the page runs again. Without `may_edit` nothing is offered.
    """
    known = {str(item["id"]) for item in items}
    memory = st.session_state.setdefault(f"{key}:memory", {"stamp": 0})

    def take(sent: Any) -> None:
        for one in sent if isinstance(sent, list) else ():
            if isinstance(one, dict) and type(one.get("stamp")) is int and one["stamp"] > memory["stamp"]:
                memory["stamp"] = one["stamp"]
                if _is_sound(one, known):
                    on_act({name: one[name] for name in ("do", "item", "start", "end") if name in one})

    data = {
        "key": key,
        "stamp": memory["stamp"],
        "blocks": [_sent(block) for block in blocks],
        "items": list(items),
        "marks": {str(place): list(mark) for place, mark in marks.items()},
        "editable": may_edit,
        "texts": {name: t(f"desk.{name}", lang, **({"n": "{n}"} if name == "gap" else {})) for name in _TEXTS},
    }
    mount("desk", FOLDER, key, data, act=take)


def _is_sound(sent: dict[str, Any], known: Collection[str]) -> bool:
    """Has what came from the browser the form of an act, on an item that was shown?"""
    if sent.get("do") in ("add", "show"):
        return all(type(sent.get(name)) is int for name in ("start", "end"))
    return sent.get("do") == "undo" or (sent.get("do") in ACTS and sent.get("item") in known)


def _sent(block: Block) -> dict[str, Any]:
    if block.gap is not None:
        return {"gap": list(block.gap)}
    return {"pieces": [[piece.start, piece.text, list(piece.items)] for piece in block.pieces]}
