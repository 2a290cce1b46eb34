"""The data dictionary: the schema with its comments as a Markdown page.

`python -m egov_metrics.store.dictionary > docs/developers/data-dictionary.md` writes it anew; a test says when it is
not current.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict

import duckdb

from egov_metrics.store.filling import ALL_TABLES, sql

HEAD = """\
# Data dictionary

Every table and column of an edition, made from the schema (`egov_metrics/store/schema.sql`, `comments.sql`) by
`python -m egov_metrics.store.dictionary`: change those, not this page. The words and the files under `data/` that fill
the tables are in [architecture.md](architecture.md).

Key: the column is (a part of) the primary key. Given: whether a row must have a value.
"""

_RULES: tuple[tuple[str, str], ...] = (
    (r"(?P<a>\w+) IN \((?P<list>.+)\)", "one of {list}"),
    (r"(?P<a>\w+) BETWEEN (?P<low>\d+) AND (?P<high>\d+)", "{low} to {high}"),
    (r"(?P<a>\w+) >= (?P<low>\d+)", "at least {low}"),
    (r"(?P<a>\w+) > (?P<low>\d+)", "greater than {low}"),
    (r"\((?P<a>\w+) IS NULL\) OR regexp_full_match\((?P=a), '(?P<form>.+)'\)", "of the form `{form}`"),
    (
        r"\((?P<a>\w+) IS NULL\) OR \((?P<b>\w+) IS NULL\) OR \((?P=a) < (?P=b)\)",
        "`{a}` is less than `{b}` where both are given",
    ),
    (
        r"\((?P<a>\w+) IS NULL\) OR \((?P<b>\w+) IS NULL\) OR \((?P=a) <= (?P=b)\)",
        "`{a}` is not greater than `{b}` where both are given",
    ),
    (
        r"\((?P<a>\w+) = '(?P<other>\w+)'\) OR \((?P<b>\w+) IS NOT NULL\)",
        "`{b}` is given unless `{a}` is `{other}`",
    ),
    (r"\((?P<a>\w+) IS NULL\) OR \((?P<b>\w+) IS NULL\)", "not both of `{a}` and `{b}` are given"),
    (r"\((?P<a>\w+) IS NULL\) = \((?P<b>\w+) IS NULL\)", "`{a}` is given exactly when `{b}` is"),
    (r"\((?P<a>\w+) IS NOT NULL\)(?P<more>(?: OR \(\w+ IS NOT NULL\))+)", "at least one of `{a}`{more} is given"),
)


def dictionary(con: duckdb.DuckDBPyConnection) -> str:
    """The data dictionary of a database that holds the schema (an edition, or the schema alone), as Markdown.

    Pure: the same schema and comments give the same text, whatever rows there are. Raises `ValueError` for a check of
    a form that has no words here yet.
    """
    columns = con.execute(sql("steps/dictionary_columns.sql")).fetchall()
    # A file keeps tables in an order of its own: the order of the schema is asked for.
    order = {table: place for place, table in enumerate(ALL_TABLES)}
    columns.sort(key=lambda row: order.get(row[0], len(order)))
    keys, references, checks, rules = _constraints(con)
    tables: dict[str, list[tuple]] = defaultdict(list)
    for row in columns:
        tables[row[0]].append(row)
    pages = [HEAD, "\n".join(f"- [{table}](#{table}): {rows[0][1]}" for table, rows in tables.items()) + "\n"]
    for table, rows in tables.items():
        lines = [
            f"## {table}",
            "",
            str(rows[0][1]),
            "",
            "| column | type | key | given | meaning |",
            "|---|---|---|---|---|",
        ]
        for _, _, column, kind, nullable, comment in rows:
            is_key = column in keys[table]
            notes = [*references[table, column], *checks[table, column]]
            meaning = " ".join([str(comment), *(_sentence(note) for note in notes)])
            given = "yes" if is_key or not nullable else ""
            lines.append(f"| {column} | {kind} | {'key' if is_key else ''} | {given} | {_cell(meaning)} |")
        if rules[table]:
            lines += ["", "Of every row:", "", *(f"- {_sentence(rule)}" for rule in rules[table])]
        pages.append("\n".join(lines) + "\n")
    return "\n".join(pages)


def check_in_words(text: str) -> str:
    """A check constraint as DuckDB writes it (`CHECK((members > 0))`) in words ("greater than 0").

    A check of one column is said of that column's value; one of several columns names them.
    """
    inside = text.removeprefix("CHECK(").removesuffix(")")
    while inside.startswith("(") and _closes_at_end(inside):
        inside = inside[1:-1]
    plain = re.sub(r'"(\w+)"', r"\1", inside)
    for pattern, words in _RULES:
        if found := re.fullmatch(pattern, plain):
            parts = found.groupdict()
            if "list" in parts:
                parts["list"] = ", ".join(f"`{word}`" for word in re.findall(r"'([^']*)'", parts["list"]))
            if "more" in parts:
                parts["more"] = "".join(f", `{name}`" for name in re.findall(r"\((\w+) IS", parts["more"]))
            return words.format(**parts)
    raise ValueError(f"the data dictionary has no words for {text}: add a form to egov_metrics/store/dictionary.py")


def _constraints(
    con: duckdb.DuckDBPyConnection,
) -> tuple[
    dict[str, list[str]], dict[tuple[str, str], list[str]], dict[tuple[str, str], list[str]], dict[str, list[str]]
]:
    """Primary keys and rules of several columns by table; references and checks by table and column."""
    keys: dict[str, list[str]] = defaultdict(list)
    rules: dict[str, list[str]] = defaultdict(list)
    references: dict[tuple[str, str], list[str]] = defaultdict(list)
    checks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, kind, text, names, target, target_names in con.execute(sql("steps/dictionary_rules.sql")).fetchall():
        columns = list(dict.fromkeys(names))
        if kind == "PRIMARY KEY":
            keys[table] = columns
        elif kind == "FOREIGN KEY":
            for column, target_column in zip(columns, target_names, strict=True):
                references[table, column].append(f"refers to [{target}](#{target}).{target_column}")
        elif len(columns) == 1:
            checks[table, columns[0]].append(check_in_words(text))
        else:
            rules[table].append(check_in_words(text))
    return keys, references, checks, rules


def _closes_at_end(text: str) -> bool:
    """Does the bracket that opens the text close only at its end?"""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _of_schema() -> str:
    with duckdb.connect(":memory:") as con:
        con.execute(sql("schema.sql"))
        con.execute(sql("comments.sql"))
        return dictionary(con)


if __name__ == "__main__":
    sys.stdout.buffer.write(_of_schema().encode())  # the same bytes on every system
