"""The schema as data: tables, columns, keys, references and checks, for those who hand the store on in other forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from egov_metrics.store.dictionary import check_in_words
from egov_metrics.store.filling import ALL_TABLES, sql


@dataclass(frozen=True)
class Reference:
    """Columns of a table that name the key of another one."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class DescribedColumn:
    """A column: DuckDB's type in lower case, its comment, and its checks as far as they are about it alone.

    `minimum` and `above` are bounds, itself included and not; `pattern` is to match the whole text.
    """

    name: str
    kind: str
    comment: str
    given: bool
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    above: int | None = None
    pattern: str = ""


@dataclass(frozen=True)
class DescribedTable:
    """A table: its comment, columns in order, primary key (or none), references, and in words what holds of a row."""

    name: str
    comment: str
    columns: tuple[DescribedColumn, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rules: tuple[str, ...]


def described(con: duckdb.DuckDBPyConnection) -> list[DescribedTable]:
    """All tables of a database that holds the schema, in the order of the schema. Pure: rows do not matter."""
    columns: dict[str, list[tuple]] = {table: [] for table in ALL_TABLES}
    for row in con.execute(sql("steps/dictionary_columns.sql")).fetchall():
        columns[row[0]].append(row)
    constraints: dict[str, list[tuple]] = {table: [] for table in ALL_TABLES}
    for row in con.execute(sql("steps/dictionary_rules.sql")).fetchall():
        constraints[row[0]].append(row)
    return [_table(name, columns[name], constraints[name]) for name in ALL_TABLES]


def _table(name: str, columns: list[tuple], constraints: list[tuple]) -> DescribedTable:
    key: tuple[str, ...] = ()
    references, rules, checks = [], [], {}
    for _, kind, text, names, target, targets in constraints:
        own = tuple(dict.fromkeys(names))
        if kind == "PRIMARY KEY":
            key = own
        elif kind == "FOREIGN KEY":
            references.append(Reference(own, target, tuple(targets)))
        elif len(own) == 1:
            checks[own[0]] = text
        else:
            rules.append(check_in_words(text))
    made = []
    for _, _, column, kind, nullable, comment in columns:
        made.append(
            DescribedColumn(
                column, kind, str(comment), column in key or not nullable, **_bounds(checks.get(column, ""))
            )
        )
    return DescribedTable(name, str(columns[0][1]), tuple(made), key, tuple(references), tuple(rules))


def _bounds(check: str) -> dict:
    """What a check of one column asks of its cells. A form that is not known here is left to the words of the
    dictionary, where a test sees that every check has some."""
    plain = check.replace('"', "")
    if found := re.search(r"\bIN \((.+?)\)", plain):
        return {"choices": tuple(re.findall(r"'([^']*)'", found[1]))}
    if found := re.search(r"BETWEEN (\d+) AND (\d+)", plain):
        return {"minimum": int(found[1]), "maximum": int(found[2])}
    if found := re.search(r"regexp_full_match\(\w+, '(.+?)'\)", plain):
        return {"pattern": found[1]}
    if found := re.search(r">= (\d+)", plain):
        return {"minimum": int(found[1])}
    if found := re.search(r"> (\d+)", plain):
        return {"above": int(found[1])}
    return {}
