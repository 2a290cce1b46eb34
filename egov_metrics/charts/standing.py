"""Where one unit stands between worst and best, the size of a table's cell: a line, a dot for every unit, ours in red.

Text (SVG) and no plotly figure, since a table has one in each row and prints them. The better end is on the right.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from egov_metrics.charts.layout import FONT
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

WIDTH, HEIGHT, PAD = 210, 38, 8
LINE = 13


@dataclass(frozen=True)
class Marks:
    """What is marked: the figure of each unit by its key (values, or ranks), our own and the comparable ones among
    them; `ranked` is how many were ranked (of ranks only), `middle` and `region` are values of country and region."""

    figures: Mapping[str, float]
    own: str
    similar: Collection[str] = ()
    ranked: int | None = None
    middle: float | None = None
    region: float | None = None


def svg(
    marks: Marks,
    subject: Subject,
    *,
    measure: Measure = "value",
    look: Look | None = None,
    name: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """A whole `<svg>` document with a `<title>`; "" when our own unit has no figure or all figures are the same."""
    look = look or Look()
    ends = _ends(marks, subject, measure)
    if marks.own not in marks.figures or ends is None:
        return ""
    worst, best = ends
    colours = look.palette

    def x(value: float) -> float:
        share = min(max((value - worst) / (best - worst), 0.0), 1.0)
        return PAD + share * (width - 2 * PAD)

    words = html.escape(alt(marks, subject, measure=measure, look=look, name=name))
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" aria-label="{words}"><title>{words}</title>',
        f'<line x1="{PAD}" x2="{width - PAD}" y1="{LINE}" y2="{LINE}" stroke="{colours.axis}" stroke-width="1"/>',
    ]
    near = set(marks.similar) - {marks.own}
    plain = [value for unit, value in marks.figures.items() if unit != marks.own and unit not in near]
    drawn += [_dot("other", x(value), 2.6, colours.field, colours.background, 0.5) for value in plain]
    if measure == "value":
        for kind, value, dash in (("region", marks.region, ' stroke-dasharray="2 2"'), ("middle", marks.middle, "")):
            if value is not None:
                drawn.append(
                    f'<line class="{kind}" x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{LINE - 9}" y2="{LINE + 9}" '
                    f'stroke="{colours.mean.line}" stroke-width="2"{dash}/>'
                )
    drawn += [
        _dot("similar", x(marks.figures[unit]), 3.6, colours.accent.line, colours.background, 1)
        for unit in sorted(near & marks.figures.keys())
    ]
    drawn.append(_dot("own", x(marks.figures[marks.own]), 6, colours.own.line, colours.background, 1.5))
    texts = ((PAD - 4, "start", worst), (width - PAD + 4, "end", best))
    drawn += [
        f'<text x="{place}" y="{height - 3}" text-anchor="{anchor}" font-size="10.5" fill="{colours.muted}" '
        f'font-family="{html.escape(FONT)}">{_written(value, subject, measure)}</text>'
        for place, anchor, value in texts
    ]
    return "".join(drawn) + "</svg>"


def alt(marks: Marks, subject: Subject, *, measure: Measure = "value", look: Look | None = None, name: str = "") -> str:
    """The sentence for those who do not see it: our own figure between worst and best, and of how many units."""
    look = look or Look()
    ends = _ends(marks, subject, measure)
    if marks.own not in marks.figures or ends is None:
        return ""
    own, worst, best = (_written(value, subject, measure) for value in (marks.figures[marks.own], *ends))
    fields = {"name": name, "indicator": subject.short, "own": own, "worst": worst, "best": best}
    said = t(f"standing.alt.{measure}", look.lang, **fields, n=numbers.count(len(marks.figures)))
    if marks.middle is None or measure == "rank":
        return said
    return f"{said} {t('standing.alt.middle', look.lang, value=_written(marks.middle, subject, measure))}"


def _ends(marks: Marks, subject: Subject, measure: Measure) -> tuple[float, float] | None:
    """The left end (the worst) and the right one (the best); None when they are the same."""
    if measure == "rank":
        worst = max([*marks.figures.values(), marks.ranked or 0], default=0)
        return None if worst <= 1 else (float(worst), 1.0)
    values = [*marks.figures.values(), *(value for value in (marks.middle, marks.region) if value is not None)]
    if not values or min(values) == max(values):
        return None
    low, high = min(values), max(values)
    return (high, low) if subject.direction == "lower" else (low, high)


def _dot(kind: str, x: float, radius: float, fill: str, edge: str, edge_width: float) -> str:
    return (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{LINE}" r="{radius}" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{edge_width}"/>'
    )


def _written(value: float, subject: Subject, measure: Measure) -> str:
    return numbers.count(value) if measure == "rank" else subject.plain(value)
