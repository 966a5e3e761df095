"""Thousands of questions on one long list of answers: each reckoned with in under a second."""

from decimal import Decimal

import pytest

from lytte.core.answers import Answers, Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.options import options
from lytte.core.evaluation.response_problems import problems
from lytte.core.form_pages import paged
from lytte.core.forms import Form, Part
from lytte.core.items.choice import AnswerOption, Choice, OptionsToggle
from lytte.core.items.common import Expression
from lytte.core.questionnaire import Questionnaire, ValueSet
from lytte.core.texts import Text
from lytte.core.values import Coding
from tests.machine import soon

MANY, LONG = 3_900, 9_900


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    listed = tuple(
        AnswerOption(value=Coding(system="s", code=str(n)), weight=Decimal(n)) for n in range(LONG)
    )
    return Questionnaire(
        value_sets=(ValueSet(id="all", options=listed),),
        items=tuple(
            Choice(type="choice", link_id=str(n), answer_value_set="#all") for n in range(MANY)
        ),
    )


def test_the_answers_are_held_against_the_list(asked: Questionnaire) -> None:
    compiled = compile(asked)
    last: Answers = {Key(str(n)): (Coding(system="s", code=str(LONG - n)),) for n in range(MANY)}
    found = evaluate(compiled, last)

    assert [one.place for one in soon(lambda: problems(found))] == ["0"]


def test_the_form_is_made_ready(asked: Questionnaire) -> None:
    form = Form(title=Text(), parts=(Part(id="p", questionnaire=asked),))

    assert len(soon(lambda: paged(form)).plans) > 0


def test_answers_that_come_and_go_are_told_apart(asked: Questionnaire) -> None:
    listed = asked.value_sets[0].options
    each = 50
    toggles = tuple(
        OptionsToggle(
            options=tuple(one.value for one in listed[n : n + each]),
            expression=Expression(expression="1 = 2"),
        )
        for n in range(0, LONG - each, each)
    )
    item = Choice(type="choice", link_id="q", answer_value_set="#all", toggles=toggles)
    found = evaluate(compile(asked.model_copy(update={"items": (item,)})), {})

    assert soon(lambda: options(found, Key("q"))) == listed[-each:]
