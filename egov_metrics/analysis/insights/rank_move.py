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
    clauses = _clauses(move)
    others = ", ".join(_clause(kind, n, level, lang) for kind, n in clauses)
    contrast = bool(clauses) and _SIDE.get(clauses[0][0], 0) * move.improved < 0
    core = t(
        "insight.move.but" if contrast else "insight.move.and", lang,
        rank=_places(move, lang), value=_value(move.value_change, move, indicator, lang),
        others=others or t("insight.move.nobody", lang),
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
    """ "điểm tăng 1,20", "điểm tăng chưa đến 0,01" (a change too small for the decimals shown), "giá trị không đổi"."""
    points = indicator["unit"] == "points"
    key = f"insight.move.{'points' if points else 'value'}.{'up' if change > 0 else 'down' if change < 0 else 'same'}"
    if not change:
        return t(key, lang)
    shown = {**indicator, "unit": "number"} if points else indicator  # "điểm tăng 1,20 điểm" would say it twice
    decimals = indicator["decimals"] if move.decimals is None else move.decimals
    least = 10.0 ** -int(decimals)
    if round(abs(change), int(decimals)) < least:
        return t(key, lang, delta=t("insight.move.less_than", lang, least=difference(least, shown, decimals, lang)))
    return t(key, lang, delta=difference(change, shown, decimals, lang))


_SIDE = {"passed": 1, "fell": 1, "left": 1, "let_past": -1, "overtook": -1, "entered": -1}
"""Whether those units brought us places (+) or cost us some (-)."""


def _clauses(move: RankMove) -> list[tuple[str, int]]:
    """Who changed sides with us and through whom, from the steps of the move, as (kind, number of units): the side that
    decided comes first, and in each side what we did ourselves.

    `passed` by us, `let_past` by us; `fell` behind and `overtook` by their own change; `entered` and `left` the table.
    Where nobody changed sides, those that only did not because they moved too: `kept_ahead`, `kept_behind`.
    """
    by = {step.kind: set(step.units) for step in move.steps}
    own = by.get("own", set())
    kept = by.get("kept_ahead", set()) | by.get("kept_behind", set())
    groups = {
        "passed" if move.improved > 0 else "let_past": own - kept,
        "fell": by.get("fell_behind", set()),
        "overtook": by.get("rose_past", set()),
        "left": by.get("left", set()),
        "entered": by.get("entered", set()),
    }
    loss_first = move.places < 0 or (move.places == 0 and move.improved > 0)
    order = sorted(_SIDE, key=lambda kind: _SIDE[kind] * (1 if loss_first else -1))
    found = [(kind, len(groups[kind])) for kind in order if groups.get(kind)]
    return found or [(kind, len(by[kind])) for kind in ("kept_ahead", "kept_behind") if by.get(kind)]


def _clause(kind: str, n: int, level: str, lang: Lang) -> str:
    return t(f"insight.move.{kind}", lang, units=plural(f"insight.units.{level}", n, lang))


def _published(move: RankMove | Outline, lang: Lang) -> str:
    if move.published_from is None or move.published_to is None:
        return ""
    return t(
        "insight.move.published", lang, before=numbers.rank(*move.published_from), year_from=str(move.year_from),
        after=numbers.rank(*move.published_to), year_to=str(move.year_to),
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
