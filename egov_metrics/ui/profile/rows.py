"""Where the unit stands on an index, as a drawing; the words of a row are `analysis.insights.standing`."""

from __future__ import annotations

from egov_metrics.analysis.insights.standing import Noted, Row, no_value, row_of
from egov_metrics.analysis.profile import Standing
from egov_metrics.charts import standing
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.palette import Mode
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.subjects import subject_of

__all__ = ["Noted", "Row", "no_value", "position", "row_of"]


def position(page: Profile, one: Standing, mode: Mode, width: int = standing.WIDTH) -> tuple[str, str]:
    """The drawing of where the unit stands and the sentence for those who do not see it; "" and "" without a scale."""
    if one.scale is None:
        return "", ""
    measure: Measure = one.scale
    by_value = measure == "value"
    marks = standing.Marks(
        figures=one.peers if by_value else one.ranks,
        own=page.basis.key,
        similar=page.similar,
        ranked=one.ranked,
        middle=one.country.value if by_value and one.country else None,
        region=one.region.value if by_value and one.region else None,
    )
    given: dict = {"measure": measure, "look": Look(page.lang, mode), "name": page.short_name}
    subject = subject_of(one.indicator, page.lang)
    return standing.svg(marks, subject, **given, width=width), standing.alt(marks, subject, **given)
