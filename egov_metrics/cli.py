"""The command line. Exit status: 0 done, 1 a problem of the data or the store, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from egov_metrics import cli_batches, store
from egov_metrics.analysis.lookup import resolve_indicator, resolve_units
from egov_metrics.analysis.present_series import PRESENT_FIELDS, present_series
from egov_metrics.analysis.recompute import RULES
from egov_metrics.analysis.series import FIELDS, series
from egov_metrics.analysis.weights import WeightsRefused, read_weights
from egov_metrics.cli_output import add_format, positive, print_rows
from egov_metrics.paths import data_folder, workspace_folder
from egov_metrics.settings import LANGUAGES, kept_settings, read_settings, write_settings
from egov_metrics.store.editions import check_sound
from egov_metrics.units.labels import full_label, shared_names
from egov_metrics.units.search import UnitIndex

TERRITORIES = ("as-published", "2025")
PARTS = {
    "cli_collect": ("extract", "review"),
    "cli_batches": ("publish", "rollback", "batches"),
    "cli_import": ("import", "template"),
    "cli_report": ("report",),
    "cli_package": ("export", "config"),
    "cli_deck": ("deck",),
    "cli_api": ("api",),
}
"""The modules with more commands, each with `add_commands`, `wrong_usage` and `COMMANDS`. One that is not asked for is
not imported: what reads documents and writes slides takes longer to import than most commands take."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the line and end with 2."""
        self.exit(2, f"error: {message} (see `{self.prog} --help`)\n")


def parts_of(command: str | None) -> list[ModuleType]:
    """The modules that a command needs; all of them for one that is not known, as for None."""
    own = command is not None and (command in COMMANDS or any(command in named for named in PARTS.values()))
    return [import_module(f"egov_metrics.{part}") for part, named in PARTS.items() if not own or command in named]


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command, with an example for each; with `only` of the commands in this file and that one."""
    parser = _Parser(
        prog="python -m egov_metrics",
        description="Published indicators of Vietnamese provinces: build the store, check it, ask it.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str, *examples: str, with_data: bool = False) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog="\n".join(["example:", *(f"  python -m egov_metrics {example}" for example in examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if with_data:
            made.add_argument("--data", metavar="FOLDER", help="reviewed data (default: EGOV_DATA, else data/)")
        made.add_argument("--workspace", metavar="FOLDER", help="editions and settings (default: EGOV_WORKSPACE)")
        return made

    build = command("build", "Build an edition from the reviewed data.", "build", with_data=True)
    build.add_argument("--note", default="", help="a line kept with the edition")
    build.add_argument("--keep", type=positive, default=10, metavar="N", help="editions that stay (default 10)")
    check = command(
        "check", "Print findings of the reviewed data; exit 1 on errors.", "check --format table", with_data=True
    )
    check.add_argument("--severity", choices=("error", "warning", "info"), help="only this severity and worse")
    add_format(check, "table")
    asked = command(
        "series",
        "Print the series of one indicator for a unit.",
        'series --indicator par_index_score --unit "son la" --from 2017 --to 2021 --format json',
        'series --indicator egov_mic_score --unit "gia lai" --territory 2025 --rule mean --format json',
    )
    asked.add_argument("--indicator", required=True, help="code, rank code or family (par_index_score, PAR_INDEX)")
    asked.add_argument("--unit", required=True, action="append", help="name or unit_id, accents optional; repeatable")
    asked.add_argument("--from", dest="year_from", type=int, metavar="YEAR")
    asked.add_argument("--to", dest="year_to", type=int, metavar="YEAR")
    asked.add_argument(
        "--territory", choices=TERRITORIES, default=TERRITORIES[0],
        help="provinces as their figures were published (default), or the 34 since 1/7/2025, recomputed",
    )  # fmt: skip
    asked.add_argument(
        "--rule", choices=RULES, help="with --territory 2025: plain mean (default) or weighted by a file"
    )
    asked.add_argument("--weights", metavar="FILE", type=Path, help="CSV of unit_id,weight for --rule weighted")
    asked.add_argument("--partial", action="store_true", help="recompute also when a former province has no figure")
    asked.add_argument("--edition", type=int, metavar="N", help="an older edition that is kept")
    add_format(asked, "table")
    listed = command("editions", "List the editions that are kept.", "editions --verify")
    listed.add_argument("--verify", action="store_true", help="compare the checksum of every file")
    add_format(listed, "table")
    parts = parts_of(only)
    for part in parts:
        part.add_commands(command)
    config = command("config", "Show or set what this installation starts with.", 'config --unit "Sơn La" --lang vi')
    config.add_argument("--unit", help="name or unit_id of the own unit; empty for the country")
    config.add_argument("--lang", choices=LANGUAGES)
    config.add_argument(
        "--editors", nargs="*", metavar="ADDRESS", help="who may change data when signed in; none: nobody"
    )
    for part in parts:
        if hasattr(part, "add_settings"):
            part.add_settings(config)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; see `build_parser`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Windows consoles: Vietnamese needs UTF-8
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = build_parser(given[0] if given and not given[0].startswith("-") else None)
    options = parser.parse_args(given)
    first, last = getattr(options, "year_from", None), getattr(options, "year_to", None)
    if first is not None and last is not None and first > last:
        parser.error(f"--from {first} is after --to {last}")
    if options.command == "series":
        _refuse_idle_options(parser, options)
    commands = dict(COMMANDS)
    for part in parts_of(options.command):
        commands |= part.COMMANDS
        if wrong := part.wrong_usage(options):
            parser.error(wrong)
    try:
        return int(commands[options.command](options))
    except store.DataRefused as error:
        for problem in error.problems[:50]:
            print(f"error: {problem}", file=sys.stderr)
        if len(error.problems) > 50:
            print(f"error: and {len(error.problems) - 50} more", file=sys.stderr)
        return 1
    except (store.StoreError, WeightsRefused) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough (`| head`)
        sys.stdout = None
        return 0
    except OSError as error:
        print(f"error: {error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)
        return 1


def _refuse_idle_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with 2 when an option of the recomputation would be passed over."""
    present = options.territory == "2025"
    stated = {"--rule": options.rule, "--weights": options.weights, "--partial": options.partial}
    idle = [name for name, value in stated.items() if value and not present]
    if idle:
        parser.error(f"{idle[0]} needs --territory 2025")
    if (options.rule == "weighted") != (options.weights is not None):
        parser.error("--rule weighted and --weights FILE go together")


