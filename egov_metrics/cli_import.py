"""The commands that bring workbooks: import, and the template that provinces fill in."""

from __future__ import annotations

import argparse
import getpass
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from egov_metrics.analysis.lookup import resolve_units
from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks import (
    Answers,
    Catalogue,
    ImportRefused,
    Source,
    accept,
    in_words,
    plan,
    read_catalogue,
    report,
    template,
)
from egov_metrics.collect.workbooks import profile as profiles
from egov_metrics.collect.workbooks.opening import MAX_TIDY_BYTES
from egov_metrics.collect.workbooks.rejected import write
from egov_metrics.i18n.texts import LANGS, t
from egov_metrics.paths import data_folder, workspace_folder
from egov_metrics.units.search import UnitIndex

LEVELS = ("province", "district", "commune")
_STEPS = ("open", "read", "judge", "write")
_BAR = 30


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add import and template by `command(name, summary, *examples)`."""
    brought = command(
        "import",
        "Import a workbook or a table: what fits becomes a batch, what does not comes back with the reasons.",
        "import PAPI_2011-2016.xlsx --dry-run",
        'import PCI_2015.xlsx --skip-sheet Summary --source-title "PCI 2015" --by "Lan"',
        "import PCI_2016.xlsx --profile pci --dry-run --format json",
        with_data=True,
    )
    brought.add_argument("file", metavar="FILE", type=Path, help="xlsx, xls, ods, csv, tsv or parquet")
    brought.add_argument("--dry-run", action="store_true", help="only say what would be imported; nothing is written")
    brought.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    brought.add_argument("--lang", choices=LANGS, default="vi", help="language of the text (default vi)")
    brought.add_argument("--by", metavar="NAME", help="who accepts it (default: the user of this machine)")
    brought.add_argument("--note", default="", metavar="TEXT", help="a line kept with the batch")
    brought.add_argument("--profile", metavar="NAME", help="a mapping profile that is kept, or a JSON file with one")
    brought.add_argument("--save-profile", metavar="NAME", help="keep the mapping under a name")
    brought.add_argument("--sheet-year", action="append", default=[], metavar="SHEET=YEAR", help="the year of a sheet")
    brought.add_argument(
        "--sheet-era",
        action="append",
        default=[],
        metavar="SHEET=old|new",
        help="old provinces, or the 34 since 1/7/2025",
    )
    brought.add_argument("--skip-sheet", action="append", default=[], metavar="SHEET", help="leave a sheet out")
    brought.add_argument("--use-sheet", action="append", default=[], metavar="SHEET", help="take a sheet as proposed")
    for name, words in (
        ("title", "what the file is"), ("producer", "who published it"), ("url", "where it was published"),
        ("published", "when (YYYY, YYYY-MM or YYYY-MM-DD)"),
    ):  # fmt: skip
        brought.add_argument(f"--source-{name}", default="", metavar="TEXT", help=words)
    brought.add_argument(
        "--source-grade", choices=profiles.GRADES, default="", help="how far to trust it (default secondary)"
    )
    brought.add_argument(
        "--rejected", metavar="OUT.xlsx", type=Path, help="where rejected rows go (default: workspace)"
    )
    brought.add_argument("--keep-known", action="store_true", help="also keep what is stated already")
    made = command(
        "template",
        "Write the workbook that provinces fill in and `import` reads.",
        "template --out mau-nhap.xlsx",
        'template --out son-la.xlsx --level district --unit "Sơn La"',
        with_data=True,
    )
    made.add_argument("--out", metavar="FILE.xlsx", type=Path, required=True)
    made.add_argument("--level", choices=LEVELS, default="province", help="default: province")
    made.add_argument("--unit", metavar="NAME", help="the province of the districts or communes")


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of these commands, or ""."""
    if options.command != "import":
        return ""
    try:
        _answers(options)
    except ValueError as error:
        return str(error)
    published = options.source_published
    if published and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", published):
        return f"--source-published: expected YYYY, YYYY-MM or YYYY-MM-DD, found {published!r}"
    return ""


