"""Every fuzz target, a few hundred inputs each, and everything it once found."""

import importlib
import time
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
from tests.fuzz import evaluator, scorer
from tests.fuzz.bounds import OverBounds, within_bounds
from tests.fuzz.mutated import mutated

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


def target(name: str) -> ModuleType:
    return importlib.import_module(f"tests.fuzz.{name}")


@pytest.mark.parametrize(("name", "inputs"), OF_BYTES.items(), ids=[*OF_BYTES])
def test_no_bytes_break(name: str, inputs: int) -> None:
    module = target(name)

    @settings(max_examples=inputs, deadline=None, suppress_health_check=list(HealthCheck))
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
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_bytes_choose_forms_and_scales_too(document: bytes) -> None:
    evaluator.attempt(document)
    scorer.attempt(document)


def test_what_takes_too_long_is_noticed() -> None:
    def slowly() -> None:
        began = time.process_time()
        with within_bounds():
            while time.process_time() < began + 1.1:
                pass

    with pytest.raises(OverBounds, match=r" s$"):
        slowly()


def test_what_takes_too_much_memory_is_noticed() -> None:
    def greedily() -> None:
        with within_bounds():
            held = bytearray(b"\x01" * 700_000_000)
            assert held

    with pytest.raises(OverBounds, match=r" MB$"):
        greedily()


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
