"""Two people changed the same draft: what each did, put together where nothing is lost (C16).

The pieces of a draft are compared one by one. A piece that only one of them changed is
that one's; a piece both changed differently is a conflict, which a person settles.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from lytte.core.composition import Composition, InstrumentSlot, Slot
from lytte.core.schedules.plan import Plan, Sending
from lytte.core.schedules.plan_settings import Setting, settings_of, with_settings
from lytte.core.texts import Text
from lytte.core.thresholds import Emergency, Rule, RuleSet

Value = TypeVar("Value")
Piece = TypeVar("Piece", Rule, Emergency, Sending, Setting)


class Conflict(Exception):
    """Both changed the same pieces; their keys are in `places`."""

    def __init__(self, places: Sequence[str]) -> None:
        self.places = tuple(places)
        super().__init__(", ".join(places))


def merged_form(base: Composition, mine: Composition, theirs: Composition) -> Composition:
    """Return `theirs` with what `mine` changed since `base`; Conflict where both did."""
    clashes: list[str] = []
    title = _text("title", base.title, mine.title, theirs.title, clashes)
    introduction = _text(
        "introduction", base.introduction, mine.introduction, theirs.introduction, clashes
    )
    rest = {
        name: _one(name, getattr(base, name), getattr(mine, name), getattr(theirs, name), clashes)
        for name in type(theirs).model_fields
        if name not in ("title", "introduction", "slots", "set_aside")
    }
    slots = _listed(_keyed(base.slots), _keyed(mine.slots), _keyed(theirs.slots), clashes)
    kept = {slot_key(slot) for slot in slots}
    aside = {slot_key(slot): slot for slot in (*mine.set_aside, *theirs.set_aside)}
    if clashes:
        raise Conflict(clashes)
    return theirs.model_copy(
        update={
            **rest,
            "title": title,
            "introduction": introduction,
            "slots": tuple(slots),
            "set_aside": tuple(slot for key, slot in aside.items() if key not in kept),
        }
    )


def merged_rules(base: RuleSet, mine: RuleSet, theirs: RuleSet) -> RuleSet:
    """Return `theirs` with what `mine` changed since `base`; Conflict where both did."""
    clashes: list[str] = []
    rules = _listed(_by_id(base.rules), _by_id(mine.rules), _by_id(theirs.rules), clashes)
    emergencies = _listed(
        _by_id(base.emergencies), _by_id(mine.emergencies), _by_id(theirs.emergencies), clashes
    )
    if clashes:
        raise Conflict(clashes)
    return theirs.model_copy(update={"rules": tuple(rules), "emergencies": tuple(emergencies)})


def merged_plan(base: Plan, mine: Plan, theirs: Plan) -> Plan:
    """Return `theirs` with what `mine` changed since `base`; Conflict where both did."""
    clashes: list[str] = []
    lines = _listed(_by_id(base.sendings), _by_id(mine.sendings), _by_id(theirs.sendings), clashes)
    held, ours, now = (_by_id(settings_of(one.care)) for one in (base, mine, theirs))
    settings = _listed(held, ours, now, clashes)
    if clashes:
        raise Conflict(clashes)
    return Plan(sendings=tuple(lines), care=with_settings(settings))


def slot_key(slot: Slot) -> str:
    """Return what a part is known by, wherever it stands."""
    return slot.instrument if isinstance(slot, InstrumentSlot) else slot.id


def _by_id(pieces: Sequence[Piece]) -> dict[str, Piece]:
    return {one.id: one for one in pieces}


def _keyed(slots: Sequence[Slot]) -> dict[str, Slot]:
    return {slot_key(slot): slot for slot in slots}


def _text(name: str, base: Text, mine: Text, theirs: Text, clashes: list[str]) -> Text:
    tags = dict.fromkeys((*theirs.root, *mine.root))
    found = {
        tag: _one(
            name, base.root.get(tag, ""), mine.root.get(tag, ""), theirs.root.get(tag, ""), clashes
        )
        for tag in tags
    }
    return Text.model_validate({tag: said for tag, said in found.items() if said})


def _one(name: str, base: Value, mine: Value, theirs: Value, clashes: list[str]) -> Value:
    if mine in (base, theirs):
        return theirs
    if theirs != base:
        clashes.append(name)
    return mine


def _listed(
    base: Mapping[str, Value],
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
    clashes: list[str],
) -> list[Value]:
    """Merge three lists of pieces with keys: what each holds, and in which order."""
    found: dict[str, Value] = {}
    for key in dict.fromkeys((*theirs, *mine)):
        kept = _one(key, base.get(key), mine.get(key), theirs.get(key), clashes)
        if kept is not None:
            found[key] = kept
    return [found[key] for key in _order(list(base), list(mine), list(theirs), found, clashes)]


def _order(
    base: Sequence[str],
    mine: Sequence[str],
    theirs: Sequence[str],
    found: Mapping[str, object],
    clashes: list[str],
) -> list[str]:
    """Return the keys of `found` in the order of whoever changed the order."""
    shared = [key for key in base if key in mine and key in theirs]
    moved_here = [key for key in mine if key in shared] != shared
    moved_there = [key for key in theirs if key in shared] != shared
    if moved_here and moved_there and _of(mine, shared) != _of(theirs, shared):
        clashes.append("order")
    first, second = (mine, theirs) if moved_here else (theirs, mine)
    order = [key for key in first if key in found]
    for number, key in enumerate(second):
        if key in found and key not in order:
            before = next((one for one in reversed(second[:number]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _of(order: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [key for key in order if key in wanted]
