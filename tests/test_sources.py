"""What stands behind the figures: the matrix, the lists and their words, without a page."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis import sources
from egov_metrics.charts.look import Subject
from egov_metrics.i18n.texts import LANGS, t
from egov_metrics.store.checking import check_names
from egov_metrics.ui.sources import html, words
from egov_metrics.ui.sources.html import Head
from tests.conftest import ROOT
from tests.sample import small_sample


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> store.Edition:
    """The sample with a sub-index, a district's fact, a conflict and a gap between two years with figures."""
    folder = tmp_path_factory.mktemp("sources")
    sample = small_sample()
    sample.add(
        "indicator", indicator_code="par_part", family="PAR_INDEX", name="Thành phần", short="Thành phần", sort_order=2
    )
    sample.figure("P63-14", 2021, "87.61", source_id="press-2")
    sample.figure("P63-64", 2021, 5, indicator_code="par_part")
    sample.figure("D63-622", 2021, 300, indicator_code="email_accounts", source_id="official-1")
    return store.open_edition(store.build(sample.write(folder / "data"), folder / "workspace").edition)


def matrix_of(edition: store.Edition, codes: list[str], level: str = "province") -> sources.Matrix:
    frames = (edition.query(name) for name in ("coverage", "known_gaps", "indicators"))
    return sources.matrix(*frames, codes, level)


def test_a_cell_counts_units_and_the_years_have_no_holes(edition):
    shown = matrix_of(edition, ["par_index_score"])
    (row,) = shown.rows
    assert shown.years == (2019, 2020, 2021)
    assert row.cells == {2019: sources.Cell(1, 1, 1, 1), 2021: sources.Cell(2, 2, 2, 2)}
    assert (row.parts, shown.most) == (1, 2)


def test_a_year_that_nobody_measured_keeps_its_kind_of_nothing(edition):
    (row,) = matrix_of(edition, ["par_index_score"]).rows
    gap = row.gaps[2020]
    (known,) = edition.query("known_gaps").to_dict("records")
    assert (gap.nothing, gap.extent) == ("not_published", "all")
    assert [gap.reason("vi"), gap.reason("en")] == [known["reason_vi"], known["reason_en"]]


def test_a_partly_published_year_is_said_of_provinces_only():
    indicators = pd.DataFrame({"indicator_code": ["a"], "family": ["A"], "is_headline": [True]})
    coverage = pd.DataFrame(
        [("a", level, 2020, 3, 3, 0, 3) for level in ("province", "district")],
        columns=["indicator_code", "level", "year", "units", "with_value", "with_rank", "published"],
    )
    gaps = pd.DataFrame(
        {
            "family": ["A"],
            "year": [2020],
            "nothing": ["not_published"],
            "extent": ["some"],
            "reason_vi": ["x"],
            "reason_en": ["y"],
        }
    )
    found = {
        level: sources.matrix(coverage, gaps, indicators, ["a"], level).rows[0].gaps
        for level in ("province", "district")
    }
    assert (set(found["province"]), set(found["district"])) == ({2020}, set())


def test_a_level_without_figures_gives_an_empty_matrix(edition):
    assert matrix_of(edition, ["par_index_score"], "commune") == sources.Matrix((), ())
    assert matrix_of(edition, ["par_index_score"], "commune").most == 0


def test_facts_are_the_indicators_of_families_without_a_headline(edition):
    indicators = edition.query("indicators")
    assert sources.headline_codes(indicators) == ["par_index_score"]
    assert sources.topic_codes(indicators) == ["email_accounts", "email_accounts_org", "email_accounts_staff"]
    assert sources.family_codes(indicators, "PAR_INDEX") == ["par_index_score", "par_part"]


def test_a_headline_stands_for_its_family_a_part_for_itself(edition):
    indicators = edition.query("indicators")
    assert sources.codes_meant(indicators, "par_index_score") == {"par_index_score", "par_part"}
    assert sources.codes_meant(indicators, "par_part") == {"par_part"}
    assert sources.codes_meant(indicators, None) is None


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bai som", ["press-early"]),
        ("BÀI SỚM", ["press-early"]),
        ("som bai", ["press-early"]),
        ("example.org/press-2", ["press-2"]),
        ("không có", []),
        ("", ["official-1", "press-1", "press-2", "press-early"]),
    ],
)
def test_sources_are_found_without_accents_in_any_order_of_words(edition, search, found):
    rows = sources.narrow_sources(edition.query("sources"), None, (), search)
    assert sorted(rows["source_id"]) == found


def test_a_phrase_is_looked_for_before_its_words():
    frame = pd.DataFrame({"title": ["Sơn La đứng thứ 6", "Lạng Sơn sau Lào Cai", "Nhà sàn"]})
    assert list(sources.matches(frame, ["title"], "son la")) == [True, False, False]
    assert list(sources.matches(frame, ["title"], "sơn sau")) == [False, True, False]
    assert list(sources.matches(frame, ["title"], "lang cai")) == [False, True, False]
    assert list(sources.matches(frame, ["title"], "an")) == [False, False, False]


