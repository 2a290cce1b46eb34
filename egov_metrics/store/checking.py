"""Data checks: queries in `checks/*.sql` that return what is odd, and the findings that they make.

A check file returns severity, state, unit_id, scope, indicator_code, year, source_id, observation_ids and a struct
`fields` with what its sentence needs; its name is the kind. The sentences stand in the table of texts under
`finding.<kind>`. Findings that a person wrote down (`data/findings.csv`) join them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from egov_metrics.i18n.texts import LANGS, Lang, t
from egov_metrics.store.filling import STORE, sql
from egov_metrics.store.loading import Inputs
from egov_metrics.store.rows import FILE, LINE

NUMBER = re.compile(r"-?\d+(\.\d+)?")
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """One contradiction or oddity, with the statements that it is about."""

    finding_id: str
    kind: str
    severity: str
    state: str
    origin: str
    unit_id: str | None
    scope: str | None
    indicator_code: str | None
    year: int | None
    source_id: str | None
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...] = field(default=())


def check_names() -> list[str]:
    """The kinds of automatic data checks, in order."""
    names = [entry.name for entry in STORE.joinpath("checks").iterdir()]
    return sorted(name.removesuffix(".sql") for name in names if name.endswith(".sql"))


def find(con: duckdb.DuckDBPyConnection, inputs: Inputs) -> list[Finding]:
    """Run every check on a filled database and add the reviewed findings; worst first, then by place.

    `con` must hold the tables that `filling.fill` makes. Writes nothing but a temporary table of the sum rules.
    """
    con.register("sum_rule", inputs["sum_rule"].drop(columns=[FILE, LINE]).astype("string"))
    names = _names(con)
    findings = [item for kind in check_names() for item in _run(con, kind, names)]
    con.unregister("sum_rule")
    findings += _reviewed(con, inputs["reviewed_finding"])
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    return sorted(findings, key=lambda item: (order[item.severity], item.kind, item.finding_id))


def keep(con: duckdb.DuckDBPyConnection, findings: list[Finding]) -> None:
    """Write findings and their links to statements into the store."""
    if not findings:
        return
    columns = [name for name in Finding.__dataclass_fields__ if name != "observation_ids"]
    rows = pd.DataFrame([[getattr(item, name) for name in columns] for item in findings], columns=columns, dtype=object)
    con.register("input_rows", rows)
    con.execute("insert into finding by name select * from input_rows")
    links = [(item.finding_id, observation) for item in findings for observation in item.observation_ids]
    con.register("input_rows", pd.DataFrame(links, columns=["finding_id", "observation_id"], dtype=object))
    con.execute("insert into finding_observation by name select * from input_rows")
    con.unregister("input_rows")


def _run(con: duckdb.DuckDBPyConnection, kind: str, names: dict[str, dict[str, dict[str, str]]]) -> list[Finding]:
    result = con.execute(sql(f"checks/{kind}.sql"))
    columns = [column[0] for column in result.description or []]
    findings = []
    for values in result.fetchall():
        row = dict(zip(columns, values, strict=True))
        observation_ids = tuple(sorted(i for i in row["observation_ids"] if i is not None))
        key = "|".join(str(row[name]) for name in ("unit_id", "scope", "indicator_code", "year", "source_id"))
        identity = hashlib.md5(f"{kind}|{key}|{observation_ids}".encode(), usedforsecurity=False).hexdigest()[:10]
        messages = {lang: _sentence(kind, lang, row, names) for lang in LANGS}
        findings.append(
            Finding(
                finding_id=f"{kind}-{identity}",
                kind=kind,
                severity=row["severity"],
                state=row["state"],
                origin="check",
                unit_id=row["unit_id"],
                scope=row["scope"],
                indicator_code=row["indicator_code"],
                year=row["year"],
                source_id=row["source_id"],
                message_vi=messages["vi"],
                message_en=messages["en"],
                observation_ids=observation_ids,
            )
        )
    return findings


def _sentence(kind: str, lang: Lang, row: dict, names: dict[str, dict[str, dict[str, str]]]) -> str:
    fields = {name: _written(value) for name, value in row["fields"].items()}
    if "other_id" in fields:
        fields["other"] = names[lang]["unit"].get(fields.pop("other_id"), "?")
    if "reason" in fields:
        fields["reason"] = t(f"reason.{fields['reason']}", lang)
    if "form" in fields:
        fields["form"] = t(f"finding.form.{fields['form']}", lang)
    fields["unit"] = names[lang]["unit"].get(row["unit_id"] or "", "")
    fields["indicator"] = names[lang]["indicator"].get(row["indicator_code"] or "", "")
    fields["year"] = str(row["year"] or t("finding.undated", lang))
    return t(f"finding.{kind}", lang, **fields)


def _written(value: str | None) -> str:
    """A number as readers of Vietnamese write it; any other text as it is."""
    text = value or ""
    return text.replace(".", ",") if NUMBER.fullmatch(text) else text


def _names(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, dict[str, str]]]:
    units = con.execute("select unit_id, name_vi, name_en from unit").fetchall()
    codes = con.execute("select indicator_code, short_vi, short_en from indicator").fetchall()
    return {
        "vi": {"unit": {u: vi for u, vi, _ in units}, "indicator": {c: vi for c, vi, _ in codes}},
        "en": {"unit": {u: en for u, _, en in units}, "indicator": {c: en for c, _, en in codes}},
    }


def _reviewed(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> list[Finding]:
    """Findings that a person wrote down, tied to the statements of their unit, scope, indicators and source."""
    findings = []
    for row in rows.to_dict("records"):
        codes = (row["indicator_codes"] or "").split()
        statements = con.execute(
            sql("steps/statements_of_finding.sql"),
            {
                "unit_id": row["unit_id"],
                "scope": row["scope"],
                "codes": codes,
                "period_end": row["period_end"],
                "source_id": row["source_id"],
            },
        ).fetchall()
        findings.append(
            Finding(
                finding_id=row["finding_id"],
                kind=row["kind"],
                severity=row["severity"],
                state=row["state"],
                origin="reviewed",
                unit_id=row["unit_id"],
                scope=row["scope"],
                indicator_code=codes[0] if codes else None,
                year=int(row["period_end"][:4]) if row["period_end"] else None,
                source_id=row["source_id"],
                message_vi=row["message_vi"],
                message_en=row["message_en"],
                observation_ids=tuple(sorted(statement[0] for statement in statements)),
            )
        )
    return findings
