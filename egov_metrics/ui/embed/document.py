"""From a scene to what goes to the browser: the page of a frame, and the chart in it for one size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from egov_metrics.export.records import json_text
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.embed.asked import Asked, least_height
from egov_metrics.ui.present.scenes import Scene
from egov_metrics.ui.session import Served
from egov_metrics.ui.sheet import edition_words

FOLDER = Path(__file__).parent


@cache
def _template() -> Template:
    return Template((FOLDER / "embed.html").read_text(encoding="utf-8"))


def page(asked: Asked, served: Served, scene: Scene, told: Sequence[str], files: str) -> str:
    """The HTML page: all words as they are for the usual size, and where its script asks for the chart.

    `told` are remarks on the link; `files` is the version of scripts and styles, a part of their addresses.
    """
    lang = asked.view.lang
    return _filled(
        lang,
        theme=asked.room.mode,
        title=scene.title,
        subtitle=scene.subtitle,
        why=scene.why,
        told=told,
        source=scene.source,
        method=scene.method,
        legend=scene.legend,
        alt=scene.alt,
        edition=_edition(served, lang),
        link=f"../{scene.link}",
        files=files,
        least=str(least_height(asked.page)),
        chart=f"{asked.page}/chart?{asked.params}" if scene.figure is not None else "",
    )


def problem(lang: Lang, heading: str, why: str, link: str, files: str, theme: str = "light") -> str:
    """The HTML page where there is no chart to show: one line says why, and a link leads on."""
    return _filled(lang, theme=theme, title=heading, why=why, link=link, files=files)


def chart(scene: Scene) -> str:
    """The chart with its words as JSON, as the page's script reads it; `figure` is a Plotly figure or null."""
    words: dict[str, Any] = {
        name: getattr(scene, name) for name in ("title", "subtitle", "source", "method", "alt", "why")
    }
    figure = "null" if scene.figure is None else scene.figure.to_json(validate=False)
    legend = json_text([list(entry) for entry in scene.legend])
    return f'{{"words": {json_text(words)}, "legend": {legend}, "figure": {figure}}}'


def _edition(served: Served, lang: Lang) -> str:
    said = edition_words(served, lang)
    return said if served.is_newest else f"{said}. {t('embed.newer', lang, number=served.newest.number)}"


def _filled(lang: Lang, *, told: Sequence[str] = (), legend: Sequence[tuple[str, str]] = (), **words: str) -> str:
    """The template with these words, all of which are escaped here; a part without words is hidden."""
    told_words = "".join(f"<p>{escape(line)}</p>" for line in told)
    entries = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="{escape(fill)}"/></svg>'
        f"{escape(label)}</li>"
        for label, fill in legend
    )
    names = (
        "least",
        "theme",
        "title",
        "subtitle",
        "why",
        "source",
        "method",
        "alt",
        "edition",
        "link",
        "files",
        "chart",
    )
    given = {name: escape(words.get(name, "")) for name in names}
    hidden = {f"no_{name}": "" if words.get(name) else "hidden" for name in names}
    return _template().substitute(
        given,
        **hidden,
        lang=lang,
        told=told_words,
        no_told="" if told else "hidden",
        legend=entries,
        no_legend="" if legend else "hidden",
        app=escape(t("app.name", lang)),
        reading=escape(t("embed.reading", lang)),
        open=escape(t("embed.open", lang)),
        failed=escape(t("embed.failed", lang)),
    )
