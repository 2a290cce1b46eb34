"""The data dictionary: current, complete, and made from the schema alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from egov_metrics import store
from egov_metrics.store.dictionary import check_in_words, dictionary
from egov_metrics.store.filling import ALL_TABLES, sql
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "developers" / "data-dictionary.md"
COMMAND = "python -m egov_metrics.store.dictionary > docs/developers/data-dictionary.md"


@pytest.fixture
def schema() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    con.execute(sql("schema.sql"))
    con.execute(sql("comments.sql"))
    return con


def test_the_page_is_current(schema: duckdb.DuckDBPyConnection) -> None:
    current = PAGE.read_text(encoding="utf-8") == dictionary(schema)
    assert current, f"{PAGE.relative_to(ROOT)} is not current: run `{COMMAND}`"


def test_the_command_prints_the_page() -> None:
    command = [sys.executable, "-m", "egov_metrics.store.dictionary"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == PAGE.read_bytes().replace(b"\r\n", b"\n")
    assert COMMAND.partition(" >")[0] in done.stdout.decode()


def test_rows_do_not_change_it_and_an_edition_gives_the_same(schema: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    result = store.build(small_sample().write(tmp_path / "data"), tmp_path / "workspace")
    with duckdb.connect(str(result.edition.path), read_only=True) as con:
        assert dictionary(con) == dictionary(schema)


def test_every_table_column_comment_and_reference_is_in_it(schema: duckdb.DuckDBPyConnection) -> None:
    text = dictionary(schema)
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])
    assert list(sections) == list(ALL_TABLES)
    columns = schema.execute(
        "select table_name, column_name, comment from duckdb_columns() where not internal"
    ).fetchall()
    for table, column, comment in columns:
        line = next(line for line in sections[table].splitlines() if line.startswith(f"| {column} |"))
        assert comment in line and len(line.replace("\\|", "").split("|")) == 7
    targets = schema.execute(
        "select table_name, constraint_column_names[1], referenced_table from duckdb_constraints() "
        "where constraint_type = 'FOREIGN KEY'"
    ).fetchall()
    assert len(targets) > 20
    for table, column, target in targets:
        line = next(line for line in sections[table].splitlines() if line.startswith(f"| {column} |"))
        assert f"Refers to [{target}](#{target})." in line


def test_a_change_of_the_schema_shows(schema: duckdb.DuckDBPyConnection) -> None:
    before = dictionary(schema)
    schema.execute(
        "create table extra (id varchar primary key, note varchar, amount integer check (amount between 1 and 9))"
    )
    schema.execute("comment on table extra is 'Something new | with a bar.'")
    schema.execute("comment on column extra.note is 'Either | or.'")
    after = dictionary(schema)
    assert "## extra" not in before and "## extra" in after
    assert "| note | varchar |  |  | Either \\| or. |" in after
    assert "1 to 9." in after.partition("## extra")[2]
    assert "| id | varchar | key | yes |" in after


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("members > 0", "greater than 0"),
        ("members >= 1", "at least 1"),
        ("members between 0 and 6", "0 to 6"),
        ("kind in ('a', 'b')", "one of `a`, `b`"),
        ("\"level\" in ('a')", "one of `a`"),
        ("kind is null or regexp_full_match(kind, '[0-9]{4}(-[0-9]{2})?')", "of the form `[0-9]{4}(-[0-9]{2})?`"),
        ("members is null or rank is null or members < rank", "`members` is less than `rank` where both are given"),
        ("members is null or rank is null or members <= rank",
         "`members` is not greater than `rank` where both are given"),
        ("kind = 'a' or rank is not null", "`rank` is given unless `kind` is `a`"),
        ("kind is not null or rank is not null or members is not null",
         "at least one of `kind`, `rank`, `members` is given"),
        ("kind is null or rank is null", "not both of `kind` and `rank` are given"),
        ("(kind is null) = (rank is null)", "`kind` is given exactly when `rank` is"),
    ],
)  # fmt: skip
def test_checks_are_said_in_words(check: str, words: str) -> None:
    with duckdb.connect(":memory:") as con:
        con.execute(f"create table t (members integer, kind varchar, rank integer, level varchar, check ({check}))")
        found = con.execute(
            "select constraint_text from duckdb_constraints() where constraint_type = 'CHECK'"
        ).fetchone()
    assert found is not None and check_in_words(found[0]) == words


@pytest.mark.parametrize("check", ["CHECK((a * 2 > b))", "CHECK((a LIKE 'x%'))", "CHECK(((a IN ('x')) OR (b > 1)))"])
def test_a_check_without_words_is_an_error_not_a_gap(check: str) -> None:
    with pytest.raises(ValueError, match="no words"):
        check_in_words(check)
