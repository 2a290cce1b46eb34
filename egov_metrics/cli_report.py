"""The command that writes the report on a unit."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

from egov_metrics import store
from egov_metrics.analysis.catalogue import read_register
from egov_metrics.analysis.lookup import resolve_units
from egov_metrics.analysis.unit_profile import read_profile
from egov_metrics.i18n.texts import LANGS, Lang
from egov_metrics.paths import workspace_folder
from egov_metrics.settings import read_settings
from egov_metrics.store.files import write_whole
from egov_metrics.units.keys import level_of
from egov_metrics.units.options import UnitOptions, UnitRegister

ENDINGS = ("pdf", "docx")
TERRITORIES = ("as-published", "2025")


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add report by `command(name, summary, *examples)`."""
    made = command(
        "report",
        "Write a report on a unit in the layout of official documents, as PDF or DOCX.",
        'report --unit "Sơn La" --out son-la.pdf',
        "report --unit P34-52 --territory 2025 --out gia-lai.docx --lang en",
    )
    made.add_argument("--unit", required=True, metavar="NAME", help="name or unit_id, accents optional")
    made.add_argument("--out", required=True, metavar="FILE", type=Path, help="ends in .pdf or .docx")
    made.add_argument("--lang", choices=LANGS, help="language of the report (default: as set by config)")
    made.add_argument(
        "--edition", metavar="HASH", help="the edition whose hash begins so (default: the one in service)"
    )
    made.add_argument(
        "--territory", choices=TERRITORIES, default=TERRITORIES[0],
        help="of a province: figures as published (default), or of the 34 since 1/7/2025, recomputed by the plain mean",
    )  # fmt: skip


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of this command, or ""."""
    if options.command == "report" and _ending(options.out) not in ENDINGS:
        return f"--out: expected a file that ends in .pdf or .docx, found {options.out.name!r}"
    return ""


def write(options: argparse.Namespace) -> int:
    """Write the report and say where, of what, from which edition."""
    from egov_metrics.export import report  # the layout engines: no other command should wait for them

    workspace = workspace_folder(options.workspace)
    ref = _edition(workspace, options.edition)
    lang: Lang = "en" if (options.lang or read_settings(workspace).lang) == "en" else "vi"
    query = store.open_edition(ref).query
    register = read_register(query)
    unit = _unit(options.unit, register)
    present = options.territory == "2025" and level_of(unit) == "province"
    page = read_profile(query, unit, lang, UnitOptions(register, lang), present=present)
    report.check(page, ref.number)
    edition = report.Edition(ref.number, ref.built_at.date(), ref.short_hash)
    content = report.build(page, query, edition, dt.date.today())
    write_whole(options.out, report.make(content, _ending(options.out)))
    print(f"{options.out}: {page.name} ({page.unit_id}), edition {ref.number} ({ref.short_hash})")
    return 0


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _edition(workspace: Path, prefix: str | None) -> store.EditionRef:
    if prefix is None:
        ref = store.current(workspace)
        for problem in ref.problems:
            print(f"warning: {problem}; edition {ref.number} is served", file=sys.stderr)
        return ref
    found = store.by_hash(workspace, prefix.lower()) if prefix else None
    if found is None:
        raise store.UnknownName(f"no edition is kept whose hash begins with {prefix!r}; `editions` lists them")
    return found


def _unit(text: str, register: UnitRegister) -> str:
    """One unit for a name: of several that bear it, the one with most figures; says what the others are."""
    names = UnitOptions(register, "vi")
    found = resolve_units(text, register.index)
    found = list(dict.fromkeys(register.lasting(unit) for unit in found))
    chosen = max(found, key=lambda unit: (int(register.row(unit)["figures"] or 0), -found.index(unit)))
    for other in found:
        if other != chosen:
            print(
                f"note: {names.name(other)} ({other}) also bears this name; name it by its id to report on it",
                file=sys.stderr,
            )
    return chosen


COMMANDS = {"report": write}
