"""Labels do not collide; ticks and widths."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.charts import labels, layout
from egov_metrics.charts.look import Look

positions = st.lists(st.floats(-50, 450), max_size=12)


@given(positions, st.floats(1, 40))
def test_no_two_labels_are_nearer_than_the_minimum(wanted, apart):
    placed = labels.place(wanted, apart, 0, 400)
    fits = apart * (len(wanted) - 1) <= 400
    least = apart if fits else 400 / (len(wanted) - 1)
    assert len(placed) == len(wanted)
    assert all(b - a >= least - 1e-6 for a, b in pairwise(sorted(placed)))
    assert all(-1e-6 <= place <= 400 + 1e-6 for place in placed)


@given(positions, st.floats(1, 20))
def test_labels_keep_their_order(wanted, apart):
    placed = labels.place(wanted, apart, 0, 400)
    by_wish = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    assert sorted(range(len(wanted)), key=lambda i: placed[i]) == by_wish


def test_labels_with_room_stay_where_they_are():
    assert labels.place([100, 50, 200], 20, 0, 400) == [100, 50, 200]


def test_too_many_labels_are_spread_over_what_there_is():
    placed = labels.place([50] * 21, 20, 0, 100)
    assert placed == pytest.approx([5 * i for i in range(21)])


def test_two_labels_part_evenly():
    assert labels.place([100, 104], 20, 0, 400) == [92, 112]


def test_labels_at_the_edge_stay_inside():
    assert labels.place([0, 0, 0], 20, 0, 400) == [0, 20, 40]
    assert labels.place([400, 400], 20, 0, 400) == [380, 400]


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(5, 120)), max_size=15))
def test_texts_in_one_row_do_not_overlap(texts):
    texts.sort()
    taken = labels.rows([start for start, _ in texts], [width for _, width in texts])
    for row in set(taken):
        inside = [text for text, its in zip(texts, taken, strict=True) if its == row]
        assert all(a[0] + a[1] <= b[0] for a, b in pairwise(inside))


@given(st.floats(-1000, 1000), st.floats(0.001, 5000))
def test_ticks_are_round_and_inside(low, span):
    ticks = layout.nice_ticks(low, low + span)
    assert 1 <= len(ticks) <= 7
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)
    steps = {round((b - a) / span, 6) for a, b in pairwise(ticks)}
    assert len(steps) <= 1


def test_ticks_are_written_as_vietnamese_numbers():
    assert layout.tick_texts([0, 0.25, 0.5]) == ["0,00", "0,25", "0,50"]
    assert layout.tick_texts([8000, 10000]) == ["8.000", "10.000"]
    assert layout.tick_texts([-5, 0]) == ["\u22125", "0"]


@given(st.integers(1, 2000), st.integers(2, 12))
def test_rank_ticks_begin_with_one_and_end_with_the_last_place(worst, about):
    ticks = layout.rank_ticks(worst, about)
    assert ticks[0] == 1 and ticks[-1] == worst
    assert ticks == sorted(set(ticks)) and len(ticks) <= about + 2


@pytest.mark.parametrize(("width", "step"), [(1000, 1), (300, 2), (150, 4)])
def test_years_take_every_second_tick_when_it_is_narrow(width, step):
    axis = layout.years_axis(Look(), 2012, 2024, width)
    assert (axis["dtick"], axis["tickformat"], axis["tick0"]) == (step, "d", 2024)


def test_width_of_text_knows_lines_and_tags():
    assert layout.text_width("<b>Sơn La</b>") == layout.text_width("Sơn La")
    assert layout.text_width("Sơn La<br>Quảng Ninh") == layout.text_width("Quảng Ninh")
    assert layout.text_width("a &lt; b") == layout.text_width("a < b".replace("<", "‹"))


def test_text_from_data_cannot_be_markup():
    assert layout.escape("<b>a</b> & b") == "&lt;b&gt;a&lt;/b&gt; &amp; b"
    assert "<script" not in layout.wrapped("<script>x</script> " * 9)
    assert layout.cut("Thừa Thiên Huế", 8) == "Thừa Th…"
