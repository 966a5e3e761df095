"""More expressions than anybody could mean: refused in words, and soon."""

import json
from typing import Any

import pytest

from lytte.core.size import MOST_EXPRESSIONS, MOST_LETTERS
from lytte.integrations.fhir.read import read
from tests.integrations.fhir.questionnaires import asked, document
from tests.machine import soon

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
_VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"
_READ_AND_ORDERED = 5_000_000


def _expression(url: str, text: str, name: str | None = None) -> dict[str, Any]:
    named = {"name": name} if name else {}
    return {
        "url": url,
        "valueExpression": {"language": "text/fhirpath", "expression": text, **named},
    }


def _computed(number: int, text: str, name: str | None = None) -> dict[str, Any]:
    return asked(f"c{number}", "integer", extension=[_expression(_SDC, text, name)])


def _many_named() -> dict[str, Any]:
    return document(*(_computed(n, str(n), f"n{n}") for n in range(2_400)))


def _many_variables() -> dict[str, Any]:
    every = [_expression(_VARIABLE, f"%v{max(n - 1, 0)} + {n}", f"v{n}") for n in range(9_000)]
    return document(asked("a", "integer"), extension=every)


def _many_variables_around() -> dict[str, Any]:
    inner = [_computed(n, f"%v0_0 + {n}") for n in range(MOST_EXPRESSIONS)]
    for level in range(30):
        every = [_expression(_VARIABLE, str(n), f"v{level}_{n}") for n in range(200)]
        inner = [asked(f"g{level}", "group", item=inner, extension=every)]
    return document(*inner)


def _much_in_each() -> dict[str, Any]:
    return document(*(_computed(n, "+".join(["1"] * 99)) for n in range(2_400)))


@pytest.mark.parametrize(
    "made", [_many_named, _many_variables, _many_variables_around, _much_in_each]
)
def test_too_many_expressions_are_refused_with_the_way_out(made: Any) -> None:
    given_text = json.dumps(made())
    assert len(given_text) <= 2_000_000

    found = soon(lambda: read(given_text), _READ_AND_ORDERED)

    assert found.questionnaire is None
    [fault] = found.problems
    assert fault.message == (
        "here the questionnaire comes to over 600 expressions, or over 100,000 letters of them"
    )
    assert "variable" in fault.way_out


def test_as_many_expressions_as_there_may_be_are_read_soon() -> None:
    each = MOST_LETTERS // MOST_EXPRESSIONS
    path = "%resource.item.where(linkId='c0').answer.value"
    text = path + "+1" * ((each - len(path)) // 2)
    items = [_computed(n, text) for n in range(1, MOST_EXPRESSIONS + 1)]

    found = soon(lambda: read(document(asked("c0", "integer"), *items)), _READ_AND_ORDERED)

    assert found.questionnaire is not None