def test_sources_are_narrowed_by_grade_kind_and_what_they_stated(edition):
    frame = edition.query("sources")

    def ids(codes, *only):
        return sorted(sources.narrow_sources(frame, codes, only, None)["source_id"])

    assert ids(None, "official") == ["official-1"]
    assert ids(None, "press", "article") == ["press-1", "press-2", "press-early"]
    assert ids(None, "press", "decision") == []
    assert ids({"email_accounts"}) == ["official-1"]
    assert ids(None, "warning", "open") == ids(None)  # words of another list


@pytest.fixture(scope="module")
def findings() -> pd.DataFrame:
    rows = [
        ("f1", "slip", "warning", "open", "P63-14", "VN", "a"),
        ("f2", "ties", "info", "explained", "D63-116", "P63-14", "b"),
        ("f3", "slip", "info", "open", None, None, None),
    ]
    columns = ["finding_id", "kind", "severity", "state", "unit_id", "unit_parent_id", "indicator_code"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("units", "codes", "only", "found"),
    [
        (None, None, (), ["f1", "f2", "f3"]),
        (["P63-14"], None, (), ["f1", "f2"]),
        (["D63-116"], None, (), ["f2"]),
        (None, {"a"}, (), ["f1"]),
        (None, None, ("open",), ["f1", "f3"]),
        (None, None, ("open", "info"), ["f3"]),
        (None, None, ("slip", "ties", "info"), ["f2", "f3"]),
        (None, None, ("press",), ["f1", "f2", "f3"]),
        (None, None, ("error",), []),
    ],
)
def test_findings_are_narrowed(findings, units, codes, only, found):
    assert list(sources.narrow_findings(findings, units, codes, only)["finding_id"]) == found


def test_counts_keep_noughts_and_order(findings):
    assert sources.counts(findings, "severity", sources.SEVERITIES) == {"error": 0, "warning": 1, "info": 2}


# Queries


def test_a_statement_leads_to_its_figure_and_says_whether_it_is_shown(edition):
    figure = edition.query("series", indicator="par_index_score", unit_ids=["P63-14"], year_from=2021, year_to=2021)
    (figure_id,) = figure["figure_id"]
    statements = edition.query("statements_of_figure", figure_id=figure_id)
    found = edition.query("figures_of_statements", observation_ids=list(statements["observation_id"]))
    assert set(found["figure_id"]) == {figure_id}
    assert sorted(found["is_preferred"]) == [False, True]


def test_a_source_is_read_in_stretches_that_make_up_the_whole(edition):
    whole = edition.query("source_gave", source_id="press-1", most=50, skip=0)
    parts = [edition.query("source_gave", source_id="press-1", most=2, skip=skip) for skip in (0, 2, 4)]
    joined = [one for part in parts for one in part["observation_id"]]
    assert joined == list(whole["observation_id"])
    assert [len(part) for part in parts] == [2, 2, 0]


def test_findings_touch_statements_and_sources(edition):
    conflict = edition.query("all_findings").query("kind == 'conflicting_values'")
    (linked,) = conflict["observation_id"]
    of_statement = edition.query("findings_of_statements", observation_ids=[linked], source_id=None)
    assert list(of_statement["finding_id"]) == list(conflict["finding_id"])
    for source_id, touched in (("press-1", True), ("press-2", True), ("press-early", False)):
        found = edition.query("findings_of_statements", observation_ids=[], source_id=source_id)
        assert ("conflicting_values" in set(found["kind"])) is touched, source_id
    assert edition.query("findings_of_statements", observation_ids=[], source_id=None).empty


# Words


def test_every_kind_of_finding_has_its_words():
    with (ROOT / "data/findings.csv").open(encoding="utf-8") as file:
        written = {row["kind"] for row in csv.DictReader(file)}
    assert written <= set(sources.REVIEWED_KINDS)
    for kind in (*check_names(), *sources.REVIEWED_KINDS, "known_gap"):
        for lang in LANGS:
            assert words.kind_name(kind, lang) != kind, kind
    assert words.kind_name("of_another_edition", "vi") == "of_another_edition"


def test_the_kinds_are_those_of_the_documentation():
    text = (ROOT / "docs/developers/figures.md").read_text(encoding="utf-8")
    table = text.partition("## Kinds of reviewed findings")[2]
    named = {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")} - {"kind"}
    assert named == set(sources.REVIEWED_KINDS)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("prefix", "vocabulary"),
    [
        ("severity", sources.SEVERITIES),
        ("state", sources.STATES),
        ("origin", sources.ORIGINS),
        ("grade", sources.GRADES),
        ("kind", sources.SOURCE_KINDS),
        ("statistic", ("own", "mean", "median")),
        ("period_basis", ("stated", "inferred", "document_date", "not_stated")),
        ("scope", ("departments", "districts", "communes")),
        ("comparable", ("yes", "no", "first", "not_stated")),
        ("within", ("yes", "no", "not_stated")),
        ("start", ("stated", "inferred", "not_stated")),
        ("extent", ("all", "some")),
        ("level", ("province", "district", "commune", "department")),
        ("section", ("coverage", "sources", "findings", "glossary")),
    ],
)
def test_closed_vocabularies_have_their_words(prefix, vocabulary, lang):
    said = [t(f"sources.{prefix}.{word}", lang, unit="x") for word in vocabulary]
    assert len(set(said)) == len(vocabulary)


