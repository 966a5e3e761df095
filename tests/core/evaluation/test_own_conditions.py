"""Lytte's own conditions are unknown until the answer is there."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from lytte.core.answers import Key, Missing
from lytte.core.conditions import Condition
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.own_conditions import verdict
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.values import Coding, NativeValue
from tests.core.evaluation.making import evaluated, item, keyed, questionnaire

PAIN = {"type": "at_least", "item": "pain", "value": "4"}
FEVER = {"type": "is_true", "item": "fever"}


def told(condition: Any, answers: dict[str, Sequence[NativeValue]]) -> bool | None:
    read: Condition = TypeAdapter(Condition).validate_python(condition)
    return verdict(read, lambda name: answers.get(name, ()))


@pytest.mark.parametrize(
    ("answers", "both", "either", "not_pain"),
    [
        ({"pain": (5,), "fever": (False,)}, False, True, False),
        ({"pain": (5,)}, None, True, False),
        ({"pain": (3,)}, False, None, True),
        ({"fever": (True,)}, None, True, None),
        ({}, None, None, None),
    ],
)
def test_missing_answers_are_unknown_not_false(
    answers: Any, both: bool | None, either: bool | None, not_pain: bool | None
) -> None:
    assert told({"type": "all_of", "of": [PAIN, FEVER]}, answers) is both
    assert told({"type": "any_of", "of": [PAIN, FEVER]}, answers) is either
    assert told({"type": "not", "of": PAIN}, answers) is not_pain


@pytest.mark.parametrize(
    ("condition", "answer", "holds"),
    [
        ({"type": "at_most", "item": "a", "value": "2.5"}, Decimal("2.50"), True),
        ({"type": "at_most", "item": "a", "value": "2.5"}, "many", None),
        ({"type": "chosen", "item": "a", "options": [{"code": "x"}]}, Coding(code="x"), True),
        ({"type": "chosen", "item": "a", "options": [{"code": "x"}]}, Coding(code="y"), False),
        ({"type": "chosen", "item": "a", "options": [{"code": "x"}]}, "x", True),
        ({"type": "is_true", "item": "a"}, 1, None),
    ],
)
def test_a_condition_is_about_the_answer_it_was_made_for(
    condition: Any, answer: NativeValue, holds: bool | None
) -> None:
    assert told(condition, {"a": (answer,)}) is holds


@pytest.mark.parametrize("missing", [Missing.DECLINED, Missing.SKIPPED, None])
def test_a_follow_up_stays_closed_until_its_trigger_is_known(missing: Missing | None) -> None:
    form = questionnaire(
        item("pain"), item("where", "string", condition={"type": "not", "of": PAIN})
    )
    answers = {} if missing is None else {"pain": missing}

    assert not evaluated(form, answers).enabled(Key("where"))
    assert evaluated(form, {"pain": 3}).enabled(Key("where"))


def test_both_kinds_of_condition_must_hold() -> None:
    form = questionnaire(
        item("pain"),
        item("fever", "boolean"),
        item(
            "where",
            condition=PAIN,
            enable_when=[{"question": "fever", "operator": "=", "answer": True}],
        ),
    )

    assert not evaluated(form, {"pain": 5}).enabled(Key("where"))
    assert evaluated(form, {"pain": 5, "fever": True}).enabled(Key("where"))


def test_a_condition_may_look_at_another_part_and_at_a_scale() -> None:
    scale = {"type": "at_least", "item": "esas/total", "value": "10"}
    form = questionnaire(item("more", condition=scale))
    around = Surroundings(lookup=lambda name: (Decimal(12),) if name == "esas/total" else ())

    assert evaluate(compile(form), {}, around).enabled(Key("more"))
    assert not evaluate(compile(form), {}).enabled(Key("more"))


def test_a_part_may_call_its_own_items_by_its_name() -> None:
    own = {"type": "at_least", "item": "diary/pain", "value": "4"}
    form = questionnaire(item("pain"), item("where", condition=own))
    evaluation = evaluate(compile(form, part="diary"), keyed({"pain": 3}))
    assert not evaluation.enabled(Key("where"))

    changed = evaluation.answer(Key("pain"), (4,))

    assert evaluation.enabled(Key("where"))
    assert changed == [Key("pain"), Key("where")]
