"""Which components moved a total, in a sentence; where that cannot be said, what each component did."""

from __future__ import annotations

from collections.abc import Mapping

from egov_metrics.analysis.attribution import Attribution, Part
from egov_metrics.analysis.insights.words import amount, difference, short
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t


def sentence(found: Attribution, indicators: Mapping[str, dict], lang: Lang) -> str:
    """ "Mức tăng 1,20 điểm gồm 6 thành phần; tăng nhiều nhất: PAPI: thủ tục (+0,80), giảm nhiều nhất: ... (−0,10)."

    `indicators`: rows of the catalogue by code. Without a rule it only says that nothing can be attributed.
    """
    count = plural("insight.parts.count", len(found.parts), lang)
    if found.rule is None:
        return t("insight.parts.neither", lang, count=count)
    shown = [part for part in found.parts if written(part, found, lang) != numbers.number(0.0, found.decimals)]
    key = "up" if found.change > 0 else "down" if found.change < 0 else "same"
    delta = difference(found.change, indicators[found.indicator_code], found.decimals, lang)
    head = t(f"insight.parts.{key}", lang, count=count, **({"delta": delta} if found.change else {}))
    tail = []
    up = max(shown, key=lambda part: part.contribution or 0.0, default=None)
    down = min(shown, key=lambda part: part.contribution or 0.0, default=None)
    for side, part, moved in (("rose", up, 1), ("fell", down, -1)):
        if part is not None and moved * (part.contribution or 0.0) > 0:
            name = short(indicators[part.indicator_code], lang)
            tail.append(t(f"insight.parts.{side}", lang, index=name, delta=written(part, found, lang)))
    return "; ".join([head, *tail]) + "."


def written(part: Part, found: Attribution, lang: Lang) -> str:
    """The contribution with its sign, in the decimals of the total: "+0,80"."""
    return numbers.signed(part.contribution, found.decimals)


def own_changes(found: Attribution, indicators: Mapping[str, dict], lang: Lang) -> list[str]:
    """What each component did, in its own unit: "PAPI: thủ tục: 6,86 điểm → 6,87 điểm (+0,01)."."""
    said = []
    for part in found.parts:
        indicator = indicators[part.indicator_code]
        before, after = (amount(value, indicator, part.decimals, lang) for value in (part.value_from, part.value_to))
        said.append(
            t(
                "insight.parts.own", lang, index=short(indicator, lang), before=before, after=after,
                delta=numbers.signed(part.change, part.decimals),
            )
        )  # fmt: skip
    return said
