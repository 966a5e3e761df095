"""What came of reading a questionnaire from elsewhere."""

from typing import NamedTuple

from lytte.core.expressions.readings import Readings
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire


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
