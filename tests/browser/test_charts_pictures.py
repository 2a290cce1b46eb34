"""Every kind of chart in a real browser: it draws something, without an error, and asks for nothing outside."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import plotly
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Page, Request

from egov_metrics import store
from egov_metrics.charts import layout
from egov_metrics.charts.look import Look
from tests.charts_walks import WALKS, Shipped, families

pytestmark = pytest.mark.browser

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
LOOKS = {"bars": Look("vi", "dark", 1240), "multiples": Look("en", "dark", 358), "bump": Look("vi", "light", 1760, 680)}
LEAST_INK = 0.004
"""Share of the pixels that differ from the page: a lone sentence is below it."""
COUNT = """async picture => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + picture;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width; canvas.height = image.height;
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const all = pen.getImageData(0, 0, image.width, image.height).data;
    let other = 0;
    for (let i = 0; i < all.length; i += 4) {
        const far = Math.abs(all[i] - all[0]) + Math.abs(all[i + 1] - all[1]) + Math.abs(all[i + 2] - all[2]);
        if (far > 24) other += 1;
    }
    return other / (all.length / 4);
}"""


@pytest.fixture(scope="module")
def shipped(shipped_workspace: Path) -> Shipped:
    return Shipped(store.open_edition(store.current(shipped_workspace)))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1800, "height": 900})
    opened.add_init_script("window.failures = []; window.onerror = text => window.failures.push(text)")
    opened.set_content("<div id='chart'></div>")
    opened.add_script_tag(path=str(SCRIPT))
    yield opened
    opened.close()


def ink(page: Page, figure: go.Figure, look: Look) -> float:
    """The share of the pixels of a drawn figure that differ from the page."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.evaluate(
        """([made, width, ground]) => {
            document.body.style.background = ground;
            const place = document.getElementById('chart');
            place.style.width = width + 'px';
            place.style.height = made.layout.height + 'px';
            Plotly.purge(place);
            return Plotly.newPlot(place, made.data, made.layout, {displayModeBar: false});
        }""",
        [json.loads(figure.to_json()), look.width, look.palette.background],
    )
    picture = base64.b64encode(page.locator("#chart").screenshot()).decode()
    page.remove_listener("request", note)
    outside = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert not outside, outside
    return float(page.evaluate(COUNT, picture))


@pytest.mark.parametrize("kind", WALKS)
def test_a_chart_is_not_blank(page, shipped, kind):
    look = LOOKS.get(kind, Look("vi", "light", 900))
    for family in ("PAR_INDEX", "EGOV_LEVEL", *families()):
        drawn = [figure for _, figure, _ in WALKS[kind](shipped.case(family, "as-published", look.lang), look)]
        if drawn and drawn[0].data:
            break
    share = ink(page, drawn[0], look)
    assert share > LEAST_INK, f"{share:.4f} of the picture is drawn on"
    assert page.evaluate("() => window.failures || []") == []


def test_a_blank_chart_would_be_seen(page):
    look = Look()
    blank = {"xaxis": layout.blank_axis(look, 0, 1), "yaxis": layout.blank_axis(look, 0, 1)}
    assert ink(page, layout.figure([], layout.base(look, 300, (10, 10, 10, 10)) | blank), look) == 0
    assert ink(page, layout.empty(look, "Chưa có số liệu.", 300), look) < LEAST_INK
