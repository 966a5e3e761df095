"""A newer parent: both sides' changes come along, and only what both changed is asked about."""

from hypothesis import given

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.deviations import Deviating, LeaveOut
from lytte.core.items.boolean import Boolean
from lytte.core.merging import slot_key
from lytte.core.questionnaire import Questionnaire
from lytte.core.tailoring.changes import Deviate, HidePart, Reword, UseVersion
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import lay
from lytte.core.tailoring.rebasing import Choice, rebase, settled
from lytte.core.texts import Text
from tests.core.tailoring.compositions import compositions


def _asked(name: str, said: str = "Klarer du å spise?") -> LocalSlot:
    item = Boolean(link_id=name, text=Text({"nb": said}))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)))


ESAS = InstrumentSlot(instrument="esas", version="1")
OLD = Composition(title=Text({"nb": "Før timen"}), slots=(ESAS, _asked("food"), _asked("fever")))


def _with(*slots: InstrumentSlot | LocalSlot, of: Composition = OLD) -> Composition:
    return of.model_copy(update={"slots": slots})


def _settle(new: Composition, mine: Composition, **chosen: Choice) -> tuple[Composition, list[str]]:
    changes = difference(OLD, mine)
    found = rebase(OLD, new, changes)
    names = [one.name for one in found.conflicts]
    by_part = {name: chosen.get(name.split("|")[1], "theirs") for name in names}
    return settled(OLD, new, changes, by_part), names


@given(compositions, compositions)
def test_a_level_that_changed_nothing_gets_the_new_version(
    old: Composition, new: Composition
) -> None:
    plain = new.model_copy(update={"set_aside": ()})

    assert rebase(old, new, ()).conflicts == ()
    assert settled(old, new, (), {}) == plain


@given(compositions, compositions)
def test_a_parent_that_did_not_move_changes_nothing(old: Composition, mine: Composition) -> None:
    changes = difference(old, mine)

    found = rebase(old, old, changes)

    assert found.fits == changes
    assert settled(old, old, changes, {}) == mine


@given(compositions, compositions, compositions)
def test_taking_theirs_in_every_conflict_loses_nothing_of_what_fits(
    old: Composition, new: Composition, mine: Composition
) -> None:
    changes = difference(old, mine)
    found = rebase(old, new, changes)

    assert {*map(id, found.fits), *map(id, found.same)} | {
        id(one) for conflict in found.conflicts for one in conflict.ours
    } == set(map(id, changes))
    assert lay(new, found.fits).composition == settled(old, new, changes, {})


@given(compositions, compositions, compositions)
def test_keeping_ours_is_always_possible(
    old: Composition, new: Composition, mine: Composition
) -> None:
    changes = difference(old, mine)
    chosen: dict[str, Choice] = {one.name: "ours" for one in rebase(old, new, changes).conflicts}

    made = settled(old, new, changes, chosen)

    assert lay(new, difference(new, made)).composition == made


def test_changes_of_different_things_come_along_by_themselves() -> None:
    mine = _with(ESAS, _asked("food", "Holder du på maten?"), _asked("fever"))
    new = _with(ESAS, _asked("food"), _asked("fever"), _asked("fall"))

    made, conflicts = _settle(new, mine)

    assert conflicts == []
    assert made.slots == (ESAS, mine.slots[1], _asked("fever"), _asked("fall"))


def test_both_wording_the_same_question_is_asked_about() -> None:
    mine = _with(ESAS, _asked("food", "Holder du på maten?"), _asked("fever"))
    new = _with(ESAS, _asked("food", "Spiser du nok?"), _asked("fever"))

    kept, conflicts = _settle(new, mine, food="ours")
    taken, _ = _settle(new, mine, food="theirs")

    assert conflicts == ["part|food|food|text"]
    assert kept.slots[1] == mine.slots[1]
    assert taken.slots[1] == new.slots[1]


def test_a_text_is_one_choice_in_all_its_languages() -> None:
    def said(nb: str, nn: str) -> LocalSlot:
        item = Boolean(link_id="food", text=Text({"nb": nb, "nn": nn}))
        return LocalSlot(id="food", questionnaire=Questionnaire(items=(item,)))

    old, new, mine = (_with(said(one, one + "!")) for one in ("Mat?", "Spiser du?", "Matlyst?"))

    changes = difference(old, mine)
    [conflict] = rebase(old, new, changes).conflicts

    assert (len(conflict.ours), len(conflict.theirs)) == (2, 2)
    assert settled(old, new, changes, {conflict.name: "ours"}) == mine
    assert settled(old, new, changes, {conflict.name: "theirs"}) == new


def test_both_wording_it_alike_is_no_conflict() -> None:
    mine = _with(ESAS, _asked("food", "Spiser du nok?"), _asked("fever"))

    found = rebase(OLD, mine, difference(OLD, mine))

    assert found.conflicts == ()
    assert len(found.same) == 1
    assert settled(OLD, mine, difference(OLD, mine), {}) == mine


def test_a_question_we_worded_and_they_took_out_can_be_kept_as_our_own() -> None:
    mine = _with(ESAS, _asked("food", "Holder du på maten?"), _asked("fever"))
    new = _with(ESAS, _asked("fever"))

    kept, conflicts = _settle(new, mine, food="ours")
    gone, _ = _settle(new, mine, food="theirs")

    assert conflicts == ["part|food"]
    assert kept.slots == mine.slots
    assert gone.slots == new.slots


def test_what_both_took_out_is_nobodys_question() -> None:
    mine = OLD.model_copy(
        update={"slots": (ESAS, OLD.slots[2]), "set_aside": (_asked("food", "Endret"),)}
    )
    new = _with(ESAS, _asked("fever"))

    made, conflicts = _settle(new, mine)

    assert conflicts == []
    assert made == new


def test_what_we_took_out_stays_out_whatever_they_did_with_it() -> None:
    mine = OLD.model_copy(update={"slots": (ESAS, OLD.slots[2]), "set_aside": (OLD.slots[1],)})
    new = _with(ESAS, _asked("food", "Spiser du nok?"), _asked("fever"))

    made, conflicts = _settle(new, mine)

    assert conflicts == []
    assert [slot_key(one) for one in made.slots] == ["esas", "fever"]
    assert made.set_aside == (new.slots[1],)


def test_a_deviation_from_one_version_is_looked_at_again_on_the_next() -> None:
    deviating = Deviating(by="Ali", reason="Kort", steps=(LeaveOut(item="pain"),))
    ours = Deviate(part="esas", deviating=deviating)
    new = _with(ESAS.model_copy(update={"version": "2"}), *OLD.slots[1:])

    [conflict] = rebase(OLD, new, [ours]).conflicts

    assert conflict.ours == (ours,)
    assert conflict.theirs == (UseVersion(part="esas", version="2"),)


def test_moving_what_they_took_out_is_not_asked_about() -> None:
    esas, food, fever = OLD.slots
    new = _with(esas, food)

    made, conflicts = _settle(new, _with(fever, esas, food))

    assert conflicts == []
    assert made == new


def test_everything_in_a_part_they_took_out_is_one_choice() -> None:
    changes = (
        Reword(part="food", item="food", field="text", language="nb", text="Mat?"),
        Reword(part="food", field="title", language="nb", text="Mat"),
    )
    new = _with(ESAS, _asked("fever"))

    [conflict] = rebase(OLD, new, changes).conflicts

    assert conflict.ours == changes
    assert conflict.theirs == (HidePart(part="food", kept=False),)
