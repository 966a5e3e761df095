"""A branch that cannot be meant is refused, with the reason (C10)."""

from decimal import Decimal

import pytest

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.composition_checks import problems
from lytte.core.conditions import AllOf, AnyOf, AtLeast, AtMost, Chosen, Condition, IsTrue, Not
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding

OPTIONS = tuple(
    AnswerOption(value=Coding(code=code), text=Text({"nb": code})) for code in ("yes", "some", "no")
)
INSTRUMENT = Instrument(
    id="symptoms",
    version="1",
    title=Text({"nb": "Plager"}),
    questionnaire=Questionnaire(
        items=(
            NumericRating(link_id="pain", text=Text({"nb": "Smerte"})),
            Boolean(link_id="fever", text=Text({"nb": "Feber"})),
            Choice(link_id="food", text=Text({"nb": "Mat"}), answer_options=OPTIONS),
        )
    ),
    licence=Licence(owner="Lytte", terms="free"),
)
LIBRARY = {("symptoms", "1"): INSTRUMENT}
PAIN, FOOD = "symptoms/pain", "symptoms/food"
NEVER = "«Hvor?» is never asked: no answer opens it."
ALWAYS = "«Hvor?» is asked whatever the answer is."


def least(value: int) -> AtLeast:
    return AtLeast(item=PAIN, value=Decimal(value))


def most(value: int) -> AtMost:
    return AtMost(item=PAIN, value=Decimal(value))


def chosen(*codes: str) -> Chosen:
    return Chosen(item=FOOD, options=tuple(Coding(code=code) for code in codes))


def local(condition: Condition | None) -> LocalSlot:
    item = FreeText(link_id="where", text=Text({"nb": "Hvor?"}))
    return LocalSlot(id="where", questionnaire=Questionnaire(items=(item,)), condition=condition)


INSIDE = InstrumentSlot(instrument="symptoms", version="1")


@pytest.mark.parametrize(("condition", "told"), [
    (least(4), []),
    (least(10), []),
    (least(11), [NEVER]),
    (least(0), [ALWAYS]),
    (most(0), []),
    (most(10), [ALWAYS]),
    (most(-1), [NEVER]),
    (IsTrue(item="symptoms/fever"), []),
    (IsTrue(item=PAIN), [NEVER]),
    (chosen("some"), []),
    (chosen("most"), [NEVER]),
    (chosen("yes", "some", "no"), [ALWAYS]),
    (AllOf(of=(least(4), most(6))), []),
    (AllOf(of=(least(7), most(6))), [NEVER]),
    (AllOf(of=(least(4), chosen("most"))), [NEVER]),
    (AnyOf(of=(least(4), chosen("most"))), []),
    (AnyOf(of=(least(11), chosen("most"))), [NEVER]),
    (AnyOf(of=(least(0), chosen("some"))), [ALWAYS]),
    (Not(of=least(4)), []),
    (Not(of=least(11)), [ALWAYS]),
    (Not(of=least(0)), [NEVER]),
])  # fmt: skip
def test_a_branch_is_neither_dead_nor_always_open(condition: Condition, told: list[str]) -> None:
    made = Composition(title=Text({"nb": "Før timen"}), slots=(INSIDE, local(condition)))

    assert [one.message for one in problems(made, LIBRARY)] == told


def test_a_branch_waits_only_for_what_comes_before_it() -> None:
    made = Composition(title=Text({"nb": "Før timen"}), slots=(local(least(4)), INSIDE))

    [found] = problems(made, LIBRARY)

    assert found.message == "«Hvor?» waits for an answer that is given later in the form."


def test_a_branch_on_what_was_taken_out_is_told() -> None:
    made = Composition(
        title=Text({"nb": "Før timen"}), slots=(local(least(4)),), set_aside=(INSIDE,)
    )

    [found] = problems(made, LIBRARY)

    assert found.message == "«Hvor?» waits for something that is no longer in the form."


def test_a_choice_has_something_to_choose_between() -> None:
    choice = Choice(link_id="food", text=Text({"nb": "Mat"}), answer_options=OPTIONS[:1])
    slot = LocalSlot(id="food", questionnaire=Questionnaire(items=(choice,)))

    [found] = problems(Composition(title=Text({"nb": "Før"}), slots=(slot,)), {})

    assert found.message == "«Mat» has fewer than two options."


def test_a_free_text_has_no_small_texts() -> None:
    item = FreeText(link_id="own", text=Text({"nb": "Noe mer?"}))
    made = Composition(
        title=Text({"nb": "Før"}),
        slots=(LocalSlot(id="own", questionnaire=Questionnaire(items=(item,))),),
    )

    assert problems(made, {}) == []
