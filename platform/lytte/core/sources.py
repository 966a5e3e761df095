"""What a condition in a form can look at: the questions and scores that come before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lytte.core.composition import Composition, InstrumentSlot, Library, LocalSlot
from lytte.core.deviations import deviated
from lytte.core.forms import Part
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding


@dataclass(frozen=True)
class Source:
    """One question or score; `kind` says which comparisons make sense."""

    address: str
    name: Text
    of: Text
    """The instrument it stands in; empty for the clinic's own question."""
    kind: Literal["number", "options", "yes_no"]
    ends: tuple[Decimal, Decimal] | None = None
    options: tuple[AnswerOption, ...] = ()

    @property
    def codes(self) -> frozenset[str | None]:
        """The codes of its options."""
        return frozenset(code(option) for option in self.options)


def code(option: AnswerOption) -> str | None:
    """Return what a condition compares an option by."""
    value = option.value
    return value.code or value.display if isinstance(value, Coding) else str(value)


def sources(
    composition: Composition, library: Library, *, before: int | None = None
) -> Iterator[Source]:
    """Yield what the parts of the form ask, in order; only of those before number `before`."""
    for slot in composition.slots[:before]:
        yield from sources_of(slot, library)


def sources_of(slot: InstrumentSlot | LocalSlot, library: Library) -> Iterator[Source]:
    """Yield what one part of a form asks, and its scores."""
    part = _part(slot, library)
    if part is not None:
        yield from sources_in(part)


def sources_in(part: Part) -> Iterator[Source]:
    """Yield what a part asks as it was published, and its scores."""
    for item in part.questionnaire.every_item():
        if found := _of_item(part, item):
            yield found
    for scale in part.scales:
        yield Source(f"{part.id}/{scale.id}", scale.title, part.title, "number", scale.range)


def _part(slot: InstrumentSlot | LocalSlot, library: Library) -> Part | None:
    if isinstance(slot, LocalSlot):
        return Part(id=slot.id, kind="local", questionnaire=slot.questionnaire)
    instrument = library.get((slot.instrument, slot.version))
    return deviated(instrument.part, slot.deviating) if instrument else None


def _of_item(part: Part, item: Item) -> Source | None:
    if item.hidden or not item.text:
        return None
    address = f"{part.id}/{item.link_id}"
    match item:
        case Boolean():
            return Source(address, item.text, part.title, "yes_no")
        case Choice():
            options = part.questionnaire.options(item)
            return Source(address, item.text, part.title, "options", None, options)
        case NumericRating() | VisualAnalogue():
            ends = (Decimal(item.minimum), Decimal(item.maximum))
            return Source(address, item.text, part.title, "number", ends)
        case Number():
            low, high = item.minimum, item.maximum
            both = None if low is None or high is None else (Decimal(low), Decimal(high))
            return Source(address, item.text, part.title, "number", both)
        case _:
            return None


def questionnaire_of(slot: InstrumentSlot | LocalSlot, library: Library) -> Questionnaire:
    """Return what a part of the form asks; nothing when its instrument is not there."""
    part = _part(slot, library)
    return part.questionnaire if part else Questionnaire()
