"""A copy of `data/` with the full panels of PCI and PAPI in it: real input, larger than what is shipped.

    python -m tests.panels FOLDER

The panels lie in the folder that EGOV_SHARED names (or beside the project) and never enter the project. PCI runs from
2005 to 2022 with Hà Tây to 2008, a province that joined Hà Nội on 1/8/2008; PAPI from 2011 to 2024.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import sys
from pathlib import Path

from egov_metrics.units.folding import fold

ROOT = Path(__file__).resolve().parent.parent
CODES = {"PCI": "pci_score", "PAPI": "papi_score"}
HA_TAY = "P63-28"
DERIVED = "hạng suy từ"
"""How the panels' notes say that a rank was worked out from the order of scores."""


def write(folder: Path, panels: Path) -> int:
    """Copy `data/` to `folder` and add the panels of `panels`; the number of rows added.

    Raises FileExistsError when `folder` is there, FileNotFoundError without the panels.
    """
    rows = [row for name in ("pci", "papi") for row in _read(panels / f"{name}.csv")]
    shutil.copytree(ROOT / "data", folder)
    units = {
        fold(row[name]): row["unit_id"]
        for file, name in (("unit_aliases.csv", "alias"), ("units/provinces.csv", "name_vi"))
        for row in _read(folder / file)
        if row["unit_id"].startswith("P63-")
    }
    units["ha tay"] = HA_TAY
    _append(folder / "units" / "provinces.csv", [_ha_tay()])
    step = {"predecessor_id": HA_TAY, "successor_id": "P63-01", "extent": "whole", "effective": "2008-08-01"}
    _append(folder / "unit_succession.csv", [step])
    sources = {_source_id(row): _source(row) for row in rows}
    _append(folder / "sources.csv", sources.values())
    known = {
        (row["unit_id"], row["indicator_code"], row["period_end"][:4])
        for row in _read(folder / "observations" / "papi_pci.csv")
    }
    made = [_observation(row, units[fold(row["unit_name"])]) for row in rows]
    added = [row for row in made if (row["unit_id"], row["indicator_code"], row["period_end"][:4]) not in known]
    _append(folder / "observations" / "papi_pci.csv", added)
    return len(added)


def _ha_tay() -> dict[str, str]:
    return {
        "unit_id": HA_TAY, "level": "province", "code": "28", "name_vi": "Hà Tây", "name_en": "Ha Tay", "kind": "tỉnh",
        "parent_id": "VN", "region_id": "", "valid_to": "2008-07-31",
    }  # fmt: skip


def _source_id(row: dict[str, str]) -> str:
    return f"panel-{hashlib.sha256(row['source_url'].encode() + row['source_title'].encode()).hexdigest()[:10]}"


def _source(row: dict[str, str]) -> dict[str, str]:
    return {
        "source_id": _source_id(row), "producer": row["index_code"], "title": row["source_title"],
        "url": row["source_url"], "published": row["published"], "kind": "dataset", "grade": row["source_grade"],
    }  # fmt: skip


def _observation(row: dict[str, str], unit_id: str) -> dict[str, str]:
    rank_basis = "derived" if DERIVED in row["note"] else "published"
    ranked = {"rank": row["rank"], "rank_of": row["rank_of"], "rank_basis": rank_basis} if row["rank"] else {}
    return ranked | {
        "unit_id": unit_id, "scope": "self", "indicator_code": CODES[row["index_code"]],
        "period_start": f"{row['year']}-01-01", "period_end": f"{row['year']}-12-31", "period_basis": "stated",
        "statistic": "own", "value": row["value"], "qualifier": "exact", "value_basis": "published",
        "source_id": _source_id(row), "status": "current",
    }  # fmt: skip


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _append(path: Path, rows) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, restval="").writerows(rows)


if __name__ == "__main__":
    shared = Path(os.environ.get("EGOV_SHARED") or ROOT.parent / "shared")
    print(f"{write(Path(sys.argv[1]), shared / 'panels')} figures added")
