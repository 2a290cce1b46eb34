"""HTML of the map page: the legend with its counts, the ranked list. All text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from egov_metrics.charts.map_shades import Shade
from egov_metrics.i18n import numbers


@dataclass(frozen=True)
class Line:
    """One unit of the list; texts are written already. `href` chooses the unit; `fill` is its colour on the map,
    `hatched` lays the lines over it that it has there."""

    href: str
    name: str
    rank: str
    value: str
    fill: str
    hatched: bool
    is_own: bool


def legend(title: str, entries: Sequence[tuple[Shade, int]]) -> str:
    """The classes of the map, each with the number of its units."""
    said = "".join(
        f"<li>{_swatch(shade)}<span>{escape(shade.label)}</span> <b>{numbers.count(n)}</b></li>" for shade, n in entries
    )
    return f'<div class="map-legend"><p>{escape(title)}</p><ul>{said}</ul></div>'


def _swatch(shade: Shade) -> str:
    hatch = " hatched" if shade.hatched else ""
    style = f"background-color:{shade.fill};color:{shade.text}"
    return f'<span class="map-swatch{hatch}" style="{style}" aria-hidden="true">{escape(shade.mark)}</span>'


def listed(title: str, heads: tuple[str, str, str], lines: Sequence[Line], rest: str) -> str:
    """The ranked list: a link for each unit that has a figure, and a line on those without one."""
    rank, name, value = map(escape, heads)
    rows = "".join(_line(line) for line in lines)
    heading = f"<b>{rank}</b><i></i><span>{name}</span><em>{value}</em>"
    head = f'<div class="map-row map-heads" aria-hidden="true">{heading}</div>'
    after = f'<p class="egov-small">{escape(rest)}</p>' if rest else ""
    return f'<section class="map-list"><h2>{escape(title)}</h2>{head}<ol role="list">{rows}</ol>{after}</section>'


def _line(line: Line) -> str:
    own = ' aria-current="true"' if line.is_own else ""
    hatch = ' class="hatched"' if line.hatched else ""
    return (
        f'<li class="{"own" if line.is_own else ""}"><a class="inside map-row" href="{escape(line.href)}"{own}>'
        f'<b>{escape(line.rank)}</b><i{hatch} style="background-color:{line.fill}"></i>'
        f"<span>{escape(line.name)}</span><em>{escape(line.value)}</em></a></li>"
    )
