"""Changes inside a locked instrument, each with who answers for it: from a page's fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from lytte.core.composition import Composition, InstrumentSlot, Slot
from lytte.core.deviations import (
    Deviating,
    LeaveOut,
    PutInside,
    SayOtherwise,
    Shift,
    Step,
)
from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire

LONGEST = 500


@dataclass(frozen=True)
class Answerable:
    """Who stands behind a deviation, and why."""

    by: str
    reason: str


def answerable(given: Mapping[str, str]) -> Answerable | None:
    """Return who answers for it; None without a name, a reason and the tick."""
    by, reason = given.get("by", "").strip()[:120], given.get("reason", "").strip()[:300]
    return Answerable(by, reason) if by and reason and given.get("sure") else None


@dataclass(frozen=True)
class Place:
    """Somewhere inside an instrument: in which part of the form, after which of its items."""

    slot: str
    after: str

    @property
    def value(self) -> str:
        """The place as a field holds it."""
        return f"in:{self.slot}:{self.after}"


def place(value: str) -> Place | None:
    """Return the place a field holds; None when it is not inside an instrument."""
    what, _, rest = value.partition(":")
    slot, _, after = rest.partition(":")
    return Place(slot, after) if what == "in" and slot and after else None


def put_inside(made: Composition, item: Item, at: Place, who: Answerable) -> Composition:
    """Put a question of the clinic's own inside an instrument."""

    def change(slot: InstrumentSlot) -> InstrumentSlot:
        steps = slot.deviating.steps if slot.deviating else ()
        # A name of its own: the instrument may have an item that is called the same.
        own = item.model_copy(update={"link_id": f"{item.link_id[:30]}-{uuid4().hex[:6]}"})
        return _deviating(slot, (*steps, PutInside(item=own, after=at.after)), who)

    return _with_slot(made, at.slot, change)


def with_steps(
    made: Composition, slot_id: str, steps: Sequence[Step], who: Answerable
) -> Composition:
    """Replace every step inside an instrument; without any it is whole again."""
    return _with_slot(made, slot_id, lambda slot: _deviating(slot, tuple(steps), who, alone=True))


def whole(made: Composition, slot_id: str) -> Composition:
    """Take every change inside an instrument away."""
    return _with_slot(made, slot_id, lambda slot: slot.model_copy(update={"deviating": None}))


def steps(
    given: Mapping[str, str], questionnaire: Questionnaire, before: Deviating | None
) -> Iterator[Step]:
    """Yield the steps that the page's fields say, over the instrument as it is."""
    for number, item in enumerate(questionnaire.every_item()):
        for tag, text in item.text.root.items():
            said = given.get(f"say-{number}-{tag}", "").strip()[:LONGEST]
            if said and said != text:
                yield SayOtherwise(item=item.link_id, language=tag, text=said)
        if given.get(f"out-{number}"):
            yield LeaveOut(item=item.link_id)
    for siblings in families(questionnaire):
        yield from _shifts(given, siblings)
    own = [one for one in (before.steps if before else ()) if isinstance(one, PutInside)]
    yield from (one for one in own if given.get(f"keep-{one.item.link_id}"))


def families(questionnaire: Questionnaire) -> list[Sequence[Item]]:
    """Return the items that stand beside each other: one can be moved among those only."""
    nested = [item.items for item in questionnaire.every_item() if item.items]
    return [questionnaire.items, *nested]


def _shifts(given: Mapping[str, str], siblings: Sequence[Item]) -> Iterator[Shift]:
    names = [one.link_id for one in siblings]
    for item in siblings:
        after = given.get(f"after-{item.link_id}", "")
        if after == "first:":
            yield Shift(item=item.link_id, after=None)
        elif after in names and after != item.link_id:
            yield Shift(item=item.link_id, after=after)


def _deviating(
    slot: InstrumentSlot, steps: tuple[Step, ...], who: Answerable, *, alone: bool = False
) -> InstrumentSlot:
    """Return the slot with its steps; who answered for earlier ones still does, unless `alone`."""
    if not steps:
        return slot.model_copy(update={"deviating": None})
    before = None if alone else slot.deviating
    by = _joined(before.by if before else "", who.by, ", ")
    reason = _joined(before.reason if before else "", who.reason, "; ")
    deviating = Deviating(by=by, reason=reason, steps=steps)
    return slot.model_copy(update={"deviating": deviating})


def _joined(before: str, now: str, by: str) -> str:
    said = [one for one in before.split(by) if one]
    return by.join([*said, *([] if now in said else [now])])


def _with_slot(
    made: Composition, slot_id: str, change: Callable[[InstrumentSlot], InstrumentSlot]
) -> Composition:
    def changed(slot: Slot) -> Slot:
        if isinstance(slot, InstrumentSlot) and slot.instrument == slot_id:
            return change(slot)
        return slot

    return made.model_copy(update={"slots": tuple(changed(one) for one in made.slots)})
