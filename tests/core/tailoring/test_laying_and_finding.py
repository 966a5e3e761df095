"""What a level made is found again as its changes, and its changes make it again."""

from hypothesis import given

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.forms import document
from lytte.core.items.boolean import Boolean
from lytte.core.questionnaire import Questionnaire
from lytte.core.tailoring.changes import AddPart, HidePart, MovePart, Reword, Tailoring
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import lay
from lytte.core.texts import Text
from tests.core.tailoring.compositions import compositions


def _asked(name: str, said: str = "Sover du godt?") -> LocalSlot:
    item = Boolean(link_id=name, text=Text({"nb": said, "nn": "Søv du godt?"}))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)))


ESAS = InstrumentSlot(instrument="esas", version="1")
BASE = Composition(
    title=Text({"nb": "Før timen"}),
    languages=("nb", "nn"),
    slots=(ESAS, _asked("sleep"), _asked("food"), _asked("fever")),
)


@given(compositions, compositions)
def test_the_changes_found_make_the_form_again(base: Composition, made: Composition) -> None:
    changes = difference(base, made)

    laid = lay(base, changes)

    assert laid.composition == made
    assert laid.lost == ()


@given(compositions, compositions)
def test_stored_changes_are_read_back_as_they_were(base: Composition, made: Composition) -> None:
    found = Tailoring(changes=difference(base, made))

    assert Tailoring.model_validate(document(found)) == found


@given(compositions)
def test_what_is_inherited_whole_has_no_changes(base: Composition) -> None:
    assert difference(base, base.model_copy(update={"set_aside": ()})) == ()


def test_one_word_changed_is_one_change() -> None:
    made = BASE.model_copy(
        update={"slots": (ESAS, _asked("sleep", "Sov du godt?"), *BASE.slots[2:])}
    )

    assert difference(BASE, made) == (
        Reword(part="sleep", item="sleep", field="text", language="nb", text="Sov du godt?"),
    )


def test_one_part_moved_is_one_change() -> None:
    esas, sleep, food, fever = BASE.slots
    made = BASE.model_copy(update={"slots": (fever, esas, sleep, food)})

    assert difference(BASE, made) == (MovePart(part="fever", after=None, before="esas"),)


def test_a_question_added_follows_its_neighbour_to_a_new_parent() -> None:
    own = _asked("own")
    made = BASE.model_copy(update={"slots": (ESAS, own, *BASE.slots[1:])})
    newer = BASE.model_copy(update={"slots": (*BASE.slots[1:], ESAS)})

    laid = lay(newer, difference(BASE, made))

    assert laid.composition.slots == (*newer.slots, own)


def test_a_question_added_after_what_is_gone_stands_before_what_came_next() -> None:
    own = _asked("own")
    made = BASE.model_copy(update={"slots": (*BASE.slots[:2], own, *BASE.slots[2:])})
    newer = BASE.model_copy(update={"slots": (ESAS, *BASE.slots[2:])})

    laid = lay(newer, difference(BASE, made))

    assert laid.composition.slots == (ESAS, own, *BASE.slots[2:])


def test_a_change_of_what_is_gone_is_lost_and_told() -> None:
    change = Reword(part="sleep", item="sleep", field="text", language="nb", text="Sov du?")
    newer = BASE.model_copy(update={"slots": (ESAS,)})

    laid = lay(newer, [change])

    assert laid.composition == newer
    assert laid.lost == (change,)
    assert laid.origins == {}


def test_a_hidden_part_comes_back_in_its_own_place() -> None:
    made = BASE.model_copy(
        update={"slots": (*BASE.slots[:1], *BASE.slots[2:]), "set_aside": (BASE.slots[1],)}
    )
    changes = difference(BASE, made)
    assert changes == (HidePart(part="sleep"),)

    assert lay(BASE, []).composition.slots == BASE.slots


def test_what_the_parent_set_aside_is_not_inherited() -> None:
    base = BASE.model_copy(update={"set_aside": (_asked("old"),)})

    assert lay(base, []).composition.set_aside == ()


def test_a_part_of_ones_own_says_where_it_comes_from() -> None:
    own = _asked("own")
    made = BASE.model_copy(update={"slots": (*BASE.slots, own)})

    laid = lay(BASE, difference(BASE, made))

    assert laid.origins == {("part", "own"): AddPart(part="own", slot=own, after="fever")}
