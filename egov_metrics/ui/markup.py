"""HTML of the small parts: strings in, one string out. All text is escaped here and nowhere else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from egov_metrics.analysis.insights.figures import ChangeWords as Change
from egov_metrics.analysis.insights.figures import Trend
from egov_metrics.i18n.texts import Lang, t

_OUR_PAGE = re.compile(r"[a-z_]*(\?.*)?")
_MARKS: dict[Trend, str] = {"up": "▲", "down": "▼", "same": "="}


@dataclass(frozen=True)
class Link:
    """A link inside the app (`href` as `links.href` makes it) or, with https, to outside."""

    text: str
    href: str


@dataclass(frozen=True)
class Tile:
    """One indicator at a glance. All texts are plain and already written in the reader's language and number format.

    `value` and `rank` ("12/63") may be missing alone; when both are, `nothing` says in words what is known instead.
    `year` stands beside the name, so that an old figure cannot pass for a new one. `spark` is a whole SVG document,
    `spark_note` says beside it what it shows and `spark_alt` is the sentence read instead of it. `flags` are marks of
    caution, each a few words, `notes` plain remarks; `link` leads to where the figure is stated.
    """

    name: str
    year: str = ""
    value: str = ""
    unit: str = ""
    rank: str = ""
    nothing: str = ""
    change: Change | None = None
    spark: str = ""
    spark_note: str = ""
    spark_alt: str = ""
    flags: Sequence[str] = field(default=())
    source: str = ""
    link: Link | None = None
    notes: Sequence[str] = field(default=())


def link(one: Link) -> str:
    """An anchor; links inside the app carry the class by which `behaviour.js` knows them.

    What is neither an address of the web nor one of our pages (addresses come from data too) is written as text.
    """
    if one.href.startswith(("https://", "http://")):
        return f'<a href="{escape(one.href)}" target="_blank" rel="noopener noreferrer">{escape(one.text)}</a>'
    if not _OUR_PAGE.fullmatch(one.href):
        return escape(one.text)
    return f'<a class="inside" href="{escape(one.href)}" target="_self">{escape(one.text)}</a>'


def headline(text: str, sub: str = "", links: Sequence[Link] = ()) -> str:
    """The page's heading: one sentence that states the finding, and a second, quieter one."""
    after = " · ".join(link(one) for one in links)
    below = f'<p class="egov-sub">{escape(sub)}{" " if sub and after else ""}{after}</p>' if sub or after else ""
    return f'<h1 class="egov-headline">{escape(text)}</h1>{below}'


def title(text: str, subtitle: str = "") -> str:
    """A section's heading (level 2) with a line below it."""
    below = small(subtitle) if subtitle else ""
    return f'<h2 class="egov-title">{escape(text)}</h2>{below}'


def small(text: str) -> str:
    """A quiet line: a subtitle, a remark."""
    return f'<p class="egov-small">{escape(text)}</p>'


def source_line(text: str, links: Sequence[Link] = (), note: str = "") -> str:
    """Where figures are from, ways to the sources, and a note on how to read them."""
    parts = [escape(text), *(link(one) for one in links)]
    said = f'<p class="egov-source">{" · ".join(part for part in parts if part)}</p>'
    return said + (f'<p class="egov-source">{escape(note)}</p>' if note else "")


def notice(texts: Sequence[str], kind: Literal["info", "warn"] = "info", links: Sequence[Link] = ()) -> str:
    """A boxed remark of one or more lines, read out by screen readers when it appears; links end a single line."""
    lines = [escape(text) for text in texts]
    leads = " · ".join(link(one) for one in links)
    if leads:
        lines = [f"{lines[0]} {leads}"] if len(lines) == 1 else [*lines, leads]
    lines = [f"<p>{line}</p>" for line in lines]
    return f'<div class="egov-notice {kind}" role="status"><div>{"".join(lines)}</div></div>'


