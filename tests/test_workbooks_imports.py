"""Imports under way: begun once, seen by all, changed by one after the other, never lost or overwritten unseen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from egov_metrics.collect import originals
from egov_metrics.collect.workbooks import ImportRefused, imports
from egov_metrics.collect.workbooks.planning import REFUSALS
from egov_metrics.i18n.texts import has
from tests.workbook_files import book, catalogue, planned, values

ROWS = [["Tỉnh", "PCI", "Xếp hạng"], ["Sơn La", 57.2, 44], ["Gia Lai", 56.8, 47], ["Quảng Ninh", 65.7, 3]]
CONTENT = book({"Năm trước": ROWS})


def brought(workspace: Path, by: str = "Lan") -> imports.Import:
    return imports.bring(workspace, "bảng.xlsx", CONTENT, by)[0]


def refused(code: str):
    return pytest.raises(ImportRefused, check=lambda error: error.code == code)


def test_a_file_is_begun_once_and_kept(tmp_path: Path) -> None:
    first, made = imports.bring(tmp_path, "../../bảng.xlsx", CONTENT, "  Lan  ")
    again, made_again = imports.bring(tmp_path, "other.xlsx", CONTENT, "Minh")
    assert (made, made_again) == (True, False) and first == again
    assert (first.name, first.brought_by, first.step, first.state) == ("bảng.xlsx", "Lan", 0, "open")
    assert imports.content(tmp_path, first) == CONTENT
    assert [one.by for one in originals.originals(tmp_path)[0].brought] == ["Lan", "Minh"]
    assert imports.imports(tmp_path) == [first]


def test_what_is_said_survives_and_decides_how_it_is_read(tmp_path: Path) -> None:
    one, words = brought(tmp_path), catalogue(tmp_path)
    proposed = planned(CONTENT, words)
    assert [kind for kind, _ in proposed.questions[0].reasons] == ["year_unknown"]
    assert ("year", None) in proposed.questions[0].ways
    told = imports.with_sheet(proposed.profile, "Năm trước", year=2015)
    after = imports.say(tmp_path, one, "Minh", said=imports.Said(told, frozenset({"Năm trước"})))
    seen = imports.load(tmp_path, one.import_id)
    assert after == seen and (seen.step, seen.changed_by, seen.said.profile) == (1, "Minh", told)
    made = planned(CONTENT, words, saved=seen.said.profile, use=seen.said.use)
    assert not made.questions and values(made)["P63-14", "pci_score", "2015"] == "57.2"
    left = imports.with_sheet(told, "Năm trước", use=False, why="skipped")
    made = planned(CONTENT, words, saved=left)
    assert not made.questions and made.count("accepted") == 0


def test_of_two_who_say_something_at_once_one_is_told_so(tmp_path: Path) -> None:
    one = brought(tmp_path)

    def say(name: str) -> str:
        try:
            return imports.say(tmp_path, one, name, state="aside").changed_by
        except ImportRefused as error:
            return error.code

    names = [f"người {n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(say, names))
    assert told.count("changed_meanwhile") == 7 and imports.load(tmp_path, one.import_id).changed_by in names
    with refused("changed_meanwhile"):
        imports.say(tmp_path, one, "Lan", said=imports.Said(use=frozenset({"x"})))


def test_put_aside_and_brought_again(tmp_path: Path) -> None:
    one = imports.say(tmp_path, brought(tmp_path), "Lan", state="aside")
    assert not one.is_open
    again, made = imports.bring(tmp_path, "bảng.xlsx", CONTENT, "Minh")
    assert again.is_open and not made and again.step == 2
    done = imports.say(tmp_path, again, "Minh", state="accepted", batches=["b1"])
    more = imports.say(tmp_path, done, "Minh", batches=["b1", "b2"])
    assert (more.state, more.batches) == ("accepted", ("b1", "b2"))


def test_open_ones_come_first(tmp_path: Path) -> None:
    old = brought(tmp_path)
    imports.say(tmp_path, old, "Lan", state="accepted")
    new, _ = imports.bring(tmp_path, "b.xlsx", book({"B": ROWS}), "Lan")
    assert [one.import_id for one in imports.imports(tmp_path)] == [new.import_id, old.import_id]


@pytest.mark.parametrize("name", ["", "..", "../../settings", "0" * 16, "a" * 17, "ABCDEF0123456789"])
def test_there_is_no_such_import(tmp_path: Path, name: str) -> None:
    (tmp_path / "settings.json").write_text("{}")
    with refused("unknown_import"):
        imports.load(tmp_path, name)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"by": "x", "at": "soon", "profile": null, "use": []}'])
def test_a_damaged_file_is_told_and_the_others_are_listed(tmp_path: Path, content: str) -> None:
    good, _ = imports.bring(tmp_path, "b.xlsx", book({"B": ROWS}), "Lan")
    one = imports.say(tmp_path, brought(tmp_path), "Lan", state="aside")
    (tmp_path / "imports" / one.import_id / "000001.json").write_text(content)
    with refused("damaged"):
        imports.load(tmp_path, one.import_id)
    assert imports.imports(tmp_path) == [good]


def test_a_profile_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    one = brought(tmp_path)
    made = planned(CONTENT, catalogue(tmp_path)).profile
    imports.say(tmp_path, one, "Lan", said=imports.Said(made))
    path = tmp_path / "imports" / one.import_id / "000001.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["profile"]["sheets"][0]["columns"][0]["factor"] = -1
    path.write_text(json.dumps(told))
    with pytest.raises(Exception, match="factor: expected a number above 0"):
        imports.load(tmp_path, one.import_id)


def test_a_name_is_needed_and_nothing_is_kept_without(tmp_path: Path) -> None:
    with refused("no_name"):
        imports.bring(tmp_path, "b.xlsx", CONTENT, "  ")
    assert not list(tmp_path.rglob("*.json")) and not list(tmp_path.rglob("*.xlsx"))


def test_every_refusal_has_its_words() -> None:
    assert [code for code in (*REFUSALS, "too_many") if not has(f"import.refused.{code}")] == []


def test_a_year_that_is_given_counts_for_every_column(tmp_path: Path) -> None:
    rows = [["Tỉnh", "PCI 2014", "PCI 2015"], ["Sơn La", 55.3, 57.2], ["Gia Lai", 56.2, 56.8]]
    profile = planned(book({"A": rows}), catalogue(tmp_path)).profile
    assert {column.year for column in profile.sheets[0].columns} == {2014, 2015}
    changed = imports.with_sheet(profile, "A", year=2013).sheets[0]
    assert (changed.year, changed.year_from) == (2013, "given") and {one.year for one in changed.columns} == {None}
    kept = imports.with_sheet(profile, "A", use=False).sheets[0]
    assert kept.columns == profile.sheets[0].columns
    assert imports.with_sheet(profile, "B", use=False) == profile
