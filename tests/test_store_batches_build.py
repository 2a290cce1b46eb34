"""Editions from data and batches: what supersedes what, what a publish would change, what a rollback takes back."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.store import building, loading, withdrawals
from egov_metrics.store.batches import active, restore, withdraw
from egov_metrics.store.editions import write_manifest
from egov_metrics.store.files import writing
from tests.batch_rows import DOCUMENT, accept, figure, row, statements
from tests.sample import Sample, small_sample

SONLA = ("P63-14", 2021)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder and a workspace with edition 1, which has no batches."""
    data, workspace = small_sample().write(tmp_path / "data"), tmp_path / "workspace"
    store.build(data, workspace, "first")
    return data, workspace


def publish(place: tuple[Path, Path]) -> store.EditionRef:
    return store.publish(*place, "next").edition


def shown(ref: store.EditionRef, **place: object) -> tuple:
    """Value, rank and kind of nothing of the figure."""
    told = figure(ref, **place)
    return tuple(None if pd.isna(told[name]) else told[name] for name in ("value", "rank", "nothing"))


def versions(ref: store.EditionRef, **place: object) -> list[tuple]:
    return [(told["value_text"], told["status"]) for told in statements(ref, **place)]


# what a batch brings


def test_accepted_rows_are_in_the_next_edition_with_their_proof_and_who(place) -> None:
    head = accept(place[1], row(value="80.10", rank=7), by="Lan", note="báo cáo quý")
    ref = publish(place)
    assert (ref.number, ref.batches, store.current(place[1]).batches) == (2, (head.batch_id,), (head.batch_id,))
    assert shown(ref) == (80.10, 7, None)
    (told,) = statements(ref)
    assert (told["document"], told["quote_start"], told["quote_end"], told["quote"]) == (DOCUMENT, 10, 15, "80.10")
    assert (told["batch_id"], told["made_by"], told["batch_kind"]) == (head.batch_id, "Lan", "review")
    assert told["batch_note"] == "báo cáo quý" and told["made_at"] == head.made_at.replace(tzinfo=None)
    (reviewed,) = statements(ref, unit_id=SONLA[0], year=SONLA[1])
    assert reviewed["batch_id"] != reviewed["batch_id"] or reviewed["batch_id"] is None


def test_what_a_batch_brings_is_refused_with_batch_row_and_reason(place) -> None:
    head = accept(place[1], row(value="80.10"), row(unit_id="P63-99", value="80.20"), row(year=2019, value="1.0",
                  source_id="nobody"), row(indicator_code="unknown_score", value="3.0"))  # fmt: skip
    for ask in (store.build, store.preview, store.check):
        with pytest.raises(store.DataRefused) as caught:
            ask(*place)
        assert [str(problem) for problem in caught.value.problems] == [
            f"batch {head.batch_id}:2: unit_id: expected a unit_id of unit, found 'P63-99' [unknown_unit]",
            f"batch {head.batch_id}:3: source_id: expected a source_id of source, found 'nobody' [missing_source]",
            f"batch {head.batch_id}:4: indicator_code: expected a indicator_code of indicator, found 'unknown_score' "
            "[unknown_indicator]",
        ]
    assert store.current(place[1]).number == 1
    withdraw(place[1], head.batch_id, by="Lan", why="wrong units")
    assert not store.build(*place).made


def test_a_check_that_refuses_names_the_batch_and_the_preview_says_it_first(place) -> None:
    head = accept(place[1], row(value="80.10"), row(year=2019, value="801.0"))
    problem = f"batch {head.batch_id}:2: expected a row that passes this check, found "
    with pytest.raises(store.DataRefused, match=problem):
        store.build(*place)
    would = store.preview(*place)
    assert [str(one)[: len(problem)] for one in would.problems] == [problem]
    assert would.counts["new"] == 2 and would.new_findings["severity"].tolist() == ["error"]


