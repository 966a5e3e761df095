"""A number of too few people is not printed, and cannot be worked out from what is."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.small_cells import FEWEST, share, shown

counts = st.lists(st.integers(0, 40), max_size=7)


@given(counts)
def test_no_number_of_one_to_four_is_shown(given: list[int]) -> None:
    assert not [one for one in shown(given) if one is not None and 0 < one < FEWEST]
    assert not [
        one for one in shown(given, with_total=False) if one is not None and 0 < one < FEWEST
    ]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_a_hidden_number_cannot_be_found_from_the_total(given: list[int]) -> None:
    seen = shown(given)
    hidden = [number for number, one in enumerate(seen) if one is None]
    if not hidden or sum(given) < FEWEST:
        return
    left = sum(given) - sum(one for one in seen if one is not None)
    possible = [some for some in product(range(left + 1), repeat=len(hidden)) if sum(some) == left]
    for place in range(len(hidden)):
        assert len({some[place] for some in possible}) > 1


@given(counts)
def test_what_is_shown_is_true(given: list[int]) -> None:
    assert all(seen in (None, count) for seen, count in zip(shown(given), given, strict=True))


def test_enough_of_everybody_is_shown_whole() -> None:
    assert shown([5, 0, 12]) == [5, 0, 12]
    assert shown([1, 30, 7, 0]) == [None, 30, None, None]
    assert share(3, 4) is None
    assert share(3, 12) == 25
