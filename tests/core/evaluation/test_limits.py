"""Forms larger and stranger than any clinic's: each done in a second, none with a crash."""

from typing import Any

import pytest

from lytte.core.answers import Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.page_plan import page_plans
from lytte.core.evaluation.pages import asked, pages
from lytte.core.evaluation.response_problems import problems
from lytte.core.evaluation.response_tree import response_tree
from tests.core.evaluation.making import calculated, item, opened_by, questionnaire, when

MANY = 5000


def run(form: Any, answers: dict[Key, Any]) -> Any:
    compiled = compile(form)
    evaluation = evaluate(compiled, answers)
    pages(page_plans(compiled), evaluation)
    asked(evaluation)
    response_tree(evaluation)
    problems(evaluation)
    return evaluation


def test_a_chain_of_conditions_as_long_as_the_form() -> None:
    chain = [item("q0")] + [
        item(f"q{number}", **opened_by(when(f"q{number - 1}", "=", 1))) for number in range(1, MANY)
    ]
    everything = {Key(f"q{number}"): (1,) for number in range(MANY)}

    evaluation = run(questionnaire(*chain), everything)
    assert len(evaluation.enabled_link_ids()) == MANY

    changed = evaluation.answer(Key("q0"), (2,))
    assert len(changed) == MANY
    assert evaluation.enabled_link_ids() == ["q0"]


def test_a_circle_as_long_as_the_form() -> None:
    circle = [
        item(f"q{number}", **opened_by(when(f"q{number - 1}", "=", 1))) for number in range(MANY)
    ]
    circle[0]["enable_when"] = [when(f"q{MANY - 1}", "=", 1)]

    evaluation = run(questionnaire(*circle), {Key("q0"): (1,)})

    [problem] = evaluation.compiled.problems
    assert f"(+{MANY - 6})" in problem.message


def test_a_chain_of_sums() -> None:
    chain = [item("q0")] + [
        item(f"q{n}", **calculated(f"%resource.item.where(linkId='q{n - 1}').answer.value + 1"))
        for n in range(1, 500)
    ]

    evaluation = run(questionnaire(*chain), {Key("q0"): (1,)})

    assert evaluation.values(Key("q499")) == (500,)


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.repeat(item).answer.value.sum()",
        "%resource.descendants().answer.value.count()",
        "%resource.descendants().descendants().descendants().count()",
    ],
)
def test_expressions_that_look_at_everything_run_out_of_fuel(expression: str) -> None:
    totals = [item(f"t{number}", **calculated(expression)) for number in range(1000)]
    rows = item("g", "group", item("q"), *totals, repeats=True)

    evaluation = run(questionnaire(rows), {Key("q", (row,)): (1,) for row in range(40)})

    assert any("too long" in fault for fault in evaluation.state.faults.values())


def test_groups_in_rows_in_rows() -> None:
    inner = item("q")
    for depth in range(100):
        inner = item(f"g{depth}", "group", inner, repeats=True)

    evaluation = run(
        questionnaire(inner), {Key("q", (1,) * 100): (1,), Key("q", (999,) * 100): (1,)}
    )

    assert evaluation.values(Key("q", (1,) * 100)) == (1,)


def test_more_rows_than_there_can_be_are_told() -> None:
    rows = item("g", "group", *[item(f"q{number}") for number in range(100)], repeats=True)
    answers = {Key("q0", (row,)): (1,) for row in range(0, 1000, 10)}

    evaluation = run(questionnaire(rows), answers)

    assert evaluation.state.ignored != []
    assert evaluation.rows(Key("g")) <= 600
