"""Changes to a form that is being made: each takes a composition and returns another."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot, Slot
from lytte.core.conditions import Condition
from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.wordings import Kind
from lytte.wording.catalogue import Words
from lytte_admin.editing import worded
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words.labels import LANGUAGES

Change = Callable[[Composition], Composition]


def moved(made: Composition, number: int, by: int) -> Composition:
    """Move a part up (-1) or down (1); nothing happens at the ends."""
    to = number + by
    if not (0 <= number < len(made.slots) and 0 <= to < len(made.slots)):
        return made
    order = list(made.slots)
    order.insert(to, order.pop(number))
    return made.model_copy(update={"slots": tuple(order)})


def moved_to(made: Composition, number: int, to: int) -> Composition:
    """Move a part to place `to`, counted from 0."""
    if not (0 <= number < len(made.slots) and 0 <= to < len(made.slots)):
        return made
    return moved(made, number, to - number)


def taken_out(made: Composition, number: int) -> Composition:
    """Set a part aside; it can be put back as it was."""
    if not 0 <= number < len(made.slots):
        return made
    slots = list(made.slots)
    aside = slots.pop(number)
    return made.model_copy(
        update={"slots": tuple(slots), "set_aside": (aside, *made.set_aside)},
    )


def put_back(made: Composition, number: int) -> Composition:
    """Put what was set aside back, at the end."""
    if not 0 <= number < len(made.set_aside):
        return made
    aside = list(made.set_aside)
    slot = aside.pop(number)
    return made.model_copy(
        update={"slots": (*made.slots, slot), "set_aside": tuple(aside)},
    )


def with_instrument(made: Composition, instrument: str, version: str) -> Composition:
    """Add an instrument, whole, at the end; the one set aside earlier when it was in before."""
    if any(_is(slot, instrument) for slot in made.slots):
        return made
    aside = tuple(slot for slot in made.set_aside if not _is(slot, instrument))
    slot = InstrumentSlot(instrument=instrument, version=version)
    return made.model_copy(update={"slots": (*made.slots, slot), "set_aside": aside})


def with_version(made: Composition, number: int, version: str) -> Composition:
    """Ask an instrument in another version, where it stands."""
    slots = list(made.slots)
    slots[number] = slots[number].model_copy(update={"version": version})
    return made.model_copy(update={"slots": tuple(slots)})


def _is(slot: Slot, instrument: str) -> bool:
    return isinstance(slot, InstrumentSlot) and slot.instrument == instrument


def with_question(
    made: Composition, item: Item, at: int | None = None, *, sheet: str = ""
) -> Composition:
    """Add a question of the clinic's own before part number `at`, or at the end.

    Each stands in a part of its own, so that moving it never changes its address: what
    was answered before and after the move is one series. `sheet` is the page it is written
    on, which saves itself: what that page put in before is replaced, with its address.
    """
    earlier, sheet = written_on(made, sheet), sheet or new_sheet()
    slot = LocalSlot(
        id=earlier.id if earlier else f"{item.link_id[:30].strip('-')}-{sheet}",
        questionnaire=Questionnaire(items=(item,)),
    )
    slots = list(without_question(made, sheet).slots)
    slots.insert(len(slots) if at is None else at, slot)
    return made.model_copy(update={"slots": tuple(slots)})


def new_sheet() -> str:
    """Return what tells the page of one new question from every other."""
    return uuid4().hex[:6]


def written_on(made: Composition, sheet: str) -> LocalSlot | None:
    """Return the question that a page has put in already."""
    if not sheet:
        return None
    found = (one for one in made.slots if isinstance(one, LocalSlot))
    return next((one for one in found if one.id.endswith(f"-{sheet}")), None)


def without_question(made: Composition, sheet: str) -> Composition:
    """Take away what the page of a new question put in while it was written."""
    gone = written_on(made, sheet)
    return made.model_copy(update={"slots": tuple(one for one in made.slots if one != gone)})


def with_item(made: Composition, slot_id: str, item: Item) -> Composition:
    """Replace a local question by its edited self."""
    return made.model_copy(
        update={"slots": tuple(_edited(slot, slot_id, item) for slot in made.slots)}
    )


def _edited(slot: Slot, slot_id: str, item: Item) -> Slot:
    if not isinstance(slot, LocalSlot) or slot.id != slot_id:
        return slot
    items = tuple(item if one.link_id == item.link_id else one for one in slot.questionnaire.items)
    return slot.model_copy(
        update={"questionnaire": slot.questionnaire.model_copy(update={"items": items})}
    )


def with_condition(made: Composition, number: int, condition: Condition | None) -> Composition:
    """Say when a part is asked; None is always."""
    slots = list(made.slots)
    slots[number] = slots[number].model_copy(update={"condition": condition})
    return made.model_copy(update={"slots": tuple(slots)})


WORDS: Mapping[str, Kind] = {"title": "title", "introduction": "introduction"}


def text_faults(given: Mapping[str, str], say: Words) -> list[Fault]:
    """Return everything that keeps what `with_texts` reads from being kept as it is written."""
    found = worded.faults(given, WORDS, say)
    if not any(given.get(f"language-{tag}") for tag in LANGUAGES):
        found.append(Fault("languages", say("Choose at least one language.")))
    if (minutes := given.get("minutes", "").strip()) and _minutes(minutes) is None:
        said = say("Write the minutes as a whole number from 1 to 99, or leave it empty.")
        found.append(Fault("minutes", said))
    return found


def _minutes(written: str) -> int | None:
    return int(written) if written.isdecimal() and 0 < int(written[:4]) < 100 else None


def with_texts(made: Composition, given: Mapping[str, str]) -> Composition:
    """Write the form's title and first words, and choose its languages and length."""
    languages = tuple(tag for tag in LANGUAGES if given.get(f"language-{tag}"))
    return made.model_copy(
        update={
            "languages": languages or made.languages,
            "title": written(given, "title", before=made.title),
            "introduction": written(given, "introduction", before=made.introduction),
            "minutes": _minutes(given.get("minutes", "").strip()),
        }
    )


def written(given: Mapping[str, str], name: str, *, before: Text | None = None) -> Text:
    """Return a text from its fields, one a language; a language without a field keeps its text."""
    found = dict(before.root) if before else {}
    for tag in LANGUAGES:
        if f"{name}-{tag}" in given:
            found[tag] = given[f"{name}-{tag}"].strip()
    return Text.model_validate({tag: said for tag, said in found.items() if said})
