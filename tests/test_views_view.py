"""The view: what a link states is what is shown, and what it cannot state is said."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.views.view import (
    COLOURS,
    LEVELS,
    MAX_UNITS,
    MEASURES,
    PARAMS,
    RULES,
    SECTIONS,
    SHAPES,
    TERRITORIES,
    VIEWS,
    Problem,
    View,
)

unit_ids = st.one_of(
    st.just("VN"),
    st.from_regex(r"P(63|34)-[0-9]{2}", fullmatch=True),
    st.from_regex(r"D63-[a-z0-9][a-z0-9-]{1,8}", fullmatch=True),
    st.from_regex(r"C(63|34)-[0-9]{5}", fullmatch=True),
    st.from_regex(r"R(63|34)-[a-z-]{3,20}", fullmatch=True),
    st.from_regex(r"A-P63-64-[a-z-]{2,20}", fullmatch=True),
)
years = st.none() | st.integers(1990, 2100)
words = st.lists(st.from_regex(r"[a-z][a-z_]{1,39}", fullmatch=True), max_size=8, unique=True).map(tuple)
searches = st.none() | st.text(max_size=40).map(lambda text: " ".join(normalize("NFC", text).split()) or None)
ids = st.none() | st.from_regex(r"[A-Za-z0-9_.:-]{1,40}", fullmatch=True)


@st.composite
def views(draw):
    low, high = draw(years), draw(years)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    return View(
        unit=draw(unit_ids),
        units=tuple(draw(st.lists(unit_ids, max_size=MAX_UNITS))),
        indicator=draw(st.none() | st.from_regex(r"[a-z][a-z0-9_]{1,30}", fullmatch=True)),
        year_from=low,
        year_to=high,
        year=draw(years),
        view=draw(st.sampled_from(VIEWS)),
        measure=draw(st.sampled_from(MEASURES)),
        against=draw(st.none() | st.from_regex(r"[a-z][a-z0-9_]{1,30}", fullmatch=True)),
        across=draw(st.booleans()),
        territory=draw(st.sampled_from(TERRITORIES)),
        rule=draw(st.sampled_from(RULES)),
        partial=draw(st.booleans()),
        colour=draw(st.sampled_from(COLOURS)),
        shape=draw(st.sampled_from(SHAPES)),
        region=draw(st.none() | unit_ids),
        level=draw(st.sampled_from(LEVELS)),
        parent=draw(st.none() | unit_ids),
        section=draw(st.sampled_from(SECTIONS)),
        search=draw(searches),
        only=draw(words),
        figure=draw(ids),
        source=draw(ids),
        lang=draw(st.sampled_from(("vi", "en"))),
        edition=draw(st.none() | st.from_regex(r"[0-9a-f]{12}", fullmatch=True)),
    )


@given(views())
def test_a_link_opens_the_view_it_was_copied_from(view):
    address = urlencode(view.to_params())
    assert View.from_params(parse_qs(address)) == (view, ())


@given(views(), views())
def test_a_link_means_the_same_whatever_the_unit_and_language_of_the_installation(view, other):
    default = View(unit=other.unit, lang=other.lang)
    assert View.from_params(view.to_params(), default) == (view, ())


@given(st.dictionaries(st.sampled_from(sorted(PARAMS)) | st.text(max_size=8), st.text(max_size=40), max_size=12))
def test_any_parameters_at_all_give_a_view_that_can_be_written(stated):
    view, problems = View.from_params(stated)
    assert View.from_params(view.to_params()) == (view, ())
    assert all(problem.key.startswith("filter.problem.") for problem in problems)


def test_bad_values_fall_back_to_the_default_and_are_named():
    stated = {"unit": "Sơn La", "year": "202", "view": "pie", "lang": "fr", "indicator": "par_index_score", "level": ""}
    view, problems = View.from_params(stated, View(unit="P63-14"))
    assert view == View(unit="P63-14", indicator="par_index_score")
    assert {(problem.param, problem.value) for problem in problems} == {
        ("unit", "Sơn La"),
        ("year", "202"),
        ("view", "pie"),
        ("lang", "fr"),
    }


@pytest.mark.parametrize("year", ["1989", "2101", "0", "-1", "2,019", "２０１９", "20190", "năm"])
def test_years_out_of_bounds_are_refused(year):
    assert View.from_params({"year": year}) == (View(), (Problem("filter.problem.unreadable", "year", year),))


def test_years_the_wrong_way_round_are_both_dropped():
    view, problems = View.from_params({"from": "2024", "to": "2012"})
    assert (view.year_from, view.year_to) == (None, None)
    assert [problem.key for problem in problems] == ["filter.problem.years_reversed"]


def test_too_many_units_are_refused_as_a_whole():
    units = ",".join(f"P63-{number:02d}" for number in range(MAX_UNITS + 1))
    view, problems = View.from_params({"units": units})
    assert view.units == ()
    assert problems[0].key == "filter.problem.too_many_units"
    assert len(problems[0].value) <= 60


def test_the_own_unit_and_repeated_units_are_listed_once():
    view, problems = View.from_params({"unit": "P63-14", "units": ["P63-22,P63-14", "P63-22,P63-64"]})
    assert (view.units, problems) == (("P63-22", "P63-64"), ())


def test_a_link_has_a_fixed_order_and_says_only_what_is_not_plain():
    view = View(unit="P63-14", units=("P63-22",), year_from=2012, lang="en", edition="0123456789ab", measure="rank")
    assert list(view.to_params().items()) == [
        ("unit", "P63-14"),
        ("units", "P63-22"),
        ("from", "2012"),
        ("measure", "rank"),
        ("lang", "en"),
        ("edition", "0123456789ab"),
    ]
    assert View().to_params() == {"unit": "VN", "lang": "vi"}


def test_what_an_edition_does_not_have_is_dropped_and_named():
    units, indicators = {"VN", "P63-14"}, {"par_index": "par_index_score", "par_index_score": "par_index_score"}
    view = View(unit="P63-99", units=("P63-14", "P63-98"), indicator="PAR_INDEX", region="R63-nowhere")
    found, problems = view.known(units, indicators)
    assert found == View(unit="VN", units=("P63-14",), indicator="par_index_score")
    assert [(problem.param, problem.value) for problem in problems] == [
        ("unit", "P63-99"),
        ("units", "P63-98"),
        ("region", "R63-nowhere"),
    ]
    lost, problems = View(indicator="nonsense").known(units, indicators)
    assert lost.indicator is None
    assert problems == (Problem("filter.problem.unknown_indicator", "indicator", "nonsense"),)
    kept = View(unit="P63-14", indicator="par_index_score")
    assert kept.known(units, indicators) == (kept, ())


def test_what_belongs_to_the_sources_page_stays_there():
    view = View(figure="f1", source="s1", section="findings", search="sơn la", only=("open",), year=2020)
    assert view.elsewhere() == View(year=2020)
    assert view.elsewhere(section="glossary") == View(section="glossary", year=2020)
    assert View(figure="f1").elsewhere(figure="f2") == View(figure="f2")


def test_words_and_text_that_narrow_a_list_are_tidied_or_refused():
    view, problems = View.from_params({"search": "  Sơn   La ", "only": ["open,warning", "open"]})
    assert (view.search, view.only, problems) == ("Sơn La", ("open", "warning"), ())
    view, problems = View.from_params({"search": "x" * 81, "only": "open,<b>", "section": "everything"})
    assert view == View()
    assert {problem.param for problem in problems} == {"search", "only", "section"}
