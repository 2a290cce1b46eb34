"""The commands about documents: extract proposes figures from them, review accepts and publishes what is sure."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from egov_metrics import cli_batches, store
from egov_metrics.cli_output import add_format, print_rows
from egov_metrics.collect import review
from egov_metrics.collect.extract import Extractor, LexiconRefused, Proposal
from egov_metrics.collect.reading import ReadingRefused, clean_name, read_file
from egov_metrics.collect.reading.limits import MAX_FILE_BYTES
from egov_metrics.i18n import numbers
from egov_metrics.paths import data_folder, workspace_folder

FEW = 4
"""Up to as many files are read in this process: starting others takes a second."""
AHEAD = 4
"""How many files for each process are read ahead of the one that is printed, so that memory stays bounded."""
_BAR = 30
_LIST_FIELDS = (
    "review_id",
    "name",
    "opened_by",
    "opened_at",
    "open",
    "accepted",
    "rejected",
    "known",
    "batched",
    "batches",
)


class Read(NamedTuple):
    """What became of one file: its proposals, or the line that says why it is refused."""

    name: str
    proposals: list[Proposal]
    refused: str = ""


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add extract and review by `command(name, summary, *examples)`."""
    extract = command(
        "extract",
        "Propose figures from documents, one a line, with the passage that states each.",
        "extract bao-cao.docx --format jsonl",
        "extract *.pdf --format text",
        with_data=True,
    )
    extract.add_argument("files", nargs="+", type=Path, metavar="FILE", help="txt, html, docx, pdf, xlsx, csv ...")
    extract.add_argument("--format", choices=("jsonl", "text"), default="jsonl", help="default: jsonl")
    extract.add_argument("--jobs", type=int, metavar="N", help="processes for many files (default: one a processor)")
    asked = command(
        "review",
        "Open reviews of documents, accept what is sure, and publish; or list the reviews there are.",
        'review bao-cao.docx --accept-above 0.9 --by "Lan" --producer "UBND tỉnh Sơn La"',
        'review *.pdf --accept-above 0.9 --by "Lan" --publish',
        "review --list",
        with_data=True,
    )
    asked.add_argument("files", nargs="*", type=Path, metavar="FILE")
    asked.add_argument("--list", action="store_true", help="list all reviews and what is left of them")
    asked.add_argument("--by", metavar="NAME", help="who reviews; kept with every decision")
    asked.add_argument(
        "--accept-above", type=_share, metavar="SHARE", help="accept proposals at least as sure (0 to 1); else none"
    )
    asked.add_argument("--producer", default="", metavar="NAME", help="who published the documents")
    asked.add_argument("--url", default="", help="where the document can be read")
    asked.add_argument("--grade", choices=("official", "press", "secondary"), help="of the source (default: secondary)")
    asked.add_argument("--publish", action="store_true", help="make the next edition of what was accepted")
    add_format(asked, "table")


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of these commands, or ""."""
    if options.command == "extract" and options.jobs is not None and options.jobs < 1:
        return f"--jobs: expected a whole number of at least 1, found {options.jobs}"
    if options.command != "review":
        return ""
    if bool(options.files) == options.list:
        return "expected FILE ... or --list, found " + ("both" if options.list else "neither")
    if options.files and not (options.by and options.by.strip()):
        return "--by NAME goes with FILE"
    if options.publish and options.accept_above is None:
        return "--publish goes with --accept-above"
    return ""


def extract(options: argparse.Namespace) -> int:
    """Print proposals, file by file in the given order; refused files are told and the others go on."""
    data, refused = data_folder(options.data), 0
    with _progress(len(options.files)) as step:
        for read in _read_all(data, options.files, options.jobs or os.cpu_count() or 1):
            step()
            if read.refused:
                refused += 1
                _tell(read.refused)
                continue
            if options.format == "jsonl":
                for one in read.proposals:
                    print(json.dumps(one.as_row(), ensure_ascii=False))
            else:
                print(f"{read.name}: {len(read.proposals)}")
                for one in read.proposals:
                    print(_line(one))
    return 1 if refused else 0


def run_review(options: argparse.Namespace) -> int:
    """Open reviews and accept what is sure; or list them."""
    data, workspace = data_folder(options.data), workspace_folder(options.workspace)
    if options.list:
        print_rows([_listed(one) for one in review.reviews(workspace)], _LIST_FIELDS, options.format)
        return 0
    edition = store.open_edition(store.current(workspace))
    catalogue, extractor = review.Catalogue.of(edition), Extractor(data)
    rules, refused, batches = review.rules_version(data), 0, []
    said = {name: cell for name in ("producer", "url", "grade") if (cell := getattr(options, name))}
    for path in options.files:
        try:
            content = _content(path)
            opened = review.open_review(
                workspace, path.name, content, options.by,
                extractor=extractor, catalogue=catalogue, edition=edition, rules=rules,
            )  # fmt: skip
        except ReadingRefused as error:
            refused += 1
            _tell(str(error))
            continue
        now = review.load(workspace, opened.review_id)
        actions: list[dict[str, Any]] = [{"do": "source", "fields": said}] if said else []
        if options.accept_above is not None:
            actions += review.accept_above(now, options.accept_above, catalogue)
        if actions:
            now = review.decide(workspace, opened.review_id, options.by, actions, catalogue)
        line = f"{clean_name(path.name)}: review {opened.review_id}, {len(now.items)} proposals"
        if options.accept_above is not None:
            done = review.finish(workspace, opened.review_id, options.by, catalogue)
            batches += [done.batch_id] if done.made else []
            line += f", batch {done.batch_id} of {done.rows} rows" if done.made else ", nothing newly accepted"
            now = review.load(workspace, opened.review_id)
        print(f"{line}; {now.counts()['open']} open, {now.counts()['known']} known already")
    if options.publish and batches:
        note = f"review by {options.by.strip()}: {', '.join(clean_name(path.name) for path in options.files)}"[:300]
        cli_batches.publish(argparse.Namespace(**vars(options) | {"note": note, "keep": 10, "dry_run": False}))
    return 1 if refused else 0


def _content(path: Path) -> bytes:
    """What a file holds; the size is looked at before anything is read."""
    try:
        if path.stat().st_size <= MAX_FILE_BYTES:
            return path.read_bytes()
    except OSError as error:
        said = error.strerror or str(error)
        raise ReadingRefused("not_a_file", "a file that can be read", said, clean_name(path.name)) from None
    read_file(path)  # says how large it may be
    raise ReadingRefused("too_large", "a smaller file", "a larger one", clean_name(path.name))


def _listed(one: review.Review) -> dict[str, Any]:
    head, counts = one.head, one.counts()
    return {
        "review_id": one.review_id,
        "name": head.name,
        "opened_by": head.opened_by,
        "opened_at": head.opened_at.isoformat(timespec="seconds"),
        **{state: counts[state] for state in ("open", "accepted", "rejected", "known", "batched")},
        "batches": list(one.batches),
    }


def _read_all(data: Path, paths: list[Path], jobs: int) -> Iterator[Read]:
    """Each file's proposals, in the given order."""
    if len(paths) <= FEW or jobs == 1:
        _extractor(data)  # a lexicon that cannot be used is told before anything is read
        yield from (_read(data, path) for path in paths)
        return
    # A new interpreter for each: the threads of this one's libraries would not survive a fork.
    with ProcessPoolExecutor(min(jobs, len(paths)), get_context("spawn")) as pool:
        rest = iter(paths)
        waiting = [pool.submit(_read, data, path) for path in islice(rest, jobs * AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_read, data, path) for path in islice(rest, 1)]


