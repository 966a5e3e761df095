"""What a response starts with, and what can be chosen as it goes on."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.initial import initial_answers
from lytte.core.evaluation.options import options
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.values import Coding
from tests.core.evaluation.making import (
    NOON,
    calculated,
    evaluated,
    item,
    keyed,
    questionnaire,
    value_of,
)
from tests.machine import soon

RED = Coding(system="s", code="red", display="Red")
BLUE = Coding(system="s", code="blue", display="Blue")


def offered(*codings: Coding, **rest: Any) -> list[dict[str, Any]]:
    return [
        {"value": {"valueCoding": coding.model_dump(exclude_none=True)}, **rest}
        for coding in codings
    ]


def initial(code: str) -> list[dict[str, Any]]:
    return [{"valueCoding": {"system": "s", "code": code}}]


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        (item("x", initial=[1]), (1,)),
        (item("x", initial=[1, 2]), (1,)),
        (item("x", repeats=True, initial=[1, 2]), (1, 2)),
        (item("x", "quantity", initial=[{"valueQuantity": {"code": "kg"}}]), None),
        (item("x", "choice", answer_options=offered(RED), initial=initial("red")), (RED,)),
        (item("x", "choice", answer_options=offered(RED, initial_selected=True)), (RED,)),
        (item("x", initial_expression={"expression": "1 + 2"}), (3,)),
        (item("x", initial_expression={"expression": "%patient.age"}), None),
        (item("x", initial=[9], **calculated("1")), None),
        (item("x"), None),
    ],
)
def test_what_a_question_starts_with(question: Any, starts: Any) -> None:
    found = initial_answers(compile(questionnaire(question)), NOON)

    assert found == ({} if starts is None else {Key("x"): starts})


def test_nothing_is_put_over_an_answer() -> None:
    form = compile(
        questionnaire(item("a", initial=[1]), item("b", initial_expression={"expression": "2"}))
    )

    assert initial_answers(form, NOON, keyed({"a": 5, "b": 6})) == {}


def test_a_new_row_begins_like_the_first_and_leaves_the_others_alone() -> None:
    rows = item("g", "group", item("a", initial=[1]), item("b", initial=[2]), repeats=True)
    form = compile(questionnaire(rows, item("c", initial=[3])))

    found = initial_answers(form, NOON, keyed({"a@0": 9}), row=Key("g", (2,)))

    assert found == keyed({"a@2": 1, "b@2": 2})


def test_an_initial_expression_sees_the_initial_values() -> None:
    form = compile(
        questionnaire(
            item("twice", initial_expression={"expression": f"{value_of('a')} * 2"}),
            item("a", initial=[4]),
        )
    )

    assert initial_answers(form, NOON) == keyed({"a": 4, "twice": 8})


def test_the_record_fills_in_what_it_knows() -> None:
    form = compile(
        questionnaire(
            item("name", "string", initial_expression={"expression": "%patient.name.family"})
        )
    )
    around = Surroundings(
        launch={"patient": {"resourceType": "Patient", "name": [{"family": "Nord"}]}}
    )

    assert initial_answers(form, around) == {Key("name"): ("Nord",)}


def test_an_expression_may_offer_what_was_answered_before() -> None:
    choice = item("worst", "choice", answer_expression={"expression": value_of("which")})
    form = questionnaire(item("which", "choice", repeats=True), choice)

    found = options(evaluated(form, {"which": (RED, BLUE)}), Key("worst"))

    assert [option.value for option in found] == [RED, BLUE]
    assert options(evaluated(form, {}), Key("worst")) == ()


def test_an_offered_option_keeps_its_weight() -> None:
    choice = item(
        "worst",
        "choice",
        answer_options=offered(RED, weight="3"),
        answer_expression={"expression": value_of("which")},
    )
    form = questionnaire(item("which", "choice", repeats=True), choice)

    [found] = options(evaluated(form, {"which": (RED,)}), Key("worst"))

    assert found.weight == Decimal(3)


@pytest.mark.parametrize(("age", "there"), [(None, False), (10, False), (20, True)])
def test_a_toggled_option_is_there_while_its_expression_is_true(age: Any, there: bool) -> None:
    toggle = {
        "options": [{"valueCoding": {"system": "s", "code": "blue"}}],
        "expression": {"expression": f"{value_of('age')} >= 18"},
    }
    form = questionnaire(
        item("age"),
        item("x", "choice", answer_options=offered(RED, BLUE), toggles=[toggle]),
    )

    found = options(evaluated(form, {} if age is None else {"age": age}), Key("x"))

    assert [option.value for option in found] == ([RED, BLUE] if there else [RED])


def test_initial_expressions_share_what_may_be_worked_out_for_one_response() -> None:
    """With enough for each anew, a page of them would keep the patient waiting."""
    text = "%resource.descendants().where(linkId != 'x').count()"
    many = [item(f"q{number}", initial_expression={"expression": text}) for number in range(600)]
    compiled = compile(questionnaire(*many))

    soon(lambda: initial_answers(compiled, Surroundings()))