def test_sources_and_indicators_that_a_batch_brings(place) -> None:
    source = {"source_id": "report-9", "producer": "Sở", "title": "Báo cáo", "kind": "report", "grade": "official"}
    code = {"indicator_code": "extra_score", "family": "EMAIL", "sort_order": "9", "name_vi": "Thêm", "name_en": "More",
            "short_vi": "Thêm", "short_en": "More", "unit": "points", "decimals": "1", "direction": "higher",
            "topic": "email", "definition_vi": "x", "definition_en": "x"}  # fmt: skip
    first = accept(place[1], row(value="80.10", source_id="report-9"), sources=[source], indicators=[code])
    accept(place[1], row(value="5.1", indicator_code="extra_score", source_id="report-9"),
           sources=[source | {"title": "Báo cáo, bản sửa"}])  # fmt: skip
    ref = publish(place)
    sources = store.open_edition(ref).query("sources").set_index("source_id")
    assert sources.at["report-9", "title"] == "Báo cáo, bản sửa"
    assert len(store.open_edition(ref).query("figures_of_unit", unit_id="P63-52")) == 2
    # What another batch still needs is lent by the one that is withdrawn; its rows are gone.
    withdraw(place[1], first.batch_id, by="Lan", why="x")
    (left,) = store.open_edition(publish(place)).query("figures_of_unit", unit_id="P63-52").to_dict("records")
    assert left["indicator_code"] == "extra_score"


def test_the_reviewed_data_goes_before_what_a_batch_says_of_a_source(place) -> None:
    accept(place[1], row(value="80.10"), sources=[{"source_id": "press-1", "producer": "Khác", "title": "Khác",
                                                   "kind": "article", "grade": "official"}])  # fmt: skip
    sources = store.open_edition(publish(place)).query("sources").set_index("source_id")
    assert sources.at["press-1", "producer"] == "Nhà xuất bản press-1"


# what supersedes what


def test_a_later_batch_corrects_and_every_version_stays(place) -> None:
    accept(place[1], row(*SONLA, value="87.70", rank=15), by="Lan")
    accept(place[1], row(*SONLA, value="87.80", rank=14), by="Minh")
    ref = publish(place)
    told = statements(ref, unit_id=SONLA[0], year=SONLA[1])
    assert shown(ref, unit_id=SONLA[0], year=SONLA[1]) == (87.80, 14, None)
    assert [(one["value_text"], one["rank"], one["status"], one["made_by"]) for one in told][:2] == [
        ("87.80", 14, "current", "Minh"), ("87.70", 15, "superseded", "Lan"),
    ]  # fmt: skip
    assert [one["value_text"] for one in told][2] == "87.62" and len(told) == 3
    assert figure(ref, unit_id=SONLA[0], year=SONLA[1])["value_reason"] == "only"
    assert [item.kind for item in store.check(*place)] == []  # a correction is no contradiction


def test_a_correction_takes_a_wrong_value_out_of_the_checks(place) -> None:
    accept(place[1], row(value="801.0"))
    with pytest.raises(store.DataRefused):
        publish(place)
    accept(place[1], row(value="80.10"))
    assert versions(publish(place)) == [("80.10", "current"), ("801.0", "superseded")]


def test_another_source_does_not_supersede_and_a_plan_does_not_touch_a_result(place) -> None:
    accept(place[1], row(value="80.10"))
    accept(place[1], row(value="80.30", source_id="press-2"), row(value="95.00", qualifier="target"))
    ref = publish(place)
    rows = store.open_edition(ref).query("figures_of_unit", unit_id="P63-52")
    assert sorted(zip(rows["is_target"], rows["observations"], rows["distinct_values"], strict=True)) == [
        (False, 2, 2), (True, 1, 1),
    ]  # fmt: skip


def test_value_and_rank_are_superseded_apart(place) -> None:
    accept(place[1], row(value="80.10", rank=7))
    accept(place[1], row(value="80.30"))
    ref = publish(place)
    assert shown(ref) == (80.30, 7, None)
    assert dict(versions(ref)) == {"80.30": "current", "80.10": "value_superseded"}
    accept(place[1], row(rank=8))
    ref = publish(place)
    assert shown(ref) == (80.30, 8, None) and dict(versions(ref))["80.10"] == "superseded"


def test_a_kind_of_nothing_takes_the_place_of_a_value(place) -> None:
    accept(place[1], row(value="80.10"))
    accept(place[1], row(nothing="not_published"))
    assert shown(publish(place)) == (None, None, "not_published")
    accept(place[1], row(value="80.20"))
    assert shown(publish(place)) == (80.20, None, None)


