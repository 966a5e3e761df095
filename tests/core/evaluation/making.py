"""Questionnaires and answers in a line or two, for tests with one feature each."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lytte.core.answers import Given, Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.questionnaire import Questionnaire

NOON = Surroundings(now=datetime(2026, 5, 17, 12, tzinfo=UTC))


def item(link_id: str, kind: str = "integer", *items: Any, **rest: Any) -> dict[str, Any]:
    return {"link_id": link_id, "type": kind, "items": list(items), **rest}


def when(question: str, operator: str, answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, "answer": answer}


def opened_by(*conditions: Any, behavior: str | None = None) -> dict[str, Any]:
    return {"enable_when": list(conditions), "enable_behavior": behavior}


def calculated(expression: str, **rest: Any) -> dict[str, Any]:
    return {"calculated_expression": {"expression": expression}, **rest}


def value_of(link_id: str) -> str:
    """The FHIRPath of a question's answer, wherever it stands."""
    return f"%resource.descendants().where(linkId='{link_id}').answer.value"


def questionnaire(*items: Any, **rest: Any) -> Questionnaire:
    return Questionnaire.model_validate({"items": list(items), **rest})


def keyed(answers: Mapping[str, Any]) -> dict[Key, Given]:
    """Read {"age": 3, "drug@1": "x"}: what is behind the @ is the row."""
    found: dict[Key, Given] = {}
    for name, value in answers.items():
        link_id, _, rows = name.partition("@")
        at = tuple(map(int, rows.split("."))) if rows else ()
        is_given = isinstance(value, tuple) or type(value).__name__ == "Missing"
        found[Key(link_id, at)] = value if is_given else (value,)
    return found


def evaluated(
    form: Questionnaire, answers: Mapping[str, Any], around: Surroundings = NOON
) -> Evaluation:
    return evaluate(compile(form), keyed(answers), around)