def empty_state(
    heading: str, why: str, what: str = "", commands: Sequence[str] = (), links: Sequence[Link] = ()
) -> str:
    """What stands where there is nothing: why, what to do, the commands to type."""
    lines = [f"<h2>{escape(heading)}</h2><p>{escape(why)}</p>"]
    if what:
        lines.append(f"<p>{escape(what)}</p>")
    lines += [f"<p><code>{escape(command)}</code></p>" for command in commands]
    if links:
        lines.append(f"<p>{' · '.join(link(one) for one in links)}</p>")
    return f'<div class="egov-empty">{"".join(lines)}</div>'


def bullets(items: Sequence[tuple[str, Link | None]]) -> str:
    """A list of sentences, each with a link after it or none."""
    rows = "".join(f"<li>{escape(text)}{' ' + link(one) if one else ''}</li>" for text, one in items)
    return f'<ul class="egov-list">{rows}</ul>'


def tiles(all_tiles: Sequence[Tile], lang: Lang) -> str:
    """A row of tiles that wraps: of more than five, two rows of about as many where there is room."""
    columns = len(all_tiles) if len(all_tiles) <= 5 else (len(all_tiles) + 1) // 2
    return f'<ul class="egov-tiles" style="--columns:{columns}">{"".join(_tile(one, lang) for one in all_tiles)}</ul>'


def _tile(tile: Tile, lang: Lang) -> str:
    year = f"<span>{escape(tile.year)}</span>" if tile.year else ""
    parts = [f"<h2>{escape(tile.name)}{year}</h2>", _figure(tile, lang)]
    if tile.change:
        parts.append(_change(tile.change))
    if tile.flags:
        parts.append("<p class='egov-change'>" + " ".join(_flag(flag) for flag in tile.flags) + "</p>")
    parts += [small(note) for note in tile.notes]
    if tile.spark:
        note = f'<span aria-hidden="true">{escape(tile.spark_note)}</span>' if tile.spark_note else ""
        parts.append(f'<div class="egov-trend">{picture(tile.spark, tile.spark_alt)}{note}</div>')
    if tile.source or tile.link:
        parts.append(source_line(tile.source, [tile.link] if tile.link else []))
    return f'<li class="egov-tile">{"".join(parts)}</li>'


def _figure(tile: Tile, lang: Lang) -> str:
    if not tile.value and not tile.rank:
        return f'<p class="egov-figure"><span class="egov-nothing">{escape(tile.nothing)}</span></p>'
    unit = f" <small>{escape(tile.unit)}</small>" if tile.unit else ""
    value = f'<span class="egov-value">{escape(tile.value)}{unit}</span>' if tile.value else ""
    rank = (
        f'<span class="egov-rank">{escape(t("ui.rank", lang))} <b>{escape(tile.rank)}</b></span>' if tile.rank else ""
    )
    return f'<p class="egov-figure">{value}{rank}</p>'


def _change(change: Change) -> str:
    mark = f'<span class="mark" aria-hidden="true">{_MARKS[change.trend]}</span>' if change.trend else ""
    unlike = f' · <span class="unlike">{escape(change.unlike)}</span>' if change.unlike else ""
    return f'<p class="egov-change">{mark}{escape(change.text)}{unlike}</p>'


def picture(svg: str, alt: str, kind: str = "egov-spark") -> str:
    """An SVG as an image of a class: Streamlit takes inline SVG out of a page's HTML."""
    data = b64encode(svg.encode()).decode()
    return f'<img class="{kind}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def _flag(text: str) -> str:
    return f'<span class="egov-flag">{escape(text)}</span>'


def footer(texts: Sequence[str], links: Sequence[Link]) -> str:
    """The last line of every page."""
    parts = [*(f"<span>{escape(text)}</span>" for text in texts), *(link(one) for one in links)]
    return f'<footer class="egov-footer">{"".join(parts)}</footer>'
