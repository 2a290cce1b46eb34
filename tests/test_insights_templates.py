"""Every template of the insight sentences is reached by some facts, in both languages, and says something whole."""

from __future__ import annotations

import re
from itertools import product
from typing import get_args

import pytest

from egov_metrics.analysis.attribution import Attribution, Part, Rule
from egov_metrics.analysis.insights import attribution, profile, rank_move, readiness
from egov_metrics.analysis.rank_move import RefusalReason, Refused, Step, StepKind
from egov_metrics.charts import waterfall
from egov_metrics.charts.look import Look
from egov_metrics.i18n import texts
from egov_metrics.i18n.texts import LANGS
from tests.analysis_frames import CHAIN
from tests.test_insights_profile import INDICES, ROW, ranked, rows
from tests.test_insights_rank_move import INDEX, UNITS, move, seen

LEVELS = ("province", "district", "commune", "department")
HOLE = re.compile(r"[{}]|None|nan|NaT|<NA>")


def told_moves(lang) -> list[str]:
    said = []
    for change, ahead, behind, complete in product((-1.0, 0.0, 1.0), (0, 1, 3), (0, 1, 3), (True, False)):
        made = move(behind - ahead, change, ahead, behind, is_complete=complete)
        said += [rank_move.sentence(made, INDEX, "province", lang), rank_move.scope(made, "province", lang)]
        said.append(rank_move.dated(made, INDEX | {"unit": "percent"}, "province", lang))
    for level in LEVELS:
        said += [rank_move.sentence(move(-n, 1.0, n, 0), INDEX, level, lang) for n in (1, 2)]
    steps = (Step("own", -1, ()), Step("entered", -1, UNITS[:1]), Step("left", 1, UNITS[1:2]))
    said.append(rank_move.sentence(move(-1, 1.0, 1, 0, steps=steps), INDEX, "province", lang))
    kept: tuple[StepKind, ...] = ("kept_ahead", "kept_behind")
    for step in kept:
        steps = (Step("own", 1, UNITS[:1]), Step(step, -1, UNITS[:1]))
        said.append(rank_move.sentence(move(0, 0.001, steps=steps), INDEX, "province", lang))
    said.append(rank_move.scope(move(-3, 1.2, 5, 2, published_to=(16, 63)), "province", lang))
    said.append(rank_move.scope(move(-3, 1.2, 5, 2, is_complete=False, is_recomputed=True), "province", lang))
    for places, change in product((-3, -1, 0, 1, 3), (-1.0, 0.0, 1.0, None)):
        said.append(rank_move.sentence(seen(places, change), INDEX, "province", lang))
        said.append(rank_move.scope(seen(places, change), "province", lang))
    for reason in get_args(RefusalReason):
        said.append(
            rank_move.refusal(Refused(reason, 2022, 2023, CHAIN.likeness("M2", "M3"), 7), CHAIN, "province", lang)
        )
    return [*said, rank_move.no_years(lang)]


def told_steps(lang) -> list[str]:
    kinds: tuple[StepKind, ...] = get_args(StepKind)
    steps = tuple(Step(kind, 1, UNITS[:1]) for kind in kinds)
    made = waterfall.build(move(len(kinds), 1.0, 0, len(kinds), steps=steps), str, look=Look(lang)).to_plotly_json()
    return list(made["data"][0]["hovertext"])


def told_profiles(lang) -> list[str]:
    both = [ranked(place, place=5, trend=trend) for place in (1, 60) for trend in ("up", "down", "flat", None)]
    bare = [ranked(place, of=3) for place in (1, 60)]
    said = []
    for one in (*both, *bare, {"place": 1}, {"place": 40}):
        made = rows(one, ranked(2, indicator_code="two"))
        said += profile.strengths(made, INDICES, lang) + profile.weaknesses(made, INDICES, lang)
        said.append(profile.summary("Sơn La", made, INDICES, lang) or "–")
    for trend in ("up", "down"):
        made = rows(ranked(30, trend=trend))
        said += profile.strengths(made, INDICES, lang) + profile.weaknesses(made, INDICES, lang)
    said += [profile.distance(ROW | {"place": 5, "value": value}, INDICES["idx"], lang) for value in (80.0, 85.0, 92.5)]
    return [*said, *(profile.trend_words(trend, lang) for trend in ("up", "down", "flat"))]


def told_levels(lang) -> list[str]:
    full = {"I": 2, "II": 8, "III": 5, "IV": 2, "not_ranked": 3}
    said = [readiness.own_level("Pleiku", mark, lang) for mark in readiness.MARKS]
    for scope in ("departments", "districts", "communes"):
        said += [readiness.composition(scope, full, of, lang) for of in (20, 25, None)]
        said += [readiness.composition(scope, {"IV": 1, "not_ranked": of - 1}, of, lang) for of in (1, 17) if of > 1]
        said += [readiness.composition(scope, {"not_ranked": of}, of, lang) for of in (1, 17)]
        said.append(readiness.shares(scope, {"I": 12.5, "not_ranked": 87.5}, lang))
        said.append(readiness.top_change(scope, (2020, 1, 20), (2021, 2, 20), CHAIN.likeness("M1", "M1"), lang))
    return said


def told_components(lang) -> list[str]:
    said = []
    rules: tuple[Rule | None, ...] = ("sum", None)
    alike, moves = CHAIN.likeness("M1", "M1"), (("two", 2.0), ("three", -1.0))
    for change, rule in product((1.0, -1.0, 0.0), rules):
        parts = tuple(Part(code, 10.0, 10.0 + moved, 2, moved if rule else None) for code, moved in moves)
        found = Attribution("P63-14", "idx", 2022, 2023, 80.0, 80.0 + change, 2, rule, parts, 0.0, alike)
        said += [attribution.sentence(found, INDICES, lang), *attribution.own_changes(found, INDICES, lang)]
    return said


def test_every_template_is_reached(monkeypatch: pytest.MonkeyPatch):
    reached: set[str] = set()
    plain = texts.t

    def recording(key: str, lang, /, **values: object) -> str:
        reached.add(key)
        return plain(key, lang, **values)

    for module in (texts, attribution, profile, rank_move, readiness, waterfall):
        monkeypatch.setattr(module, "t", recording)
    for lang, told in product(LANGS, (told_moves, told_steps, told_profiles, told_levels, told_components)):
        said = told(lang)
        assert said and not any(HOLE.search(text) or not text for text in said), said
    mine = {key for key in texts.strings() if key.startswith("insight.")}
    parts = {key for key in mine if key.startswith("insight.units.") and key.endswith(".one")}
    assert sorted(mine - reached - parts) == []
    assert {"insight.units.province.one", "insight.units.districts.one"} <= reached
