"""Responses in and out: rows, types, and why an answer is missing."""

import json
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Answers, Key, Missing
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.response_tree import response_tree
from lytte.core.values import Coding, DateTime
from lytte.integrations.fhir.exact_json import write
from lytte.integrations.fhir.responses import MISSING_CODES, answers, response
from tests.integrations.fhir.questionnaires import asked, example, imported

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def sent(*items: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items)}


def answered(link_id: str, *given: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": list(given)}


def test_rows_and_answers_are_numbered_from_the_outside() -> None:
    times = answered("times", {"valueTime": "08:00:00"}, {"valueTime": "20:00:00"})
    rex = {"valueCoding": {"code": "d"}, "item": [answered("called", {"valueString": "Rex"})]}
    given = sent(
        {"linkId": "rows", "item": [answered("name", {"valueString": "A"})]},
        {"linkId": "rows", "item": [answered("again", {"valueBoolean": True, "item": [times]})]},
        answered("pets", {"valueCoding": {"code": "c"}}, rex),
    )

    found, problems = answers(given, example("nested"))

    assert problems == []
    assert found[Key("name", (0,))] == ("A",)
    assert len(found[Key("times", (1,))]) == 2
    assert found[Key("called", (1,))] == ("Rex",)


@pytest.mark.parametrize("missing", list(Missing))
def test_why_an_answer_is_missing_travels_both_ways(missing: Missing) -> None:
    absent = [{"url": ABSENT, "valueCode": MISSING_CODES[missing]}]
    form = imported(asked("a"))

    found, _ = answers(sent({"linkId": "a", "extension": absent}), form)
    tree = response_tree(evaluate(compile(form), found))

    assert found == {Key("a"): missing}
    assert response(tree, form)["item"][0]["extension"] == absent


def test_a_reason_may_stand_beside_the_value() -> None:
    beside = {"extension": [{"url": ABSENT, "valueCode": "asked-declined"}]}

    found, problems = answers(
        sent({"linkId": "a", "answer": [{"_valueString": beside}]}), imported(asked("a"))
    )

    assert (found, problems) == ({Key("a"): Missing.DECLINED}, [])


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({"linkId": "x"}, "no item"),
        ({}, "no linkId"),
        ({"linkId": "a", "answer": [{"valueBoolean": True}]}, "The answer is a"),
        ({"linkId": "a", "answer": [{"valueString": "x"}, {"valueString": "y"}]}, "takes one"),
        ({"linkId": "a", "answer": [{}]}, "has no value"),
        ({"linkId": "a", "answer": "x"}, "a list of objects"),
        ({"linkId": "n", "answer": [{"valueDecimal": 4.5}]}, "The answer is a"),
        ({"linkId": "in", "answer": [{"valueString": "x"}]}, "wrong place"),
        ({"linkId": "g", "answer": [{"valueString": "x"}]}, "it is a group"),
    ],
)
def test_what_does_not_fit_is_told(item: dict[str, Any], wrong: str) -> None:
    form = imported(asked("a"), asked("n", "integer"), asked("g", "group", item=[asked("in")]))

    _, problems = answers(sent(item), form)

    assert any(wrong in each.message for each in problems)


def test_values_that_mean_the_same_fit() -> None:
    form = imported(asked("d", "decimal"), asked("i", "integer"), asked("t", "dateTime"))

    found, problems = answers(
        json.dumps(
            sent(
                {"linkId": "d", "answer": [{"valueInteger": 3}]},
                {"linkId": "i", "answer": [{"valueDecimal": 4.0}]},
                {"linkId": "t", "answer": [{"valueDate": "2026-05-17"}]},
            )
        ),
        form,
    )

    assert problems == []
    assert list(found.values()) == [(Decimal(3),), (4,), (DateTime("2026-05-17"),)]


def test_own_words_fit_an_open_choice_only() -> None:
    option = [{"valueCoding": {"code": "r", "display": "Red"}}]
    form = imported(
        asked("open", "open-choice", answerOption=option), asked("c", "choice", answerOption=option)
    )
    own = [{"valueString": "Mauve"}]

    _, problems = answers(
        sent({"linkId": "open", "answer": own}, {"linkId": "c", "answer": own}), form
    )

    assert [each.place for each in problems] == ["c"]


def test_a_response_says_which_version_was_answered() -> None:
    form = imported(asked("a", "decimal"), asked("c", "choice", answerOption=[
        {"valueCoding": {"code": "r", "display": "Red"}},
    ]))  # fmt: skip
    given: Answers = {Key("a"): (Decimal("1.50"),), Key("c"): (Coding(code="r", display="Red"),)}

    found = response(response_tree(evaluate(compile(form), given)), form, about={"id": "1"})

    assert found["questionnaire"] == "https://example.org/Questionnaire/small|1"
    assert found["item"][0]["text"] == "About a?"
    assert '"valueDecimal": 1.50' in write(found)
    assert answers(found, form) == (given, [])


@pytest.mark.parametrize("given", [b"{", b"[]", b'{"resourceType": "Questionnaire"}'])
def test_what_is_no_response_is_refused_in_words(given: bytes) -> None:
    found, problems = answers(given, imported(asked("a")))

    assert found == {}
    assert problems[0].severity == "error"
