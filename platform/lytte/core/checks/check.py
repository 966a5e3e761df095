"""Every check, run over one questionnaire."""

from lytte.core.checks import (
    answering,
    branches,
    choosing,
    computing,
    conditions,
    languages,
    proven,
    structure,
    twins,
)
from lytte.core.checks.form import Form, Rule
from lytte.core.expressions.readings import Readings
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire

CHAPTERS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Items and texts", structure.RULES),
    ("Options", choosing.RULES),
    ("Answers", answering.RULES),
    ("What reads alike", twins.RULES),
    ("Conditions", conditions.RULES),
    ("Branches", branches.RULES),
    ("Calculations", computing.RULES),
    ("What expressions come to", proven.RULES),
    ("Languages", languages.RULES),
)
REFUSED: frozenset[Rule] = frozenset(
    {
        answering.length_without_room,
        answering.lowest_above_highest,
        choosing.one_code_for_two,
        conditions.circular,
        conditions.condition_on_a_text,
        conditions.condition_on_itself,
        conditions.condition_on_nothing,
        conditions.exists_without_yes_or_no,
        structure.same_link_id,
    }
)
"""The rules whose problems are errors."""
_MOST_OF_A_RULE = 100


def check(questionnaire: Questionnaire, readings: Readings | None = None) -> list[Problem]:
    """Return what every rule finds, in the order of the chapters.

    A rule that finds the same fault in hundreds of places is cut off after a hundred.
    `readings` keep the expressions for whoever evaluates it next.
    """
    form = Form(questionnaire, readings or Readings())
    found: dict[Problem, None] = {}
    for _, rules in CHAPTERS:
        for rule in rules:
            for number, problem in enumerate(rule(form), 1):
                found.setdefault(problem)
                if number == _MOST_OF_A_RULE:
                    break
    return list(found)
