"""`lytte cat simulate`: the published traces, and what it says of what it cannot run."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from lytte.commands.scoring import NotUnderstood, cat_simulate, run_cat_simulate, run_score
from tests.corpus import corpus

BANK = [{"link_id": "x", "a": 2.0, "b": [-1.0, 1.0]}, {"link_id": "y", "a": 1.0, "b": [0.0]}]
CASE: dict[str, Any] = {"settings": {"min_items": 1, "max_items": 2}, "responses": [1, 0]}


def _without_steps(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**one, "cases": [{k: v for k, v in case.items() if k != "steps"} for case in one["cases"]]}
        for one in documents
    ]


def test_every_published_trace_is_reproduced() -> None:
    traces = json.loads(corpus("cat", "traces.json").read_text())

    simulated = json.loads(cat_simulate(json.dumps(_without_steps(traces))))

    steps = 0
    for document, expected in zip(simulated, traces, strict=True):
        for case, wanted in zip(document["cases"], expected["cases"], strict=True):
            assert [s["item"] for s in case["steps"]] == [s["item"] for s in wanted["steps"]]
            for step, known in zip(case["steps"], wanted["steps"], strict=True):
                assert step == {
                    **known,
                    "theta": pytest.approx(known["theta"], abs=1e-4),
                    "se": pytest.approx(known["se"], abs=1e-4),
                    "t": pytest.approx(known["t"], abs=1e-3),
                }
            steps += len(case["steps"])
    assert steps > 500


def test_one_document_gives_one_document() -> None:
    document = {"model": "graded response", "note": "kept", "bank": BANK, "cases": [CASE]}

    printed = json.loads(cat_simulate(json.dumps(document)))

    assert printed["note"] == "kept"
    assert [step["item"] for step in printed["cases"][0]["steps"]] == ["x", "y"]


@pytest.mark.parametrize("model", ["generalised partial credit", "GPCM", "Graded Response Model"])
def test_models_go_by_their_usual_names(model: str) -> None:
    document = {"model": model, "bank": BANK, "cases": [CASE]}

    assert len(json.loads(cat_simulate(json.dumps(document)))["cases"][0]["steps"]) == 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"bank": []}, "document 1: bank items: Tuple should have at least 1 item"),
        ({"bank": [{**BANK[0], "b": [1, 0]}, BANK[1]]}, "the thresholds b of x must rise"),
        ({"bank": [{**BANK[0], "b": [0, float("inf")]}, BANK[1]]}, "Infinity is not a number"),
        ({"bank": [BANK[0], BANK[0]]}, "x is in the bank twice"),
        ({"model": "Rasch"}, "the model 'Rasch' is not one of"),
        ({"cases": [{**CASE, "settings": {"lo": 4, "hi": -4}}]}, "lo must be below hi"),
        ({"cases": [{**CASE, "responses": [1]}]}, "case 1 has 1 responses for 2 items"),
        ({"cases": [{**CASE, "responses": [1, 1.5]}]}, "y is answered 1.5; a category from 0 to 1"),
        ({"cases": [{**CASE, "responses": [3, 0]}]}, "x is answered 3; a category from 0 to 2"),
        ({"cases": [{**CASE, "settings": 5}]}, "case 1 is not an object with settings"),
        ({"cases": 3}, "not an object with bank and cases"),
        ({"cases": [3]}, "case 1 is not an object with settings and responses"),
    ],
)
def test_a_document_that_cannot_be_run_says_why(change: dict[str, Any], fault: str) -> None:
    document = {"bank": BANK, "cases": [CASE], **change}

    with pytest.raises(NotUnderstood) as refused:
        cat_simulate(json.dumps([document]))

    assert fault in str(refused.value)


def test_the_commands_print_and_tell_whether_it_went_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, document = tmp_path / "answers.json", tmp_path / "document.json"
    answers.write_text('{"q1": 9}')
    document.write_text(json.dumps({"bank": BANK, "cases": [CASE]}))

    assert run_score(Namespace(recipe="phq-9", answers=str(answers))) == 1
    assert capsys.readouterr() == ("", "q1 is 9; 0 to 3 was expected\n")
    assert run_score(Namespace(recipe="phq-9", answers=str(tmp_path / "none"))) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert run_cat_simulate(Namespace(file=str(document))) == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["steps"]
