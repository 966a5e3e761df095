"""One answer at a time comes to the same as all answers at once."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.core.evaluation.compiling import Compiled, compile
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.page_plan import page_plans
from lytte.core.evaluation.pages import asked, pages
from lytte.core.evaluation.response_problems import problems
from lytte.core.evaluation.response_tree import answers_from_tree, response_tree
from tests.core.evaluation.random_forms import answers, forms


def everything(compiled: Compiled, evaluation: Evaluation) -> dict[str, Any]:
    state = evaluation.state
    return {
        "enabled": evaluation.enabled_link_ids(),
        "rows": {key: rows for key, rows in state.rows.items() if rows > 1},
        "values": [
            (place, at, repr(state.values(place, at)))
            for place in compiled.places.all
            for at in state.occurrences(place.rows)
        ],
        "asked": asked(evaluation),
        "pages": pages(page_plans(compiled), evaluation),
        "tree": repr(response_tree(evaluation)),
        "calculated": repr(evaluation.calculated()),
    }


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_one_answer_at_a_time_is_the_same_as_all_at_once(data: st.DataObject) -> None:
    compiled = compile(data.draw(forms()))
    evaluation = evaluate(compiled, {})

    for key, answer in data.draw(answers(compiled.places)):
        before = everything(compiled, evaluation)
        changed = evaluation.answer(key, answer)

        afresh = everything(compiled, evaluate(compiled, evaluation.given))
        assert everything(compiled, evaluation) == afresh
        if not changed:
            assert before == afresh


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_response_read_back_means_the_same(data: st.DataObject) -> None:
    compiled = compile(data.draw(forms()))
    given_answers = {k: v for k, v in data.draw(answers(compiled.places)) if v is not None}
    first = evaluate(compiled, given_answers)

    back = answers_from_tree(compiled.places, response_tree(first))
    second = evaluate(compiled, back)

    assert problems(first) is not None
    if not compiled.is_loose:
        assert [key for key in back if not second.state.stands(key)] == []
