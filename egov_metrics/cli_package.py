"""The command export: a whole edition as a package of open data."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from egov_metrics import store
from egov_metrics.export.package import writing
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.paths import data_folder, workspace_folder
from egov_metrics.settings import Settings, read_settings

_HASH = re.compile("[0-9a-f]{6,64}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9._-]+")


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add export by `command(name, summary, *examples)`."""
    export = command(
        "export",
        "Write all tables of an edition as open data (CSV, Parquet, datapackage.json), with what it was built from.",
        "export --out egov-open.zip",
        "export --out package --edition 1a2b3c4d5e6f --with-originals",
        with_data=True,
    )
    export.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER|FILE.zip", help="a new folder, or a zip file"
    )
    export.add_argument("--edition", metavar="HASH", help="an older edition, by the beginning of its content hash")
    export.add_argument(
        "--with-originals", action="store_true", help="also the documents that accepted figures were read from"
    )


def add_settings(config: argparse.ArgumentParser) -> None:
    """Let `config` take what a package says of who hands it on."""
    config.add_argument("--publisher", metavar="NAME", help="who hands the data on; named in open-data packages")
    config.add_argument("--licence", metavar="ID", help="the licence that the publisher gives, such as CC-BY-4.0")
    config.add_argument("--licence-url", metavar="ADDRESS", help="where that licence is written")


def given_settings(options: argparse.Namespace) -> dict[str, str]:
    """The settings of `add_settings` that a command states."""
    return {name: value for name in WORDS if (value := getattr(options, name)) is not None}


WORDS = ("publisher", "licence", "licence_url")


def say_settings(settings: Settings) -> None:
    """Print what packages say."""
    print(f"publisher: {settings.publisher or 'none named in packages'}")
    licence = " ".join(filter(None, (settings.licence, settings.licence_url)))
    print(f"licence: {licence or 'none stated in packages'}")


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of these commands, or ""."""
    if options.command == "export" and options.edition is not None and not _HASH.fullmatch(options.edition):
        return f"--edition: expected 6 to 64 digits of a content hash (0-9, a-f), found {options.edition!r}"
    if options.command == "config":
        if options.licence and not _IDENTIFIER.fullmatch(options.licence):
            return f"--licence: expected an identifier such as CC-BY-4.0, found {options.licence!r}"
        if options.licence_url and not re.fullmatch(r"https?://\S+", options.licence_url):
            return f"--licence-url: expected an address such as https://example.org, found {options.licence_url!r}"
    return ""


def export(options: argparse.Namespace) -> int:
    """Write the package and say what is in it."""
    workspace = workspace_folder(options.workspace)
    if options.edition is None:
        ref = store.current(workspace)
        for problem in ref.problems:
            print(f"warning: {problem}; edition {ref.number} is packed", file=sys.stderr)
    else:
        found = store.by_hash(workspace, options.edition)
        if found is None:
            raise store.UnknownName(f"no edition whose content hash begins with {options.edition} in {workspace}")
        ref = found
    order = writing.Order(
        store.open_edition(ref), ref, data_folder(options.data), read_settings(workspace), options.with_originals
    )
    write = writing.write_zip if options.out.suffix.lower() == ".zip" else writing.write_folder
    packed = write(order, options.out)
    size = numbers.count(max(1, round(packed.size / 1024)))
    print(f"{packed.path}: edition {ref.number} ({ref.short_hash}), {packed.files} files, {size} kB")
    if packed.inputs != "whole":
        reason = t(f"package.inputs.{packed.inputs}", "en")
        print(f"warning: the package is without inputs/: {reason}", file=sys.stderr)
    return 0


COMMANDS = {"export": export}
