"""Every field of a form that can differ makes a difference that is shown."""

from copy import deepcopy

import pytest

from lytte.core.differences import changes, compare
from lytte.core.forms import Form, document
from lytte.core.texts import Text
from lytte.wording.catalogue import words
from lytte_admin.in_words import form_lines
from tests.cms_desk import INSTRUMENT

MUTATED = (
    {"title": {"nb": "Et annet"}},
    {"languages": ("nb", "en")},
    {"minutes": 9},
    {"instead": {"ar": "en"}},
    {"parts.title": {"nb": "Ny"}},
    {"parts.recall": {"nb": "I går"}},
    {"parts.source": "Et annet sted"},
    {"parts.validated": True},
    {"parts.modified": {"by": "Ali", "reason": "slik"}},
    {"parts.condition": {"type": "is_true", "item": "symptoms/fever"}},
    {"item.text": {"nb": "Noe annet?"}},
    {"item.short_text": {"nb": "Annet"}},
    {"item.low": {"nb": "Ingen"}},
    {"item.maximum": 9},
    {"item.worse": "down"},
    {"item.own_page": True},
    {"item.required": True},
    {"item.hidden": True},
    {"item.not_through_helper": True},
    {"item.constraints": ({"expression": "true"},)},
)


@pytest.mark.parametrize("change", MUTATED, ids=[next(iter(one)) for one in MUTATED])
def test_nothing_that_differs_is_told_as_the_same(change: dict[str, object]) -> None:
    [(path, value)] = change.items()
    before = document(Form(title=Text({"nb": "A"}), parts=(INSTRUMENT.part,)))
    after = deepcopy(before)
    holder, _, field = path.rpartition(".")
    part = after["parts"][0]
    within = {"": after, "parts": part, "item": part["questionnaire"]["items"][0]}[holder]
    within[field] = value
    say = words("cms", "nb")

    rows = compare(*(form_lines.entries(Form.model_validate(one), say) for one in (before, after)))

    assert changes(rows) != []
