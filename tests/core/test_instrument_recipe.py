"""Laying an imported questionnaire onto a recipe, item by item."""

from dataclasses import replace
from decimal import Decimal

from lytte.core.recipe_matching import AskedItem, AskedOption, Match, match_recipe
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe

GAD7 = read_recipe(INSTRUMENTS / "gad-7")
PRO_CTCAE = read_recipe(INSTRUMENTS / "pro-ctcae")


def options(*numbers: int | None) -> tuple[AskedOption, ...]:
    return tuple(
        AskedOption(f"answer {place}", None if number is None else Decimal(number))
        for place, number in enumerate(numbers)
    )


def asked(*link_ids: str, numbers: tuple[int | None, ...] = (0, 1, 2, 3)) -> list[AskedItem]:
    return [AskedItem(link_id, f"text of {link_id}", options(*numbers)) for link_id in link_ids]


def messages(found: Match) -> list[str]:
    return [fault.message for fault in found.faults]


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
    assert messages(found) == [
        "“text of q1” is item q1 and should stand where “text of q2” stands.",
        "“text of q2” is item q2 and should stand where “text of q1” stands.",
    ]


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

    assert messages(found) == [
        "The questionnaire has 8 questions, the recipe 7 items.",
        "“text of how_hard” is not in the recipe.",
    ]
    assert found.faults[1].place == "how_hard"


def test_a_question_too_few_is_named() -> None:
    found = match_recipe(GAD7, FITTING[:5])

    assert messages(found) == [
        "The questionnaire has 5 questions, the recipe 7 items.",
        "Item q6 of the recipe is not in the questionnaire.",
        "Item q7 of the recipe is not in the questionnaire.",
    ]


def test_every_misfit_of_options_and_range_is_named_at_once() -> None:
    odd = [
        replace(FITTING[0], options=options(0, 1, 2, 3, 4)),
        replace(FITTING[1], options=options(1, 2, 3, 4)),
        AskedItem("c", "text of c", None, Decimal(0), Decimal(4)),
        AskedItem("d", "text of d"),
        replace(FITTING[4], options=options(None, 1, 2, 3)),
        replace(FITTING[5], options=options(0, 1, 1, 3)),
        replace(FITTING[6], options=None, obstacle="is answered in words"),
    ]

    found = match_recipe(GAD7, odd)

    assert messages(found) == [
        "“text of a” (= q1) has 5 options, the recipe counts 4: 0 to 3.",
        "“text of a” (= q1) counts 0, 1, 2, 3, 4; the recipe counts 0 to 3.",
        "“text of b” (= q2) counts 1, 2, 3, 4; the recipe counts 0 to 3.",
        "“text of c” (= q3) is answered 0 to 4, the recipe counts 0 to 3.",
        "“text of d” (= q4) does not say its lowest and highest number.",
        "“text of e” (= q5) has answers without numbers: “answer 0”.",
        "“text of f” (= q6) counts 0, 1, 1, 3; the recipe counts 0 to 3.",
        "“text of g” (= q7) is answered in words; the recipe counts 0 to 3.",
    ]
    assert [fault.place for fault in found.faults] == ["a", "a", "b", "c", "d", "e", "f", "g"]
    assert all(fault.way_out for fault in found.faults)


def test_options_without_numbers_are_counted_off_where_the_form_prints_them_so() -> None:
    who5 = read_recipe(INSTRUMENTS / "who-5")

    in_order = match_recipe(GAD7, asked(*"abcdefg", numbers=(None,) * 4))
    from_the_top = match_recipe(who5, asked(*"abcde", numbers=(None,) * 6))

    assert in_order.faults == ()
    assert list(in_order.counted["g"]) == [0, 1, 2, 3]
    assert from_the_top.counted == {}
    assert len(from_the_top.faults) == 5


def test_numbers_may_fall_as_the_form_prints_them() -> None:
    assert match_recipe(GAD7, asked(*"abcdefg", numbers=(3, 2, 1, 0))).faults == ()


def test_a_number_without_options_fits_by_its_range_alone() -> None:
    esas = read_recipe(INSTRUMENTS / "esas-r")
    numbers = [AskedItem(f"n{n}", "", None, Decimal(0), Decimal(10)) for n in range(1, 10)]

    assert match_recipe(esas, numbers).faults == ()


def test_an_attribute_that_the_symptom_is_not_asked_with_is_no_fault() -> None:
    found = match_recipe(PRO_CTCAE, asked("f", "s", numbers=(0, 1, 2, 3, 4)))

    assert found.faults == ()
    [grade] = PRO_CTCAE.scales_on(found.pairs)
    assert score([grade], {"f": Decimal(4), "s": Decimal(4)})["grade"].value == 3


def test_nothing_at_all_is_a_misfit_and_no_crash() -> None:
    found = match_recipe(GAD7, [])

    assert found.pairs == ()
    assert len(found.faults) == 8
