"""What a request for an embedded chart asks: the view of a page's link, and how the chart is laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from egov_metrics.api.problems import ApiProblem
from egov_metrics.charts.palette import Mode
from egov_metrics.ui.stage import Room
from egov_metrics.views.view import Problem, View

PAGES = ("compare", "map", "readiness")
"""The pages whose chart a link can embed."""
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
    """One request. `view` is as the link states it, its units and indicators not yet looked up."""

    page: str
    view: View
    problems: tuple[Problem, ...]
    room: Room

    @property
    def params(self) -> str:
        """The query that asks the same, without the size."""
        theme = {"theme": self.room.mode} if self.room.mode != "light" else {}
        return urlencode({**self.view.to_params(), **theme})


def read(page: str, query: bytes, default: View) -> Asked:
    """The request for the chart of `page`. Raises `ApiProblem` for what is too long and for a wrong size or theme; what
    of the view cannot be used is left out and told, as pages do."""
    if len(query) > LONGEST_QUERY:
        raise ApiProblem(400, "address_too_long", f"query: expected at most {LONGEST_QUERY} bytes, found {len(query)}")
    given = parse_qs(query.decode("ascii", "replace"), keep_blank_values=True)
    view, problems = View.from_params(given, default)
    width, height = _size(given, "width", WIDTHS, USUAL[0]), _size(given, "height", HEIGHTS, USUAL[1])
    return Asked(
        page, replace(view, slide=None, story=None), problems, Room(width, height, _bars(height), _mode(given))
    )


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


def _mode(given: dict[str, list[str]]) -> Mode:
    text = given.get("theme", [""])[-1]
    if text not in ("", "light", "dark"):
        raise ApiProblem(400, "bad_parameter", f"theme: expected light or dark, found {text[:60]!r}", "theme")
    return "dark" if text == "dark" else "light"