def _build(options: argparse.Namespace) -> int:
    result = store.build(
        data_folder(options.data), workspace_folder(options.workspace), options.note, keep=options.keep
    )
    cli_batches.say_built(result, options.note)
    return 0


def _check(options: argparse.Namespace) -> int:
    findings = store.check(data_folder(options.data), workspace_folder(options.workspace))
    order = ("error", "warning", "info")
    if options.severity:
        findings = [item for item in findings if order.index(item.severity) <= order.index(options.severity)]
    names = (
        "severity", "kind", "state", "origin", "unit_id", "indicator_code", "year", "source_id",
        "message_vi", "message_en",
    )  # fmt: skip
    rows = [{name: getattr(item, name) for name in names} for item in findings]
    print_rows(rows, names, options.format, table=("severity", "kind", "year", "message_vi"))
    counts = ", ".join(f"{sum(item.severity == severity for item in findings)} {severity}" for severity in order)
    print(f"{len(findings)} findings: {counts}", file=sys.stderr)
    return 1 if any(item.severity == "error" for item in findings) else 0


def _series(options: argparse.Namespace) -> int:
    edition = _open(workspace_folder(options.workspace), options.edition)
    choice = resolve_indicator(options.indicator, edition.query("indicators"), edition.query("indicator_aliases"))
    units = edition.query("units")
    index = UnitIndex(units, edition.query("unit_aliases"))
    names = dict(zip(units["unit_id"], units["name_vi"], strict=True))
    unit_ids = list(dict.fromkeys(unit for text in options.unit for unit in resolve_units(text, index, names=names)))
    years = options.year_from, options.year_to
    names_of_fields: Sequence[str] = FIELDS
    more: tuple[str, ...] = ()
    if options.territory == "2025":
        weights = None
        if options.weights is not None:
            former = units.loc[(units["level"] == "province") & units["valid_to"].notna(), "unit_id"]
            weights = read_weights(options.weights, set(former))
        records = present_series(
            edition, choice.indicator_code, unit_ids, *years,
            rule=options.rule or "mean", weights=weights, partial=options.partial,
        )  # fmt: skip
        names_of_fields, more = PRESENT_FIELDS, ("members", "missing_members", "refused")
    else:
        records = series(edition, choice.indicator_code, unit_ids, *years)
    if not records:
        print(f"no figure of {choice.indicator_code} for {', '.join(unit_ids)} in these years", file=sys.stderr)
    shown = (
        "unit_id", "unit_name", "scope", "year", "value", "rank", "rank_of", "value_basis", "rank_basis", "nothing",
        "method_version", *more,
    )  # fmt: skip
    print_rows(records, names_of_fields, options.format, table=shown)
    return 0


