"""Every fuzz target, a few hundred inputs each, and everything it once found."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.core.answers import Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.response_problems import problems
from lytte.core.questionnaire import Questionnaire
from lytte.web.forms.dates import readings
from tests.fuzz import bounds, evaluator, importer, responses, scorer
from tests.fuzz.bounds import OverBounds, within_bounds
from tests.fuzz.json_changes import JsonChanges
from tests.fuzz.mutated import mutated

ROOT = Path(__file__).parents[2]

# How many inputs each gets here; guided by coverage they get millions.
OF_BYTES = {
    "commands": 150,
    "expressions": 300,
    "folders": 60,
    "importer": 60,
    "laying": 60,
    "responses": 60,
    "tables": 300,
    "written": 500,
}


@pytest.fixture(autouse=True)
def hangs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes over a second is for `make fuzz` to find; here the machine may be shared."""
    monkeypatch.setattr(bounds, "SECONDS", 60.0)


def target(name: str) -> ModuleType:
    return importlib.import_module(f"tests.fuzz.{name}")


@pytest.mark.parametrize(("name", "inputs"), OF_BYTES.items(), ids=[*OF_BYTES])
def test_no_bytes_break(name: str, inputs: int) -> None:
    module = target(name)

    @settings(max_examples=inputs, suppress_health_check=list(HealthCheck))
    @given(mutated(module.SEEDS, module.WORDS))
    def break_it(document: bytes) -> None:
        module.attempt(document)

    break_it()


@pytest.mark.parametrize("name", OF_BYTES)
def test_a_seed_gets_through(name: str) -> None:
    for seed in target(name).SEEDS:
        target(name).attempt(seed)


def test_no_form_and_no_answers_break_the_evaluator() -> None:
    evaluator.given_forms()


def test_no_scale_and_no_answers_break_the_scorer() -> None:
    scorer.given_answers()


@given(st.binary(max_size=60))
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_bytes_choose_forms_and_scales_too(document: bytes) -> None:
    evaluator.attempt(document)
    scorer.attempt(document)


@given(st.integers(0, 2**32))
def test_a_changed_document_is_json_and_not_too_long(number: int) -> None:
    changes = JsonChanges(responses.SEEDS, 1)
    by_bytes: list[bytes] = []

    def bytewise(document: bytes, most: int) -> bytes:
        by_bytes.append(document)
        return document[:most]

    made = changes.change(responses.SEEDS[3], 4_000, number, bytewise)

    assert len(made) <= 4_000
    if not by_bytes:
        json.loads(made[1:])
    assert changes.change(responses.SEEDS[3], 4_000, number, bytewise) == made


def test_what_takes_too_long_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 0.0)

    def worked() -> None:
        with within_bounds():
            sum(range(1_000_000))

    with pytest.raises(OverBounds, match=r" s$"):
        worked()


def test_what_takes_too_much_memory_is_noticed() -> None:
    # A process of its own: the highest mark of this one may be above anything tried here.
    greedily = (
        "from tests.fuzz import bounds\n"
        "bounds.SECONDS = 600.0\n"
        "with bounds.within_bounds():\n"
        "    held = bytearray(400_000_000)\n"
        "    held[::4096] = bytes(len(held[::4096]))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", greedily], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert re.search(r"OverBounds: \d+ MB$", ended.stderr.strip()), ended.stderr


def test_an_answer_in_a_row_that_is_not_there_is_told_step_by_step_too() -> None:
    """Found by `evaluator`: answered one at a time, the stray answer was nobody's fault."""
    question = {"type": "boolean", "link_id": "inner"}
    outer = {"type": "boolean", "link_id": "outer", "repeats": True, "items": [question]}
    compiled = compile(Questionnaire.model_validate({"items": [outer]}))
    evaluation = evaluate(compiled, {})

    evaluation.answer(Key("inner", (1,)), (True,))

    assert [one.place for one in problems(evaluation)] == ["inner@1"]
    evaluation.answer(Key("outer"), (True, False))
    assert problems(evaluation) == []


def test_a_row_below_the_first_is_no_row() -> None:
    """Found by reading what `evaluator` led to: step by step it was kept, afresh it was not."""
    inner = {"type": "boolean", "link_id": "inner"}
    group = {"type": "group", "link_id": "rows", "repeats": True, "items": [inner]}
    compiled = compile(Questionnaire.model_validate({"items": [group]}))
    evaluation = evaluate(compiled, {})

    assert evaluation.answer(Key("inner", (-1,)), (True,)) == []
    assert evaluation.given == {}


@pytest.mark.parametrize("text", ["mandager", "trettito", "november"])
def test_eight_letters_are_no_date(text: str) -> None:
    """Found by `written`: a word of eight letters as a birth date was an error page."""
    assert readings(text) == ()


def test_a_control_among_things_that_are_no_coding_is_let_go() -> None:
    """Found by `importer`: the second coding of an item control was no object."""
    control = {
        "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
        "valueCodeableConcept": {"coding": [{"code": "help"}, "help"]},
    }
    item = {"linkId": "a", "text": "A", "type": "display", "extension": [control]}

    importer.attempt(
        json.dumps({"resourceType": "Questionnaire", "status": "draft", "item": [item]}).encode()
    )
