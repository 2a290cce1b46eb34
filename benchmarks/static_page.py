"""A static page with one plotly figure: the limit that no served program can get below."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>So sánh</title><script src="plotly.min.js"></script></head>
<body>
<div id="chart"></div>
<script>
const figure = {figure};
Plotly.newPlot('chart', figure.data, figure.layout, {{displayModeBar: false, responsive: true}});
</script>
</body>
</html>
"""


def write(folder: Path, figure: Path) -> None:
    """Write index.html with the figure of a JSON file inside, and plotly's own script beside it, into `folder`."""
    script = files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    (folder / "plotly.min.js").write_bytes(script)
    json_in_html = figure.read_text(encoding="utf-8").replace("</", "<\\/")
    (folder / "index.html").write_text(PAGE.format(figure=json_in_html), encoding="utf-8")
