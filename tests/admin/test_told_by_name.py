"""A remark on a rule calls what is asked by its words, whatever those words are."""

import pytest

from lytte.core.problems import warning
from lytte.wording.catalogue import words
from lytte_admin.told import told

REMARK = warning(
    "rule",
    "No response of the period has p/pain, so the rule raised nothing by it.",
    "Is p/pains meant?",
)
NAMES = {"p/pain": "Vondt av p/pains", "p/pains": "Smerter", "response": "Svar"}


@pytest.mark.parametrize(
    ("language", "message", "way_out"),
    [
        (
            "nb",
            "Ingen svar i perioden har Vondt av p/pains, så regelen",
            "Smerter",
        ),
        (
            "en",
            "No response of the period has Vondt av p/pains, so the rule",
            "Is Smerter meant?",
        ),
    ],
)
def test_a_name_is_put_where_the_address_stood_and_nowhere_else(
    language: str, message: str, way_out: str
) -> None:
    found = told.problem(REMARK, words("cms", language), NAMES)

    assert found.message.startswith(message)
    assert way_out in found.way_out
    assert (found.message_language, found.way_out_language) == (language, language)