def _open(workspace: Path, number: int | None) -> store.Edition:
    if number is None:
        ref = store.current(workspace)
        for problem in ref.problems:
            print(f"warning: {problem}; edition {ref.number} is served", file=sys.stderr)
        return store.open_edition(ref)
    for ref in store.editions(workspace):
        if ref.number == number:
            return store.open_edition(ref)
    raise store.UnknownName(f"edition {number} is not kept in {workspace}")


def _editions(options: argparse.Namespace) -> int:
    workspace = workspace_folder(options.workspace)
    serving = store.current(workspace).number
    rows, sound = [], True
    for ref in store.editions(workspace):
        state = "in service" if ref.number == serving else "kept"
        try:
            check_sound(ref, thoroughly=options.verify)
        except store.StoreError as error:
            state, sound = str(error), False
        rows.append(
            {
                "number": ref.number,
                "content": ref.short_hash,
                "built_at": ref.built_at.isoformat(),
                "figures": ref.rows.get("figure"),
                "state": state,
                "note": ref.note,
            }
        )
    print_rows(rows, tuple(rows[0]), options.format)
    return 0 if sound else 1


def _config(options: argparse.Namespace) -> int:
    from egov_metrics import cli_package  # its settings are a part of this command alone

    workspace = workspace_folder(options.workspace)
    words = cli_package.given_settings(options)
    if words or any(given is not None for given in (options.unit, options.lang, options.editors)):
        kept = kept_settings(workspace)
        unit = kept.unit
        if options.unit is not None:
            unit = _unit_of_name(workspace, options.unit) if options.unit else None
        editors = kept.editors if options.editors is None else tuple(options.editors)
        changed = replace(kept, unit=unit, lang=options.lang or kept.lang, editors=editors, **words)
        write_settings(workspace, changed)
    settings = read_settings(workspace)
    print(f"unit: {settings.unit or 'none (the country is shown first)'}")
    print(f"lang: {settings.lang}")
    print(f"editors: {', '.join(settings.editors) or 'nobody by signing in'}")
    cli_package.say_settings(settings)
    print(f"workspace: {workspace}")
    return 0


def _unit_of_name(workspace: Path, text: str) -> str:
    """One unit for a name: of several that bear it, the one with most figures; says which, and what the others are."""
    edition = _open(workspace, None)
    units = edition.query("units")
    names = dict(zip(units["unit_id"], units["name_vi"], strict=True))
    found = resolve_units(text, UnitIndex(units, edition.query("unit_aliases")), names=names)
    rows = units.assign(name_shared=shared_names(units)).set_index("unit_id", drop=False)
    chosen = max(found, key=lambda unit: (int(rows.at[unit, "figures"]), -found.index(unit)))
    for unit in [chosen, *(other for other in found if other != chosen)]:
        said = "chosen" if unit == chosen else "also bears this name, to be named by its id"
        print(f"{unit}: {full_label(rows.loc[unit].to_dict())} ({said})")
    return chosen


COMMANDS = {
    "build": _build,
    "check": _check,
    "series": _series,
    "editions": _editions,
    "config": _config,
}
