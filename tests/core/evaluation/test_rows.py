"""Repeating groups and questions: whose answer a row sees."""

import pytest

from lytte.core.answers import Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from tests.core.evaluation.making import (
    calculated,
    evaluated,
    item,
    keyed,
    opened_by,
    questionnaire,
    when,
)

SICK = opened_by(when("ill", "=", 1))
CHILDREN = questionnaire(
    item("before", **SICK),
    item("children", "group", item("ill"), item("with what", "string", **SICK), repeats=True),
    item("after", **SICK),
)


def test_a_row_sees_its_own_row() -> None:
    evaluation = evaluated(CHILDREN, {"ill@0": 0, "ill@1": 1, "ill@2": 0})

    found = [evaluation.enabled(Key("with what", (row,))) for row in range(3)]

    assert found == [False, True, False]


@pytest.mark.parametrize(
    ("ill", "before", "after"),
    [((1, 0), True, False), ((0, 1), False, True), ((1, None), True, True)],
)
def test_from_outside_the_nearest_answered_row_counts(
    ill: tuple[int | None, ...], before: bool, after: bool
) -> None:
    answers = {f"ill@{row}": each for row, each in enumerate(ill) if each is not None}
    evaluation = evaluated(CHILDREN, answers)

    assert evaluation.enabled(Key("before")) is before
    assert evaluation.enabled(Key("after")) is after


def test_a_question_under_an_answer_sees_that_answer() -> None:
    form = questionnaire(
        item(
            "symptoms",
            "string",
            item("how bad", **opened_by(when("symptoms", "=", "pain"))),
            repeats=True,
        )
    )
    evaluation = evaluated(form, {"symptoms": ("cough", "pain")})

    assert not evaluation.enabled(Key("how bad", (0,)))
    assert evaluation.enabled(Key("how bad", (1,)))


def test_rows_in_rows_see_both() -> None:
    form = questionnaire(
        item(
            "stay",
            "group",
            item("ward"),
            item("drug", "group", item("dose", **opened_by(when("ward", "=", 1))), repeats=True),
            repeats=True,
        )
    )
    evaluation = evaluated(form, {"ward@0": 1, "ward@1": 2, "dose@0.1": 5, "dose@1.0": 5})

    assert evaluation.values(Key("dose", (0, 1))) == (5,)
    assert evaluation.values(Key("dose", (1, 0))) == ()
    assert evaluation.rows(Key("drug", (0,))) == 2


def test_a_row_is_there_as_soon_as_it_is_asked_for() -> None:
    evaluation = evaluated(CHILDREN, {"ill@0": 1})

    evaluation.add_row(Key("children"))

    assert evaluation.rows(Key("children")) == 2
    assert evaluation.enabled(Key("ill", (1,)))
    assert not evaluation.enabled(Key("with what", (1,)))


def test_a_row_computes_over_its_own_answers() -> None:
    form = questionnaire(
        item(
            "meal",
            "group",
            item("eaten"),
            item("left", **calculated("10 - %eaten", read_only=True)),
            repeats=True,
            variables=[{"name": "eaten", "expression": "item.where(linkId='eaten').answer.value"}],
        )
    )
    evaluation = evaluated(form, {"eaten@0": 4, "eaten@1": 9})

    assert evaluation.values(Key("left", (0,))) == (6,)
    assert evaluation.values(Key("left", (1,))) == (1,)


def test_an_answer_under_an_answer_that_is_gone_counts_nowhere() -> None:
    form = questionnaire(
        item("a", "integer", item("b")), item("c", **opened_by(when("b", "exists", True)))
    )
    evaluation = evaluated(form, {"a": 1, "b": 2})
    assert evaluation.enabled(Key("c"))

    evaluation.answer(Key("a"), None)

    assert not evaluation.enabled(Key("c"))
    assert evaluation.given == keyed({"b": 2})


@pytest.mark.parametrize("at", [(10**9,), (1000,), (-1,), (), (0, 0)])
def test_an_answer_in_no_possible_row_is_put_aside(at: tuple[int, ...]) -> None:
    evaluation = evaluate(compile(CHILDREN), {Key("ill", at): (1,)})

    assert evaluation.rows(Key("children")) == 1
    assert evaluation.state.ignored == [Key("ill", at)]
