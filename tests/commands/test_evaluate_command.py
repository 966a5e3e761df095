"""`lytte evaluate`: one response or many, and files nobody should have written."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lytte.cli import main
from lytte.instruments import folder, one_file
from lytte.instruments.recipes import INSTRUMENTS
from tests.evaluated import outcome

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def calculated(expression: str) -> list[dict[str, Any]]:
    written = {"language": "text/fhirpath", "expression": expression}
    return [{"url": f"{SDC}calculatedExpression", "valueExpression": written}]


FORM: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/weight",
    "version": "2",
    "status": "active",
    "item": [
        {
            "linkId": "weight",
            "type": "decimal",
            "text": "Weight",
            "initial": [{"valueDecimal": 70}],
        },
        {
            "linkId": "why",
            "type": "string",
            "text": "Why?",
            "enableWhen": [{"question": "weight", "operator": "<", "answerDecimal": 50}],
        },
        {
            "linkId": "double",
            "type": "decimal",
            "readOnly": True,
            "text": "Double",
            "extension": calculated("%resource.item.where(linkId='weight').answer.value * 2"),
        },
    ],
}


def response(*items: Any, status: str = "in-progress") -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": status, "item": list(items)}


def answered(link_id: str, **value: Any) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [value]}


def evaluate(form: Any, given: Any = None) -> Any:
    said = None if given is None else json.dumps(given).encode()
    return outcome(json.dumps(form).encode(), said, NOW)


def test_an_array_gives_an_array_and_one_gives_one() -> None:
    one = response(answered("weight", valueDecimal=49.5), answered("why", valueString="ill"))

    single, several = evaluate(FORM, one), evaluate(FORM, [one, one])

    assert several == [single, single]
    assert single["enabled"] == ["weight", "why", "double"]
    assert single["calculated"] == {"double": [{"valueDecimal": Decimal("99.0")}]}
    assert single["problems"] == []


def test_what_is_closed_is_left_out_of_the_response() -> None:
    found = evaluate(
        FORM, response(answered("weight", valueDecimal=60), answered("why", valueString="ill"))
    )["response"]

    assert found["questionnaire"] == "https://example.org/weight|2"
    assert [item["linkId"] for item in found["item"]] == ["weight", "double"]


@pytest.mark.parametrize("given", [None, {}, response()])
def test_a_response_without_items_begins_with_the_initial_values(given: Any) -> None:
    assert evaluate(FORM, given)["calculated"] == {"double": [{"valueDecimal": Decimal(140)}]}


def test_a_finished_response_is_not_filled_in() -> None:
    finished = response(answered("why", valueString="ill"), status="completed")

    found = evaluate(FORM, finished)

    assert found["calculated"] == {"double": []}
    assert found["response"]["status"] == "completed"
    assert "item" not in found["response"]


def test_a_score_that_was_tampered_with_is_computed_again() -> None:
    found = evaluate(
        FORM, response(answered("weight", valueDecimal=60), answered("double", valueDecimal=1))
    )

    assert found["calculated"] == {"double": [{"valueDecimal": Decimal(120)}]}


def test_a_declined_answer_counts_as_none_and_keeps_its_reason() -> None:
    absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    declined = {
        "linkId": "weight",
        "extension": [{"url": absent, "valueCode": "asked-declined"}],
    }

    found = evaluate(FORM, response(declined, answered("why", valueString="x")))

    assert found["enabled"] == ["weight", "double"]
    assert found["calculated"] == {"double": []}
    assert found["response"]["item"][0]["extension"][0]["valueCode"] == "asked-declined"


@pytest.mark.parametrize(
    ("form", "given"),
    [
        ([], None),
        ({"resourceType": "Patient"}, None),
        ({**FORM, "item": "x"}, [response(), response()]),
        (FORM, [1, None, "x", []]),
        (FORM, {"resourceType": "Patient"}),
        (FORM, response({"linkId": "gone"}, {"answer": 3}, answered("weight", valueBoolean=True))),
        (FORM, response({"linkId": "weight", "answer": [{}, 5, None], "item": [{}]})),
    ],
)
def test_what_cannot_be_read_is_told_and_never_a_crash(form: Any, given: Any) -> None:
    found = evaluate(form, given)

    entries = found if isinstance(found, list) else [found]
    assert isinstance(found, list) == isinstance(given, list)
    assert all(entry["problems"] for entry in entries)


def test_the_command_prints_json_with_exact_decimals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form.json").write_text(json.dumps(FORM))
    (tmp_path / "given.json").write_text(
        '[{"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": '
        '[{"linkId": "weight", "answer": [{"valueDecimal": 70.10}]}]}]'
    )

    code = main(
        [
            "evaluate",
            str(tmp_path / "form.json"),
            "--responses",
            str(tmp_path / "given.json"),
            "--json",
        ]
    )

    printed = capsys.readouterr().out
    assert code == 0
    assert '"valueDecimal": 70.10' in printed
    assert list(json.loads(printed)[0]) == ["enabled", "calculated", "response", "problems"]


def test_the_command_reads_to_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "form.json").write_text(json.dumps(FORM))

    assert main(["evaluate", str(tmp_path / "form.json")]) == 0
    assert "double = 140" in capsys.readouterr().out
    assert main(["evaluate", str(tmp_path / "none.json")]) == 1
    printed = capsys.readouterr()
    assert "cannot be read" in printed.out
    assert "cannot be evaluated" in printed.err


def test_what_cannot_be_evaluated_is_not_a_success_even_without_responses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form.json").write_text("{")
    (tmp_path / "none.json").write_text("[]")
    given = ["--responses", str(tmp_path / "none.json"), "--json"]

    assert main(["evaluate", str(tmp_path / "form.json"), *given]) == 1
    assert capsys.readouterr().out.strip() == "[]"


def test_a_form_with_faults_is_evaluated_as_far_as_it_can_be_read_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {"linkId": "a", "text": "Hva?", "type": "string"}
    (tmp_path / "form.json").write_text(
        json.dumps({"resourceType": "Questionnaire", "status": "draft", "item": [item, item]})
    )

    assert main(["evaluate", str(tmp_path / "form.json"), "--json"]) == 0
    printed = capsys.readouterr()
    assert "as far as it can be read" in printed.err
    assert json.loads(printed.out)["problems"]


@pytest.mark.parametrize("where", ["folder", "the file in it", "one file"])
def test_an_instrument_of_lyttes_own_is_evaluated(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = INSTRUMENTS / "lytte-underveis"
    path = {"folder": home, "the file in it": home / "instrument.toml"}.get(where)
    if path is None:
        path = tmp_path / "underveis.toml"
        path.write_text(one_file.written(folder.library()["lytte-underveis"]))

    assert main(["evaluate", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["enabled"]


def test_observations_come_along_when_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"url": f"{SDC}observationExtract", "valueBoolean": True}
    code = [{"system": "http://loinc.org", "code": "29463-7"}]
    weight = {**FORM["item"][0], "code": code, "extension": [wanted]}
    form, said = tmp_path / "form.json", tmp_path / "said.json"
    form.write_text(json.dumps({**FORM, "item": [weight]}))
    said.write_text(json.dumps(response(answered("weight", valueDecimal=71), status="completed")))

    assert main(["evaluate", str(form), "--responses", str(said), "--json", "--observations"]) == 0

    [found] = json.loads(capsys.readouterr().out)["observations"]
    assert (found["code"], found["valueQuantity"]) == ({"coding": code}, {"value": 71})
