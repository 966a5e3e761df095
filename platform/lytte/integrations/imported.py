"""What came of reading a questionnaire from elsewhere."""

from collections.abc import Sequence
from typing import NamedTuple

from lytte.core.checks.check import check
from lytte.core.expressions.readings import Readings
from lytte.core.problems import Problem, stopping
from lytte.core.questionnaire import Questionnaire
from lytte.core.size import too_large


class Imported(NamedTuple):
    """What a file holds: the questionnaire (None when it cannot be used) and what was met.

    `draft` is the questionnaire as far as it can be read although there are errors: to
    look at and to evaluate, never to publish. `items` counts those of the file. `readings`
    are its expressions, for whoever evaluates it.
    """

    questionnaire: Questionnaire | None
    problems: list[Problem]
    version: str | None = None
    items: int = 0
    draft: Questionnaire | None = None
    readings: Readings | None = None


def judged(built: Questionnaire, met: Sequence[Problem], version: str) -> Imported:
    """Return what was built with what the checks find in it; too much of it is refused unread."""
    number = sum(1 for _ in built.every_item())
    if not built.items:
        return Imported(None, [*met], version, number)
    if (too_much := too_large(built)) is not None:
        return Imported(None, [too_much], version, number)
    readings = Readings()
    problems = [*met, *check(built, readings)]
    usable = None if stopping(problems) else built
    return Imported(usable, problems, version, number, built, readings)
