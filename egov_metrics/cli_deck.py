"""The command that makes slides: a ready-made or a kept storyline as a PowerPoint file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from egov_metrics import store
from egov_metrics.analysis.lookup import resolve_units
from egov_metrics.analysis.territory import same_territory
from egov_metrics.analysis.weights import installed_weights
from egov_metrics.export import deck
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import LANGS, Lang, t
from egov_metrics.paths import workspace_folder
from egov_metrics.settings import read_settings
from egov_metrics.store.files import write_whole
from egov_metrics.story import Storyline, keep, ready
from egov_metrics.units.search import UnitIndex

SUFFIX = ".pptx"


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add deck by `command(name, summary, *examples)`."""
    made = command(
        "deck",
        "Write a storyline as PowerPoint slides with native charts.",
        'deck --unit "Sơn La" --out son-la.pptx',
        "deck --storyline review.json --lang en --out review.pptx",
    )
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("--unit", metavar="NAME", help="a province's year, made of what the store has: name or unit_id")
    what.add_argument("--storyline", metavar="FILE", help="a storyline: its file, or the name it is kept by")
    made.add_argument("--out", metavar="FILE", type=Path, required=True, help="the .pptx file to write")
    made.add_argument("--lang", choices=LANGS, help="language of the slides (default: that of the installation)")
    made.add_argument("--edition", metavar="HASH", help="first 12 digits of an edition that is kept")


def wrong_usage(options: argparse.Namespace) -> str:
    """What is wrong with the options of this command, or ""."""
    if options.command == "deck" and options.out.suffix.lower() != SUFFIX:
        return f"--out: expected a file that ends in {SUFFIX}, found {options.out.name!r}"
    return ""


def make(options: argparse.Namespace) -> int:
    """Write the slides. Raises StoreError in one line for what cannot be shown."""
    workspace = workspace_folder(options.workspace)
    settings = read_settings(workspace)
    lang = cast(Lang, options.lang or settings.lang)
    story = None if options.storyline is None else _storyline(workspace, options.storyline)
    ref = _edition(workspace, options.edition or (story.edition if story else ""))
    reader = Reader.alone(store.open_edition(ref), lang, installed_weights(workspace))
    story = story or _of_unit(reader, options.unit)
    day = ref.built_at.date().isoformat()
    words = t("ui.footer.edition", lang, number=ref.number, date=numbers.date(day), hash=ref.short_hash)
    made = deck.deck_of(story, reader, words, day, _progress)
    write_whole(options.out, deck.to_bytes(made))
    print(f"{options.out}: {len(made.slides)} slides, edition {ref.number} ({ref.short_hash})")
    return 0


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _storyline(workspace: Path, text: str) -> Storyline:
    """A file where there is one of this name, else the storyline that is kept under it."""
    path = Path(text)
    if path.is_file() or path.suffix or path.parent != Path("."):
        return keep.read_file(path)
    return keep.load(workspace, text)


def _edition(workspace: Path, prefix: str) -> store.EditionRef:
    if not prefix:
        ref = store.current(workspace)
        for problem in ref.problems:
            print(f"warning: {problem}; edition {ref.number} is served", file=sys.stderr)
        return ref
    found = store.by_hash(workspace, prefix.lower()) if len(prefix) >= 6 else None
    if found is None:
        kept = ", ".join(f"{ref.short_hash}" for ref in store.editions(workspace)) or "none"
        raise store.UnknownName(f"edition {prefix[:64]!r} is not kept in {workspace}; kept: {kept}")
    return found


def _of_unit(reader: Reader, text: str) -> Storyline:
    """The year of a province, as far as the store has figures of it. Raises StoreError for any other unit."""
    index = UnitIndex(reader.units.reset_index(drop=True), reader.served.query("unit_aliases"))
    names = reader.units["name_vi"].to_dict()
    found = resolve_units(text, index, names=names)
    provinces = [unit for unit in found if reader.level(unit) == "province"]
    if not provinces:
        called = ", ".join(f"{reader.full(unit)} ({unit})" for unit in found[:3])
        raise store.UnknownName(f"--unit {text!r}: expected a province, found {called}")
    chosen = max(provinces, key=lambda unit: int(reader.units.at[unit, "figures"]))
    same = same_territory(chosen, reader.continuity)
    others = [unit for unit in provinces if unit not in same]
    if others:
        said = ", ".join(f"{reader.full(unit)} ({unit})" for unit in others)
        print(f"{reader.full(chosen)} ({chosen}) is shown; also so named: {said}", file=sys.stderr)
    keys, _ = reader.agencies_of(chosen)
    has_levels = len(reader.served.query("readiness_figures", provinces=list(keys))) > 0
    name = reader.full(chosen) if others else reader.short(chosen)
    years = reader.years_stated(chosen)
    stated, newest = {code: len(known) for code, known in years.items()}, {code: max(years[code]) for code in years}
    return ready.year(chosen, name, stated, has_levels, reader.lang, newest)


COMMANDS = {"deck": make}
