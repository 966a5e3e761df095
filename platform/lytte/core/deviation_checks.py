"""What keeps a form with a changed instrument from being published (C4)."""

from collections.abc import Iterator

from lytte.core.composition import Composition, InstrumentSlot, Library
from lytte.core.deviations import misfits
from lytte.core.problems import Problem, error


def problems(composition: Composition, library: Library) -> list[Problem]:
    """Return what is amiss with each deviation: the licence, the name, what it is about."""
    return [
        problem
        for slot in composition.slots
        if isinstance(slot, InstrumentSlot)
        for problem in _of_slot(slot, library)
    ]


def _of_slot(slot: InstrumentSlot, library: Library) -> Iterator[Problem]:
    instrument = library.get((slot.instrument, slot.version))
    if slot.deviating is None or instrument is None:
        return
    title = instrument.title.read("nb")
    if not instrument.licence.permits_changes:
        yield error(
            slot.instrument,
            f"{instrument.licence.owner} does not allow that «{title}» is changed.",
            "Put it back whole; questions of your own stand before it or after it.",
        )
    if not (slot.deviating.by.strip() and slot.deviating.reason.strip()):
        yield error(
            slot.instrument,
            f"«{title}» is changed inside, and nobody answers for it.",
            "Open it, and write who answers for it and why.",
        )
    if misfits(instrument.questionnaire, slot.deviating):
        yield error(
            slot.instrument,
            f"A change inside «{title}» is about something this version does not ask.",
            "Open it, and take that change away.",
        )
