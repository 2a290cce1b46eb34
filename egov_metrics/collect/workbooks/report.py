"""What a plan says: one JSON object for programs, and the same in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from egov_metrics.collect.workbooks.planning import LeftOut, Plan, preview_rows
from egov_metrics.collect.workbooks.profile import as_json
from egov_metrics.i18n.numbers import count
from egov_metrics.i18n.texts import Lang, has, t

MOST = 200
"""How many items of a kind are listed; all are counted."""
_MOST_LINES = 12


def report(plan: Plan, most: int = MOST) -> dict[str, Any]:
    """The plan as JSON's own types; the keys are described in docs/developers/import.md."""
    frame = plan.judged.frame
    counts = {fate: plan.count(fate) for fate in ("accepted", "rejected", "duplicate", "known")}
    rejected = frame[frame["fate"] == "rejected"]
    return {
        "file": {
            "name": plan.opened.name, "kind": plan.opened.kind, "sha256": plan.opened.sha256,
            "size": plan.opened.size, "has_macros": plan.opened.has_macros,
        },
        "form": plan.form,
        "family": plan.profile.family,
        "rows_read": plan.rows_read,
        "statements": {**counts, "waiting": sum(plan.waiting.values())},
        "sheets": _sheets(plan),
        "questions": [
            {
                "sheet": question.sheet,
                "kinds": [kind for kind, _ in question.reasons],
                "message_vi": " ".join(question.words("vi")),
                "message_en": " ".join(question.words("en")),
                "statements": plan.waiting.get(question.sheet, 0),
                "answers": list(question.answers),
            }
            for question in plan.questions
        ],
        "rejected": [_rejected(row) for row in preview_rows(plan, "rejected", most).to_dict("records")],
        "rejected_by_reason": {str(key): int(n) for key, n in rejected["reason"].value_counts().items()},
        "unknown_units": _unknown_units(rejected, most),
        "duplicates": [_place(row) for row in preview_rows(plan, "duplicate", most).to_dict("records")],
        "known": [_place(row) for row in preview_rows(plan, "known", most).to_dict("records")],
        "conflicts": [
            {**_place(row), "known_value": row["known_value"], "known_rank": row["known_rank"]}
            for row in plan.judged.conflicts.head(most).to_dict("records")
        ],
        "conflicts_in_all": len(plan.judged.conflicts),
        "left_out": [{"sheet": one.sheet, "row": one.row, "reason": one.reason} for one in plan.left_out[:most]],
        "left_out_by_reason": _by_reason(plan.left_out),
        "columns_left_out": _columns_left_out(plan),
        "sources": [dict(source) for source in plan.sources],
        "profile": as_json(plan.profile),
    }  # fmt: skip


def reason_words(reason: str, row: dict[str, Any], lang: Lang) -> str:
    """Why a row is rejected, in words, with near names or the other statement where there are any."""
    near = str(row.get("near") or "")
    if near and has(f"import.reason.{reason}.near"):
        return t(f"import.reason.{reason}.near", lang, near=near)
    return t(f"import.reason.{reason}", lang) + (f" ({near})" if near else "")


