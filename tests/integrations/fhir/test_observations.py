"""Answers as Observations: those their author marked, of a finished response, once each."""

from typing import Any

import pytest
from fhir.resources.R4B.observation import Observation

from lytte.integrations.fhir import exact_json
from lytte.integrations.fhir.observations import observations
from tests.integrations.fhir.questionnaires import asked, imported

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CODE = [{"system": "http://loinc.org", "code": "29463-7"}]
KG = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}
UNIT = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": KG}


def extract(wanted: bool = True) -> dict[str, Any]:
    return {"url": f"{SDC}observationExtract", "valueBoolean": wanted}


def answered(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "r1",
        "status": "completed",
        "authored": "2026-05-17T12:00:00Z",
        "subject": {"reference": "Patient/1"},
        "author": {"reference": "Patient/1"},
        "item": list(items),
        **more,
    }


def answer(link_id: str, **value: Any) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [value]}


def test_an_answer_becomes_an_observation_with_whose_and_when() -> None:
    form = imported(asked("w", "decimal", code=CODE, extension=[UNIT, extract()]))

    [found] = observations(form, answered(answer("w", valueDecimal=72.5)))

    Observation.model_validate_json(exact_json.write(found))
    assert found["valueQuantity"] == {
        "value": 72.5,
        "unit": "kg",
        "system": KG["system"],
        "code": "kg",
    }
    assert found["code"] == {"coding": CODE}
    assert found["effectiveDateTime"] == "2026-05-17T12:00:00Z"
    assert found["derivedFrom"] == [{"reference": "QuestionnaireResponse/r1"}]
    assert found["identifier"] == [{"system": "urn:lytte:observation", "value": "r1/w/1"}]


@pytest.mark.parametrize(
    ("kind", "given", "made"),
    [
        ("integer", {"valueInteger": 3}, {"valueInteger": 3}),
        ("boolean", {"valueBoolean": True}, {"valueBoolean": True}),
        ("date", {"valueDate": "2026-05-17"}, {"valueDateTime": "2026-05-17"}),
        ("string", {"valueString": "x"}, {"valueString": "x"}),
        ("url", {"valueUri": "https://example.org"}, {"valueString": "https://example.org"}),
        (
            "choice",
            {"valueCoding": {"code": "a"}},
            {"valueCodeableConcept": {"coding": [{"code": "a"}]}},
        ),
    ],
)
def test_each_kind_of_answer_has_its_value(kind: str, given: Any, made: Any) -> None:
    form = imported(asked("a", kind, code=CODE, extension=[extract()]))

    [found] = observations(form, answered(answer("a", **given)))

    Observation.model_validate_json(exact_json.write(found))
    assert {name: value for name, value in found.items() if name in made} == made


def test_a_mark_on_the_whole_goes_for_all_but_what_says_otherwise() -> None:
    form = imported(
        asked("a", "integer", code=CODE),
        asked("g", "group", extension=[extract(False)], item=[asked("b", "integer", code=CODE)]),
        asked("c", "integer"),
        extension=[extract()],
    )
    given = answered(
        answer("a", valueInteger=1),
        {"linkId": "g", "item": [answer("b", valueInteger=2)]},
        answer("c", valueInteger=3),
    )

    assert [one["valueInteger"] for one in observations(form, given)] == [1]


def test_several_answers_are_told_apart() -> None:
    form = imported(asked("a", "integer", code=CODE, repeats=True, extension=[extract()]))
    given = answered({"linkId": "a", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]})

    names = [one["identifier"][0]["value"] for one in observations(form, given)]

    assert names == ["r1/a/1", "r1/a/2"]


def test_nothing_is_taken_out_of_what_is_not_finished() -> None:
    form = imported(asked("a", "integer", code=CODE, extension=[extract()]))

    assert observations(form, answered(answer("a", valueInteger=1), status="in-progress")) == []
