"""HTML of the sources page: tables that become cards on a phone, lists of terms. All text is escaped here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, NewType

from egov_metrics.ui import markup
from egov_metrics.ui.markup import Link

Html = NewType("Html", str)
"""Markup that is safe to show as it is: made by the functions of this module only."""

EMPTY = Html("")
_VIETNAMESE = re.compile(r"[\u00c0-\u01b0\u1ea0-\u1ef9]")


def spoken(words: str) -> Literal["vi"] | None:
    """The language of a text of the data (titles, names, notes), for screen readers: Vietnamese by its letters."""
    return "vi" if _VIETNAMESE.search(words) else None


@dataclass(frozen=True)
class Head:
    """A column's heading. `kind` says how its cells are set: text, number (to the right) or wide."""

    label: str
    kind: str = "text"


def text(words: str, lang: str | None = None) -> Html:
    """Plain text; `lang` when it is not in the language of the page, for screen readers."""
    said = escape(words)
    return Html(f'<span lang="{lang}">{said}</span>' if lang and words else said)


def strong(words: str) -> Html:
    """What stands out in a line."""
    return Html(f"<b>{escape(words)}</b>")


def quiet(words: str, lang: str | None = None) -> Html:
    """A remark, in small and grey."""
    spoken = f' lang="{lang}"' if lang else ""
    return Html(f'<small class="egov-quiet"{spoken}>{escape(words)}</small>') if words else EMPTY


def mark(words: str, kind: str = "plain") -> Html:
    """A word in a frame: a grade, a state, a severity. `kind`: plain, good or warn."""
    return Html(f'<span class="egov-mark {escape(kind)}">{escape(words)}</span>')


def anchor(link: Link, lang: str | None = None) -> Html:
    """A link; `lang` when its text is in another language than the page."""
    made = markup.link(link)
    return Html(made.replace("<a ", f'<a lang="{lang}" ', 1) if lang else made)


def lines(*parts: str) -> Html:
    """Parts below one another; empty ones are left out."""
    return Html("".join(f'<span class="egov-line">{part}</span>' for part in parts if part))


def beside(*parts: str, between: str = " · ") -> Html:
    """Parts in one line; empty ones are left out."""
    return Html(between.join(part for part in parts if part))


def table(heads: Sequence[Head], rows: Sequence[Sequence[Html]], caption: str) -> Html:
    """A table. On a narrow screen each row becomes a card whose cells carry the headings of their columns.

    A column without anything in it is left out.
    """
    used = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    heads, rows = [heads[place] for place in used], [[row[place] for place in used] for row in rows]
    top = "".join(f'<th scope="col" class="{head.kind}">{escape(head.label)}</th>' for head in heads)
    body = "".join(f"<tr>{''.join(map(_cell, heads, row))}</tr>" for row in rows)
    return Html(
        f'<table class="egov-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(head: Head, cell: Html) -> str:
    empty = "" if cell else " none"
    return f'<td class="{head.kind}{empty}" data-label="{escape(head.label)}"><div>{cell}</div></td>'


def terms(pairs: Sequence[tuple[str, Html]]) -> Html:
    """Terms with what is said of them; pairs with nothing to say are left out."""
    said = "".join(f"<div><dt>{escape(term)}</dt><dd>{value}</dd></div>" for term, value in pairs if value)
    return Html(f'<dl class="egov-terms">{said}</dl>')


def folded(summary: Html, body: Html, opened: bool = False) -> Html:
    """What the reader may unfold without asking the server."""
    return Html(
        f'<details class="egov-folded"{" open" if opened else ""}><summary>{summary}</summary>'
        f"<div>{body}</div></details>"
    )


def bullets(items: Sequence[Html]) -> Html:
    """A list."""
    return Html(f'<ul class="egov-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>')


def joined(*parts: str) -> Html:
    """Parts one after the other."""
    return Html("".join(parts))


def heading(words: str, level: int = 3) -> Html:
    """A heading within a block."""
    return Html(f'<h{level} class="egov-part">{escape(words)}</h{level}>')


def paragraph(words: str, lang: str | None = None) -> Html:
    """A sentence or more."""
    spoken = f' lang="{lang}"' if lang else ""
    return Html(f'<p class="egov-text"{spoken}>{escape(words)}</p>') if words else EMPTY
