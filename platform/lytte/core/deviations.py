"""What may be done inside a locked instrument, by a named person and with a reason (C4).

Never silently: the part is marked "modified", its scores and every sheet say so, and the
fingerprint of the validated items stays beside it.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from lytte.core.forms import Deviation, Part
from lytte.core.frozen import Frozen
from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.wordings import Change, reworded_item


class LeaveOut(Frozen):
    """An item is not shown. It stays in the scoring as unanswered, and keeps its past."""

    type: Literal["leave_out"] = "leave_out"
    item: str


class Shift(Frozen):
    """An item stands after another, None first among its siblings."""

    type: Literal["shift"] = "shift"
    item: str
    after: str | None = None


class SayOtherwise(Frozen):
    """An item's text in one language is another than the instrument's."""

    type: Literal["say_otherwise"] = "say_otherwise"
    item: str
    language: str
    text: str


class PutInside(Frozen):
    """A question of the clinic's own inside the instrument, after an item."""

    type: Literal["put_inside"] = "put_inside"
    item: Item
    after: str


Step = Annotated[LeaveOut | Shift | SayOtherwise | PutInside, Field(discriminator="type")]


class Deviating(Frozen):
    """Every step away from the instrument, and who stands behind it."""

    by: str
    reason: str
    steps: tuple[Step, ...] = Field(min_length=1)


def deviated(part: Part, deviating: Deviating | None) -> Part:
    """Return an instrument's part with the steps taken; its fingerprint stays the validated one's.

    A step about an item that this version does not have changes nothing; `misfits` tells of it.
    """
    if deviating is None:
        return part
    items = part.questionnaire.items
    for step in deviating.steps:
        items = tuple(_taken(items, step))
    return part.model_copy(
        update={
            "questionnaire": part.questionnaire.model_copy(update={"items": items}),
            "modified": Deviation(by=deviating.by, reason=deviating.reason),
        }
    )


def misfits(questionnaire: Questionnaire, deviating: Deviating) -> list[str]:
    """Return the items that a step needs and the questionnaire does not have, or has already."""
    found = {one.link_id for one in questionnaire.every_item()}
    missing: list[str] = []
    for step in deviating.steps:
        match step:
            case PutInside(item=item, after=after):
                missing += [after] if after not in found else []
                missing += [item.link_id] if item.link_id in found else []
                found.add(item.link_id)
            case LeaveOut(item=name) | Shift(item=name) | SayOtherwise(item=name):
                missing += [name] if name not in found else []
    return missing


def inside(deviating: Deviating | None) -> tuple[Item, ...]:
    """Return the clinic's own questions that stand inside the instrument."""
    steps = deviating.steps if deviating else ()
    return tuple(step.item for step in steps if isinstance(step, PutInside))


def _taken(items: Sequence[Item], step: Step) -> Iterator[Item]:
    """Yield siblings with the step taken among them or below them."""
    match step:
        case Shift(item=name, after=after):
            yield from _shifted(items, name, after, step)
            return
        case LeaveOut() | SayOtherwise() | PutInside():
            pass
    for item in items:
        yield from _one(item, step)


def _shifted(items: Sequence[Item], name: str, after: str | None, step: Step) -> Iterator[Item]:
    moving = next((one for one in items if one.link_id == name), None)
    names = [one.link_id for one in items]
    if moving is None or (after is not None and after not in names) or after == name:
        yield from (_below(one, step) for one in items)
        return
    if after is None:
        yield moving
    for one in items:
        if one.link_id != name:
            yield one
        if one.link_id == after:
            yield moving


def _one(item: Item, step: Step) -> Iterator[Item]:
    inner = _below(item, step)
    match step:
        case LeaveOut(item=name) if name == item.link_id:
            yield item.model_copy(update={"hidden": True, "required": False})
        case SayOtherwise(item=name, language=language, text=text) if name == item.link_id:
            said = Text.model_validate({**item.text.root, language: text})
            yield inner.model_copy(update={"text": said, "formatted": Text()})
        case PutInside(item=own, after=after) if after == item.link_id:
            yield inner
            yield own
        case _:
            yield inner


def _below(item: Item, step: Step) -> Item:
    if not item.items:
        return item
    found: Item = item.model_copy(update={"items": tuple(_taken(item.items, step))})
    return found


def inside_reworded(deviating: Deviating, part: str, change: Change) -> Deviating:
    """Return the deviation with the texts of the questions put inside as `change` returns them."""
    steps = tuple(
        step.model_copy(update={"item": reworded_item(step.item, part, change)})
        if isinstance(step, PutInside)
        else step
        for step in deviating.steps
    )
    return deviating.model_copy(update={"steps": steps})
