"""The finding of a comparison, as a sentence from its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from egov_metrics.analysis.change import is_published
from egov_metrics.analysis.compare import Measure
from egov_metrics.analysis.insights import gates
from egov_metrics.analysis.insights.words import amount, short
from egov_metrics.analysis.territory import PRESENT_PROVINCES
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t

Name = Callable[[str], str]
MOST_NAMED = 2
"""So many units beside those that a finding is about are named in it; more are counted."""


def standing(figure: dict, indicator: dict, lang: Lang) -> str:
    """Value and rank of a figure as far as there are any: "90,02 điểm, hạng 12/63"; what `together.spoken` marked is
    called recomputed. Where only one of the two was published, the other says what it is: "hạng 3/63 (suy ra)"."""
    has_value, has_rank = pd.notna(figure["value"]), pd.notna(figure["rank"])
    value = _stated(figure, indicator, lang) if has_value else ""
    rank = numbers.rank_words(figure["rank"], figure["rank_of"], lang) if has_rank else ""
    ours_value, ours_rank = (bool(figure.get(f"{part}_mark")) for part in ("value", "rank"))
    if value and rank and ours_value and ours_rank:
        return t("compare.figure.both_recomputed", lang, figure=f"{value}, {rank}")
    if value and ours_value:
        value = t("compare.figure.recomputed", lang, figure=value)
    if rank and ours_rank:
        rank = t("compare.figure.rank_recomputed", lang, rank=numbers.rank(figure["rank"], figure["rank_of"]))
    if value and rank:
        value, rank = _apart(value, figure, "value", lang), _apart(rank, figure, "rank", lang)
    return ", ".join(part for part in (value, rank) if part)


def _apart(text: str, figure: dict, part: Measure, lang: Lang) -> str:
    """The value or the rank, with what it is when it was not published though the other one was."""
    basis, other = (figure.get(f"{one}_basis") for one in (part, "value" if part == "rank" else "rank"))
    unlike = isinstance(basis, str) and basis not in ("published", "recomputed") and other == "published"
    return t(f"chart.mark.{basis}", lang, figure=text) if unlike else text


def _stated(figure: dict, indicator: dict, lang: Lang) -> str:
    text = amount(figure["value"], indicator, figure["decimals"], lang)
    return text if figure["qualifier"] in (None, "exact") else t(f"qualifier.{figure['qualifier']}", lang, value=text)


def group_finding(
    figures: pd.DataFrame,
    units: Sequence[str],
    indicator: dict,
    measure: Measure,
    name: Name,
    lang: Lang,
    own: dict | None = None,
) -> str:
    """Who is first and who is last among some units, in the newest year that has two of them measured alike and up to
    the same day, and which of them are not in it; or "".

    `own` is the newest figure of our own unit (`together.newest_of`): it is told as well, with its year when that is
    another one, unless the sentence names it already.
    """
    mine = _published(figures, measure, figures["unit_id"].isin(list(units)))
    for year in sorted(mine["year"].unique(), reverse=True):
        rows = mine[mine["year"] == year]
        same = ["method_id", "period_end", *(["rank_of"] if measure == "rank" else [])]
        alike = rows.groupby(same, dropna=False)
        rows = _whole(max((group for _, group in alike), key=len), measure)
        if gates.enough(len(rows), 2):
            said = _first_and_last(rows, int(year), indicator, measure, name, lang)
            told = own["unit_id"] if own else None
            absent = [unit for unit in units if unit not in set(rows["unit_id"]) and unit != told]
            if said and absent:
                said = t("compare.finding.without", lang, finding=said, units=_names(absent, name, lang))
            return _with_own(said, own, rows, measure, indicator, name, lang) if said and own else said
    return ""


def _with_own(
    said: str, own: dict, rows: pd.DataFrame, measure: Measure, indicator: dict, name: Name, lang: Lang
) -> str:
    """The sentence on the first and the last of `rows`, with our own unit's newest figure unless it is one of those."""
    year, mine = int(own["year"]), rows[rows["unit_id"] == own["unit_id"]]
    same_year = year == int(rows["year"].iloc[0])
    ends = (rows[measure].min(), rows[measure].max())
    named = len(mine) and mine[measure].iloc[0] in ends and (rows[measure] == mine[measure].iloc[0]).sum() <= MOST_NAMED
    if same_year and named:
        return said
    key = "compare.finding.and_own" if same_year else "compare.finding.and_own_newest"
    figure = standing(own, indicator, lang)
    return t(key, lang, finding=said, unit=name(own["unit_id"]), figure=figure, year=str(year))


