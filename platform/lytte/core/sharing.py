"""A form on its way to another hospital: what comes along, and what stays behind."""

from collections.abc import Iterator
from typing import Any

import re2

from lytte.core.composition import Composition, InstrumentSlot, Library, Slot
from lytte.core.forms import document
from lytte.core.instrument import Instrument
from lytte.core.plain_words import NUMBER
from lytte.core.problems import Problem, error

_ADDRESS = re2.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_WORDS = ("text", "short_text", "prefix", "title", "introduction", "low", "high", "open_label")


def problems(composition: Composition) -> list[Problem]:
    """Return every text with a telephone number or an address: those are one hospital's own."""
    return [
        error(
            "title",
            f"«{found}» stands in a text: telephone numbers and addresses are a hospital's own.",
            "Take it out of the form and publish again; the safety text has room for it.",
        )
        for found in dict.fromkeys(_private(document(composition)))
    ]


def without_names(composition: Composition) -> Composition:
    """Return the form without who answers for its deviations, and without what is set aside."""
    return composition.model_copy(
        update={
            "slots": tuple(map(_unnamed, composition.slots)),
            "set_aside": (),
            # A colleague of theirs chose these: whoever copies chooses for themselves.
            "fallbacks": {},
        }
    )


def instruments(composition: Composition, library: Library) -> tuple[list[Instrument], list[Any]]:
    """Return the instruments that may come along whole, and the licensed ones by name."""
    whole: list[Instrument] = []
    named: list[Any] = []
    for key in sorted(composition.instruments()):
        instrument = library.get(key)
        if instrument is None:
            continue
        if instrument.licence.required or instrument.wording == "licensed":
            named.append(
                {
                    "id": instrument.id,
                    "version": instrument.version,
                    "title": dict(instrument.title.root),
                    "owner": instrument.licence.owner,
                }
            )
        else:
            whole.append(instrument)
    return whole, named


def _unnamed(slot: Slot) -> Slot:
    if not isinstance(slot, InstrumentSlot) or slot.deviating is None:
        return slot
    deviating = slot.deviating.model_copy(update={"by": ""})
    return slot.model_copy(update={"deviating": deviating})


def _private(value: Any, *, said: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _private(inner, said=said or name in _WORDS)
    elif isinstance(value, list):
        for inner in value:
            yield from _private(inner, said=said)
    elif isinstance(value, str) and said:
        for pattern in (NUMBER, _ADDRESS):
            yield from (match.group() for match in pattern.finditer(value))