def in_words(told: dict[str, Any], lang: Lang) -> Iterator[str]:
    """The report in lines for people; the first lines say what counts most."""
    said = told["statements"]
    yield t("import.said.file", lang, name=told["file"]["name"], kind=told["file"]["kind"], n=count(told["rows_read"]))
    if told["file"]["has_macros"]:
        yield t("import.said.macros", lang)
    for fate in ("accepted", "known", "duplicate", "rejected", "waiting"):
        if said[fate] or fate == "accepted":
            yield t(f"import.said.{fate}", lang, n=count(said[fate]))
    for question in told["questions"]:
        yield t("import.said.question", lang, words=question[f"message_{lang}"])
        yield "  " + t("import.said.answers", lang, words="; ".join(question["answers"]))
    yield from _some(told["rejected"], said["rejected"], lang, lambda one: t(
        "import.said.rejected_row", lang, sheet=one["sheet"], row=one["row"], column=one["column"], value=one["value"],
        reason=one[f"message_{lang}"],
    ))  # fmt: skip
    for unit in told["unknown_units"][:_MOST_LINES]:
        near = ", ".join(unit["near"]) or t("import.said.nothing_near", lang)
        yield t("import.said.unknown_unit", lang, text=unit["text"], n=count(unit["times"]), near=near)
    yield from _some(told["conflicts"], told["conflicts_in_all"], lang, lambda one: t(
        "import.said.conflict", lang, place=one["place"], unit=one["unit"], indicator=one["indicator"],
        period=one["period_end"], new=one["value"] or one["rank"], known=one["known_value"] or one["known_rank"],
    ))  # fmt: skip
    unused = told["columns_left_out"]
    alike = {one["heading"]: one for one in reversed(unused) if one["near"]}
    for one in list(reversed(alike.values()))[:_MOST_LINES]:
        place = {"sheet": one["sheet"], "column": one["column"], "heading": one["heading"][:60]}
        yield t("import.said.column", lang, **place, near=", ".join(one["near"]))
    if unused:
        yield t("import.said.columns", lang, n=count(len(unused)))
    for reason, n in told["left_out_by_reason"].items():
        yield t("import.said.left_out", lang, n=count(n), reason=t(f"import.left_out.{reason}", lang))


def _some(items: list, in_all: int, lang: Lang, line: Callable[[dict[str, Any]], str]) -> Iterator[str]:
    for one in items[:_MOST_LINES]:
        yield line(one)
    if in_all > min(len(items), _MOST_LINES):
        yield t("import.said.more", lang, n=count(in_all - min(len(items), _MOST_LINES)))


def _sheets(plan: Plan) -> list[dict[str, Any]]:
    asked = {question.sheet for question in plan.questions}
    accepted = plan.judged.frame.loc[plan.judged.frame["fate"] == "accepted", "sheet"].value_counts()
    found = [
        {"sheet": table.sheet, "form": "tidy", "used": True, "why": "", "hidden": False, "year": None,
         "year_from": "column", "accepted": int(accepted.get(table.sheet, 0))}
        for table in plan.opened.tables
    ]  # fmt: skip
    for sheet in plan.profile.sheets:
        found.append(
            {"sheet": sheet.sheet, "form": "wide", "used": sheet.use and sheet.sheet not in asked,
             "why": "question" if sheet.sheet in asked else sheet.why, "hidden": sheet.hidden, "year": sheet.year,
             "year_from": sheet.year_from, "accepted": int(accepted.get(sheet.sheet, 0))}
        )  # fmt: skip
    return found


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "place": row["quote"], "unit_id": row["unit_id"], "unit": row["unit_text"],
        "indicator": row["indicator_code"], "period_start": row["period_start"], "period_end": row["period_end"],
        "value": row["value"], "rank": row["rank"], "nothing": row["nothing"],
    }  # fmt: skip


def _rejected(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "sheet": row["sheet"], "row": int(row["row"]), "column": row["bad_column"].rstrip("0123456789"),
        "value": row["bad_value"], "reason": row["reason"], "unit": row["unit_text"],
        "indicator": row["indicator_code"] or row["indicator_text"], "near": row["near"],
        "message_vi": reason_words(row["reason"], row, "vi"), "message_en": reason_words(row["reason"], row, "en"),
    }  # fmt: skip


def _unknown_units(rejected: pd.DataFrame, most: int) -> list[dict[str, Any]]:
    unknown = rejected[rejected["reason"].isin(["unknown_unit", "ambiguous_unit", "former_unit"])]
    return [
        {
            "text": str(text),
            "times": len(rows),
            "near": [name for name in str(rows["near"].iloc[0]).split("; ") if name],
        }
        for text, rows in list(unknown.groupby("unit_text", sort=False))[:most]
    ]


def _by_reason(left_out: tuple[LeftOut, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in left_out:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    return counts


def _columns_left_out(plan: Plan) -> list[dict[str, Any]]:
    """Columns of figures without an indicator, in sheets that are used or would be with one."""
    return [
        {"sheet": sheet.sheet, "column": column.column, "heading": column.heading, "near": list(column.near)}
        for sheet in plan.profile.sheets
        if sheet.use or sheet.why == "no_indicator"
        for column in sheet.columns
        if column.indicator is None
    ]
