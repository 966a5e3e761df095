"""Find a level's changes again: what was made, seen from what it inherits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot, Slot
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.sources import code
from lytte.core.tailoring.changes import (
    AddItem,
    AddPart,
    Branch,
    Change,
    Deviate,
    HideItem,
    HidePart,
    Last,
    MoveItem,
    MovePart,
    Offer,
    Present,
    RedoItem,
    RedoPart,
    Require,
    Reword,
    Speak,
    UseVersion,
)
from lytte.core.tailoring.laying import OF_FORM, keyed
from lytte.core.tailoring.order import Place, placements
from lytte.core.tailoring.parts import laid_on_item, laid_on_part
from lytte.core.tailoring.texts import rewordings, text_fields
from lytte.core.tailoring.translated import translated


def difference(base: Composition, made: Composition) -> tuple[Change, ...]:
    """Return the fewest changes that make `made` of `base`, as `lay` lays them."""
    old, new = keyed(base.slots), keyed((*made.slots, *made.set_aside))
    asked, aside = list(new)[: len(made.slots)], list(new)[len(made.slots) :]
    return (
        *_of_form(base, made),
        *(one for part in old if part in new for one in of_part(part, old[part], new[part])),
        *_aside(old, new, aside),
        *(HidePart(part=part, kept=False) for part in old if part not in new),
        *_placed(placements([part for part in old if part in asked], asked), old, new),
    )


def _of_form(base: Composition, made: Composition) -> Iterator[Change]:
    for name in OF_FORM:
        for language, said in rewordings(getattr(base, name), getattr(made, name)):
            yield Reword(field=name, language=language, text=said)
    if base.languages != made.languages:
        yield Speak(languages=made.languages)
    if base.minutes != made.minutes:
        yield Last(minutes=made.minutes)
    yield from translated(base, made)


def _aside(
    old: Mapping[str, Slot], new: Mapping[str, Slot], aside: Sequence[str]
) -> Iterator[Change]:
    for part in aside:
        if part in old:
            yield HidePart(part=part)
        else:
            yield AddPart(part=part, slot=new[part], aside=True)


def _placed(
    places: Sequence[Place], old: Mapping[str, Slot], new: Mapping[str, Slot]
) -> Iterator[Change]:
    for part, after, before in places:
        if part in old:
            yield MovePart(part=part, after=after, before=before)
        else:
            yield AddPart(part=part, slot=new[part], after=after, before=before)


def of_part(part: str, old: Slot, new: Slot) -> Iterator[Change]:
    """Yield what makes one part another; the whole part where nothing smaller does."""
    if old == new:
        return
    found = list(_within(part, old, new))
    made: Slot | None = old
    for change in found:
        made = laid_on_part(made, change) if made is not None else None
    yield from found if made == new else [RedoPart(part=part, slot=new)]


def _within(part: str, old: Slot, new: Slot) -> Iterator[Change]:
    if old.condition != new.condition:
        yield Branch(part=part, condition=new.condition)
    if isinstance(old, InstrumentSlot) and isinstance(new, InstrumentSlot):
        if old.version != new.version:
            yield UseVersion(part=part, version=new.version)
        if old.deviating != new.deviating:
            yield Deviate(part=part, deviating=new.deviating)
    if isinstance(old, LocalSlot) and isinstance(new, LocalSlot):
        for language, said in rewordings(old.title, new.title):
            yield Reword(part=part, field="title", language=language, text=said)
        yield from _items(part, old.questionnaire.items, new.questionnaire.items)


def _items(part: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    before, after = ({one.link_id: one for one in some} for some in (old, new))
    for name in before:
        if name in after:
            yield from of_item(part, before[name], after[name])
        else:
            yield HideItem(part=part, item=name)
    for name, left, right in placements([one for one in before if one in after], list(after)):
        if name in before:
            yield MoveItem(part=part, item=name, after=left, before=right)
        else:
            yield AddItem(part=part, item=after[name], after=left, before=right)


def of_item(part: str, old: Item, new: Item) -> Iterator[Change]:
    """Yield what makes one local item another; the whole item where nothing smaller does."""
    if old == new:
        return
    found = list(_of_words(part, old, new))
    made: Item | None = old
    for change in found:
        made = laid_on_item(made, change) if made is not None else None
    yield from found if made == new else [RedoItem(part=part, item=new)]


def _of_words(part: str, old: Item, new: Item) -> Iterator[Reword | Require | Present | Offer]:
    named: dict[str, Any] = {"part": part, "item": old.link_id}
    if type(old) is not type(new):
        return
    for name in text_fields(old):
        for language, said in rewordings(getattr(old, name), getattr(new, name)):
            yield Reword(**named, field=name, language=language, text=said)
    if old.required != new.required:
        yield Require(**named, required=new.required)
    if old.own_page != new.own_page:
        yield Present(**named, own_page=new.own_page)
    if isinstance(old, Choice) and isinstance(new, Choice):
        yield from _of_options(named, old, new)


def _of_options(named: Mapping[str, Any], old: Choice, new: Choice) -> Iterator[Reword | Offer]:
    """Yield the words of options that are the same otherwise; else all the options."""
    bare = [_wordless(one.answer_options) for one in (old, new)]
    codes = [code(one) or "" for one in old.answer_options]
    if bare[0] != bare[1] or len(set(codes)) < len(codes) or "" in codes:
        if old.answer_options != new.answer_options:
            yield Offer(**named, options=new.answer_options)
        return
    for name, one, other in zip(codes, old.answer_options, new.answer_options, strict=True):
        for field in ("text", "prefix"):
            for language, said in rewordings(getattr(one, field), getattr(other, field)):
                yield Reword(**named, option=name, field=field, language=language, text=said)


def _wordless(options: Sequence[Any]) -> list[Any]:
    return [one.model_copy(update={"text": None, "prefix": None}) for one in options]
