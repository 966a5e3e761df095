"""FHIR's conditions: which answers open an item. The rules are numbered as in docs/engine.md."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Missing
from lytte.core.evaluation.comparison import equal
from lytte.core.values import Coding, Date, DateTime, Quantity, Reference, Time, Uri
from tests.core.evaluation.making import evaluated, item, opened_by, questionnaire, when

UCUM = "http://unitsofmeasure.org"
RED = Coding(system="colours", code="red")


def is_open(answer: Any, operator: str, wanted: Any, kind: str = "choice") -> bool:
    form = questionnaire(
        item("asked", kind, repeats=True),
        item("shown", "string", **opened_by(when("asked", operator, wanted))),
    )
    answers = {} if answer is None else {"asked": answer}
    return "shown" in evaluated(form, answers).enabled_link_ids()


def kilograms(value: str) -> Quantity:
    return Quantity(value=Decimal(value), unit="kg", system=UCUM, code="kg")


@pytest.mark.parametrize("answer", [None, Missing.DECLINED, Missing.SKIPPED])
@pytest.mark.parametrize(
    ("operator", "wanted", "opens"),
    [
        ("=", 3, False),
        ("!=", 3, True),
        (">", 3, False),
        ("<", 3, False),
        (">=", 3, False),
        ("<=", 3, False),
        ("exists", True, False),
        ("exists", False, True),
    ],
)
def test_a_question_without_an_answer_is_not_equal_to_anything(
    answer: Any, operator: str, wanted: Any, opens: bool
) -> None:
    assert is_open(answer, operator, wanted) is opens


@pytest.mark.parametrize(
    ("answers", "operator", "wanted", "opens"),
    [
        ((1, 5), "=", 5, True),
        ((1, 5), "!=", 5, False),
        ((1, 5), "!=", 4, True),
        ((1, 5), ">", 4, True),
        ((1, 5), ">", 5, False),
        ((1, 5), ">=", 5, True),
        ((1, 5), "<", 1, False),
        ((1, 5), "<=", 1, True),
        ((1, 5), "exists", True, True),
    ],
)
def test_one_of_several_answers_is_enough_but_for_not_equal(
    answers: tuple[int, ...], operator: str, wanted: int, opens: bool
) -> None:
    assert is_open(answers, operator, wanted) is opens


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Decimal("1.0"), Decimal("1.00"), True),
        (1, Decimal("1.0"), True),
        (1, True, False),
        ("Yes", "yes", False),
        (RED, Coding(system="colours", code="red", display="rouge"), True),
        (RED, Coding(code="red"), True),
        (RED, Coding(system="paints", code="red"), False),
        (RED, Coding(system="colours", code="blue"), False),
        (RED, Coding(system="colours", display="red"), False),
        (Coding(display="red"), Coding(display="red"), True),
        (Coding(display="red"), "red", True),
        (kilograms("1"), Quantity(value=Decimal(1000), system=UCUM, code="g"), True),
        (kilograms("1"), Quantity(value=Decimal(1)), True),
        (kilograms("1"), Quantity(value=Decimal(1), system=UCUM, code="Cel"), None),
        (Date("2026-05-17"), Date("2026-05-17"), True),
        (Date("2026"), Date("2026-05"), None),
        (Date("2025"), Date("2026-05"), False),
        (DateTime("2026-05-17T10:00:00Z"), DateTime("2026-05-17T12:00:00+02:00"), True),
        (Time("10:30:00"), Time("10:30:00"), True),
        (Time("10:30:00"), Date("2026-05-17"), None),
        (Uri("urn:a"), Uri("urn:a"), True),
        (Reference(reference="Patient/1"), Reference(reference="Patient/1"), True),
        (Reference(), Reference(), False),
    ],
)
def test_when_two_values_are_the_same(left: Any, right: Any, same: bool | None) -> None:
    assert equal(left, right) is same


@pytest.mark.parametrize(
    ("answer", "operator", "wanted", "opens"),
    [
        (Date("2026-05-17"), ">", Date("2026-05-16"), True),
        (Date("2026"), ">", Date("2026-05"), False),
        (Date("2026"), "!=", Date("2026-05"), False),
        (Date("2027"), ">", Date("2026-05"), True),
        (kilograms("1"), ">", Quantity(value=Decimal(900), system=UCUM, code="g"), True),
        (kilograms("1"), "!=", Quantity(value=Decimal(1), system=UCUM, code="Cel"), False),
        (DateTime("2026-05-17T10:00:00Z"), "<", DateTime("2026-05-17T10:00:00-05:00"), True),
        ("b", ">", "a", True),
    ],
)
def test_what_cannot_be_compared_opens_nothing(
    answer: Any, operator: str, wanted: Any, opens: bool
) -> None:
    assert is_open(answer, operator, wanted) is opens


@pytest.mark.parametrize(
    ("behavior", "one", "both"),
    [("all", False, True), ("any", True, True), (None, True, True)],
)
def test_several_conditions_without_a_behaviour_mean_any(
    behavior: str | None, one: bool, both: bool
) -> None:
    conditions = opened_by(when("a", "=", 1), when("b", "=", 1), behavior=behavior)
    form = questionnaire(item("a"), item("b"), item("c", "string", **conditions))

    assert ("c" in evaluated(form, {"a": 1}).enabled_link_ids()) is one
    assert ("c" in evaluated(form, {"a": 1, "b": 1}).enabled_link_ids()) is both


def test_an_expression_beside_conditions_wins() -> None:
    form = questionnaire(
        item("a"),
        item(
            "b",
            **opened_by(when("a", "=", 1)),
            enable_when_expression={"expression": "%resource.item.answer.value = 2"},
        ),
    )

    assert "b" not in evaluated(form, {"a": 1}).enabled_link_ids()
    assert "b" in evaluated(form, {"a": 2}).enabled_link_ids()


@pytest.mark.parametrize("expression", ["{}", "1 +", "%nobody", "'x'.nothing()"])
def test_an_expression_that_comes_to_nothing_opens_nothing(expression: str) -> None:
    form = questionnaire(item("a", enable_when_expression={"expression": expression}))

    assert evaluated(form, {"a": 1}).enabled_link_ids() == []


def test_what_is_inside_a_closed_item_is_closed_and_unanswered() -> None:
    form = questionnaire(
        item("a"),
        item(
            "g",
            "group",
            item("b", **opened_by(when("nothing", "!=", 1))),
            **opened_by(when("a", "=", 1)),
        ),
        item("c", **opened_by(when("b", "=", 1))),
        item("d", **opened_by(when("c", "exists", False))),
    )
    answers = {"b": 1, "c": 1}

    assert evaluated(form, answers).enabled_link_ids() == ["a", "d"]
    assert evaluated(form, {"a": 1, **answers}).enabled_link_ids() == ["a", "g", "b", "c"]


def test_a_question_that_is_not_there_is_never_answered() -> None:
    form = questionnaire(
        item("a", **opened_by(when("gone", "=", 1))), item("b", **opened_by(when("gone", "!=", 1)))
    )

    assert evaluated(form, {}).enabled_link_ids() == ["b"]
