"""Options that only their systems tell apart stay apart in tables, which know no systems."""

from collections.abc import Callable
from typing import Any

import pytest

from lytte.integrations import any_format
from lytte.integrations.logic.questions import option_code
from lytte.integrations.redcap.write import dictionary
from lytte.integrations.written import Written
from lytte.integrations.xlsform.write import form
from tests.integrations.fhir.questionnaires import asked, imported

OPTIONS = [
    {"valueCoding": {"system": "s", "code": "1", "display": "Hearing"}},
    {"valueCoding": {"system": "t", "code": "1", "display": "Sight"}},
    {"valueCoding": {"system": "s", "code": "2", "display": "Taste"}},
]


COLLIDING = [
    {"valueCoding": {"system": "s", "code": "1", "display": "Hearing"}},
    {"valueCoding": {"system": "t", "code": "1", "display": "Sight"}},
    {"valueCoding": {"system": "s", "code": "1_2", "display": "Taste"}},
]


@pytest.mark.parametrize("written", [dictionary, form])
@pytest.mark.parametrize(
    ("options", "meant"),
    [
        (OPTIONS, {"1": "Hearing", "1_2": "Sight", "2": "Taste"}),
        (COLLIDING, {"1": "Hearing", "1_3": "Sight", "1_2": "Taste"}),
    ],
)
def test_one_code_of_two_systems_is_two_answers(
    written: Callable[..., Written], options: list[dict[str, Any]], meant: dict[str, str]
) -> None:
    file = written(imported(asked("a", "choice", answerOption=options)))

    again = any_format.read(file.content).questionnaire

    assert again is not None
    [item] = again.every_item()
    offered = {
        option_code(option): next(iter(option.text.root.values())) for option in again.options(item)
    }
    assert offered == meant
    assert [one for one in file.problems if "options with one code" in one.message]