def test_two_statements_of_one_batch_do_not_supersede_each_other(place) -> None:
    accept(place[1], row(value="80.1", passage=3), row(value="80.12", passage=9))
    ref = publish(place)
    assert shown(ref)[0] == 80.12 and [status for _, status in versions(ref)] == ["current", "current"]


def test_the_same_again_is_one_statement_and_the_last_word_counts(place) -> None:
    one = row(value="80.10")
    accept(place[1], one, by="Lan")
    accept(place[1], one, by="Minh")  # two people accept the same document at once
    ref = publish(place)
    assert versions(ref) == [("80.10", "current")] and len(ref.batches) == 2
    accept(place[1], row(value="80.20"))
    accept(place[1], one)  # and back again
    assert versions(publish(place)) == [("80.10", "current"), ("80.20", "superseded")]


def test_a_batch_that_says_what_the_data_says_gives_it_its_proof(place) -> None:
    stated = small_sample().rows["observation"][1]
    same = {name: str(cell) for name, cell in stated.items()}
    head = accept(place[1], row(*SONLA, document="", quote="", quote_start="", quote_end="") | same
                  | {"document": DOCUMENT, "quote": "x"})  # fmt: skip
    (told,) = statements(publish(place), unit_id=SONLA[0], year=SONLA[1])
    assert (told["document"], told["batch_id"]) == (DOCUMENT, head.batch_id)


def test_a_correction_of_the_members_stands_behind_the_new_figure(place) -> None:
    accept(place[1], row(value="80.10", statistic="mean", members=20))
    accept(place[1], row(value="80.10", statistic="mean", members=21))
    ref = publish(place)
    assert figure(ref)["members"] == 21
    assert [status for _, status in versions(ref)] == ["current", "superseded"]


# withdrawal, and the content hash


def test_a_withdrawal_brings_the_earlier_version_back_and_a_restoration_the_later(place) -> None:
    accept(place[1], row(value="80.10"))
    before = publish(place)
    later = accept(place[1], row(value="80.20"))
    after = publish(place)
    withdraw(place[1], later.batch_id, by="Lan", why="misread")
    back = publish(place)
    assert (back.content_hash, back.number, shown(back)[0]) == (before.content_hash, before.number, 80.10)
    restore(place[1], later.batch_id, by="Lan", why="right after all")
    assert publish(place).content_hash == after.content_hash


def test_the_same_data_and_batches_have_the_same_hash_elsewhere_and_at_another_time(place, tmp_path: Path) -> None:
    rows = [row(value="80.10"), row(year=2019, value="80.20")], [row(value="80.30", rank=2)]
    hashes = set()
    for number, names in enumerate((("Lan", "Minh"), ("An", "Bình"))):
        workspace = tmp_path / str(number)
        for by, one in zip(names, rows, strict=True):
            accept(workspace, *one, by=by)
        hashes.add(store.build(place[0], workspace).edition.content_hash)
    assert len(hashes) == 1


def test_the_hash_does_not_depend_on_the_order_of_batches_that_do_not_correct_each_other(place, tmp_path) -> None:
    parts = [[row(value="80.10")], [row(year=2019, value="80.20")], [row(value="80.10", source_id="press-2")]]
    hashes = set()
    for number, order in enumerate(itertools.permutations(parts)):
        for rows in order:
            accept(tmp_path / str(number), *rows)
        hashes.add(store.build(place[0], tmp_path / str(number)).edition.content_hash)
    assert len(hashes) == 1
    batches = loading.brought(tmp_path / "0")
    loaded = loading.load(place[0], batches)["observation"]
    assert sorted(loaded["batch_id"].dropna().unique()) == sorted(head.batch_id for head, _ in batches)


def test_proof_is_a_part_of_the_content(place) -> None:
    accept(place[1], row(value="80.10"))
    first = publish(place)
    accept(place[1], row(value="80.10", document="e" * 64))
    assert publish(place).content_hash != first.content_hash


