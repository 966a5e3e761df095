"""Every field of a form that can differ makes a difference that is shown."""

from copy import deepcopy

import pytest

from lytte.core.differences import changes, compare
from lytte.core.forms import Form, Part, document
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
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
    {"parts.kind": "local"},
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


def test_what_opens_a_hidden_question_is_told_too() -> None:
    hidden = document(Form(title=Text({"nb": "A"}), parts=(INSTRUMENT.part,)))
    hidden["parts"][0]["questionnaire"]["items"][0]["hidden"] = True
    opened = deepcopy(hidden)
    condition = {"type": "is_true", "item": "symptoms/fever"}
    opened["parts"][0]["questionnaire"]["items"][0]["condition"] = condition
    say = words("cms", "nb")

    rows = compare(*(form_lines.entries(Form.model_validate(one), say) for one in (hidden, opened)))

    assert changes(rows) != []


def test_what_is_as_it_always_is_is_not_said_as_it_is_stored() -> None:
    asked = NumericRating(link_id="flushes", text=Text({"nb": "Hetetokter?"}))
    part = Part(id="own", kind="local", questionnaire=Questionnaire(items=(asked,)))
    say = words("cms", "nb")

    found = form_lines.entries(Form(title=Text({"nb": "A"}), parts=(part,)), say)

    said = [(one.label, one.text) for one in found[-1].lines if one.text and one.always]
    assert said == [
        ("Ord", "Hetetokter?"),
        ("Hvordan det besvares", "et tall fra 0 til 10"),
        ("Hva det er", "Eget spørsmål"),
    ]


def test_languages_stand_in_the_order_they_have_everywhere() -> None:
    """What is stored is sorted by its tags; nobody here reads the Arabic first."""
    said = Text({"ar": "ألم", "en": "Pain", "nb": "Smerte", "nn": "Smerte", "sv": "Smärta"})

    found = [line.language for line in form_lines.texts("Ord", said)]

    assert found == ["nb", "nn", "en", "ar", "sv"]


def test_what_came_or_went_is_told_in_words_alone() -> None:
    """A part that is taken out is told by what it asked, not by how it is kept."""
    part = INSTRUMENT.part.model_copy(update={"sha256": "928780bc10781369", "source": "README.md"})
    without, asked = (
        Form(title=Text({"nb": "A"}), parts=()),
        Form(title=Text({"nb": "A"}), parts=(part,)),
    )
    say = words("cms", "nb")

    for sides in ((without, asked), (asked, without)):
        rows = changes(compare(*(form_lines.entries(one, say) for one in sides)))

        told = [(pair.label, *pair.before, *pair.after) for row in rows for pair in row.pairs]
        assert "Hvor vondt har du hatt?" in str(told)
        for stored in ("Innstillinger", "Skår", "README", "928780bc", "{", "link_id"):
            assert stored not in str(told), stored
