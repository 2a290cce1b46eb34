"""What a publish would change: the edition in service against what would be built, worked out in SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from egov_metrics.store import checking, filling
from egov_metrics.store.building import fill, refusals
from egov_metrics.store.connection import open_edition, query_text
from egov_metrics.store.editions import EditionRef, current
from egov_metrics.store.errors import NoEdition, Problem, SchemaMismatch
from egov_metrics.store.loading import brought, load

MOST = 200
"""How many rows of each kind are handed over; all are counted."""

_TABLES = {
    "new": "new_figure",
    "changed": "changed_figure",
    "withdrawn": "withdrawn_figure",
    "new_findings": "new_finding",
    "vanished_findings": "vanished_finding",
}


@dataclass(frozen=True)
class Difference:
    """What would become of the edition `before` (None: there is none that can be compared).

    `counts` has the number of rows of each kind; the frames hold at most `MOST` of them. `new` and `withdrawn` have
    the columns of the query `compared_figures`; `changed` has `old_` and `new_` value, rank, source and so on, and
    `what`, the words value, rank, basis, source, terms (members or method) of what changed. `new_batches` are those
    that the edition in service was not built from, `gone_batches` those that it was and that do not count any more.
    With `problems` a publish would be refused.
    """

    before: EditionRef | None
    content_hash: str
    counts: dict[str, int]
    new: pd.DataFrame
    changed: pd.DataFrame
    withdrawn: pd.DataFrame
    new_findings: pd.DataFrame
    vanished_findings: pd.DataFrame
    new_batches: tuple[str, ...] = ()
    gone_batches: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Would readers see the same?"""
        return self.before is not None and self.before.content_hash == self.content_hash


def preview(data: Path, workspace: Path, most: int = MOST) -> Difference:
    """What `publish` would change for readers, without writing anything.

    Raises `DataRefused` and `BatchDamaged` when rows cannot be built from at all; contradictions that the build would
    refuse are in `problems`.
    """
    before = in_service(workspace)
    batches = brought(workspace)
    with duckdb.connect(":memory:") as con:
        findings = fill(con, load(data, batches), batches)
        problems = refusals(con, findings)
        checking.keep(con, findings)
        content = filling.content_hash(con)
        names = tuple(head.batch_id for head, rows in batches if rows is not None)
        return _difference(before, con, content, names, problems, most)


def difference(before: EditionRef | None, after: EditionRef, most: int = MOST) -> Difference:
    """What differs between two kept editions. Raises `EditionDamaged` or `SchemaMismatch`."""
    edition = open_edition(after)
    return _difference(before, edition.cursor(), after.content_hash, after.batches, [], most)


def in_service(workspace: Path) -> EditionRef | None:
    """The edition that readers see; None when there is none, or only one of another schema."""
    try:
        return current(workspace)
    except (NoEdition, SchemaMismatch):
        return None


def _difference(
    before: EditionRef | None,
    after: duckdb.DuckDBPyConnection,
    content: str,
    names: tuple[str, ...],
    problems: list[Problem],
    most: int,
) -> Difference:
    with duckdb.connect(":memory:") as con:
        old = open_edition(before).cursor() if before else None
        for kind in ("figure", "finding"):
            rows = _rows(after, f"compared_{kind}s")
            con.register(f"after_{kind}", rows)
            con.register(f"before_{kind}", _rows(old, f"compared_{kind}s") if old else rows.slice(0, 0))
        con.execute(filling.sql("steps/difference.sql"))
        counts, frames = {}, {}
        for kind, table in _TABLES.items():
            found = con.execute("select count(*) from " + table).fetchone()
            counts[kind] = int(found[0]) if found else 0
            frames[kind] = con.execute("select * from " + table + " limit ?", [most]).df()
    had = before.batches if before else ()
    return Difference(
        before, content, counts, **frames,
        new_batches=tuple(name for name in names if name not in had),
        gone_batches=tuple(name for name in had if name not in names),
        problems=problems,
    )  # fmt: skip


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return con.sql(query_text(query)).to_arrow_table()


def in_lines(found: Difference, shown: int = 5) -> list[str]:
    """A difference for the command line: the counts, then at most `shown` figures and findings of each kind."""
    counts = found.counts
    against = f"against edition {found.before.number}" if found.before else "no edition to compare with"
    lines = [
        f"{against}: {counts['new']} new, {counts['changed']} changed, {counts['withdrawn']} withdrawn figures; "
        f"{counts['new_findings']} new, {counts['vanished_findings']} vanished findings"
    ]
    if found.before is None:
        return lines
    for kind in ("new", "changed", "withdrawn"):
        rows = getattr(found, kind).head(shown).to_dict("records")
        for row in rows:
            year = "" if pd.isna(row["year"]) else f" {int(row['year'])}"
            scope = "" if row["scope"] == "self" else f" ({row['scope']})"
            figure = f"{_told(row, 'old_')} -> {_told(row, 'new_')}" if kind == "changed" else _told(row)
            lines.append(f"  {kind}: {row['unit_name_vi']}{scope}, {row['indicator_code']}{year}: {figure}")
        lines += _and_more(counts[kind] - len(rows))
    for kind in ("new_findings", "vanished_findings"):
        told = getattr(found, kind).head(shown).to_dict("records")
        word = "new finding" if kind == "new_findings" else "vanished finding"
        lines += [f"  {word}: {row['severity']} {row['kind']}: {row['message_vi']}" for row in told]
        lines += _and_more(counts[kind] - len(told))
    return lines


def _told(row: dict, prefix: str = "") -> str:
    """Value, rank and where they are from, as `87.62, rank 15/63 (press-1)`."""
    value, rank, rank_of = (row[f"{prefix}{name}"] for name in ("value", "rank", "rank_of"))
    decimals = row[f"{prefix}decimals"]
    parts = []
    if not pd.isna(value):
        parts.append(f"{value:.{0 if pd.isna(decimals) else int(decimals)}f}")
    elif row[f"{prefix}nothing"]:
        parts.append(str(row[f"{prefix}nothing"]))
    if not pd.isna(rank):
        parts.append(f"rank {int(rank)}" + ("" if pd.isna(rank_of) else f"/{int(rank_of)}"))
    sources = dict.fromkeys(row[f"{prefix}{name}"] for name in ("value_source_id", "rank_source_id"))
    named = ", ".join(str(source) for source in sources if not pd.isna(source))
    return ", ".join(parts) + (f" ({named})" if named else "")


def _and_more(count: int) -> list[str]:
    return [f"  ... and {count} more"] if count > 0 else []