def _whole(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Without the values that were worked out from fewer than all members of a province, which neither lead nor come
    last beside those of all; where there are no others, as it is."""
    if measure == "rank" or "value_mark" not in rows:
        return rows
    partial = rows["value_mark"].astype(bool) & (rows["qualifier"] != "exact")
    return rows if partial.all() else rows[~partial]


def _first_and_last(rows: pd.DataFrame, year: int, indicator: dict, measure: Measure, name: Name, lang: Lang) -> str:
    """Which units are first and which last; all that share a place are told together: "Tuyên Quang, Hưng Yên cùng
    tốt nhất (hạng 17/25)". "" when all share one place."""
    small_first = measure == "rank" or indicator["direction"] == "lower"
    ends = (rows[measure].min(), rows[measure].max())
    if ends[0] == ends[1]:
        return ""
    first, last = (
        rows[rows[measure] == end].sort_values("unit_id") for end in (ends if small_first else reversed(ends))
    )
    neutral = measure == "value" and indicator["direction"] == "neutral"
    mark = f"{measure}_mark"
    all_ours = mark in rows and bool(rows[mark].all())  # said once of the whole sentence
    said = t(
        "compare.finding.group",
        lang,
        index=short(indicator, lang),
        year=str(year),
        units=_counted(rows["unit_id"].tolist(), lang),
        first=_end("highest" if neutral else "best", first, indicator, measure, name, lang, all_ours),
        last=_end("lowest" if neutral else "last", last, indicator, measure, name, lang, all_ours),
    )
    if all_ours:
        return t("compare.finding.recomputed", lang, finding=said)
    if mark not in rows:
        return said
    told = [unit for end in (first, last) if end[mark].all() for unit in end["unit_id"]]
    ours = sorted(rows.loc[rows[mark].astype(bool) & ~rows["unit_id"].isin(told), "unit_id"])
    return t("compare.finding.others_recomputed", lang, finding=said, units=_names(ours, name, lang)) if ours else said


def _end(
    place: str, rows: pd.DataFrame, indicator: dict, measure: Measure, name: Name, lang: Lang, unmarked: bool
) -> str:
    """The units at one end, with the figure that they share: "Sơn La tốt nhất (90,02 điểm)"."""
    figure, mark = rows.iloc[0].to_dict(), f"{measure}_mark"
    if unmarked or (mark in rows and not rows[mark].all()):
        figure |= {mark: False}
    shared = ".shared" if len(rows) > 1 else ""
    units = _names(rows["unit_id"].tolist(), name, lang)
    figure_words = _one(figure, indicator, measure, lang)
    return t(f"compare.finding.end.{place}{shared}", lang, units=units, figure=figure_words)


def _one(figure: dict, indicator: dict, measure: Measure, lang: Lang) -> str:
    """The value or the rank, as it stands in brackets."""
    if measure == "rank":
        text = numbers.rank_words(figure["rank"], figure["rank_of"], lang)
    else:
        text = _stated(figure, indicator, lang)
    return t("compare.figure.aside", lang, figure=text) if figure.get(f"{measure}_mark") else text


def _names(units: Sequence[str], name: Name, lang: Lang) -> str:
    """The names of one or two units, of more their number."""
    return ", ".join(map(name, units)) if len(units) <= MOST_NAMED else _counted(units, lang)


def _counted(units: Sequence[str], lang: Lang) -> str:
    """ "5 tỉnh", "9 đơn vị": how many units, called provinces when all are."""
    provinces = all(unit.startswith("P") for unit in units)
    return plural("compare.finding.provinces" if provinces else "compare.finding.units", len(units), lang)


def leader(figures: pd.DataFrame, indicator: dict, measure: Measure) -> dict | None:
    """The one unit that leads in the newest of these years: whom the publisher ranked first, else the best of those
    with published figures. None when several share the place, and when nobody leads: fewer than two units, figures of
    several days or methods, an indicator without a better end."""
    best = _best(figures, indicator, measure)
    return best.iloc[0].to_dict() if len(best) == 1 else None


def _best(figures: pd.DataFrame, indicator: dict, measure: Measure) -> pd.DataFrame:
    """The units that share the first place, as `leader` decides it; no row when there is no such place."""
    rows = _whole(_newest(figures, measure), measure)
    if rows["period_end"].nunique(dropna=False) > 1 or not gates.unmixed(rows["method_id"]):
        return rows.iloc[:0]
    first = rows[[_is_ranked_first(row) for row in rows.to_dict("records")]]
    if len(first):
        return first
    if not gates.enough(len(rows), 2) or (measure == "value" and indicator["direction"] == "neutral"):
        return rows.iloc[:0]
    small_first = measure == "rank" or indicator["direction"] == "lower"
    return rows[rows[measure] == (rows[measure].min() if small_first else rows[measure].max())]


def _newest(figures: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    drawn = _published(figures, measure)
    return drawn[drawn["year"] == drawn["year"].max()]


def _is_ranked_first(figure: dict) -> bool:
    """Did its publisher rank it first? What we ranked ourselves among the figures at hand is no such rank."""
    return figure["rank"] == 1 and figure["rank_basis"] == "published" and not figure.get("rank_mark")


def leader_finding(figures: pd.DataFrame, indicator: dict, measure: Measure, name: Name, lang: Lang) -> str:
    """Who leads, as `leader` tells; the words keep "ranked first" and "the best of those with figures" apart, say how
    many share the place, and how many provinces are not in it since a part of them has no figure. A rank of ours among
    less than half of the present provinces is not told beside a value. "" when nobody leads."""
    best = _best(figures, indicator, measure)
    if best.empty:
        return ""
    top = best.iloc[0].to_dict()
    if top.get("rank_mark") and measure == "value" and not gates.covers(top["rank_of"], PRESENT_PROVINCES):
        top |= {"rank": None, "rank_of": None}
    fields = {"index": short(indicator, lang), "year": str(int(top["year"])), "figure": standing(top, indicator, lang)}
    having = _newest(figures, measure)
    compared = _whole(having, measure)["unit_id"].tolist()
    if len(best) == len(compared) > 1:
        return ""
    if len(best) > 1:
        shared = standing(top | {"value": top["value"] if best["value"].nunique() == 1 else None}, indicator, lang)
        said = t(
            "compare.finding.shared",
            lang,
            **fields | {"figure": shared},
            n=numbers.count(len(best)),
            units=_counted(compared, lang),
        )
    elif _is_ranked_first(top):
        return t("compare.finding.leader", lang, **fields, unit=name(top["unit_id"]))
    else:
        units = _counted(compared, lang)
        said = t("compare.finding.best_of", lang, **fields, unit=name(top["unit_id"]), units=units)
    partial = sorted(set(having["unit_id"]) - set(compared))
    return t("compare.finding.but_partial", lang, finding=said, units=_counted(partial, lang)) if partial else said


def own_finding(figures: pd.DataFrame, own: str, indicator: dict, name: Name, lang: Lang) -> str:
    """Where our unit stands in one year: "PAR INDEX 2024: Sơn La 90,02 điểm, hạng 12/63"; "" without a figure of it."""
    mine = figures[(figures["unit_id"] == own) & (figures["value"].notna() | figures["rank"].notna())]
    if mine.empty:
        return ""
    figure = mine.iloc[-1].to_dict()
    words = t(
        "compare.finding.own",
        lang,
        index=short(indicator, lang),
        year=str(int(figure["year"])),
        unit=name(own),
        figure=standing(figure, indicator, lang),
    )
    return words if is_published(figure) else t("compare.finding.not_published", lang, finding=words)


def plain_finding(figures: pd.DataFrame, indicator: dict, lang: Lang) -> str:
    """What there is, when the figures give no other finding: how many figures of how many units, of which years."""
    years = sorted(int(year) for year in figures["year"].unique())
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    return t(
        "compare.finding.plain",
        lang,
        index=short(indicator, lang),
        figures=numbers.count(len(figures)),
        units=numbers.count(figures["unit_id"].nunique()),
        years=span,
    )


def having_words(rows: pd.DataFrame, measure: Measure, lang: Lang) -> str:
    """How many units of one year have what is measured, of how many ranked, and how many have only the other one.

    The number ranked is told only where all ranks state the same one: else they are of several rankings.
    """
    drawn = rows[rows[measure].notna()]
    ranked = rows["rank_of"].dropna().unique().tolist()
    told = numbers.count(len(drawn))
    if len(ranked) == 1 and ranked[0] >= len(drawn):
        words = t(f"compare.having.{measure}_of", lang, n=told, of=numbers.count(ranked[0]))
    else:
        words = t(f"compare.having.{measure}", lang, n=told)
    other = rows[rows[measure].isna() & rows["rank" if measure == "value" else "value"].notna()]
    if len(other):
        words = f"{words} {t(f'compare.having.only_{_other(measure)}', lang, n=numbers.count(len(other)))}"
    return words


def _other(measure: Measure) -> Measure:
    return "rank" if measure == "value" else "value"


_SAID = [
    "unit_id",
    "year",
    "period_end",
    "value",
    "decimals",
    "qualifier",
    "value_basis",
    "rank",
    "rank_of",
    "rank_basis",
    "method_id",
]
"""The columns that sentences read: rows are taken apart many times, and the others would travel along."""


def _published(figures: pd.DataFrame, measure: Measure, which: pd.Series | None = None) -> pd.DataFrame:
    """The figures whose value or rank is published as such, with the columns of `_SAID`; of those that `which` has."""
    published = gates.only_published(figures, measure)
    if measure == "value":  # "hơn 91" is neither first nor last; a value of ours says itself what it is made of
        exact = figures["qualifier"] == "exact"
        published &= exact | figures["value_mark"].astype(bool) if "value_mark" in figures else exact
    marks = [mark for mark in ("value_mark", "rank_mark") if mark in figures.columns]
    return figures.loc[published if which is None else published & which, [*_SAID, *marks]]
