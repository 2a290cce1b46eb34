"""A small, made-up data folder for tests: every unit is real, every figure is invented."""

from __future__ import annotations

import csv
from pathlib import Path

from egov_metrics.store.tables import TABLES

DEFAULTS: dict[str, dict[str, str]] = {
    "observation": {
        "scope": "self",
        "period_basis": "stated",
        "statistic": "own",
        "qualifier": "exact",
        "status": "current",
    },
    "indicator": {
        "sort_order": "1",
        "unit": "points",
        "decimals": "2",
        "direction": "higher",
        "topic": "composite_index",
        "definition_vi": "định nghĩa",
        "definition_en": "definition",
    },
    "method_version": {
        "comparable_with_previous": "no",
        "comparable_within": "yes",
        "start_basis": "stated",
        "by_year": "yes",
        "changes_vi": "thay đổi",
        "changes_en": "changes",
        "reason_vi": "lý do",
        "reason_en": "reason",
    },
    "source": {"kind": "article", "grade": "press"},
    "family": {"sort_order": "1", "description_vi": "mô tả", "description_en": "description"},
}
ONE_FILE = {table.name: table.files.replace("*", "sample") for table in TABLES}


class Sample:
    """Rows by table, as dictionaries; `write` makes the folder. Cells that are not given are empty."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {table.name: [] for table in TABLES}

    def add(self, table: str, **cells: object) -> Sample:
        """Add a row; names given as `name` fill both languages."""
        row = {**DEFAULTS.get(table, {}), **{key: str(value) for key, value in cells.items()}}
        names = next(known.column_names for known in TABLES if known.name == table)
        for key in list(row):
            if key not in names and f"{key}_vi" in names:
                row[f"{key}_vi"] = row[f"{key}_en"] = row.pop(key)
        self.rows[table].append(row)
        return self

    def figure(self, unit_id: str, year: int, value: object = "", rank: object = "", **cells: object) -> Sample:
        """Add a statement about par_index_score for a whole year."""
        given: dict[str, object] = {
            "unit_id": unit_id,
            "indicator_code": "par_index_score",
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
            "value": value,
            "rank": rank,
            "value_basis": "published" if value != "" else "",
            "rank_basis": "published" if rank != "" else "",
            "rank_of": 63 if rank != "" else "",
            "source_id": "press-1",
        }
        return self.add("observation", **{**given, **cells})

    def write(self, folder: Path) -> Path:
        """Write every table as one file under `folder`."""
        for table in TABLES:
            path = folder / ONE_FILE[table.name]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, table.column_names, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[table.name])
        return folder


def small_sample() -> Sample:
    """Country, region, three old provinces and Gia Lai of 2025, two districts; PAR INDEX and a count; four sources."""
    sample = Sample()
    sample.add("unit", unit_id="VN", level="country", name="Việt Nam", kind="quốc gia")
    sample.add("unit", unit_id="R63-a", level="region", name="Tây Nguyên", kind="vùng", parent_id="VN")
    for code, name in (("14", "Sơn La"), ("64", "Gia Lai"), ("52", "Bình Định")):
        sample.add(
            "unit",
            unit_id=f"P63-{code}",
            level="province",
            code=code,
            name=name,
            kind="tỉnh",
            parent_id="VN",
            region_id="R63-a",
            valid_to="2025-06-30",
        )
    sample.add(
        "unit", unit_id="P34-52", level="province", code="52", name="Gia Lai", kind="tỉnh", parent_id="VN",
        valid_from="2025-07-01",
    )  # fmt: skip
    for code, name in (("622", "Pleiku"), ("623", "An Khê")):
        sample.add("unit", unit_id=f"D63-{code}", level="district", code=code, name=name, kind="thị xã",
                   parent_id="P63-64", valid_to="2025-06-30")  # fmt: skip
    sample.add("unit_alias", unit_id="P34-52", alias="Bình Định", kind="old_name")
    for old in ("P63-64", "P63-52"):
        sample.add("unit_succession", predecessor_id=old, successor_id="P34-52", extent="whole", effective="2025-07-01")
    sample.add("family", family="PAR_INDEX", name="PAR INDEX", short="PAR INDEX", headline_code="par_index_score")
    sample.add("family", family="EMAIL", name="Thư điện tử", short="Thư điện tử", sort_order=2)
    sample.add("indicator", indicator_code="par_index_score", family="PAR_INDEX", name="PAR INDEX", short="PAR INDEX",
               scale_min=0, scale_max=100)  # fmt: skip
    for code in ("email_accounts", "email_accounts_org", "email_accounts_staff"):
        sample.add("indicator", indicator_code=code, family="EMAIL", name=code, short=code, decimals=0, unit="count",
                   scale_min=0, topic="email")  # fmt: skip
    sample.add("indicator_alias", alias="par_index_rank", indicator_code="par_index_score", role="rank")
    sample.add("indicator_alias", alias="PAR_INDEX", indicator_code="par_index_score", role="family")
    for method_id, first, last in (("PAR-A", 2012, 2015), ("PAR-B", 2016, 2021), ("PAR-C", 2022, "")):
        sample.add("method_version", method_id=method_id, family="PAR_INDEX", year_from=first, year_to=last,
                   name=method_id, decision=f"{first}/QĐ")  # fmt: skip
    sample.add("known_gap", family="PAR_INDEX", year=2020, nothing="not_published", extent="all", reason="không đo")
    for source_id, grade in (("official-1", "official"), ("press-1", "press"), ("press-2", "press")):
        sample.add("source", source_id=source_id, producer=f"Nhà xuất bản {source_id}", title=f"Bài {source_id}",
                   url=f"https://example.org/{source_id}", published="2020-01-05", grade=grade)  # fmt: skip
    sample.add("source", source_id="press-early", producer="Báo sớm", title="Bài sớm", url="https://example.org/early",
               published="2019-12", grade="press")  # fmt: skip
    sample.add("sum_rule", rule_id="mail", form="sum", total="email_accounts",
               parts="email_accounts_org email_accounts_staff", tolerance=0)  # fmt: skip
    sample.figure("P63-14", 2019, "81.93", 23).figure("P63-14", 2021, "87.62", 15).figure("P63-64", 2021, "80.10", 50)
    return sample