def _read(data: Path, path: Path) -> Read:
    try:
        reading = read_file(path)
    except ReadingRefused as refused:
        return Read(clean_name(path.name), [], str(refused))
    found = _extractor(data).extract_reading(reading)
    return Read(reading.name, found)


@cache
def _extractor(data: Path) -> Extractor:
    """One for each process."""
    try:
        return Extractor(data)
    except LexiconRefused as error:
        raise store.StoreError(str(error)) from None


def _line(one: Proposal) -> str:
    """A proposal for people: where, what, when, how much, how sure, and the passage."""
    amount = numbers.number(one.value, one.decimals) + (
        "" if one.denominator is None else f"/{numbers.number(one.denominator, None)}"
    )
    exact = "" if one.qualifier == "exact" else f" ({one.qualifier})"
    tier = "" if one.parent_unit != one.unit_name else f", {one.unit_level}"
    where, when = f"{one.unit_name or '?'}{tier}", one.period_text or "–"
    said = f"{where} · {one.indicator} = {amount}{exact} · {when} · {one.confidence:.2f} · “{one.quote[:160]}”"
    # Of a document anything may come: nothing of it may steer the terminal.
    return "  " + "".join(letter if letter.isprintable() else " " for letter in " ".join(said.split()))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's error stream; nothing where that is a file or a pipe, or for a single file."""
    shown, done = sys.stderr.isatty() and total > 1, 0

    def draw() -> None:
        filled = _BAR * done // total
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}")
        sys.stderr.flush()

    def step() -> None:
        nonlocal done
        done += 1
        if shown:
            draw()

    try:
        if shown:
            draw()
        yield step
    finally:
        if shown:
            sys.stderr.write("\r" + " " * (_BAR + 2 * len(str(total)) + 5) + "\r")


def _tell(line: str) -> None:
    """One line on the error stream, on a line of its own also beside the bar."""
    begin = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(f"{begin}error: {line}", file=sys.stderr)


def _share(text: str) -> float:
    """A number from 0 to 1; for argparse."""
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, found {text!r}")
    return share


COMMANDS = {"extract": extract, "review": run_review}
