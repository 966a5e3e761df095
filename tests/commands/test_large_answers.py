"""Answers nobody gave: thousands in one response, thousands of responses, banks out of measure."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from lytte.commands import evaluate, scoring
from lytte.integrations.fhir import any_version
from tests.evaluated import outcome
from tests.integrations.fhir.questionnaires import asked, document
from tests.machine import soon

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
MANY = 4_000


def _response(*items: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items)}


def _answered(link_id: str, *given: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": list(given)}


def _evaluated(form: dict[str, Any], given: Any) -> Any:
    return outcome(json.dumps(form).encode(), json.dumps(given).encode(), NOW)


def test_many_answers_among_many_options_take_no_time() -> None:
    options = [{"valueCoding": {"code": str(n)}} for n in range(MANY)]
    form = document(asked("a", "choice", repeats=True, answerOption=options))
    chosen = [{"valueCoding": {"code": str(n)}} for n in range(MANY)]

    found = soon(lambda: _evaluated(form, _response(_answered("a", *chosen))), 4_000_000)

    assert len(found["response"]["item"][0]["answer"]) == MANY


def test_what_stands_under_an_answer_is_asked_for_as_many_answers_as_there_is_room_for() -> None:
    inside = [asked(f"b{n}", "integer") for n in range(500)]
    form = document(asked("a", repeats=True, item=inside))
    given = [{"valueString": "x", "item": [_answered("b0", {"valueInteger": 1})]}] * 3_000

    found = soon(lambda: _evaluated(form, _response(_answered("a", *given))))

    said = found["response"]["item"][0]["answer"]
    assert len(said) == 3_000
    assert sum("item" in each for each in said) == 100
    assert len(found["problems"]) == 3_000 - 100


def test_more_than_one_response_holds_is_refused_in_words() -> None:
    many = [{"valueString": "x"}] * 10_001

    found = _evaluated(document(asked("a")), _response(_answered("a", *many)))

    assert found["response"] is None
    [problem] = found["problems"]
    assert "more than 10,000 items and answers" in problem["message"]


def test_responses_are_told_one_by_one() -> None:
    form = any_version.read(json.dumps(document(asked("a"))).encode())
    said = json.dumps([_response(_answered("a", {"valueString": "x"}))] * 3).encode()

    many, entries = evaluate.outcomes(form, b"{}", said, NOW)

    assert many
    assert next(entries)["enabled"] == ["a"]
    assert len(list(entries)) == 2


def test_a_file_of_too_many_responses_is_refused_with_the_way_out() -> None:
    form = any_version.read(json.dumps(document(asked("a"))).encode())

    _, [entry] = evaluate.outcomes(form, b"{}", b"[" + b" " * 8_000_001, NOW)

    [problem] = entry["problems"]
    assert "at most 8,000,000 can be" in problem["message"]
    assert "split it" in problem["message"]


def _bank(number: int, categories: int = 4) -> dict[str, Any]:
    items = [{"link_id": f"i{n}", "a": 1, "b": list(range(categories - 1))} for n in range(number)]
    return {"bank": items, "cases": [{"settings": {}, "responses": [0] * number}]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (_bank(20_000), "at most 1000 items"),
        (_bank(1, 5_000), "at most 100 items"),
        (_bank(1_000, 20), "20,000 categories at 81 points are more than 500,000 together"),
    ],
    ids=["items", "categories", "points"],
)
def test_a_bank_out_of_measure_is_refused_in_words(given: dict[str, Any], told: str) -> None:
    with pytest.raises(scoring.NotUnderstood, match=told):
        soon(lambda: scoring.cat_simulate(json.dumps(given)), 1_000_000)


def test_faults_in_thousands_of_answers_are_told_a_hundred_times() -> None:
    with pytest.raises(scoring.NotUnderstood) as refused:
        scoring.score("gad-7", json.dumps([{"q1": 9}] * 5_000))

    assert len(refused.value.faults) == 101
    assert refused.value.faults[-1] == "and 4,900 more of them"


def test_names_by_the_thousand_are_compared_once() -> None:
    given = json.dumps({f"q{n}": 1 for n in range(50_000)})

    with pytest.raises(scoring.NotUnderstood, match="not items of"):
        soon(lambda: scoring.score("gad-7", given), 1_000_000)
