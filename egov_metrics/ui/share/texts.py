"""The texts that are copied: pure functions of what they speak of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.store import EditionRef

HEIGHTS = {"map": 640}
"""The height in pixels that the frame of a page's chart wants."""
USUAL_HEIGHT = 480


@dataclass(frozen=True)
class Subject:
    """What is cited: plain texts. `title` is a sentence, `facts` are lines on what is measured, by which method, of
    which territory, on what it rests; `source` names the sources."""

    title: str
    subtitle: str = ""
    facts: Sequence[str] = field(default=())
    source: str = ""


def short(about: Subject, ref: EditionRef, link: str, lang: Lang) -> str:
    """Title, edition with its day, link: in one line."""
    day = numbers.date(ref.built_at.date())
    edition = t("share.cite.short", lang, app=t("app.name", lang), number=ref.number, date=day)
    return f"{_ended(about.title)} {edition} {link}"


def long(about: Subject, ref: EditionRef, link: str, lang: Lang, today: datetime.date) -> str:
    """As `short`, with what is measured and how, the sources, the hash of the edition and the day of access."""
    edition = t(
        "share.cite.long", lang, app=t("app.name", lang), number=ref.number,
        date=numbers.date(ref.built_at.date()), hash=ref.short_hash, today=numbers.date(today),
    )  # fmt: skip
    said = [about.title, about.subtitle, *about.facts, about.source]
    return f"{' '.join(_ended(words) for words in said if words.strip())} {edition} {link}"


def frame(base: str, page: str, params: Mapping[str, str], title: str) -> str:
    """The HTML of a frame with the chart of a page; `base` is where the app's pages stand ("http://host:8501/")."""
    address = f"{base}embed/{page}?{urlencode(params)}"
    height = HEIGHTS.get(page, USUAL_HEIGHT)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" style="border:0" '
        'loading="lazy"></iframe>'
    )


def _ended(words: str) -> str:
    """With a full stop, unless it ends a sentence already."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
