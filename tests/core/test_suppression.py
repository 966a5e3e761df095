"""No hidden figure can be worked out: every small table is tried, and larger ones drawn."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.suppression import LEAST, Count, Hidden, hidden, sums

Table = tuple[tuple[Count, ...], ...]


def people(*numbers: int) -> Table:
    """One column in which each person counts once."""
    return tuple((Count(one, one),) for one in numbers)


def published(table: Table) -> tuple[object, ...]:
    """What a reader gets: the sums, the rows shown, and why the others are not."""
    whys = hidden(table)
    rows = [why or tuple(one.number for one in row) for row, why in zip(table, whys, strict=True)]
    return (*sums(table), *rows)


def may_be_shown(table: Table) -> bool:
    """Whether the sums beside the table are figures of enough people."""
    return all(
        not 0 < sum(one.people for one in column) < LEAST for column in zip(*table, strict=True)
    )


def told(tables: Iterator[Table]) -> list[tuple[object, Table]]:
    """Return the tables in which somebody who tries every table finds out a hidden figure."""
    alike: dict[tuple[object, ...], list[Table]] = defaultdict(list)
    for table in tables:
        alike[published(table)].append(table)
    return [(page, fits[0]) for page, fits in alike.items() if _tells(fits)]


def _tells(fits: Sequence[Table]) -> bool:
    first = fits[0]
    for place, why in enumerate(hidden(first)):
        for column in range(len(first[place])) if why else ():
            numbers = {one[place][column].number for one in fits}
            if len(numbers) == 1 and numbers != {0}:
                return True
    return False


@pytest.mark.parametrize(("rows", "most"), [(1, 30), (2, 24), (3, 16), (4, 9), (5, 6), (6, 5)])
def test_no_column_of_people_tells_a_hidden_figure(rows: int, most: int) -> None:
    """Complete: the tables that would look the same are all among those tried, up to the sum."""
    tables = (people(*numbers) for numbers in product(range(most + 1), repeat=rows))

    found = told(one for one in tables if may_be_shown(one) and sums(one)[0] <= most)

    assert found == []


def test_no_column_of_answers_by_the_same_people_tells_a_hidden_figure() -> None:
    """Three people may stand behind nine answers: then a small number of people is no small sum."""
    counts = [Count(n, p) for n in range(9) for p in range(9) if p <= n and (p > 0) == (n > 0)]
    tables = (tuple((one,) for one in row) for row in product(counts, repeat=3))

    found = told(one for one in tables if may_be_shown(one) and sums(one)[0] <= 8)

    assert found == []


def test_no_table_of_asked_and_answered_tells_a_hidden_figure() -> None:
    """Who answered was asked: the second column is never above the first."""
    pairs = [(Count(a, a), Count(b, b)) for a in range(12) for b in range(a + 1)]
    tables = (row for row in product(pairs, repeat=3) if sums(row)[0] <= 11)

    found = told(one for one in tables if may_be_shown(one))

    assert found == []


numbers = st.one_of(st.integers(0, 8), st.integers(0, 400))


@given(st.lists(numbers, min_size=1, max_size=14))
def test_every_hidden_figure_has_one_to_change_places_with(drawn: list[int]) -> None:
    table = people(*drawn)
    whys = hidden(table)
    out = [place for place, why in enumerate(whys) if why]
    if not may_be_shown(table) or not out or len(out) == len(drawn):
        return

    for place in out:
        twin = next(one for one in out if drawn[one] != drawn[place])
        changed = list(drawn)
        changed[place], changed[twin] = changed[twin], changed[place]
        assert published(people(*changed)) == published(table)


@given(st.lists(numbers, min_size=1, max_size=14))
def test_a_figure_of_few_people_is_never_shown(drawn: list[int]) -> None:
    whys = hidden(people(*drawn))

    assert [one for one, why in zip(drawn, whys, strict=True) if not why and 0 < one < LEAST] == []


@given(st.lists(numbers, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_hides_nothing_else(drawn: list[int], random: object) -> None:
    order = sorted(range(len(drawn)), key=lambda _: random.random())  # type: ignore[attr-defined]

    moved = hidden(people(*(drawn[one] for one in order)))

    assert moved == [hidden(people(*drawn))[one] for one in order]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ([20, 30, 0], [None, None, None]),
        ([3, 30, 100], [Hidden.BESIDE, Hidden.BESIDE, None]),
        ([3, 4, 100], [Hidden.FEW, Hidden.FEW, None]),
        ([3, 3, 100, 200], [Hidden.BESIDE, Hidden.BESIDE, Hidden.BESIDE, None]),
        ([3, 6, 6, 9], [Hidden.BESIDE, Hidden.BESIDE, Hidden.BESIDE, None]),
    ],
)
def test_as_little_is_hidden_as_hides_it(drawn: list[int], expected: list[Hidden | None]) -> None:
    assert hidden(people(*drawn)) == expected


def test_how_many_people_count_and_not_how_often() -> None:
    few, nobody, enough = Count(9, 4), Count(0, 0), Count(9, 5)

    assert [one.is_few for one in (few, nobody, enough)] == [True, False, False]
