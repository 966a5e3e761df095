"""`lytte evaluate` on questionnaires and responses that someone, or something, has damaged."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluated import outcome

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
FORM: Any = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/x",
    "item": [
        {"linkId": "a", "type": "integer", "initial": [{"valueInteger": 3}], "required": True},
        {
            "linkId": "g",
            "type": "group",
            "repeats": True,
            "enableWhen": [{"question": "a", "operator": ">", "answerInteger": 2}],
            "item": [
                {
                    "linkId": "c",
                    "type": "choice",
                    "repeats": True,
                    "answerOption": [{"valueCoding": {"system": "s", "code": "x"}}],
                    "item": [{"linkId": "d", "type": "date"}],
                },
                {"linkId": "q", "type": "quantity"},
            ],
        },
        {
            "linkId": "t",
            "type": "decimal",
            "extension": [
                {
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-questionnaire-calculatedExpression",
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%resource.item.where(linkId='a').answer.value * 1.5",
                    },
                }
            ],
        },
    ],
}
RESPONSE: Any = {
    "resourceType": "QuestionnaireResponse",
    "status": "in-progress",
    "item": [
        {"linkId": "a", "answer": [{"valueInteger": 4}]},
        {
            "linkId": "g",
            "item": [
                {
                    "linkId": "c",
                    "answer": [
                        {
                            "valueCoding": {"system": "s", "code": "x"},
                            "item": [{"linkId": "d", "answer": [{"valueDate": "2026-05"}]}],
                        }
                    ],
                }
            ],
        },
    ],
}
_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 10**12, 1.5, "", "x", "a", [], {}, [[]], {"a": 1}, ["x"], "2026-13-45"]
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of a JSON value."""
    if path:
        yield path
    parts: Any = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for name, inner in parts:
        yield from paths(inner, (*path, name))


@st.composite
def damaged(draw: st.DrawFn, value: Any) -> Any:
    found = json.loads(json.dumps(value))
    for _ in range(draw(st.integers(0, 3))):
        every = list(paths(found))
        if not every:
            break
        path = draw(st.sampled_from(every))
        around = found
        for name in path[:-1]:
            around = around[name]
        if draw(st.booleans()):
            around[path[-1]] = json.loads(json.dumps(draw(_JUNK)))
        else:
            del around[path[-1]]
    return found


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(FORM), damaged(RESPONSE))
def test_nothing_that_is_json_makes_it_crash(form: Any, response: Any) -> None:
    found = outcome(json.dumps(form).encode(), json.dumps(response).encode(), NOW)

    assert isinstance(found, dict)
    assert set(found) == {"enabled", "calculated", "response", "problems"}
    assert found["response"] is not None or found["problems"]


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_nothing_that_is_no_json_makes_it_crash(noise: bytes) -> None:
    assert outcome(noise, None, NOW)
    assert outcome(json.dumps(FORM).encode(), noise, NOW)
