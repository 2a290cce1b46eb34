"""The commands that change what readers see: publish, rollback, and the batches behind it."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from typing import Any

from egov_metrics import store
from egov_metrics.cli_output import add_format, positive, print_rows
from egov_metrics.paths import data_folder, workspace_folder
from egov_metrics.store.batches import batch_ids, read_head, restore, withdraw
from egov_metrics.store.withdrawals import deciding

BATCH_FIELDS = ("batch_id", "kind", "made_at", "made_by", "rows", "state", "decided_by", "decided_at", "why", "note")


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add publish, rollback and batches by `command(name, summary, *examples)`."""
    publish = command(
        "publish",
        "Build, put the result in service and say what changed for readers.",
        'publish --note "PAR INDEX 2024 added"',
        "publish --dry-run",
        with_data=True,
    )
    publish.add_argument("--note", help="what changed, for the list of editions")
    publish.add_argument("--dry-run", action="store_true", help="only say what would change; nothing is written")
    publish.add_argument("--keep", type=positive, default=10, metavar="N", help="editions that stay (default 10)")
    rollback = command(
        "rollback", "Put an older edition in service and withdraw the batches that came after it.", "rollback 3"
    )
    rollback.add_argument("number", type=int, help="number of the edition")
    rollback.add_argument("--by", metavar="NAME", help="who decides (default: the user of this machine)")
    rollback.add_argument("--why", default="", metavar="TEXT", help="the reason, kept with the withdrawal")
    listed = command(
        "batches",
        "List what was imported and reviewed, or withdraw batches, or let them count again.",
        "batches --format json",
        'batches --withdraw 20270105T081500123456Z-1a2b3c4d --by "Lan" --why "wrong file"',
        'batches --restore 20270105T081500123456Z-1a2b3c4d --by "Lan" --why "it was right"',
    )
    change = listed.add_mutually_exclusive_group()
    change.add_argument("--withdraw", nargs="+", metavar="ID", help="batches that do not count any more")
    change.add_argument("--restore", nargs="+", metavar="ID", help="batches that count again")
    listed.add_argument("--by", metavar="NAME", help="who decides")
    listed.add_argument("--why", metavar="TEXT", help="the reason")
    add_format(listed, "table")


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of these commands, or ""."""
    if options.command == "publish" and options.note is None and not options.dry_run:
        return "the following arguments are required: --note"
    if options.command == "batches" and bool(options.withdraw or options.restore) != bool(options.by and options.why):
        return "--by NAME and --why TEXT go together with --withdraw or --restore"
    return ""


def publish(options: argparse.Namespace) -> int:
    """Build, put the result in service, say what changed; or only say what would."""
    data, workspace = data_folder(options.data), workspace_folder(options.workspace)
    if options.dry_run:
        would = store.preview(data, workspace)
        print("nothing would change" if would.is_empty else "\n".join(store.in_lines(would)))
        if would.problems:
            raise store.DataRefused(would.problems)
        return 0
    before = store.in_service(workspace)
    result = store.publish(data, workspace, options.note, options.keep)
    say_built(result, options.note)
    if before is not None and before.content_hash != result.edition.content_hash and before.path.exists():
        print("\n".join(store.in_lines(store.difference(before, result.edition))))
    return 0


def say_built(result: store.BuildResult, note: str) -> None:
    """What a build made, in one or two lines."""
    ref = result.edition
    counts = f"{ref.rows['figure']} figures of {ref.rows['observation']} statements, {len(result.findings)} findings"
    if result.made:
        print(f"edition {ref.number} ({ref.short_hash}): {counts}")
    else:
        print(f"unchanged: edition {ref.number} ({ref.short_hash}) has this content: {counts}")
        if note:
            print("the note is not kept: no new edition was made")
    if not result.in_service:
        print("another edition is in service; `publish` or `rollback` changes that")


def rollback(options: argparse.Namespace) -> int:
    """Put an older edition in service and say what became of the batches."""
    done = store.rolled_back(
        workspace_folder(options.workspace), options.number, options.by or _user_name(), options.why
    )
    print(f"edition {done.edition.number} ({done.edition.short_hash}) is in service")
    for batch in done.withdrawn:
        print(f"batch {batch} came after it and is withdrawn; `batches --restore {batch}` takes that back")
    for batch in done.restored:
        print(f"batch {batch} is a part of it and counts again")
    return 0


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "command line"


def batches(options: argparse.Namespace) -> int:
    """List batches with their state, or withdraw or restore some."""
    workspace = workspace_folder(options.workspace)
    if options.withdraw:
        withdraw(workspace, options.withdraw, by=options.by, why=options.why)
        print(f"withdrawn: {', '.join(options.withdraw)}; the next publish leaves them out")
        return 0
    if options.restore:
        restore(workspace, options.restore, by=options.by, why=options.why)
        print(f"restored: {', '.join(options.restore)}; the next publish takes them in")
        return 0
    try:
        published: tuple[str, ...] = store.current(workspace).batches
    except store.StoreError:
        published = ()
    decided, rows, sound = deciding(workspace), [], True
    for name in batch_ids(workspace):
        row: dict[str, Any] = dict.fromkeys(BATCH_FIELDS)
        record = decided.get(name)
        is_out = record is not None and name in record.withdrawn
        row |= {"batch_id": name, "state": "withdrawn" if is_out else "in service" if name in published else "accepted"}
        if record is not None:
            row |= {"decided_by": record.by, "decided_at": record.at.isoformat(timespec="seconds"), "why": record.why}
        try:
            head = read_head(workspace, name)
        except store.BatchDamaged as error:
            row["note"], sound = f"damaged: {error}", sound and is_out
        else:
            row |= {field: getattr(head, field) for field in ("kind", "made_by", "rows", "note")}
            row["made_at"] = head.made_at.isoformat(timespec="seconds")
        rows.append(row)
    print_rows(
        rows, BATCH_FIELDS, options.format, table=("batch_id", "kind", "made_by", "rows", "state", "why", "note")
    )
    return 0 if sound else 1


COMMANDS = {"publish": publish, "rollback": rollback, "batches": batches}
