"""The year player: what it shows, what it accepts from a browser, what it writes into the view."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.analysis.compare import nearest
from egov_metrics.ui import filters, year_player
from egov_metrics.views.view import View

years = st.lists(st.integers(1990, 2100), min_size=1, max_size=20)


@pytest.fixture
def player(monkeypatch):
    """The player with its browser side replaced: what it was given, what it wrote, and a way to send to it."""
    seen = SimpleNamespace(state={}, changed=[], view=View(), data=None, triggers=None)

    def mount(name, folder, key, data, **triggers):
        assert (folder / f"{name}.js").is_file() and (folder / f"{name}.html").is_file()
        seen.data, seen.triggers = data, triggers

    monkeypatch.setattr(year_player, "mount", mount)
    monkeypatch.setattr(year_player.st, "session_state", seen.state)
    monkeypatch.setattr(filters, "current", lambda: seen.view)
    monkeypatch.setattr(filters, "change", lambda **fields: seen.changed.append(fields))

    def show(available, year=None):
        seen.view = View(year=year)
        return year_player.year_player(available, "Năm", "vi", "player")

    seen.show = show
    return seen


@given(years, st.none() | st.integers(1990, 2100))
def test_the_nearest_year_is_one_of_them_and_none_is_nearer(available, stated):
    found = nearest(available, stated)
    assert found in available
    if stated is None:
        assert found == max(available)
    else:
        assert all(abs(found - stated) <= abs(one - stated) for one in available)


def test_of_two_years_equally_near_the_later_is_shown():
    assert nearest([2012, 2014], 2013) == 2014


def test_no_year_at_all_is_refused(player):
    with pytest.raises(ValueError, match="no year"):
        player.show([])


def test_it_shows_the_year_of_the_view_among_sorted_years(player):
    assert player.show([2021, 2012, 2021, 2019], 2019) == 2019
    assert (player.data["years"], player.data["year"]) == ([2012, 2019, 2021], 2019)
    assert player.show([2021, 2012, 2019]) == 2021
    assert player.show([2021, 2012, 2019], 2016) == 2019  # a link may state a year without figures


def test_a_choice_is_written_and_the_newest_is_stated_as_none(player):
    player.show([2012, 2019, 2021])
    player.triggers["pick"]({"year": 2012, "stamp": 5})
    player.triggers["pick"]({"year": 2021, "stamp": 6})
    assert player.changed == [{"year": 2012}, {"year": None}]


def test_the_answer_carries_the_stamp_so_that_the_browser_sends_the_next(player):
    player.show([2012, 2019])
    player.triggers["pick"]({"year": 2012, "stamp": 7})
    player.show([2012, 2019], 2012)
    assert player.data["stamp"] == 7
    player.triggers["pick"]({"year": 2019, "stamp": 3})  # an older one that was overtaken
    player.show([2012, 2019])
    assert player.data["stamp"] == 7


@pytest.mark.parametrize(
    "sent",
    [None, "2012", 2012, [], {"year": 2012}, {"year": 2013, "stamp": 1}, {"year": "2012", "stamp": 1},
     {"year": True, "stamp": 1}, {"year": 2012, "stamp": "1"}, {"year": 2012, "stamp": True}],
)  # fmt: skip
def test_nonsense_from_a_browser_changes_nothing(player, sent):
    player.show([2012, 2019])
    player.triggers["pick"](sent)
    assert player.changed == []


def test_names_are_in_both_languages(player):
    player.show([2012, 2019])
    vietnamese = dict(player.data["texts"])
    year_player.year_player([2012, 2019], "Year", "en", "player")
    assert set(vietnamese) == set(player.data["texts"]) == {"label", "play", "pause", "previous", "next"}
    assert all(vietnamese[name] != player.data["texts"][name] for name in vietnamese)
