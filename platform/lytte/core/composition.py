"""How a form is put together: instruments as they are, and local items around them (C2)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from lytte.core.conditions import Condition
from lytte.core.deviations import Deviating, deviated
from lytte.core.forms import Form, Part
from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text


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


class Composition(Frozen):
    """A form as it is being made: what stands in it, in order, and for whom it is written."""

    title: Text = Text()
    introduction: Text = Text()
    languages: tuple[str, ...] = ("nb",)
    minutes: int | None = None
    slots: tuple[Slot, ...] = ()
    set_aside: tuple[Slot, ...] = ()
    """Taken out of the form and kept, so that each can be put back as it was."""

    def instruments(self) -> set[tuple[str, str]]:
        """Return (id, version) of every instrument in the form."""
        return {
            (slot.instrument, slot.version)
            for slot in self.slots
            if isinstance(slot, InstrumentSlot)
        }


Library = Mapping[tuple[str, str], Instrument]


def resolve(composition: Composition, library: Library) -> Form:
    """Return the form as patients get it; KeyError names an instrument that is not there."""
    return Form(
        title=composition.title,
        introduction=composition.introduction,
        parts=tuple(_part(slot, library) for slot in composition.slots),
        languages=composition.languages,
        minutes=composition.minutes,
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


def problems(composition: Composition, library: Library) -> list[Problem]:
    """Return everything that keeps the form from being published, all at once."""
    return [*_structure(composition, library), *_languages(composition, library)]


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


def _languages(composition: Composition, library: Library) -> Iterator[Problem]:
    for language in composition.languages:
        if not composition.title.has(language):
            yield error("title", f"The title is missing in {language}.", "Translate it.")
        for slot in composition.slots:
            known = isinstance(slot, LocalSlot) or (slot.instrument, slot.version) in library
            part = _part(slot, library) if known else None
            for item in part.questionnaire.every_item() if part else ():
                if item.text and not item.text.has(language):
                    yield error(
                        f"{part.id if part else ''}/{item.link_id}",
                        f"«{item.text.read('nb')}» is not written in {language}.",
                        "Translate it, or take the language out of the form.",
                    )
