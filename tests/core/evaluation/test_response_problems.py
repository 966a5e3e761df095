"""What is wrong with a response, one rule each."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Key, Missing
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.response_problems import problems
from lytte.core.values import Attachment, Coding, Date, Quantity, Uri
from tests.core.evaluation.making import (
    calculated,
    evaluated,
    item,
    opened_by,
    questionnaire,
    when,
)

RED, BLUE = Coding(system="s", code="red"), Coding(system="s", code="blue")
NONE = Coding(system="s", code="none")
COLOURS = [
    {"value": {"valueCoding": {"system": "s", "code": "red"}}},
    {"value": {"valueCoding": {"system": "s", "code": "none"}}, "exclusive": True},
]


Answers = dict[str, Any]


def messages(*items: Any, completed: bool = True, **answers: Any) -> list[str]:
    found = problems(evaluated(questionnaire(*items), answers), completed)
    return [f"{each.severity} {each.place}: {each.message}" for each in found]


def kilograms(value: int) -> Quantity:
    return Quantity(value=Decimal(value), unit="kg", code="kg")


@pytest.mark.parametrize(
    ("kind", "rest", "answer", "fault"),
    [
        ("integer", {"minimum": "0"}, -1, "below the lowest allowed, 0"),
        ("integer", {"maximum": "10"}, 11, "above the highest allowed, 10"),
        ("numeric_rating", {}, 11, "above the highest allowed, 10"),
        ("visual_analogue", {}, -1, "below the lowest"),
        ("decimal", {"max_decimal_places": 1}, Decimal("1.25"), "has 2 decimals; at most 1"),
        ("decimal", {"max_decimal_places": 1}, Decimal("0.0010"), "has 3 decimals; at most 1"),
        ("integer", {}, True, "is a yes or no; the question takes a whole number"),
        ("boolean", {}, 1, "is a whole number; the question takes yes or no"),
        ("string", {"max_length": 3}, "long", "has 4 characters; at most 3"),
        ("string", {"min_length": 3}, "no", "has 2 characters; at least 3"),
        ("string", {"regex": "[0-9]+"}, "12a", "not written as it must be"),
        ("url", {"max_length": 3}, Uri("urn:a"), "has 5 characters"),
        ("date", {"minimum": {"valueDate": "2026-01-01"}}, Date("2025-12-31"), "2026-01-01"),
        ("quantity", {"maximum": {"value": "3", "code": "kg"}}, kilograms(4), "3 kg"),
        ("quantity", {"unit_options": [{"code": "g"}]}, kilograms(4), "unit kg is not one of: g"),
        ("attachment", {"mime_types": ["image/png"]}, Attachment(content_type="a/b"), "a/b"),
        ("attachment", {"max_size": 3}, Attachment(data="AAAAAAAA"), "has 6 bytes"),
        ("choice", {"answer_options": COLOURS}, BLUE, "“blue” is not one of the options"),
        ("open-choice", {"answer_options": COLOURS}, BLUE, "not one of the options"),
    ],
)
def test_an_answer_that_does_not_fit_is_told(kind: str, rest: Any, answer: Any, fault: str) -> None:
    [found] = messages(item("x", kind, **rest), x=answer)

    assert found.startswith("error x: ")
    assert fault in found


@pytest.mark.parametrize(
    ("kind", "rest", "answer"),
    [
        ("decimal", {"maximum": "10"}, 10),
        ("decimal", {"max_decimal_places": 2}, Decimal("1.25")),
        ("decimal", {"max_decimal_places": 1}, Decimal("37.50")),
        ("decimal", {"max_decimal_places": 0}, Decimal("1E+3")),
        ("date", {"minimum": {"valueDate": "2026-05-01"}}, Date("2026")),
        (
            "quantity",
            {"maximum": {"value": "3", "code": "kg"}},
            Quantity(value=Decimal(9), code="Cel"),
        ),
        ("string", {"regex": "(?=not for RE2)x"}, "y"),
        ("open-choice", {"answer_options": COLOURS}, "my own words"),
        ("open-choice", {"answer_options": COLOURS}, Coding(display="my own words")),
        ("choice", {"answer_options": COLOURS}, Coding(code="red")),
        ("choice", {"answer_value_set": "http://elsewhere"}, BLUE),
    ],
)
def test_what_fits_or_cannot_be_told_is_left_in_peace(kind: str, rest: Any, answer: Any) -> None:
    assert messages(item("x", kind, **rest), x=answer) == []


def test_none_of_these_goes_with_nothing_else() -> None:
    question = item("x", "choice", repeats=True, answer_options=COLOURS)

    assert messages(question, x=(NONE,)) == []
    assert messages(question, x=(RED, NONE)) == [
        "error x: “none” cannot be chosen together with others."
    ]


REQUIRED = item("x", required=True)


@pytest.mark.parametrize("reason", [Missing.DECLINED, Missing.SKIPPED])
def test_required_is_met_by_an_answer_or_a_reason(reason: Missing) -> None:
    assert len(messages(REQUIRED)) == 1
    assert messages(REQUIRED, completed=False) == []
    assert messages(REQUIRED, x=1) == []
    assert messages(REQUIRED, x=reason) == []


def test_what_is_not_asked_is_not_missing() -> None:
    closed = item("b", required=True, **opened_by(when("a", "=", 1)))
    computed = item("t", required=True, read_only=True, **calculated("{}"))

    assert messages(item("a"), closed, computed, item("h", required=True, hidden=True)) == []
    assert messages(item("a", "integer", item("b", required=True))) == []
    assert len(messages(item("a"), closed, a=1)) == 1


def test_a_required_group_needs_an_answer_in_it() -> None:
    group = item("g", "group", item("a"), item("b"), required=True)

    assert messages(group) == ["error g: Something in this group must be answered."]
    assert messages(group, b=1) == []
    assert messages(group, a=Missing.DECLINED, b=Missing.SKIPPED) == []
    assert len(messages(group, a=Missing.DECLINED)) == 1


def test_how_often_is_bounded() -> None:
    rows = item("g", "group", item("a"), repeats=True, min_occurs=2, max_occurs=2)

    assert messages(item("x"), x=(1, 2)) == ["error x: There are 2 answers; at most 1 are allowed."]
    assert messages(item("x", repeats=True, max_occurs=2), x=(1, 2, 3)) != []
    assert messages(rows, **Answers({"a@0": 1})) == ["error g: There are 1; at least 2 are needed."]
    assert messages(rows, **Answers({"a@0": 1, "a@1": 1})) == []
    assert messages(rows, **Answers({"a@2": 1, "a@0": 1, "a@1": 1})) == [
        "error g: There are 3 rows; at most 2 are allowed."
    ]


def rule(expression: str, **rest: Any) -> dict[str, Any]:
    return {"constraints": [{"expression": expression, "human": {"en": "Too much."}, **rest}]}


@pytest.mark.parametrize(
    ("severity", "told"), [("error", ["error x: Too much."]), ("warning", ["warning x: Too much."])]
)
def test_a_rule_is_broken_when_it_is_false_and_not_when_unknown(
    severity: str, told: list[str]
) -> None:
    question = item("x", **rule("answer.value < 5", severity=severity))

    assert messages(question, x=7) == told
    assert messages(question, x=3) == []
    assert messages(question) == []
    assert messages(item("x", **rule("answer.value < %resource.item[9].answer.value")), x=7) == []


def test_a_rule_of_a_group_is_kept_by_every_row() -> None:
    group = item(
        "g",
        "group",
        item("from"),
        item("to"),
        repeats=True,
        **rule("item.where(linkId='from').answer.value <= item.where(linkId='to').answer.value"),
    )

    assert messages(group, **Answers({"from@0": 1, "to@0": 2, "from@1": 5, "to@1": 4})) == [
        "error g: Too much."
    ]


def test_a_rule_of_the_whole_is_about_the_response() -> None:
    form = questionnaire(item("x"), **rule("item.answer.value.sum() < 5"))

    assert [each.place for each in problems(evaluated(form, {"x": 7}))] == [""]


def test_answers_to_nothing_are_told() -> None:
    form = compile(questionnaire(item("x"), item("g", "group", item("a"), repeats=True)))
    answers = {Key("gone"): (1,), Key("a", (5000,)): (1,), Key("g"): (1,)}

    found = {each.place for each in problems(evaluate(form, answers))}

    assert found == {"gone", "a@5000", "g"}
