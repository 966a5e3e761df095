"""What a part's expressions are told of the questionnaire they stand in, and what it costs."""

from collections.abc import Mapping
from typing import Any

import pytest

from lytte.core.answered_form import answer_form
from lytte.core.answers import Key
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import paged, with_initial, work_out
from lytte.core.forms import Form, Part
from lytte.core.items.common import Expression
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from tests.core.checks.made import fhirpath, number


def form(*written: str, **more: Any) -> Form:
    """A part for each expression, which is what it calculates."""
    parts = [
        Part(
            id=f"part-{place}",
            questionnaire=Questionnaire(items=(number("n", **_calculated(one), **more),)),
        )
        for place, one in enumerate(written)
    ]
    return Form(title=Text(), parts=tuple(parts))


def _calculated(text: str) -> dict[str, Expression]:
    return {"calculated_expression": fhirpath(text)}


class Asked:
    """Hands out questionnaires and notes of which parts."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def __call__(self, part: str) -> Mapping[str, Any]:
        self.parts.append(part)
        return {"item": [{"linkId": "n", "maxLength": len(self.parts)}], "title": part[-1]}


@pytest.mark.parametrize("name", ["%questionnaire", "%`questionnaire`", "%'questionnaire'"])
def test_each_part_is_told_of_its_own_questionnaire(name: str) -> None:
    ready, asked = paged(form(*[f"{name}.title.toInteger()"] * 2)), Asked()
    around = Surroundings(questionnaires=asked)
    found = [answer_form(ready.compiled, {}, around), work_out(ready, {}, around)]

    for one in found:
        evaluations = [part.evaluation for part in one.values()]
        titles = [one.calculated() if one else None for one in evaluations]
        assert titles == [{"n": (0,)}, {"n": (1,)}]


def test_a_form_that_does_not_ask_costs_nothing() -> None:
    ready, asked = paged(form("1 + 1", "today().toString().length()")), Asked()
    around = Surroundings(questionnaires=asked)
    answer_form(ready.compiled, {}, around)
    work_out(ready, {}, around)

    assert asked.parts == []


def test_what_starts_filled_in_may_ask_too() -> None:
    start = number("n", hidden=True, initial_expression=fhirpath("%qitem.maxLength + 1"))
    part = Part(id="p", questionnaire=Questionnaire(items=(start,)))
    ready = paged(Form(title=Text(), parts=(part,)))

    begun = with_initial(ready, {}, Surroundings(questionnaires=Asked()))

    assert begun["p"] == {Key("n"): (2,)}
