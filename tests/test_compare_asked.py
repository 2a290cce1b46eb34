"""What the compare page says of the units and years that a reader asked for, and what it chooses when he did not."""

# ruff: noqa: F811  (the fixtures that are imported are the arguments of the tests)

from __future__ import annotations

from types import SimpleNamespace

from egov_metrics import store
from egov_metrics.analysis import rank_move as moves
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare import remarks
from tests.compare_store import territory_sample
from tests.test_compare_page import heading, page_text
from tests.test_compare_views import app, workspace  # noqa: F401  (fixtures)


def test_a_present_province_that_was_not_worked_out_says_why_and_how_to_accept_it(tmp_path, app, monkeypatch):
    sample = territory_sample()
    sample.add("indicator", indicator_code="part_score", family="SECOND", name="Phần", short="Phần", scale_min=0,
               scale_max=10, decimals=1)  # fmt: skip
    for unit in ("P63-14", "P63-22", "P63-64"):
        sample.figure(unit, 2022, "5.0", "", indicator_code="part_score")
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = app(unit="P63-64", territory="2025", indicator="part_score", view="bars")
    said = page_text(at)
    reason = t("recomputed.cause.no_figure", "vi", missing="Bình Định")
    assert t("compare.absent.refused", "vi", unit="Gia Lai (từ 1/7/2025)", members="Bình Định, Gia Lai",
             reasons=t("compare.absent.why", "vi", years="2022", reason=reason)) in said  # fmt: skip
    assert t("compare.absent", "vi", units="").strip(" .") not in said
    assert t("territory.partial", "vi") in said and "partial=yes" in said
    accepted = page_text(app(unit="P63-64", territory="2025", indicator="part_score", view="bars", partial="yes"))
    assert "Chưa tính lại được" not in accepted


def test_our_own_unit_stands_first_among_what_was_refused():
    refused = tuple(Refusal(unit, 2021, "no_values", (), ()) for unit in ("P34-01", "P34-14", "P34-52"))
    field = SimpleNamespace(succession=SimpleNamespace(present=lambda unit: unit))
    view = SimpleNamespace(unit="P34-52", units=("P34-14", "P34-01"))
    page = SimpleNamespace(field=field, view=view, refused=refused, lang="vi", short=str)
    told = remarks.refused_of_asked(page)  # type: ignore[arg-type]
    assert [one.partition(":")[0] for one in told] == ["P34-52", "P34-14", "P34-01"]


def test_the_year_of_a_ranking_is_the_later_one_of_two_where_it_compares(app):
    assert "2024" in heading(app(view="slope", year="2024")) and "2025" in heading(app(view="slope"))
    assert "2023" in heading(app(view="slope", year="2023", **{"from": "2021", "to": "2023"})), "stated years win"
    assert heading(app(view="slope", year="2023")) == heading(app(view="slope")), "2023 compares with no earlier year"


def test_a_place_says_how_many_values_do_not_count_for_it(app):
    left_out = t("compare.note.not_counted.one", "vi", n="1")
    assert left_out in page_text(app(unit="P63-14", view="bars", year="2021"))
    assert left_out not in page_text(app(unit="P63-14", view="bars", year="2023"))


def test_scatter_goes_on_looking_for_an_indicator_until_there_is_something_to_see(tmp_path, app, monkeypatch):
    sample = territory_sample()
    for i, units in enumerate((("P63-14",), ("P63-22",), ("P63-14", "P63-22"), ("P63-14", "P63-22", "P63-64"))):
        code = f"s{i}_score"
        sample.add("family", family=f"F{i}", name=code, short=code, sort_order=10 + i, headline_code=code)
        sample.add("indicator", indicator_code=code, family=f"F{i}", name=code, short=code, scale_min=0, scale_max=10,
                   decimals=1)  # fmt: skip
        sample.add("method_version", method_id=f"F{i}-A", family=f"F{i}", year_from=2020, name=f"F{i}-A")
        for unit in ("P63-14", "P63-22", "P63-52", "P63-64"):  # of the next year, so that it is tried early
            if i < 3:
                sample.figure(unit, 2024, "5.0", "", indicator_code=code)
        for unit in units:
            sample.figure(unit, 2023, "5.0", "", indicator_code=code)
    sample.rows["observation"] = [row for row in sample.rows["observation"] if row["indicator_code"] != "second_score"]
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    assert "s3_score 2023" in heading(app(unit="P63-14", view="scatter", year="2023"))


def test_why_the_rank_moved_is_told_of_the_years_on_the_screen(app, monkeypatch):
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(moves, "between", lambda f, own, first, last, *_: (None, asked.append((first, last)) or ()))
    monkeypatch.setattr(moves, "newest", lambda f, own, d, m, within=None: (None, asked.append(within) or ()))
    for view, years in (("slope", (2019, 2021)), ("dumbbell", (2021, 2023)), ("line", (2019, 2021))):
        at = app(unit="P63-14", view=view, measure="rank", **{"from": str(years[0]), "to": str(years[1])})
        at.toggle(key="compare-why").set_value(True).run()
        assert not at.exception and asked[-1] == years


def test_a_bound_is_neither_first_nor_last_and_has_no_place(shipped_workspace, app, monkeypatch):
    # Of 2014 the sources say "hơn 91" of Hà Nội, ranked third, and of Hải Phòng, ranked second.
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    asked = {"view": "bars", "indicator": "par_index_score", "year": "2014"}
    title = heading(app(units="P63-01,P63-31,P63-06,P63-46", **asked))
    assert "Hà Nội tốt nhất" not in title and "hơn 91" not in title
    said = page_text(app(unit="P63-01", **asked))
    assert "Hà Nội đứng thứ" not in said and "trung vị 91,00" not in said
