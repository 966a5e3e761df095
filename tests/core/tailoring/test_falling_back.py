"""Falling back leaves what was inherited, and nothing of one's own is lost by it."""

from hypothesis import given

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.items.boolean import Boolean
from lytte.core.merging import slot_key
from lytte.core.questionnaire import Questionnaire
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.falling import fallen_back
from lytte.core.texts import Text
from tests.core.tailoring.compositions import compositions


def _asked(name: str, said: str) -> LocalSlot:
    item = Boolean(link_id=name, text=Text({"nb": said}))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)))


ESAS = InstrumentSlot(instrument="esas", version="1")
BASE = Composition(
    title=Text({"nb": "Før timen"}), slots=(ESAS, _asked("food", "Mat?"), _asked("sleep", "Søvn?"))
)
MADE = BASE.model_copy(
    update={
        "minutes": 4,
        "slots": (_asked("own", "Eget?"), ESAS, _asked("food", "Spiser du?")),
        "set_aside": (BASE.slots[2],),
    }
)


@given(compositions, compositions)
def test_all_fallen_back_is_what_was_inherited(base: Composition, made: Composition) -> None:
    back = fallen_back(base, made)

    assert back.model_copy(update={"set_aside": ()}) == base.model_copy(update={"set_aside": ()})


@given(compositions, compositions)
def test_falling_back_once_more_changes_nothing(base: Composition, made: Composition) -> None:
    back = fallen_back(base, made)

    assert fallen_back(base, back) == back


@given(compositions, compositions)
def test_one_change_fallen_back_leaves_all_the_others(base: Composition, made: Composition) -> None:
    changes = difference(base, made)
    for change in changes[:2]:
        back = fallen_back(base, made, [change.about])
        left = {one.about for one in changes if one.about[: len(change.about)] != change.about}

        # Neighbours may stand otherwise when one of them is gone; what is changed is the same.
        places = {one for one in left if one[0] == "place"}
        assert {one.about for one in difference(base, back)} >= left - places


def test_a_question_falls_back_to_the_inherited_words() -> None:
    back = fallen_back(BASE, MADE, [("part", "food")])

    assert back.slots == (MADE.slots[0], ESAS, BASE.slots[1])
    assert back.minutes == 4


def test_what_was_taken_out_comes_back_to_its_place() -> None:
    back = fallen_back(BASE, MADE, [("part", "sleep")])

    assert [slot_key(one) for one in back.slots] == ["own", "esas", "food", "sleep"]
    assert back.set_aside == ()


def test_a_question_of_ones_own_is_set_aside_and_kept() -> None:
    back = fallen_back(BASE, MADE, [("part", "own")])

    assert back.slots == MADE.slots[1:]
    assert _asked("own", "Eget?") in back.set_aside