@pytest.mark.parametrize(
    ("start", "end", "basis", "said"),
    [
        ("2021-01-01", "2021-12-31", "stated", "năm 2021 (nguồn nêu rõ)"),
        (None, "2025-08-29", "stated", "đến 29/08/2025 (nguồn nêu rõ)"),
        ("2021-01-01", "2021-06-30", "stated", "từ 01/01/2021 đến 30/06/2021 (nguồn nêu rõ)"),
        (None, None, "not_stated", "nguồn không nêu kỳ số liệu"),
    ],
)
def test_periods_say_when_and_how_it_is_known(start, end, basis, said):
    days = {
        "period_start": pd.Timestamp(start) if start else pd.NaT,
        "period_end": pd.Timestamp(end) if end else pd.NaT,
    }
    assert words.period({**days, "period_basis": basis}, "vi") == said


def test_whom_a_figure_is_of():
    def said(level="province", **row):
        return words.of_whom({"scope": "self", "statistic": "own", "members": pd.NA, **row}, "Gia Lai", level, "vi")

    assert said() == "Gia Lai"
    assert said(scope="communes") == "cấp xã của Gia Lai"
    assert said(level="country") == "Gia Lai (chỉ số riêng của quốc gia)"
    assert said(level="country", statistic="mean", members=63) == "Gia Lai (trung bình 63 đơn vị)"
    assert said(level="country", statistic="median") == "Gia Lai (trung vị các đơn vị)"


def test_values_are_written_with_unit_qualifier_and_kind_of_nothing():
    row = {"value": 8000.0, "decimals": 0, "qualifier": "more_than", "nothing": None, "rank": 3, "rank_of": 34}
    assert words.amount(row, Subject("Hộp thư", "Hộp thư", "count", 0), "vi") == "hơn 8.000"
    assert words.amount({**row, "value": float("nan")}, Subject("x", "x"), "vi") == ""
    assert words.place(row) == "3/34" and words.place({**row, "rank": float("nan")}) == ""
    kinds = [
        words.nothing({"nothing": kind}, "vi")
        for kind in ("not_ranked", "not_applicable", "not_submitted", "not_published")
    ]
    assert len(set(kinds)) == 4 and words.nothing(row, "vi") == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2017, 2018, "2017–2018"),
        (2020, 2020, "2020"),
        (2025, pd.NA, "từ 2025"),
        (None, 2015, "đến 2015"),
        (pd.NA, None, ""),
    ],
)
def test_spans_of_years(first, last, said):
    assert words.years(first, last, "vi") == said


def test_levels_say_that_one_is_the_highest():
    indicator = {"unit": "level", "scale_min": 1, "scale_max": 4, "direction": "lower"}
    assert words.direction(indicator, "vi") == "I là mức cao nhất, IV là mức thấp nhất"
    assert words.scale({**indicator, "unit": "points", "scale_min": 0, "scale_max": 100}, "vi") == "Điểm, thang 0–100"
    assert words.scale({**indicator, "unit": "points", "scale_min": 0, "scale_max": float("nan")}, "vi") == "Điểm"


# Markup


def test_whatever_comes_from_the_data_is_escaped():
    bad = '<script>alert("x")</script>'
    made = html.joined(
        html.text(bad), html.strong(bad), html.quiet(bad, "vi"), html.mark(bad), html.paragraph(bad), html.heading(bad),
        html.terms([(bad, html.text(bad))]), html.table([Head(bad)], [[html.text(bad)]], bad),
    )  # fmt: skip
    assert "<script" not in made and "&lt;script&gt;" in made


def test_an_address_that_is_not_of_the_web_is_no_link():
    assert "<a" not in html.anchor(html.Link("xem", "javascript:alert(1)"))
    assert html.anchor(html.Link("xem", "sources?figure=1"), "vi").startswith('<a lang="vi" class="inside"')


def test_columns_without_anything_are_left_out():
    made = html.table([Head("A"), Head("B", "number"), Head("C")], [[html.text("1"), html.EMPTY, html.text("2")]], "x")
    assert 'data-label="A"' in made and 'data-label="C"' in made and "B" not in made


def test_the_language_of_a_text_is_told_by_its_letters():
    assert [html.spoken(text) for text in ("Báo Sơn La", "Đà Nẵng", "Da Nang tops", "越南")] == ["vi", "vi", None, None]
