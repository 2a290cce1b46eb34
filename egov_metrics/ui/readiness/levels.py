"""The composition: every tier and year of a province by level."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.charts import composition
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.readiness.files import Taken
from egov_metrics.ui.readiness.reading import Page, when, when_short


def show(page: Page) -> None:
    """The chart of all tiers, or in words why there is none."""
    lang = page.lang
    drawn = _drawn(page)
    frame = _frame(page, drawn)
    if frame.empty:
        if page.known.assessments:
            parts.notice(t("ready.levels.none", lang))
        return
    look = parts.look(lang, 1200, 1760)
    frame, left = _fitting(frame, look)
    with_levels = [one for one in drawn if one.compositions]
    caption = composition.caption(frame, _title(page), source=source_words(with_levels, page), look=look)
    if _methods_differ(with_levels):
        caption = _with_note(caption, t("ready.levels.methods", lang))
    if left:
        caption = _with_note(caption, plural("ready.levels.left", left, lang))
    parts.chart_block(
        composition.build(frame, look=look), caption, "ready-composition", lang, links=source_links(with_levels, page),
        sheet=Taken(page.served, page.view, tuple(with_levels)),
    )  # fmt: skip


def _fitting(frame: pd.DataFrame, look: Look) -> tuple[pd.DataFrame, int]:
    """The bars that can be read in the room of the look, and how many are left out: of each tier the newest first, then
    the one before."""
    bars = frame[["row", "detail", "year"]].drop_duplicates()
    room = composition.fitting(len(bars), look)
    age = bars.groupby("row")["year"].rank(method="first", ascending=False)
    kept = bars.assign(age=age).sort_values("age", kind="stable").head(room)
    return frame.merge(kept[["row", "detail"]], on=["row", "detail"]), len(bars) - len(kept)


def source_words(assessments: list[Assessment], page: Page) -> str:
    """ "Nguồn: A (2023); B (03/07/2019)", each once, the newest assessment's first."""
    named = dict.fromkeys(
        f"{title} ({numbers.date(published)})" if published else title
        for one in sorted(assessments, key=lambda one: -one.year)
        for title, published in one.sources
    )
    return t("chart.source", page.lang, sources="; ".join(named)) if named else ""


def source_links(assessments: list[Assessment], page: Page) -> list[Link]:
    """A way to the statement behind each assessment."""
    return [
        Link(
            t(
                "ready.source.link",
                page.lang,
                tier=t(f"ready.tier.{one.tier}", page.lang),
                when=when_short(one, page.lang),
            ),
            source_href(page.view, figure=one.figure_ids[0]),
        )
        for one in assessments
        if one.figure_ids
    ]


def _drawn(page: Page) -> list[Assessment]:
    """All assessments; on a slide of one tier that tier's, since the others have slides of their own."""
    of_tier = stage.current() is not None and page.view.level in readiness.TIERS
    return [one for one in page.known.assessments if not of_tier or one.tier == page.view.level]


def _frame(page: Page, assessments: list[Assessment]) -> pd.DataFrame:
    rows = []
    for one in assessments:
        for part in one.compositions:
            rows += _rows(page, one, part)
    return pd.DataFrame(rows, columns=[*composition.COLUMNS, "year"])


def _rows(page: Page, one: Assessment, part: Composition) -> list[dict]:
    lang = page.lang
    name = t(f"ready.tier.{one.tier}", lang)
    if part.part != "total":
        name = f"{name}: {t(f'ready.part.{part.part}', lang).lower()}"
    detail = when_short(one, lang) if parts.narrow() or stage.current() is not None else when(one, lang)
    if page.several:
        detail = f"{page.short(one.province_id)} · {detail}"
    own = _own_class(page, one, part)
    return [
        {
            "row": name,
            "detail": detail,
            "year": one.year,
            "level": level,
            "units": part.counts.get(level),
            "share": part.shares.get(level),
            "total": part.total,
            "total_basis": part.total_basis,
            "own": page.short(page.place.marked) if page.place.marked and level == own else None,
        }
        for level in readiness.CLASSES
        if level in part.counts or level in part.shares
    ]


def _own_class(page: Page, one: Assessment, part: Composition) -> str | None:
    cells = one.cells[(one.cells["unit_id"] == page.place.marked) & (one.cells["part"] == part.part)]
    return readiness.class_of(cells.iloc[0]["level"], cells.iloc[0]["nothing"]) if len(cells) else None


def _title(page: Page) -> str:
    """How many of the tier reached level I or II in the assessment that is looked at, where the number of units is
    known. One assessment alone: two of them side by side would read as progress across criteria sets."""
    found = []
    for one in page.shown:
        for part in one.compositions:
            if part.total is None or part.total_basis == "listed" or part.rest:
                continue
            top = part.counts.get("I", 0) + part.counts.get("II", 0)
            share, said = numbers.rank(top, part.total), when_short(one, page.lang)
            if part.part != "total":
                said = f"{t(f'ready.part.{part.part}', page.lang).lower()}, {said}"
            found.append(t("ready.levels.top", page.lang, n=share, when=said))
    if not found or page.several:
        return t("ready.levels.title", page.lang)
    return t("ready.levels.finding", page.lang, tier=t(f"ready.tier.{page.tier}", page.lang), found="; ".join(found))


def _methods_differ(assessments: list[Assessment]) -> bool:
    """Were two assessments of one tier of one province made on two criteria sets?"""
    seen: dict[tuple[str, str], set] = {}
    for one in assessments:
        seen.setdefault((one.province_id, one.tier), set()).add(one.method_id)
    return any(len(methods) > 1 for methods in seen.values())


def _with_note(caption: composition.Caption, note: str) -> composition.Caption:
    return composition.Caption(
        caption.title, caption.subtitle, caption.source, " ".join(filter(None, [note, caption.method])), caption.alt
    )
