"""A form at a glance: its parts in order, and what stands out about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lytte.core.composition import Composition, Library, LocalSlot, Slot
from lytte.core.evaluation.own_conditions import named
from lytte.core.items.any_item import Item
from lytte.core.merging import slot_key
from lytte.core.problems import Problem
from lytte.core.sources import Source, questionnaire_of
from lytte.wording.catalogue import Words
from lytte_admin.editing import local_items
from lytte_admin.in_words import asked_when
from lytte_admin.in_words.asked_when import Cell

ABOUT = "about"
"""The entry above the parts: title, languages and length."""
LONGEST = 90


@dataclass(frozen=True)
class Entry:
    """One part of the form as the outline shows it."""

    number: int
    key: str
    slot: Slot
    name: str
    asked: tuple[Item, ...]
    amiss: bool

    @property
    def own(self) -> bool:
        """Whether it is the clinic's own question."""
        return isinstance(self.slot, LocalSlot)

    @property
    def question(self) -> Item | None:
        """The one question of a part of the clinic's own."""
        return self.asked[0] if self.own and len(self.asked) == 1 else None

    @property
    def kind(self) -> str:
        """Which kind of question it is; empty for an instrument."""
        return local_items.kind_of(self.question) if self.question else ""


@dataclass(frozen=True)
class Opened:
    """One condition in words, with the answers that open the part."""

    said: str
    strip: Sequence[Cell]


def entries(
    made: Composition, library: Library, problems: Sequence[Problem], say: Words
) -> list[Entry]:
    """Return the parts in their order."""
    amiss = {one.place.partition("/")[0] for one in problems if one.severity == "error"}
    return [
        _entry(number, slot, library, slot_key(slot) in amiss, say)
        for number, slot in enumerate(made.slots)
    ]


def _entry(number: int, slot: Slot, library: Library, amiss: bool, say: Words) -> Entry:
    asked = tuple(one for one in questionnaire_of(slot, library).every_item() if not one.hidden)
    name = called(slot, library, say.language)
    return Entry(number, slot_key(slot), slot, name, asked, amiss)


def called(slot: Slot, library: Library, language: str) -> str:
    """Return what a part is called: the instrument's title, or the question."""
    if isinstance(slot, LocalSlot):
        asked = slot.questionnaire.items
        first = asked[0].text.read(language) if asked else slot.id
        said = slot.title.read(language) or first
    else:
        instrument = library.get((slot.instrument, slot.version))
        said = instrument.title.read(language) if instrument else slot.instrument
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"


def conditions(slot: Slot, known: Mapping[str, Source], say: Words) -> list[Opened]:
    """Return when a part is asked, one condition after the other."""
    return [
        Opened(asked_when.sentence(one, known, say), asked_when.strip(one, known))
        for one in asked_when.each(slot.condition)
    ]


def waiting_for(made: Composition, key: str) -> list[int]:
    """Return the numbers of the parts whose condition looks at part `key`."""
    return [
        number
        for number, slot in enumerate(made.slots)
        if slot.condition is not None
        and any(address.partition("/")[0] == key for address in named(slot.condition))
    ]