def bring(options: argparse.Namespace) -> int:
    """Import a file, or only say what would be imported."""
    bar = _Bar()
    try:
        content = _content(options.file)
        workspace = workspace_folder(options.workspace)
        saved = profiles.read(workspace, options.profile) if options.profile else None
        catalogue = read_catalogue(data_folder(options.data), workspace)
        planned = plan(
            options.file.name, content, catalogue, saved=saved, answers=_answers(options), source=_source(options),
            keep_known=options.keep_known, progress=bar.show,
        )  # fmt: skip
        told = report(planned)
        told |= {"batch": None, "rejected_file": None, "written": 0}
        if not options.dry_run:
            if options.save_profile:
                profiles.save(workspace, planned.profile, options.save_profile)
            done = accept(
                planned, content, catalogue, workspace, by=options.by or _user_name(), note=options.note,
                rejected=options.rejected, keep_known=options.keep_known, lang=options.lang, progress=bar.show,
            )  # fmt: skip
            told["batch"] = done.batch.batch_id if done.batch else None
            told["written"] = done.rows
            told["statements"]["known"] += done.known
            told["statements"]["accepted"] -= done.known
            told["rejected_file"] = str(done.rejected) if done.rejected else None
    except ReadingRefused as refused:
        raise ImportRefused(str(refused)) from None
    finally:
        bar.end()
    _say(told, options)
    said = told["statements"]
    return 0 if said["accepted"] or said["known"] or said["duplicate"] else 1


def write_template(options: argparse.Namespace) -> int:
    """Write the template for a level of units."""
    catalogue = read_catalogue(data_folder(options.data), workspace_folder(options.workspace))
    parent = _province(catalogue, options.unit) if options.unit else None
    write(options.out, template(catalogue, options.level, parent))
    print(f"{options.out}: {options.level}{f' of {parent}' if parent else ''}")
    return 0


def _say(told: dict[str, Any], options: argparse.Namespace) -> None:
    if options.format == "json":
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in in_words(told, options.lang):
        print(line)
    lang = options.lang
    if told["rejected_file"]:
        print(t("import.said.rejected_file", lang, path=told["rejected_file"]))
    if options.dry_run:
        print(t("import.said.dry_run", lang))
    elif told["batch"]:
        print(t("import.said.batch", lang, batch=told["batch"]))
    else:
        print(t("import.said.no_batch", lang))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ImportRefused(f"{path}: expected a file, found {'a folder' if path.is_dir() else 'nothing'}")
    if path.stat().st_size > MAX_TIDY_BYTES:
        raise ImportRefused(
            f"{path}: expected at most {MAX_TIDY_BYTES >> 20} MiB, found {path.stat().st_size >> 20} MiB"
        )
    return path.read_bytes()


def _answers(options: argparse.Namespace) -> Answers:
    """What the options answer. Raises ValueError with the option that is wrong."""
    years, eras = {}, {}
    for told in options.sheet_year:
        sheet, _, year = told.rpartition("=")
        if not sheet or not re.fullmatch(r"(199|20\d)\d|2100", year):
            raise ValueError(f"--sheet-year: expected SHEET=YEAR, found {told!r}")
        years[sheet] = int(year)
    for told in options.sheet_era:
        sheet, _, era = told.rpartition("=")
        if not sheet or era not in ("old", "new"):
            raise ValueError(f"--sheet-era: expected SHEET=old or SHEET=new, found {told!r}")
        eras[sheet] = era
    return Answers(years, eras, frozenset(options.skip_sheet), frozenset(options.use_sheet))


def _source(options: argparse.Namespace) -> Source:
    return Source(
        options.source_title, options.source_producer, options.source_url, options.source_published,
        options.source_grade,
    )  # fmt: skip


def _province(catalogue: Catalogue, text: str) -> str:
    """The province that a name means: the old one, which has districts, unless only the new one is called so."""
    names = dict(zip(catalogue.units["unit_id"], catalogue.units["name_vi"], strict=True))
    found = resolve_units(text, UnitIndex(catalogue.units, catalogue.unit_aliases), ["province"], names)
    return found[0]


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "command line"


class _Bar:
    """A progress bar on stderr, on a terminal only, drawn at most ten times a second."""

    def __init__(self) -> None:
        self._drawn = 0.0
        self._shown = False

    def show(self, step: str, share: float) -> None:
        """Draw how far a step is."""
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - self._drawn < 0.1 and share < 1):
            return
        self._drawn, self._shown = now, True
        done = (_STEPS.index(step) + share) / len(_STEPS)
        filled = int(done * _BAR)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done:4.0%} {step:6}")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r" + " " * (_BAR + 20) + "\r")
            sys.stderr.flush()


COMMANDS = {"import": bring, "template": write_template}
