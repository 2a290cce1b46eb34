"""What the e-government levels of a tier say. I is the highest level, IV the lowest; below IV a unit is not ranked.

The words always begin at the top level, and never call a level below it good. Units of which no level is stated are
told apart from those not ranked.
"""

from __future__ import annotations

from collections.abc import Mapping

from egov_metrics.analysis.comparability import Likeness
from egov_metrics.analysis.insights import gates
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t

MARKS = ("I", "II", "III", "IV", "not_ranked")
"""From the best down; the keys of `counts` and `shares`, as `analysis.overview.TierLevels` has them."""
TOP = ("I", "II")


def composition(scope: str, counts: Mapping[str, int], of: int | None, lang: Lang) -> str:
    """ "Trong 20 sở: 2 đạt mức I, 8 mức II, 5 mức III, 2 mức IV, 3 không xếp hạng."; "" when nothing is counted or when
    the counts do not fit into the whole.

    `scope`: departments, districts or communes. `counts`: by mark, stated ones only. `of`: how many units the tier has,
    None when no source says; then the counts stand alone.
    """
    stated = {mark: int(counts[mark]) for mark in MARKS if mark in counts}
    if not stated or not sum(stated.values()) or not gates.adds_up(list(stated.values()), of):
        return ""
    if of is not None and stated.get("not_ranked") and sum(stated.values()) == of:
        only = _only_last(scope, stated, of, lang)
        if only:
            return only
    shown = {mark: count for mark, count in stated.items() if count}
    first = next(iter(shown))
    parts = [t(f"insight.level.{'first' if mark == first and mark in numbers.LEVELS else 'next'}.{_kind(mark)}", lang,
               n=numbers.count(count), **({} if mark == "not_ranked" else {"level": mark}))
             for mark, count in shown.items()]  # fmt: skip
    if of is None:
        return t("insight.level.counted", lang, parts=", ".join(parts), units=_units_word(scope, lang))
    unknown = of - sum(stated.values())
    if unknown:
        parts.append(t("insight.level.unknown", lang, n=numbers.count(unknown)))
    return t("insight.level.of", lang, units=plural(f"insight.units.{scope}", of, lang), parts=", ".join(parts))


def _only_last(scope: str, stated: Mapping[str, int], of: int, lang: Lang) -> str:
    """Where nobody is ranked, or only at the lowest level: said outright, since "1 at IV" sounds like something."""
    ranked = of - stated["not_ranked"]
    units = plural(f"insight.units.{scope}", of, lang)
    if ranked == 0:
        return t("insight.level.nobody", lang, units=units)
    if stated.get("IV", 0) == ranked:
        return t(
            "insight.level.lowest", lang, n=numbers.count(ranked), units=units,
            rest=numbers.count(stated["not_ranked"]),
        )  # fmt: skip
    return ""


def _kind(mark: str) -> str:
    return mark if mark == "not_ranked" else "level"


def shares(scope: str, stated: Mapping[str, float], lang: Lang) -> str:
    """ "Cấp xã: 100% không xếp hạng (nguồn không ghi số đơn vị)." from percentages by mark; "" without any."""
    shown = {mark: float(stated[mark]) for mark in MARKS if stated.get(mark)}
    if not shown or sum(shown.values()) > 100.5:
        return ""
    parts = [
        t(f"insight.level.share.{_kind(mark)}", lang, share=numbers.percent(share, None if share % 1 else 0),
          **({} if mark == "not_ranked" else {"level": mark}))
        for mark, share in shown.items()
    ]  # fmt: skip
    return t("insight.level.shares", lang, tier=t(f"overview.tier.{scope}", lang), parts=", ".join(parts))


def top_change(
    scope: str, before: tuple[int, int, int], after: tuple[int, int, int], likeness: Likeness, lang: Lang
) -> str:
    """How many units reached level I or II in two years, each (year, count, of); "" when the years were not measured
    alike: another criteria set gives other levels."""
    if not gates.measured_alike(likeness) or not gates.enough(min(before[2], after[2])):
        return ""
    (year_from, count_from, of_from), (year_to, count_to, of_to) = before, after
    return t(
        "insight.level.top_change", lang, tier=t(f"overview.tier.{scope}", lang), year_from=str(year_from),
        before=numbers.rank(count_from, of_from), year_to=str(year_to), after=numbers.rank(count_to, of_to),
    )  # fmt: skip


def own_level(unit: str, mark: str, lang: Lang) -> str:
    """What the level of one unit means: "Pleiku: mức IV, mức thấp nhất còn được xếp; I là cao nhất.\""""
    if mark == "not_ranked":
        return t("insight.level.own.not_ranked", lang, unit=unit)
    key = {"I": "highest", "IV": "lowest"}.get(mark, "between")
    return t(f"insight.level.own.{key}", lang, unit=unit, level=mark)


def _units_word(scope: str, lang: Lang) -> str:
    return t(f"overview.tier.{scope}", lang)
