"""A change within one part of a form: laid on it, or None where it does not fit."""

from collections.abc import Mapping
from typing import Any

from lytte.core.composition import InstrumentSlot, LocalSlot, Slot
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.sources import code
from lytte.core.tailoring.changes import (
    AddItem,
    Branch,
    Change,
    Deviate,
    HideItem,
    MoveItem,
    Offer,
    Present,
    RedoItem,
    RedoPart,
    Require,
    Reword,
    UseVersion,
)
from lytte.core.tailoring.order import Place, ordered
from lytte.core.tailoring.texts import reworded, text_fields


def laid_on_part(slot: Slot, change: Change) -> Slot | None:
    """Return the part with the change laid on it; None where it does not fit."""
    match change:
        case RedoPart(slot=made):
            return made
        case Branch(condition=condition):
            return slot.model_copy(update={"condition": condition})
        case UseVersion() | Deviate():
            return _on_instrument(slot, change) if isinstance(slot, InstrumentSlot) else None
        case Reword(item="", field=name, language=language, text=said):
            found: Slot | None = _with_text(slot, name, language, said)
            return found
        case _:
            return _on_local(slot, change) if isinstance(slot, LocalSlot) else None


def _on_instrument(slot: InstrumentSlot, change: UseVersion | Deviate) -> Slot:
    if isinstance(change, UseVersion):
        return slot.model_copy(update={"version": change.version})
    return slot.model_copy(update={"deviating": change.deviating})


def _with_text(value: Any, name: str, language: str, said: str | None) -> Any:
    return reworded(value, name, language, said) if name in text_fields(value) else None


def _on_local(slot: LocalSlot, change: Change) -> Slot | None:
    items = {one.link_id: one for one in slot.questionnaire.items}
    made = _on_items(items, change)
    if made is None:
        return None
    questionnaire = slot.questionnaire.model_copy(update={"items": tuple(made.values())})
    return slot.model_copy(update={"questionnaire": questionnaire})


def _on_items(items: Mapping[str, Item], change: Change) -> dict[str, Item] | None:
    match change:
        case AddItem(item=item, after=after, before=before):
            added = {**items, item.link_id: item}
            place = Place(item.link_id, after, before)
            return _in_order(added, place)
        case RedoItem(item=item):
            return {**items, item.link_id: item} if item.link_id in items else None
        case HideItem(item=name) if name in items:
            return {key: one for key, one in items.items() if key != name}
        case MoveItem(item=name, after=after, before=before) if name in items:
            return _in_order(items, Place(name, after, before))
        case Reword(item=name) | Require(item=name) | Present(item=name) | Offer(item=name):
            made = laid_on_item(items[name], change) if name in items else None
            return None if made is None else {**items, name: made}
        case _:
            return None


def _in_order(items: Mapping[str, Item], place: Place) -> dict[str, Item]:
    stays = [name for name in items if name != place.key]
    return {name: items[name] for name in ordered(stays, [place])}


def laid_on_item(item: Item, change: Reword | Require | Present | Offer) -> Item | None:
    """Return a local item with the change; None where it has no such text or option."""
    found: Item | None
    match change:
        case Require(required=required):
            found = item.model_copy(update={"required": required})
        case Present(own_page=own_page):
            found = item.model_copy(update={"own_page": own_page})
        case Offer(options=options):
            found = _offering(item, options)
        case Reword(option="", field=name, language=language, text=said):
            found = _with_text(item, name, language, said)
        case Reword():
            found = _with_option(item, change)
    return found


def _offering(item: Item, options: tuple[AnswerOption, ...]) -> Item | None:
    if not isinstance(item, Choice):
        return None
    return item.model_copy(update={"answer_options": options})


def _with_option(item: Item, change: Reword) -> Item | None:
    if not isinstance(item, Choice):
        return None
    options = [
        _with_text(one, change.field, change.language, change.text)
        if code(one) == change.option
        else one
        for one in item.answer_options
    ]
    if change.option not in map(code, item.answer_options) or None in options:
        return None
    return item.model_copy(update={"answer_options": tuple(options)})
