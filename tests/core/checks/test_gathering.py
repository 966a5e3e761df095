"""A file that has one fault in many places tells of it once."""

import pytest

from lytte.core.checks.gathering import MOST_ALIKE, gathered
from lytte.core.problems import Problem, error, note, warning

FILL = "Fill it, let the patient answer, or take it away."


def unfilled(number: int) -> Problem:
    return warning(f"q{number}", f"“Question {number}” is read-only, and nothing fills it", FILL)


def test_what_is_met_again_and_again_is_told_once_with_the_first_few() -> None:
    found = gathered(unfilled(number) for number in range(1, 40))

    assert found == [
        warning(
            "q1",
            "“Question 1” is read-only, and nothing fills it; 38 more are like this: "
            "“Question 2” (q2), “Question 3” (q3), “Question 4” (q4) …",
            FILL,
        )
    ]


def test_a_few_are_told_one_by_one() -> None:
    few = [unfilled(number) for number in range(MOST_ALIKE)]

    assert gathered(few) == few


def test_errors_are_all_told_for_each_has_to_be_put_right() -> None:
    every = [error(f"q{n}", f"“{n}” depends on its own answer", "Remove it.") for n in range(40)]

    assert gathered(every) == every


def test_what_differs_in_more_than_names_and_numbers_is_told_apart() -> None:
    every = [
        each
        for number in range(MOST_ALIKE)
        for each in (unfilled(number), note(f"q{number}", f"“{number}” has no words", ""))
    ]

    assert sorted(map(str, gathered(every))) == sorted(map(str, every))


@pytest.mark.parametrize("called", ["a question without text", "a group without text"])
def test_an_item_without_words_is_like_one_with_them(called: str) -> None:
    of_words = [warning(f"q{n}", f"“{n}” has no options (c{n})", "") for n in range(5)]
    without = warning("last", f"{called} has no options (c9)", "")

    [told] = gathered([*of_words, without])

    assert told.message == (
        "“0” has no options (c0); 5 more are like this: “1” (q1), “2” (q2), “3” (q3) …"
    )
