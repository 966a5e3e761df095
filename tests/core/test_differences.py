"""Two versions side by side: what is new, gone, changed and moved, and nothing else."""

from random import Random

import pytest

from lytte.core.differences import Entry, Line, changes, compare


def entry(key: str, text: str = "", language: str = "nb") -> Entry:
    return Entry(key, key.upper(), (Line("Words", text or key, language),))


def kinds(before: str, after: str) -> dict[str, str]:
    rows = compare([entry(one) for one in before], [entry(one) for one in after])
    return {row.key: row.kind for row in changes(rows)}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("abcd", "abcd", {}),
        ("", "ab", {"a": "new", "b": "new"}),
        ("abcd", "acd", {"b": "gone"}),
        ("abcd", "dabc", {"d": "moved"}),  # one moved, not three
        ("abcd", "bcda", {"a": "moved"}),
        ("abcd", "axbcd", {"x": "new"}),  # what is pushed down is not moved
        ("abc", "cab", {"c": "moved"}),
    ],
)
def test_moved_is_not_gone_and_new_and_as_few_as_possible_moved(
    before: str, after: str, told: dict[str, str]
) -> None:
    assert kinds(before, after) == told


def test_what_is_gone_stands_where_it_stood() -> None:
    rows = compare([entry(one) for one in "abc"], [entry(one) for one in "axc"])

    assert [row.key for row in rows] == ["a", "b", "x", "c"]
    assert [(row.was, row.now) for row in rows] == [(1, 1), (2, None), (None, 2), (3, 3)]


def test_words_are_marked_on_their_own_side() -> None:
    [row] = compare([entry("a", "Klarer du å spise?")], [entry("a", "Klarer du å drikke?")])
    [pair] = row.pairs

    assert [(run.kind, run.text) for run in pair.before][-2:] == [("gone", "spise"), ("same", "?")]
    assert [(run.kind, run.text) for run in pair.after][-2:] == [("come", "drikke"), ("same", "?")]
    assert "".join(run.text for run in pair.before) == "Klarer du å spise?"
    assert "".join(run.text for run in pair.after) == "Klarer du å drikke?"


def test_a_changed_entry_that_moved_says_both() -> None:
    rows = compare([entry("a"), entry("b"), entry("c")], [entry("c", "annet"), *map(entry, "ab")])

    [row] = changes(rows)
    assert (row.key, row.kind, row.moved) == ("c", "changed", True)


def test_whatever_is_shuffled_what_did_not_move_kept_its_order() -> None:
    dice = Random(7)
    before = [entry(str(number)) for number in range(60)]
    after = dice.sample(before, 60)

    rows = compare(before, after)

    stayed = [row for row in rows if not row.moved]
    places = [row.was for row in stayed]
    assert places == sorted(places, key=lambda one: one or 0)
    assert 60 - len(stayed) == len(changes(rows))
