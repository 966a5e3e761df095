"""Calculated values and variables: what a questionnaire works out from its answers."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Key, Missing
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.response_problems import problems
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time
from tests.core.evaluation.making import (
    NOON,
    calculated,
    evaluated,
    item,
    opened_by,
    questionnaire,
    value_of,
    when,
)

TOTAL = calculated(f"{value_of('a')} + {value_of('b')}")
UCUM = "http://unitsofmeasure.org"


def test_a_total_opens_a_question_in_the_same_answer() -> None:
    form = questionnaire(
        item("why", "string", **opened_by(when("total", ">", 5))),
        item("total", **TOTAL),
        item("a"),
        item("b"),
    )
    evaluation = evaluated(form, {"a": 4})
    assert evaluation.values(Key("total")) == ()

    changed = evaluation.answer(Key("b"), (2,))

    assert changed == [Key("b"), Key("total"), Key("why")]
    assert evaluation.values(Key("total")) == (6,)
    assert evaluation.enabled(Key("why"))


def test_a_closed_or_declined_answer_is_no_addend() -> None:
    form = questionnaire(
        item("open", "boolean"),
        item("a"),
        item("b", **opened_by(when("open", "=", True))),
        item("total", **TOTAL),
        item("sum", **calculated("%resource.item.where(linkId!='total').answer.value.count()")),
    )

    assert evaluated(form, {"a": 4, "b": 2}).values(Key("total")) == ()
    assert evaluated(form, {"open": True, "a": 4, "b": 2}).values(Key("total")) == (6,)
    assert evaluated(form, {"open": True, "a": Missing.DECLINED, "b": 2}).calculated() == {
        "total": (),
        "sum": (2,),
    }


@pytest.mark.parametrize(
    ("rest", "kept"),
    [({}, True), ({"read_only": True}, False), ({"hidden": True}, False)],
)
def test_only_what_a_patient_can_change_is_believed(rest: Any, kept: bool) -> None:
    form = questionnaire(item("a"), item("b"), item("total", **TOTAL, **rest))
    evaluation = evaluated(form, {"a": 1, "b": 2, "total": 99})

    assert evaluation.values(Key("total")) == ((99,) if kept else (3,))

    evaluation.answer(Key("total"), None)

    assert evaluation.values(Key("total")) == (3,)


@pytest.mark.parametrize(
    ("kind", "expression", "answer"),
    [
        ("integer", "4 / 2", 2),
        ("integer", "5 / 2", None),
        ("decimal", "5 / 2", Decimal("2.5")),
        ("decimal", "2", Decimal(2)),
        ("string", "2.50", "2.50"),
        ("string", "''", None),
        ("string", "@2026-05", "2026-05"),
        ("date", "today()", Date("2026-05-17")),
        ("dateTime", "@2026-05-17", DateTime("2026-05-17")),
        ("time", "@T10:30", Time("10:30")),
        ("boolean", "'yes'", None),
        ("boolean", "1 = 1", True),
        ("quantity", "3 'kg'", Quantity(value=Decimal(3), unit="kg", system=UCUM, code="kg")),
        ("string", "('a' | 'b')", "a"),
    ],
)
def test_a_result_becomes_the_kind_of_answer_its_question_takes(
    kind: str, expression: str, answer: NativeValue | None
) -> None:
    found = evaluated(questionnaire(item("x", kind, **calculated(expression))), {})

    assert found.values(Key("x")) == (() if answer is None else (answer,))
    assert repr(found.values(Key("x"))) == repr(() if answer is None else (answer,))


def test_a_number_gets_the_unit_of_its_question_and_a_code_its_option() -> None:
    red = {"code": "r", "display": "Red"}
    form = questionnaire(
        item("w", "quantity", unit={"code": "kg", "system": UCUM}, **calculated("70")),
        item("c", "choice", answer_options=[{"value": {"valueCoding": red}}], **calculated("'r'")),
    )

    found = evaluated(form, {}).calculated()

    assert found["w"] == (Quantity(value=Decimal(70), unit="kg", system=UCUM, code="kg"),)
    assert found["c"] == (Coding(code="r", display="Red"),)


def test_nearer_variables_hide_those_around() -> None:
    form = questionnaire(
        item("x", **calculated("%v")),
        item(
            "g",
            "group",
            item("y", **calculated("%v")),
            item("z", variables=[{"name": "v", "expression": "%v + 1"}], **calculated("%v")),
            variables=[{"name": "w", "expression": "1"}, {"name": "v", "expression": "%w + 1"}],
        ),
        variables=[{"name": "v", "expression": "10"}],
    )

    assert evaluated(form, {}).calculated() == {"x": (10,), "y": (2,), "z": (3,)}


def test_a_variable_that_only_names_itself_is_unknown() -> None:
    form = questionnaire(
        item("x", **calculated("%v")), variables=[{"name": "v", "expression": "%v + 1"}]
    )

    assert compile(form).problems == ()
    assert "Nothing is known as %v" in str(evaluated(form, {}).state.faults)


def test_weights_are_added_and_never_made_up() -> None:
    def scored(**options: Any) -> Any:
        return questionnaire(
            item("q", "choice", **options),
            item("total", "decimal", **calculated("%resource.item.answer.value.weight().sum()")),
        )

    often = {"value": {"valueCoding": {"system": "s", "code": "often"}}, "weight": "2"}
    answer = {"q": Coding(system="s", code="often")}

    assert evaluated(scored(answer_options=[often]), answer).values(Key("total")) == (2,)
    unknown = evaluated(scored(answer_value_set="http://elsewhere"), answer)
    assert unknown.values(Key("total")) == ()
    assert "no weights" in str(unknown.state.faults)


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (opened_by(when("b", "=", 1)), opened_by(when("a", "=", 1)), "“A” (a), “B” (b)"),
        (calculated(value_of("b")), calculated(value_of("a")), "“A” (a), “B” (b)"),
        (calculated(value_of("a")), {}, "“A” (a) depends on its own answer"),
    ],
)
def test_a_circle_is_named_and_does_not_hang(first: Any, second: Any, named: str) -> None:
    form = questionnaire(
        item("a", text={"en": "A"}, **first), item("b", text={"en": "B"}, **second)
    )

    [problem] = compile(form).problems

    assert problem.severity == "error"
    assert named in problem.message
    assert problem.way_out
    evaluated(form, {"a": 1, "b": 1}, NOON)


def test_a_total_of_everything_does_not_count_itself() -> None:
    form = questionnaire(
        item("a"), item("total", **calculated("%resource.item.answer.value.sum()"))
    )
    evaluation = evaluated(form, {"a": 2})

    evaluation.answer(Key("a"), (3,))

    assert compile(form).problems == ()
    assert evaluation.values(Key("total")) == (3,)


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("1 +", "stops too early"),
        ("%nobody", "Nothing is known as %nobody"),
        ("1 + 'x'", "no meaning between"),
    ],
)
def test_an_expression_with_a_fault_is_empty_and_says_why(expression: str, fault: str) -> None:
    evaluation = evaluated(questionnaire(item("x", **calculated(expression))), {})

    [problem] = problems(evaluation)

    assert evaluation.values(Key("x")) == ()
    assert (problem.severity, problem.place) == ("warning", "x")
    assert "The calculatedExpression could not be worked out" in problem.message
    assert fault in problem.message


def test_what_is_not_fhirpath_computes_nothing() -> None:
    cql = {"expression": "AgeInYears()", "language": "text/cql"}
    evaluation = evaluated(questionnaire(item("x", calculated_expression=cql)), {"x": 4})

    assert evaluation.values(Key("x")) == (4,)
    assert evaluation.calculated() == {"x": (4,)}


def test_the_record_and_the_clock_come_from_outside() -> None:
    born = "%patient.birthDate"
    form = questionnaire(
        item("age", **calculated("today().toString().substring(0, 4).toInteger() - 1970")),
        item("born", "date", **calculated(born)),
    )
    around = type(NOON)(
        now=NOON.now, launch={"patient": {"resourceType": "Patient", "birthDate": "1970-01-02"}}
    )

    assert evaluated(form, {}, around).calculated() == {"age": (56,), "born": (Date("1970-01-02"),)}
