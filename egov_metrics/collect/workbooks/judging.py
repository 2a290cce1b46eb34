"""What becomes of each statement: accepted, rejected with a reason, said twice in the file, or already known.

Nothing here loops over all rows in Python: a million statements take seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from egov_metrics.collect.workbooks.catalogue import KEY, Catalogue, plan_of
from egov_metrics.store.rows import TEXT

_SAME = ("value", "nothing", "rank", "rank_of", "qualifier")


@dataclass(frozen=True)
class Judged:
    """The statements with the columns `fate` and, of rejected ones, `reason` and what goes with it.

    `conflicts` are accepted statements that say other than what is known: the columns of the frame, `known_value` and
    `known_rank`. Of statements in `again` (positions of duplicates) `first` tells which row said it first.
    """

    frame: pd.DataFrame
    conflicts: pd.DataFrame


def judge(frame: pd.DataFrame, catalogue: Catalogue, known: pd.DataFrame, keep_known: bool = False) -> Judged:
    """Judge statements against the scales of the catalogue, each other, and what is known.

    `frame` has the columns of `statements.frame_of`; `known` those of `catalogue.stated`. With `keep_known` what is
    known already is accepted again (another source that says the same).
    """
    frame = frame.reset_index(drop=True)
    frame["fate"] = pd.Series("accepted", index=frame.index, dtype=TEXT)
    if frame.empty:
        return Judged(frame, _no_conflicts(frame))
    _reject_bounds(frame, catalogue)
    _reject_forms(frame)
    frame.loc[frame["reason"] != "", "fate"] = "rejected"
    _find_doubles(frame)
    return Judged(frame, _find_known(frame, known, keep_known))


def _mark(frame: pd.DataFrame, wrong: pd.Series, reason: str, column: str, near: pd.Series | None = None) -> None:
    """Give rows a reason, unless they have one."""
    wrong = wrong & (frame["reason"] == "")
    if wrong.any():
        frame.loc[wrong, "reason"] = reason
        frame.loc[wrong, "bad_value"] = frame.loc[wrong, column]
        frame.loc[wrong, "bad_column"] = frame.loc[wrong, "quote"].str.replace(r"^.*!", "", regex=True)
        if near is not None:
            frame.loc[wrong, "near"] = near[wrong]


def _reject_bounds(frame: pd.DataFrame, catalogue: Catalogue) -> None:
    """Values outside the scale of their indicator in that year: a build would refuse all with them."""
    places = frame["indicator_code"].str.cat(frame["period_end"].str[:4], "|")
    low, high = {}, {}
    for place in places.unique():
        code, _, year = place.partition("|")
        if code in catalogue.by_code:
            low[place], high[place] = catalogue.scale(code, int(year) if year else None)
    value = numbers(frame["value"])
    least, most = (places.map(bound).astype("float64").to_numpy() for bound in (low, high))
    wrong = pd.Series((value < least) | (value > most), index=frame.index)
    if wrong.any():
        bounds = {place: f"{_bound(low.get(place))} – {_bound(high.get(place))}" for place in places[wrong].unique()}
        _mark(frame, wrong, "out_of_bounds", "value", places.map(bounds).astype(TEXT).fillna(""))


def _bound(number: float | None) -> str:
    return "…" if number is None or pd.isna(number) else f"{number:g}"


def _reject_forms(frame: pd.DataFrame) -> None:
    rank, rank_of = numbers(frame["rank"]), numbers(frame["rank_of"])
    _mark(frame, pd.Series(rank > rank_of, index=frame.index), "rank_beyond", "rank", frame["rank_of"])
    has_value, has_nothing = frame["value"] != "", frame["nothing"] != ""
    _mark(frame, ~has_value & ~has_nothing & (frame["rank"] == ""), "nothing_stated", "value")
    _mark(frame, has_value & has_nothing, "value_and_nothing", "nothing")
    order = (frame["period_start"] != "") & (frame["period_start"] > frame["period_end"])
    _mark(frame, order.fillna(False).astype(bool), "bad_period", "period_start")


def numbers(texts: pd.Series) -> np.ndarray:
    """Texts with decimal points as numbers, NaN for none."""
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)


def decimals(texts: pd.Series) -> np.ndarray:
    """How many decimals texts have."""
    at = texts.str.find(".").to_numpy(dtype="int64")
    length = texts.str.len().to_numpy(dtype="int64")
    return np.where(at < 0, 0, length - at - 1)


def codes(parts: Sequence[pd.Series]) -> np.ndarray:
    """One number for each combination of texts: rows with the same number agree in all of them."""
    combined: np.ndarray | None = None
    for part in parts:
        number, distinct = pd.factorize(part)
        if combined is None:
            combined = number.astype("int64")
        elif len(distinct) > 1:
            combined, _ = pd.factorize(combined * len(distinct) + number)
    return combined if combined is not None else np.zeros(0, dtype="int64")


def _find_doubles(frame: pd.DataFrame) -> None:
    """Mark what the file says again; where it says two different things, neither is taken."""
    open_rows = frame.index[frame["fate"] == "accepted"]
    rows = frame.loc[open_rows]
    key = codes([*(rows[name] for name in KEY if name != "plan"), plan_of(rows["qualifier"])])
    exact = codes([pd.Series(key), *(rows[name].reset_index(drop=True) for name in _SAME)])
    again = pd.Series(exact).duplicated().to_numpy()
    frame.loc[open_rows[again], "fate"] = "duplicate"
    rows, key = rows[~again], key[~again]
    shared = pd.Series(key).duplicated(keep=False).to_numpy()
    if not shared.any():
        return
    rows = rows[shared].assign(key=key[shared])
    rows["number"], rows["digits"] = numbers(rows["value"]), decimals(rows["value"])
    for _, group in rows.groupby("key", sort=False):
        if _contradict(group):
            first, last = group.index[0], group.index[-1]
            for place in group.index:
                other = last if place == first else first
                frame.loc[place, ["fate", "reason", "bad_value", "bad_column", "near"]] = [
                    "rejected", "conflict_in_file", _says(frame.loc[place]),
                    str(frame.at[place, "quote"]).rpartition("!")[2],
                    f"{frame.at[other, 'quote']}: {_says(frame.loc[other])}",
                ]  # fmt: skip
        else:
            kept = _fullest(group)
            frame.loc[[place for place in group.index if place not in kept], "fate"] = "duplicate"


def _says(row: pd.Series) -> str:
    return " ".join(str(row[name]) for name in ("value", "rank", "nothing") if row[name])


def _contradict(group: pd.DataFrame) -> bool:
    """Do statements about the same say different things, roundings aside?"""
    if group["nothing"].ne("").any() and group["nothing"].nunique() > 1:
        return True
    ranks = group.loc[group["rank"] != "", "rank"]
    valued = group[group["value"] != ""]
    fine = valued["digits"].max() if len(valued) else 0
    best = valued.loc[valued["digits"] == fine, "number"].iloc[0] if len(valued) else 0.0
    off = (valued["number"] - best).abs() > 0.5 * 10.0 ** -valued["digits"] + 1e-9
    return ranks.nunique() > 1 or bool(off.any()) or valued["qualifier"].nunique() > 1


def _fullest(group: pd.DataFrame) -> list:
    """The statements that together say all: the most exact value, and a rank where another row has it."""
    ordered = group.assign(ranked=group["rank"] != "").sort_values(["digits", "ranked"], ascending=False, kind="stable")
    kept: list = []
    has_value = has_rank = False
    for row in ordered.itertuples():
        new_value = row.value != "" and not has_value or row.nothing != "" and not kept
        new_rank = row.rank != "" and not has_rank
        if new_value or new_rank:
            kept.append(row.Index)
            has_value, has_rank = has_value or row.value != "", has_rank or row.rank != ""
    return kept


def _no_conflicts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[:0].assign(known_value="", known_rank="")


def _find_known(frame: pd.DataFrame, known: pd.DataFrame, keep_known: bool) -> pd.DataFrame:
    """Mark what is known already; return the accepted rows that contradict it."""
    open_rows = frame.index[frame["fate"] == "accepted"]
    if known.empty or not len(open_rows):
        return _no_conflicts(frame)
    rows = frame.loc[open_rows].reset_index(drop=True)
    rows["plan"] = plan_of(rows["qualifier"])
    both = {name: pd.concat([rows[name], known[name]], ignore_index=True) for name in (*KEY, "nothing", "rank")}
    value = np.concatenate([numbers(rows["value"]), numbers(known["value"])])
    key = codes([both[name] for name in KEY])
    exact = codes([pd.Series(key), pd.Series(value), both["nothing"], both["rank"]])
    is_known = np.isin(exact[: len(rows)], exact[len(rows) :])
    near = ~is_known & np.isin(key[: len(rows)], key[len(rows) :])
    conflicts, covered = _compared(rows[near], key[: len(rows)][near], known, key[len(rows) :])
    is_known[np.flatnonzero(near)[covered]] = True
    if not keep_known:
        frame.loc[open_rows[is_known], "fate"] = "known"
    return conflicts


def _compared(
    rows: pd.DataFrame, key: np.ndarray, known: pd.DataFrame, known_key: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """Statements about what is known in other words: those that contradict it, and where nothing new is said."""
    if rows.empty:
        return _no_conflicts(rows.drop(columns="plan")), np.zeros(0, dtype=bool)
    concerned = known[np.isin(known_key, key)].assign(key=known_key[np.isin(known_key, key)])
    concerned = concerned.assign(number=numbers(concerned["value"]), digits=decimals(concerned["value"]))
    said = {int(str(place)): group for place, group in concerned.groupby("key", sort=False)}
    wrong, covered, values, ranks = [], [], [], []
    for place, row in zip(key.tolist(), rows.itertuples(), strict=True):
        group = said[place]
        valued, ranked = group[group["value"] != ""], group[group["rank"] != ""]
        value_known = value_off = rank_known = rank_off = False
        if row.value:
            number, digits = float(row.value), len(row.value.partition(".")[2])
            room = 0.5 * 10.0 ** -np.minimum(valued["digits"], digits) + 1e-9
            value_known = bool((valued["number"] == number).any())
            value_off = len(valued) > 0 and not bool(((valued["number"] - number).abs() <= room).any())
        if row.rank:
            rank_known = bool((ranked["rank"] == row.rank).any())
            rank_off = len(ranked) > 0 and not rank_known
        covered.append((not row.value or value_known) and (not row.rank or rank_known) and not row.nothing)
        wrong.append(value_off or rank_off)
        values.append(", ".join(valued["value"].unique()))
        ranks.append(", ".join(ranked["rank"].unique()))
    told = rows.drop(columns="plan").assign(known_value=values, known_rank=ranks)
    return told[np.array(wrong, dtype=bool)], np.array(covered, dtype=bool)