def test_other_batches_with_the_same_content_make_no_edition_but_are_what_a_rollback_keeps(place) -> None:
    first = accept(place[1], row(value="80.10"))
    number = publish(place).number
    withdraw(place[1], first.batch_id, by="Lan", why="again, please")
    second = accept(place[1], row(value="80.10"))
    again = store.publish(*place, "again")
    assert (again.made, again.edition.number, again.edition.batches) == (False, number, (second.batch_id,))
    assert store.rolled_back(place[1], number) == store.Rollback(again.edition)
    assert active(place[1]) == [second]


# what would change


def test_a_preview_lists_new_changed_and_withdrawn_figures_and_findings(place) -> None:
    gone = accept(place[1], row(year=2015, value="70.00"))
    before = publish(place)
    withdraw(place[1], gone.batch_id, by="Lan", why="x")
    head = accept(place[1], row(value="80.10", rank=7), row(*SONLA, value="87.70"),
                  row("P63-64", 2021, value="80.50", source_id="official-1"))  # fmt: skip
    kept = sorted(path.name for path in place[1].rglob("*"))
    would = store.preview(*place)
    assert sorted(path.name for path in place[1].rglob("*")) == kept  # nothing is written
    assert would.before == before and not would.is_empty and would.problems == []
    assert (would.new_batches, would.gone_batches) == ((head.batch_id,), (gone.batch_id,))
    assert would.counts == {"new": 1, "changed": 2, "withdrawn": 1, "new_findings": 1, "vanished_findings": 0}
    new = would.new.iloc[0]
    assert (new["unit_id"], new["year"], new["value"], new["rank"], new["rank_of"]) == ("P63-52", 2018, 80.1, 7, 63)
    assert (new["value_source_id"], new["unit_name_vi"]) == ("press-1", "Bình Định")
    changed = {told["unit_id"]: told for told in would.changed.to_dict("records")}
    assert (changed["P63-14"]["old_value"], changed["P63-14"]["new_value"], changed["P63-14"]["what"]) == (
        87.62, 87.70, "value",
    )  # fmt: skip
    assert changed["P63-64"]["what"] == "value source" and changed["P63-64"]["new_value_source_id"] == "official-1"
    assert would.withdrawn[["unit_id", "year", "value"]].values.tolist() == [["P63-52", 2015, 70.0]]
    assert would.new_findings["kind"].tolist() == ["conflicting_values"]
    result = store.publish(*place, "x")
    done = store.difference(before, result.edition)
    assert (done.counts, done.content_hash) == (
        would.counts,
        would.content_hash == done.content_hash and would.content_hash,
    )
    assert store.preview(*place).is_empty
    back = store.difference(result.edition, before)
    assert (back.counts["new"], back.counts["withdrawn"], back.counts["vanished_findings"]) == (1, 1, 1)


def test_a_preview_is_bounded_and_counts_all(place) -> None:
    accept(place[1], *(row(year=year, value="70.00") for year in range(1990, 2012)))
    would = store.preview(*place, most=5)
    assert (would.counts["new"], len(would.new)) == (22, 5)
    lines = store.in_lines(would, shown=3)
    assert lines[0].startswith("against edition 1: 22 new, 0 changed") and lines[-1] == "  ... and 19 more"


def test_a_preview_pairs_a_figure_whose_members_changed(place) -> None:
    accept(place[1], row(value="80.10", statistic="mean", members=20))
    publish(place)
    accept(place[1], row(value="80.10", statistic="mean", members=21))
    would = store.preview(*place)
    assert (would.counts["new"], would.counts["changed"], would.counts["withdrawn"]) == (0, 1, 0)
    assert would.changed["what"].tolist() == ["terms"]


def test_a_preview_of_the_first_edition(tmp_path: Path) -> None:
    would = store.preview(small_sample().write(tmp_path / "data"), tmp_path / "workspace")
    assert would.before is None and would.counts["new"] == 3 and not would.is_empty
    assert not (tmp_path / "workspace").exists()


# rollback


def test_a_rollback_withdraws_what_came_after_so_that_it_does_not_come_back(place) -> None:
    early = accept(place[1], row(value="80.10"))
    second = publish(place)
    late, pending = accept(place[1], row(value="80.20")), accept(place[1], row(year=2019, value="80.30"))
    publish(place)
    done = store.rolled_back(place[1], 2, by="Lan", why="wrong workbook")
    assert done == store.Rollback(second, (late.batch_id, pending.batch_id))
    assert active(place[1]) == [early]
    record = withdrawals.records(place[1])[-1]
    assert (record.by, record.why) == ("Lan", "rollback to edition 2: wrong workbook")
    again = store.publish(*place, "after the rollback")
    assert (again.made, again.edition.number) == (False, 2)
    accept(place[1], row(year=2017, value="80.40"))
    assert shown(publish(place))[0] == 80.10  # the next publish has the new batch and not those withdrawn
    restore(place[1], late.batch_id, by="Lan", why="asked for")
    assert shown(publish(place))[0] == 80.20


