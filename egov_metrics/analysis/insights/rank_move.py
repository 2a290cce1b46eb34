"""Why a rank moved, in one sentence; what it is told of; and why it cannot be told."""

from __future__ import annotations

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights.words import difference, method_words
from egov_metrics.analysis.rank_move import LEAST_UNITS, Outline, RankMove, Refused
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t


def sentence(move: RankMove | Outline, indicator: dict, level: str, lang: Lang) -> str:
    """ "Giảm 3 bậc: điểm tăng 1,20 nhưng 5 tỉnh vượt lên, vượt được 2 tỉnh." of an explained move; of one that only
    published ranks tell "Giảm 3 bậc (12/63 → 15/63) dù điểm tăng 1,20: ít nhất 3 tỉnh tiến bộ hơn đã vượt lên.".

    `indicator`: its row of the catalogue; `level`: of the units (province, district ...). An explained move of an
    incomplete table begins with the number of units that it is told of.
    """
    if isinstance(move, Outline):
        return _outlined(move, indicator, level, lang)
    others = ", ".join(_others(move, level, lang))
    contrast = (move.improved > 0 and move.overtook and move.places <= 0) or (
        move.improved < 0 and move.passed and move.places >= 0
    )
    core = t(
        "insight.move.but" if contrast else "insight.move.and", lang,
        rank=_places(move, lang), value=_value(move.value_change, move, indicator, lang), others=others,
    )  # fmt: skip
    if not move.is_complete:
        units = plural(f"insight.units.{level}", move.common, lang)
        return t("insight.move.within", lang, units=units, sentence=core)
    return _capital(core)


def dated(move: RankMove | Outline, indicator: dict, level: str, lang: Lang) -> str:
    """`sentence` where nothing beside it names the years: "Năm 2023 so với năm 2022: giảm 3 bậc ..."."""
    said = sentence(move, indicator, level, lang)
    years = {"year_from": str(move.year_from), "year_to": str(move.year_to)}
    return t("insight.move.dated", lang, **years, sentence=said[:1].lower() + said[1:])


def scope(move: RankMove | Outline, level: str, lang: Lang) -> str:
    """What the sentence is told of: places among those with values and published ranks apart, or that they agree."""
    years = {"year_from": str(move.year_from), "year_to": str(move.year_to)}
    published = _published(move, lang)
    if isinstance(move, Outline):
        units = plural(f"insight.units.{level}", move.common, lang)
        return " ".join([published, t("insight.move.scope.outline", lang, units=units)])
    if move.is_as_published:
        return published
    place_from, place_to = numbers.count(move.place_from), numbers.count(move.place_to)
    units = plural(f"insight.units.{level}", move.common, lang)
    kind = "recomputed" if move.is_recomputed else "complete" if move.is_complete else "partial"
    words = t(f"insight.move.scope.{kind}", lang, **years, place_from=place_from, place_to=place_to, units=units)
    return f"{words} {published}".rstrip()


def refusal(refused: Refused, methods: Methods, level: str, lang: Lang) -> str:
    """Why the move between two years cannot be told; a break names its decision."""
    fields: dict[str, str] = {"year_from": str(refused.year_from), "year_to": str(refused.year_to)}
    if refused.reason == "broken":
        likeness = refused.likeness
        fields["method"] = method_words(likeness.method_id if likeness else None, methods, lang)
    if refused.reason == "too_few":
        fields["units"] = plural(f"insight.units.{level}", refused.common or 0, lang)
        fields["least"] = numbers.count(LEAST_UNITS)
    return t(f"insight.move.refused.{refused.reason}", lang, **fields)


def no_years(lang: Lang) -> str:
    """What stands where a unit has no two years of figures."""
    return t("insight.move.refused.no_years", lang)


def _outlined(move: Outline, indicator: dict, level: str, lang: Lang) -> str:
    ranks = {"before": numbers.rank(*move.published_from), "after": numbers.rank(*move.published_to)}
    if not move.places:
        ranks.pop("before")
    fields = {"rank": _places(move, lang), **ranks}
    suffix = "" if move.places else ".same"
    if move.value_change is None:
        return _capital(t(f"insight.move.outline{suffix}", lang, **fields))
    value = _value(move.value_change, move, indicator, lang)
    assert move.improved is not None
    if not move.places or move.improved * move.places > 0:
        return _capital(t(f"insight.move.outline.and{suffix}", lang, **fields, value=value))
    core = t("insight.move.outline.despite", lang, **fields, value=value)
    if not move.is_closed:
        return _capital(core) + "."
    units = plural(f"insight.units.{level}", abs(move.places), lang)
    why = "ahead" if move.places < 0 else "behind"
    return _capital(t(f"insight.move.outline.{why}", lang, sentence=core, units=units))


def _places(move: RankMove | Outline, lang: Lang) -> str:
    if not move.places:
        return t("insight.move.same", lang)
    return plural(f"insight.move.{'up' if move.places > 0 else 'down'}", abs(move.places), lang)


def _value(change: float, move: RankMove | Outline, indicator: dict, lang: Lang) -> str:
    """ "điểm tăng 1,20", "giá trị không đổi"."""
    word = "points" if indicator["unit"] == "points" else "value"
    key = "up" if change > 0 else "down" if change < 0 else "same"
    delta = difference(change, indicator, move.decimals, lang)
    if word == "points":  # "điểm tăng 1,20 điểm" would say it twice
        delta = difference(change, {**indicator, "unit": "number"}, move.decimals, lang)
    return t(f"insight.move.{word}.{key}", lang, **({"delta": delta} if change else {}))


def _others(move: RankMove, level: str, lang: Lang) -> list[str]:
    """Who changed sides, the side that decided first; then who came into the table or left it."""
    overtook = passed = ""
    if move.overtook:
        overtook = t("insight.move.overtook", lang, units=plural(f"insight.units.{level}", len(move.overtook), lang))
    if move.passed:
        verb = "passed" if move.improved > 0 else "fell"
        passed = t(f"insight.move.{verb}", lang, units=plural(f"insight.units.{level}", len(move.passed), lang))
    loss_first = move.places < 0 or (move.places == 0 and move.improved > 0)
    parts = [overtook, passed] if loss_first else [passed, overtook]
    told = [part for part in parts if part] or [t("insight.move.nobody", lang)]
    for step in move.steps:
        if step.kind in ("entered", "left"):
            units = plural(f"insight.units.{level}", len(step.units), lang)
            told.append(t(f"insight.move.{step.kind}", lang, units=units))
    return told


def _published(move: RankMove | Outline, lang: Lang) -> str:
    if move.published_from is None or move.published_to is None:
        return ""
    return t(
        "insight.move.published", lang, before=numbers.rank(*move.published_from), year_from=str(move.year_from),
        after=numbers.rank(*move.published_to), year_to=str(move.year_to),
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
