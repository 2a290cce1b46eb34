"""A whole edition as open data: every table, readable by others, built again alike, always the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from frictionless import Package, system

from egov_metrics import store
from egov_metrics.collect import originals
from egov_metrics.export.package import inputs, keeping, readme, table_files, writing
from egov_metrics.settings import Settings
from egov_metrics.store.batches import withdraw
from egov_metrics.store.described import described
from egov_metrics.store.dictionary import check_in_words
from egov_metrics.store.filling import ALL_TABLES, sql
from tests.batch_rows import accept, row
from tests.commands import one_error, runner
from tests.sample import small_sample

FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    sample = small_sample()
    sample.figure("P63-64", 2019, "70.00", note=FORMULA, passage='dòng "một"\nhai, ba')
    return sample.write(tmp_path / "data")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def order(data: Path, ref: store.EditionRef, settings: Settings | None = None, **more: bool) -> writing.Order:
    return writing.Order(store.open_edition(ref), ref, data, settings or Settings(), **more)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_there_twice_and_says_the_same(data, workspace, tmp_path):
    accept(workspace, row(value="75.5"))
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref), tmp_path / "out")
    for table in ALL_TABLES:
        plain = rows_of(tmp_path / "out" / "csv" / f"{table}.csv")
        columnar = pq.read_table(tmp_path / "out" / "parquet" / f"{table}.parquet")
        assert len(plain) == columnar.num_rows == ref.rows[table]
        assert list(plain[0] if plain else columnar.column_names) == columnar.column_names
    statements = {one["observation_id"]: one for one in rows_of(tmp_path / "out/csv/observation.csv")}
    stored = store.open_edition(ref).cursor().execute("select observation_id, value, note, passage from observation")
    told = stored.fetchall()
    assert len(told) == 5
    for key, value, note, passage in told:
        assert float(statements[key]["value"]) == value
        assert (statements[key]["note"] or None, statements[key]["passage"] or None) == (note, passage)
    assert FORMULA in {one["note"] for one in statements.values()}  # as it was stated: the files are for programs
    made_at = rows_of(tmp_path / "out/csv/batch.csv")[0]["made_at"]
    assert len(made_at) == len("2027-01-05T08:15:00Z") and made_at.endswith("Z")
    assert not (tmp_path / "out/csv/unit.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_others_find_it_valid(data, workspace, tmp_path):
    accept(workspace, row(value="75.5"))
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref, Settings(licence="CC-BY-4.0", publisher="Sở Nội vụ")), tmp_path / "out")
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "out/datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    told = json.loads((tmp_path / "out/datapackage.json").read_text(encoding="utf-8"))
    assert (told["version"], told["licenses"]) == (ref.content_hash, [{"name": "CC-BY-4.0"}])
    assert [one["name"] for one in told["resources"]] == list(ALL_TABLES)
    figure = next(one for one in told["resources"] if one["name"] == "figure")
    assert {"fields": ["unit_id"], "reference": {"resource": "unit", "fields": ["unit_id"]}} in figure["schema"][
        "foreignKeys"
    ]
    reason = next(one for one in figure["schema"]["fields"] if one["name"] == "value_reason")
    assert "agreed" in reason["constraints"]["enum"]
    for resource in told["resources"]:
        for file in (resource, resource["parquet"]):
            content = (tmp_path / "out" / file["path"]).read_bytes()
            assert (file["bytes"], file["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")


def test_others_find_a_wrong_cell(data, workspace, tmp_path):
    """The schema of the package is no decoration: a unit that is not there is found by it."""
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref), tmp_path / "out")
    path = tmp_path / "out/csv/unit_use.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("P63-14", "P63-99"), encoding="utf-8")
    with system.use_context(trusted=True):
        found = Package(str(tmp_path / "out/datapackage.json")).validate()
    assert "foreign-key" in {kind for (kind,) in found.flatten(["type"])}


def test_the_same_edition_gives_the_same_bytes(data, workspace, tmp_path):
    accept(workspace, row(value="75.5"))
    ref = store.build(data, workspace).edition
    for name in ("one.zip", "two.zip"):
        writing.write_zip(order(data, ref), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_the_order_of_rows_in_the_store_does_not_matter(tmp_path):
    for name, order_of_rows in (("a", "order by alias"), ("b", "order by alias desc")):
        with duckdb.connect(":memory:") as con:
            con.execute(sql("schema.sql"))
            con.execute(sql("comments.sql"))
            con.execute("insert into unit values ('VN', 'country', null, 'a', 'a', 'q', null, null, null, null, null)")
            names = "(values ('x', 'old_name'), ('y', 'short'), (' z', 'short')) as known (alias, kind)"
            con.execute("insert into unit_alias select 'VN', alias, kind from " + names + " " + order_of_rows)
            told = next(one for one in described(con) if one.name == "unit_alias")
            table_files.write(con, told, tmp_path / f"{name}.csv", tmp_path / f"{name}.parquet")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_from_the_package_the_same_edition_is_built(data, workspace, tmp_path, capsys):
    """Two accepted batches, one of them with a source that a withdrawn batch lends; then the documented command."""
    lender = accept(workspace, row(value="75.5", source_id="lent-1"), sources=[source("lent-1")])
    accept(workspace, row(year=2017, value="71.25", source_id="lent-1"), by="Mai")
    accept(workspace, row("P63-14", 2019, value="82.00"), kind="import")
    withdraw(workspace, lender.batch_id, by="Lan", why="nhầm")
    ref = store.publish(data, workspace, "batches").edition
    later = accept(workspace, row(year=2013, value="60.00"))  # accepted, not yet published: not of this edition
    packed = writing.write_zip(order(data, ref), tmp_path / "x.zip")
    assert packed.inputs == "whole"
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "fresh")
        assert not any(later.batch_id in name for name in archive.namelist())
    command = readme.BUILD.split()
    assert command[:3] == ["python", "-m", "egov_metrics"]
    here = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, *command[1:]], cwd=tmp_path / "fresh", env={"PYTHONPATH": str(here), "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert store.current(tmp_path / "fresh/inputs").content_hash == ref.content_hash


def source(source_id: str) -> dict[str, str]:
    return {"source_id": source_id, "producer": "Báo", "title": "Bài", "kind": "article", "grade": "press"}


def test_checksums_of_all_files(data, workspace, tmp_path):
    ref = store.build(data, workspace).edition
    packed = writing.write_folder(order(data, ref), tmp_path / "out")
    sums = dict(reversed(line.split("  ", 1)) for line in (tmp_path / "out/SHA256SUMS").read_text("utf-8").splitlines())
    there = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert there == {*sums, "SHA256SUMS"} and packed.files == len(there)
    for name, digest in sums.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


def test_inputs_that_do_not_give_the_edition_are_left_out(data, workspace, tmp_path, capsys):
    store.build(data, workspace)
    path = data / "observations" / "sample.csv"
    path.write_text(path.read_text("utf-8").replace("81.93", "81.94"), encoding="utf-8")
    said = runner(capsys)("export", "--out", tmp_path / "out", "--data", data, "--workspace", workspace)
    assert said.status == 0 and "without inputs/" in said.err and "changed" in said.err
    assert not (tmp_path / "out/inputs").exists()
    page = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    assert readme.BUILD not in page and "have changed since" in page
    path.write_text("broken\n", encoding="utf-8")
    ref = store.current(workspace)
    assert writing.write_folder(order(data, ref), tmp_path / "two").inputs == "refused"


def test_a_batch_that_is_gone_is_told(data, workspace, tmp_path):
    head = accept(workspace, row(value="75.5"))
    ref = store.build(data, workspace).edition
    (workspace / "batches" / f"{head.batch_id}.parquet").unlink()
    assert writing.write_folder(order(data, ref), tmp_path / "out").inputs == "lost_batch"
    assert not (tmp_path / "out/inputs").exists()


def test_an_older_edition_is_packed_by_its_hash(data, workspace, tmp_path, capsys):
    first = store.build(data, workspace).edition
    accept(workspace, row(value="75.5"))
    second = store.publish(data, workspace, "more").edition
    run = runner(capsys)
    said = run("export", "--out", tmp_path / "a.ZIP", "--edition", first.short_hash, "--data", data,
               "--workspace", workspace)  # fmt: skip
    assert (said.status, said.err) == (0, "") and first.short_hash in said.out
    with zipfile.ZipFile(tmp_path / "a.ZIP") as archive:
        assert json.loads(archive.read("datapackage.json"))["version"] == first.content_hash
        assert not any(name.startswith("inputs/batches") for name in archive.namelist())
    assert second.content_hash != first.content_hash
    one_error(run("export", "--out", tmp_path / "b.zip", "--edition", "0123456789ab", "--workspace", workspace),
              "0123456789ab")  # fmt: skip
    wrong = run("export", "--out", tmp_path / "b.zip", "--edition", "../x", "--workspace", workspace)
    assert wrong.status == 2 and "'../x'" in wrong.err and len(wrong.err.splitlines()) == 1


def test_what_lies_there_is_not_overwritten(data, workspace, tmp_path, capsys):
    store.build(data, workspace)
    run, out = runner(capsys), tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    one_error(run("export", "--out", out, "--data", data, "--workspace", workspace), "new or empty folder", str(out))
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    (tmp_path / "y.zip").mkdir()
    one_error(run("export", "--out", tmp_path / "y.zip", "--data", data, "--workspace", workspace), "found a folder")
    one_error(run("export", "--out", tmp_path / "z.zip", "--workspace", tmp_path / "none"), "no edition")


def test_a_failure_leaves_the_old_file(data, workspace, tmp_path, monkeypatch):
    ref = store.build(data, workspace).edition
    target = tmp_path / "x.zip"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_zip", full)
    with pytest.raises(OSError, match="No space"):
        writing.write_zip(order(data, ref), target)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "workspace", "x.zip"]


@pytest.mark.parametrize(
    "name", ["=cmd.csv", "-rf.csv", "a b.csv", "con\\..\\x.csv", "năm 2024.csv", "x" * 200 + ".csv"]
)
def test_hostile_names_of_files_become_plain_ones(name, data, workspace, tmp_path):
    (data / "observations" / "sample.csv").rename(data / "observations" / name)
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref), tmp_path / "out")
    assert inputs._PLAIN.fullmatch(inputs.safe_name(name))
    assert {path.name for path in (tmp_path / "out/inputs/data/observations").iterdir()} == {inputs.safe_name(name)}


def test_names_that_only_differ_in_odd_letters_stay_two():
    assert inputs.safe_name("a b.csv") != inputs.safe_name("a=b.csv")
    assert inputs.safe_name("par_index.csv") == "par_index.csv"
    assert inputs.safe_name("..").strip(".") and "/" not in inputs.safe_name("../../etc/passwd")


def test_originals_come_only_when_asked_for(data, workspace, tmp_path):
    kept = originals.keep(workspace, "=hại.txt", b"PAR INDEX 75,5", "Lan")
    other = originals.keep(workspace, "khác.txt", b"not of a batch", "Lan")
    accept(workspace, row(value="75.5", document=kept.sha256))
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref), tmp_path / "plain")
    writing.write_folder(order(data, ref, with_originals=True), tmp_path / "full")
    assert not (tmp_path / "plain/inputs/originals").exists()
    assert originals.content_of(tmp_path / "full/inputs", kept.sha256) == b"PAR INDEX 75,5"
    assert originals.find(tmp_path / "full/inputs", other.sha256) is None


def test_no_licence_is_given_in_silence(data, workspace, tmp_path, capsys):
    ref = store.build(data, workspace).edition
    writing.write_folder(order(data, ref), tmp_path / "none")
    assert "licenses" not in json.loads((tmp_path / "none/datapackage.json").read_text(encoding="utf-8"))
    page = (tmp_path / "none/README.md").read_text(encoding="utf-8")
    assert "has not chosen a licence" in page and "facts collected from public sources" in page
    run = runner(capsys)
    set_it = ("config", "--publisher", "Sở Nội vụ", "--licence", "CC-BY-4.0", "--workspace", workspace)
    assert "licence: CC-BY-4.0" in run(*set_it).out
    assert run("export", "--out", tmp_path / "one", "--data", data, "--workspace", workspace).status == 0
    page = (tmp_path / "one/README.md").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in page and "Sở Nội vụ. " in page and "has not chosen" not in page
    wrong = run("config", "--licence", "mine, all mine", "--workspace", workspace)
    assert wrong.status == 2 and "CC-BY-4.0" in wrong.err
    assert "publisher: Sở Nội vụ" in run("config", "--lang", "en", "--workspace", workspace).out


def test_every_comment_of_the_schema_has_its_vietnamese():
    with duckdb.connect(":memory:") as con:
        con.execute(sql("schema.sql"))
        con.execute(sql("comments.sql"))
        tables = described(con)
    comments = {table.comment for table in tables} | {column.comment for table in tables for column in table.columns}
    assert comments == set(readme.comments_vi())
    assert all(vi.strip() == vi and vi for vi in readme.comments_vi().values())


def test_every_check_of_one_column_is_in_the_package():
    with duckdb.connect(":memory:") as con:
        con.execute(sql("schema.sql"))
        con.execute(sql("comments.sql"))
        columns = {(table.name, column.name): column for table in described(con) for column in table.columns}
        for table, kind, text, names, *_ in con.execute(sql("steps/dictionary_rules.sql")).fetchall():
            if kind == "CHECK" and len(set(names)) == 1:
                column = columns[table, names[0]]
                bounds = (column.choices, column.minimum, column.maximum, column.above, column.pattern)
                assert any(bound not in ((), None, "") for bound in bounds), check_in_words(text)


@pytest.mark.slow
def test_the_shipped_data_are_valid_and_built_again(shipped_workspace, root, tmp_path):
    ref = store.current(shipped_workspace)
    packed = writing.write_folder(order(root / "data", ref), tmp_path / "out")
    assert packed.inputs == "whole"
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "out/datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    assert (tmp_path / "out/LICENSE.vietnamadminunits.txt").is_file()
    total = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert total < 20 * 2**20


def test_a_package_for_readers_is_made_once_and_few_are_kept(data, workspace, tmp_path, monkeypatch):
    made = []

    def counted(given: writing.Order, path: Path) -> writing.Packed:
        made.append(path.name)
        return writing.write_zip(given, path)

    monkeypatch.setattr(keeping, "write_zip", counted)
    given = order(data, store.build(data, workspace).edition)
    killed = workspace / "packages" / ".x.zip.1-1.part"
    (killed / "csv").mkdir(parents=True)
    killed.with_name(f"{killed.name}.zip").write_bytes(b"PK")
    first = keeping.package(given, workspace)
    assert not list(killed.parent.glob(".*.part*"))
    assert keeping.package(given, workspace) == first and len(made) == 1
    assert first[:2] == b"PK"
    for number in range(keeping.KEPT + 1):
        other = order(data, given.ref, Settings(publisher=f"Sở {number}"))
        assert (
            f"Sở {number}" in zipfile.ZipFile(io.BytesIO(keeping.package(other, workspace))).read("README.md").decode()
        )
    assert len(list((workspace / "packages").glob("*.zip"))) == keeping.KEPT
    assert len(set(made)) == keeping.KEPT + 2


def test_a_workspace_that_keeps_nothing_still_gives_the_package(data, workspace, tmp_path):
    given = order(data, store.build(data, workspace).edition)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert keeping.package(given, tmp_path / "file")[:2] == b"PK"