def test_a_rollback_counts_again_what_its_edition_was_made_of(place) -> None:
    head = accept(place[1], row(value="80.10"))
    publish(place)
    withdraw(place[1], head.batch_id, by="Lan", why="x")
    publish(place)
    assert store.current(place[1]).number == 1
    assert store.rolled_back(place[1], 2).restored == (head.batch_id,)
    assert active(place[1]) == [head] and publish(place).number == 2


def test_a_rollback_that_changes_no_batches_writes_no_record(place) -> None:
    store.build(small_sample().figure("P63-14", 2022, "88.00").write(place[0]), place[1])
    assert store.roll_back(place[1], 1).number == 1
    assert withdrawals.records(place[1]) == []


def test_a_refused_rollback_withdraws_nothing(place) -> None:
    head = accept(place[1], row(value="80.10"))
    with pytest.raises(store.UnknownName):
        store.roll_back(place[1], 9)
    assert active(place[1]) == [head]


def test_a_crash_right_after_the_pointer_leaves_the_whole_rollback(place, monkeypatch: pytest.MonkeyPatch) -> None:
    head = accept(place[1], row(value="80.10"))
    publish(place)
    real, calls = withdrawals.settle, []

    def settle(workspace: Path) -> None:
        calls.append(workspace)
        if len(calls) == 2:  # the pointer is written, the record is not
            raise KeyboardInterrupt
        real(workspace)

    monkeypatch.setattr(withdrawals, "settle", settle)
    with pytest.raises(KeyboardInterrupt):
        store.roll_back(place[1], 1)
    monkeypatch.undo()
    assert not list((place[1] / "batches").glob("*.json"))
    assert (store.current(place[1]).number, active(place[1])) == (1, [])
    restore(place[1], head.batch_id, by="Lan", why="x")
    assert publish(place).number == 2  # the pointer is written anew: the record is a file now
    assert [record.why for record in withdrawals.records(place[1])] == ["rollback to edition 1", "x"]


def test_a_crash_before_the_pointer_leaves_no_rollback(place, monkeypatch: pytest.MonkeyPatch) -> None:
    head = accept(place[1], row(value="80.10"))
    publish(place)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["egov_metrics.store.editions"], "write_json", stop)
    with pytest.raises(KeyboardInterrupt):
        store.roll_back(place[1], 1)
    assert (store.current(place[1]).number, active(place[1])) == (2, [head])


def test_a_rollback_waits_for_a_publish_that_has_begun(place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a publish loads is loaded while it holds the workspace: a rollback in between cannot be undone by it."""
    accept(place[1], row(value="80.10"))
    held = []
    real = building.brought

    def brought(workspace: Path | None):
        with pytest.raises(store.BuildFailed, match="another build holds"), writing(place[1], patience=0):
            pass
        held.append(True)
        return real(workspace)

    monkeypatch.setattr(building, "brought", brought)
    publish(place)
    assert held == [True]


def test_a_manifest_of_an_edition_without_batches_reads_as_before(place) -> None:
    path = place[1] / "edition-0001.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["batches"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert store.current(place[1]).batches == ()


def test_an_edition_of_another_schema_has_nothing_to_compare_with(place) -> None:
    ref = store.current(place[1])
    write_manifest(replace(ref, schema_version=2))
    assert store.preview(*place).before is None


def test_the_order_of_files_is_the_order_of_time(tmp_path: Path) -> None:
    data = Sample.write(small_sample(), tmp_path / "data")
    heads = [accept(tmp_path, row(value=f"80.{number}")) for number in range(10, 16)]
    assert [head.batch_id for head in heads] == sorted(head.batch_id for head in heads)
    assert shown(store.build(data, tmp_path).edition)[0] == 80.15
