"""How a form is put together: instruments as they are, and local items around them (C2)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from lytte.core.conditions import Condition
from lytte.core.deviations import Deviating, deviated, inside_reworded
from lytte.core.forms import Form, Part
from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.wordings import Change, Origins, Wording, is_stale, reworded, without


class InstrumentSlot(Frozen):
    """A version of an instrument, whole and locked unless somebody answers for a deviation."""

    type: Literal["instrument"] = "instrument"
    instrument: str
    version: str
    condition: Condition | None = None
    deviating: Deviating | None = None


class LocalSlot(Frozen):
    """Items of the clinic's own, before, between or after instruments."""

    type: Literal["local"] = "local"
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    title: Text = Text()
    questionnaire: Questionnaire = Questionnaire()
    condition: Condition | None = None


Slot = Annotated[InstrumentSlot | LocalSlot, Field(discriminator="type")]


class Fallback(Frozen):
    """Somebody chose what is shown where a language has no text, or an old one."""

    by: str = ""
    at: datetime | None = None
    """Empty, both, in a file that goes elsewhere: there somebody else chooses."""
    language: str = ""
    """Another language of the form; empty for its first."""


class Composition(Frozen):
    """A form as it is being made: what stands in it, in order, and for whom it is written."""

    title: Text = Text()
    introduction: Text = Text()
    languages: tuple[str, ...] = ("nb",)
    minutes: int | None = None
    slots: tuple[Slot, ...] = ()
    set_aside: tuple[Slot, ...] = ()
    """Taken out of the form and kept, so that each can be put back as it was."""
    translated_from: Origins = {}
    """The wording each translation was made from; when the source moves on, it is stale."""
    fallbacks: Mapping[str, Fallback] = {}
    """The languages in which gaps may be shown in another language instead."""

    @property
    def source(self) -> str:
        """The language that the others are translated from: the first."""
        return self.languages[0] if self.languages else "nb"

    @property
    def instead(self) -> dict[str, str]:
        """Return the language that gaps are shown in, by the language that has them."""
        return {tag: one.language or self.source for tag, one in self.fallbacks.items()}

    def instruments(self) -> set[tuple[str, str]]:
        """Return (id, version) of every instrument in the form."""
        return {
            (slot.instrument, slot.version)
            for slot in self.slots
            if isinstance(slot, InstrumentSlot)
        }


Library = Mapping[tuple[str, str], Instrument]


def resolve(composition: Composition, library: Library) -> Form:
    """Return the form as patients get it; KeyError names an instrument that is not there.

    Where a fallback was chosen, a translation of an earlier wording is left out: it may
    ask something else than what is asked now.
    """
    made = _without_stale(composition)
    return Form(
        title=made.title,
        introduction=made.introduction,
        parts=tuple(_part(slot, library) for slot in made.slots),
        languages=made.languages,
        minutes=made.minutes,
        instead={tag: one for tag, one in made.instead.items() if tag in made.languages},
    )


def unresolved(form: Form) -> Composition:
    """Return what an older publication was put together from, read off the form itself."""
    return Composition(
        title=form.title,
        introduction=form.introduction,
        languages=form.languages,
        minutes=form.minutes,
        slots=tuple(_slot(part) for part in form.parts),
    )


def reword(composition: Composition, change: Change, *, aside: bool = False) -> Composition:
    """Return the composition with each of its own texts as `change` returns it.

    An instrument's texts are not the form's own, but for questions that were put inside it.
    With `aside`, what was taken out too.
    """
    title = change(Wording("title", "title", composition.title))
    introduction = composition.introduction
    if introduction:
        introduction = change(Wording("introduction", "introduction", introduction))
    changed: dict[str, object] = {
        "title": title,
        "introduction": introduction,
        "slots": tuple(_worded(one, change) for one in composition.slots),
    }
    if aside:
        changed["set_aside"] = tuple(_worded(one, change) for one in composition.set_aside)
    return composition.model_copy(update=changed)


def wordings(composition: Composition, *, aside: bool = False) -> list[Wording]:
    """Return each of the form's own texts, in order."""
    found: list[Wording] = []

    def note(wording: Wording) -> Text:
        found.append(wording)
        return wording.text

    reword(composition, note, aside=aside)
    return found


def _worded(slot: Slot, change: Change) -> Slot:
    if isinstance(slot, InstrumentSlot):
        if slot.deviating is None:
            return slot
        made = inside_reworded(slot.deviating, slot.instrument, change)
        return slot.model_copy(update={"deviating": made})
    questionnaire = reworded(slot.questionnaire, slot.id, change)
    title = slot.title
    if title:
        title = change(Wording(f"{slot.id}#title", "title", title, slot.id))
    return slot.model_copy(update={"questionnaire": questionnaire, "title": title})


def _without_stale(composition: Composition) -> Composition:
    if not composition.fallbacks:
        return composition

    def shown(wording: Wording) -> Text:
        text = wording.text
        for tag in composition.fallbacks:
            if is_stale(wording, tag, composition.source, composition.translated_from):
                text = without(text, tag)
        return text

    return reword(composition, shown)


def problems(composition: Composition, library: Library) -> list[Problem]:
    """Return everything that keeps the form from being published, all at once."""
    return list(_structure(composition, library))


def _part(slot: InstrumentSlot | LocalSlot, library: Library) -> Part:
    if isinstance(slot, InstrumentSlot):
        part = deviated(library[slot.instrument, slot.version].part, slot.deviating)
        return part.model_copy(update={"condition": slot.condition})
    return Part(
        id=slot.id,
        kind="local",
        title=slot.title,
        questionnaire=slot.questionnaire,
        condition=slot.condition,
    )


def _slot(part: Part) -> InstrumentSlot | LocalSlot:
    if part.kind == "instrument":
        return InstrumentSlot(
            instrument=part.id, version=part.version or "", condition=part.condition
        )
    return LocalSlot(
        id=part.id,
        title=part.title,
        questionnaire=part.questionnaire,
        condition=part.condition,
    )


def _structure(composition: Composition, library: Library) -> Iterator[Problem]:
    if not composition.title:
        yield error("title", "The form has no title.", "Write the title that patients see.")
    if not composition.slots:
        yield error("form", "The form asks nothing.", "Add an instrument or a question.")
    seen: set[str] = set()
    for slot in composition.slots:
        name = slot.instrument if isinstance(slot, InstrumentSlot) else slot.id
        if name in seen:
            yield error(name, f"{name} stands twice in the form.", "Take one of them out.")
        seen.add(name)
        if isinstance(slot, InstrumentSlot) and (slot.instrument, slot.version) not in library:
            yield error(
                name,
                f"{name} {slot.version} is not among the hospital's instruments.",
                "Add it to the hospital first, or take it out of the form.",
            )
        if isinstance(slot, LocalSlot) and not slot.questionnaire.items:
            yield error(name, "This group of local questions is empty.", "Add a question.")
