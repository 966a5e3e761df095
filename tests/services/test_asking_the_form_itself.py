"""An expression that asks the form itself comes to the same wherever it is worked out."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Key
from lytte.core.checks.check import check
from lytte.core.items.choice import Choice
from lytte.integrations.fhir.read import questionnaire
from tests.evaluated import outcome
from tests.forms_world import Ready, make_ready
from tests.integrations.fhir.questionnaires import asked, document, imported
from tests.services.test_answering_and_sending import Patient
from tests.world import World

_FHIR = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
WEIGHT = f"extension.where(url = '{_FHIR}/ordinalValue').valueDecimal"
OPTIONS = [
    {
        "valueCoding": {"system": "urn:how", "code": code, "display": words},
        "extension": [{"url": f"{_FHIR}/ordinalValue", "valueDecimal": weight}],
    }
    for code, words, weight in (("n", "Not at all", 0), ("s", "Some days", 1), ("d", "Daily", 3))
]
QUESTIONS = ("low", "tired")


def expression(of: str, text: str, name: str | None = None) -> dict[str, Any]:
    written = {"language": "text/fhirpath", "expression": text}
    return {"url": of, "valueExpression": {**written, **({"name": name} if name else {})}}


def picked(link_id: str) -> str:
    return f"%resource.item.where(linkId = '{link_id}').answer.valueCoding.code"


def form() -> dict[str, Any]:
    """A score in the manner of LOINC's forms: weights are looked up in the form itself."""
    options = "%questionnaire.item.where(linkId = 'low').answerOption"
    variables = [expression(f"{_FHIR}/variable", options, "options")]
    variables += [expression(f"{_FHIR}/variable", picked(each), each) for each in QUESTIONS]
    total = " + ".join(
        f"iif(%{each}.empty(), 0, %options.where(valueCoding.code = %{each}).{WEIGHT})"
        for each in QUESTIONS
    )
    calculated = f"{_SDC}/sdc-questionnaire-calculatedExpression"
    return document(
        *(asked(each, "choice", answerOption=OPTIONS) for each in QUESTIONS),
        asked("total", "decimal", readOnly=True, extension=[expression(calculated, total)]),
        asked("own", "string", readOnly=True, extension=[expression(calculated, "%qitem.text")]),
        extension=variables,
        language="nb",
    )


@pytest.fixture
def ready(world: World) -> Ready:
    brought = json.dumps(form()).encode()
    return make_ready(world, items=(), imported=brought, languages=("nb",))


def test_the_page_what_is_kept_and_evaluate_agree(ready: Ready) -> None:
    patient = Patient(ready)
    choice = imported(*form()["item"]).items[0]
    assert isinstance(choice, Choice)
    for link_id, number in zip(QUESTIONS, (1, 2), strict=True):
        patient.save({link_id: (choice.answer_options[number].value,)})
    page = patient.look().answered["brought"]
    assert page.evaluation is not None
    shown = {link_id: page.evaluation.values(Key(link_id)) for link_id in ("total", "own")}
    kept = patient.submit().judged.document.answers()["brought"]

    assert shown == {"total": (Decimal(4),), "own": ("About own?",)}
    assert {link_id: kept[Key(link_id)] for link_id in shown} == shown
    said = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": [
            {"linkId": link_id, "answer": [{"valueCoding": OPTIONS[number]["valueCoding"]}]}
            for link_id, number in zip(QUESTIONS, (1, 2), strict=True)
        ],
    }
    found = outcome(json.dumps(form()).encode(), json.dumps(said).encode(), datetime.now(UTC))
    assert isinstance(found, dict)
    assert found["calculated"] == {
        "total": [{"valueDecimal": Decimal(4)}],
        "own": [{"valueString": "About own?"}],
    }


def test_nothing_is_said_to_be_missing_of_it() -> None:
    found, _ = questionnaire(form())
    assert found is not None
    told = [each.message for each in check(found)]

    assert not [each for each in told if "%" in each]
