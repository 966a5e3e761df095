"""Laying an imported questionnaire onto a recipe, item by item."""

from dataclasses import replace
from decimal import Decimal

from lytte.core.instrument_recipe import AskedItem, match_recipe
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe

GAD7 = read_recipe(INSTRUMENTS / "gad-7")


def asked(*link_ids: str) -> list[AskedItem]:
    return [AskedItem(link_id, 4, Decimal(0), Decimal(3)) for link_id in link_ids]


FITTING = asked("a", "b", "c", "d", "e", "f", "g")


def test_a_questionnaire_that_fits_is_matched_by_position_and_scored() -> None:
    found = match_recipe(GAD7, FITTING)

    assert found.faults == ()
    assert found.pairs[0] == ("q1", "a")
    [total] = GAD7.scales_on(found.pairs)
    assert score([total], {item.link_id: Decimal(2) for item in FITTING})["total"].value == 14


def test_items_are_found_by_name_whatever_their_order() -> None:
    found = match_recipe(GAD7, asked("q2", "q1", "q3", "q4", "q5", "q6", "q7"))

    assert dict(found.pairs) == {f"q{n}": f"q{n}" for n in range(1, 8)}
    assert found.faults == (
        "q1 should stand where q2 stands; put the questions in the instrument's order",
        "q2 should stand where q1 stands; put the questions in the instrument's order",
    )


def test_items_are_found_by_the_number_at_the_end() -> None:
    found = match_recipe(GAD7, asked(*(f"gad7_{n:02d}" for n in range(1, 8))))

    assert found.pairs[6] == ("q7", "gad7_07")
    assert found.faults == ()


def test_numbers_that_are_not_the_recipes_are_not_trusted() -> None:
    """LOINC codes end in a digit too."""
    found = match_recipe(GAD7, asked(*(f"/693{n}-{n}" for n in range(3, 10))))

    assert found.pairs[0] == ("q1", "/6933-3")
    assert found.faults == ()


def test_a_question_too_many_is_named() -> None:
    found = match_recipe(GAD7, [*FITTING, *asked("how_hard")])

    assert found.faults == (
        "the questionnaire has 8 questions, the recipe 7 items; not in the recipe: how_hard",
    )


def test_a_question_too_few_is_named() -> None:
    found = match_recipe(GAD7, FITTING[:5])

    assert found.faults == (
        "the questionnaire has 5 questions, the recipe 7 items; not in the questionnaire: q6, q7",
    )


def test_every_misfit_of_options_and_range_is_named_at_once() -> None:
    odd = [
        replace(FITTING[0], options=5),
        replace(FITTING[1], minimum=Decimal(1), maximum=Decimal(4)),
        AskedItem("c", 4),
        *FITTING[3:],
    ]

    assert match_recipe(GAD7, odd).faults == (
        "q1 (a) has 5 options, the recipe counts 4",
        "q2 (b) is answered 1 to 4, the recipe counts 0 to 3",
        "q3 (c) has answers without numbers; give them the numbers 0 to 3",
    )


def test_a_number_without_options_fits_by_its_range_alone() -> None:
    esas = read_recipe(INSTRUMENTS / "esas-r")
    numbers = [AskedItem(f"n{n}", None, Decimal(0), Decimal(10)) for n in range(1, 10)]

    assert match_recipe(esas, numbers).faults == ()


def test_nothing_at_all_is_a_misfit_and_no_crash() -> None:
    found = match_recipe(GAD7, [])

    assert found.pairs == ()
    assert len(found.faults) == 1
