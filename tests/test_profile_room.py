"""The room of the printed sheet: shared in turn, from the beginning of each list, never more than there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.ui.profile.room import height, shares

LINES = st.lists(st.integers(1, 6), max_size=12)


def fill(lines: list[int], taken: int) -> int:
    """The least height of the first items in two columns, none of them cut, in their order."""
    shown = lines[:taken]
    return min(max(sum(shown[:cut]), sum(shown[cut:])) for cut in range(len(shown) + 1))


@given(LINES, st.integers(0, 12))
def test_the_height_of_two_columns_is_never_told_too_low(lines: list[int], taken: int) -> None:
    assert fill(lines, taken) <= height(lines[:taken])


@given(st.lists(LINES, max_size=4), st.floats(0, 80), st.floats(0, 3))
def test_what_is_taken_fits_and_what_is_left_out_would_not(lists: list[list[int]], room: float, heading: float) -> None:
    taken = shares(lists, room, heading)

    def needed(numbers: list[int]) -> float:
        return sum(heading + height(one[:n]) for one, n in zip(lists, numbers, strict=True) if n)

    assert needed(taken) <= room or not any(taken)
    for place, one in enumerate(lists):
        if taken[place] < len(one):
            assert needed([n + (at == place) for at, n in enumerate(taken)]) > room - 1


def test_every_list_gets_its_turn_before_any_gets_more() -> None:
    assert shares([[1] * 9, [1] * 9, [1] * 9], 6, 1) == [2, 2, 2]
    assert shares([[1], [1] * 9], 20, 1) == [1, 9]
    assert shares([[5], [1, 1]], 3, 1) == [0, 2], "one that does not fit stops no other"
    assert shares([[], []], 10, 1) == [0, 0] and shares([[1]], 0, 1) == [0]
