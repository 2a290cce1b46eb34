"""What a request for an embedded chart asks: the view of a page's link, and how the chart is laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from egov_metrics.api.problems import ApiProblem
from egov_metrics.ui.stage import Room
from egov_metrics.views.view import Problem, View

PAGES = ("compare", "map", "readiness")
"""The pages whose chart a link can embed."""
CHARTS = ("move", "parts")
"""Charts of the compare page that stand below the one of its view: why the rank moved, and by which components."""
LONGEST_QUERY = 8000
"""Bytes of a query string."""
WIDTHS, HEIGHTS = (280, 1920), (200, 1080)
"""Least and greatest size of a chart in CSS pixels."""
STEP = 20
"""Sizes are rounded down to steps, so that the same charts are asked for again."""
USUAL = (720, 400)
LEAST = {"map": 460, "readiness": 300}
"""Charts that need more height than others, such as a map of 63 tiles with their figures; a lower frame is scrolled."""
_BAR, _AXIS = 24, 60


@dataclass(frozen=True)
class Asked:
    """One request. `view` is as the link states it, its units and indicators not yet looked up; `chart` is "" or one of
    `CHARTS`."""

    page: str
    view: View
    problems: tuple[Problem, ...]
    room: Room
    chart: str = ""

    @property
    def params(self) -> str:
        """The query that asks the same, without the size."""
        more = {"theme": self.room.mode if self.room.mode != "light" else "", "chart": self.chart}
        return urlencode({**self.view.to_params(), **{name: text for name, text in more.items() if text}})


def read(page: str, query: bytes, default: View) -> Asked:
    """The request for the chart of `page`. Raises `ApiProblem` for what is too long and for a wrong size or theme; what
    of the view cannot be used is left out and told, as pages do."""
    if len(query) > LONGEST_QUERY:
        raise ApiProblem(400, "address_too_long", f"query: expected at most {LONGEST_QUERY} bytes, found {len(query)}")
    given = parse_qs(query.decode("ascii", "replace"), keep_blank_values=True)
    view, problems = View.from_params(given, default)
    width, height = _size(given, "width", WIDTHS, USUAL[0]), _size(given, "height", HEIGHTS, USUAL[1])
    room = Room(width, height, _bars(height), "dark" if _word(given, "theme", ("light", "dark")) == "dark" else "light")
    chart = _word(given, "chart", CHARTS) if page == "compare" else ""
    return Asked(page, replace(view, slide=None, story=None), problems, room, chart)


def least_height(page: str) -> int:
    """The height below which the chart of a page is not drawn."""
    return LEAST.get(page, HEIGHTS[0])


def _bars(height: int) -> int:
    return max((height - _AXIS) // _BAR, 3)


def _size(given: dict[str, list[str]], name: str, bounds: tuple[int, int], usual: int) -> int:
    text = given.get(name, [""])[-1]
    if not text:
        return usual
    low, high = bounds
    if not text.isascii() or not text.isdigit() or len(text) > 5 or not low <= int(text) <= high:
        raise ApiProblem(
            400, "bad_parameter", f"{name}: expected a whole number from {low} to {high}, found {text[:60]!r}", name
        )
    return int(text) // STEP * STEP


def _word(given: dict[str, list[str]], name: str, words: tuple[str, ...]) -> str:
    text = given.get(name, [""])[-1]
    if text and text not in words:
        expected = " or ".join(words)
        raise ApiProblem(400, "bad_parameter", f"{name}: expected {expected}, found {text[:60]!r}", name)
    return text
