"""Random questionnaires answered in random order: step by step as all at once."""

from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.response_problems import problems
from lytte.core.evaluation.response_tree import response_tree
from tests.core.evaluation.random_forms import answers, forms
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

SEEDS: list[bytes] = []
WORDS: list[bytes] = []


def _told(evaluation: Evaluation) -> tuple[str, ...]:
    return (
        repr(evaluation.enabled_link_ids()),
        repr(sorted(evaluation.calculated().items())),
        repr(response_tree(evaluation)),
        repr(problems(evaluation)),
    )


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.data())
def given_forms(data: st.DataObject) -> None:
    """Answer one by one; after each, it is what evaluating afresh comes to."""
    compiled = compile(data.draw(forms()))
    steps = data.draw(answers(compiled.places))
    with within_bounds():
        evaluation = evaluate(compiled, {})
        for key, answer in steps:
            evaluation.answer(key, answer)
            assert _told(evaluation) == _told(evaluate(compiled, evaluation.given))


def attempt(document: bytes) -> None:
    """Let the bytes choose the questionnaire and the answers."""
    cast(Any, given_forms).hypothesis.fuzz_one_input(document)


if __name__ == "__main__":
    guided.start("evaluator")
