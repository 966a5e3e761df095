"""The rows of the page where a form is translated: source, translation and how each stands."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lytte.core import translations
from lytte.core.composition import Composition, Library, LocalSlot, wordings
from lytte.core.composition_checks import slot_name
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem
from lytte.core.translations import State
from lytte.core.word_changes import Run, word_changes
from lytte.core.wordings import Wording
from lytte.services.translating import translating
from lytte.services.translating.translating import Written

A_PAGE = 60
"""Rows; each sends two fields, and a form of hundreds is read a page at a time."""


@dataclass(frozen=True)
class Row:
    """One text, with what was written for it when it could not be saved."""

    wording: Wording
    source: str
    said: str
    state: State
    seen: str
    changed: Sequence[Run] = ()
    """What happened to the source since the translation was made, word by word."""
    problems: Sequence[Problem] = ()

    @property
    def key(self) -> str:
        """A short name for fields and places on the page."""
        return key(self.wording.address)

    @property
    def place(self) -> str:
        """The question it belongs to, as the preview knows it."""
        return self.wording.address.partition("#")[0]


@dataclass(frozen=True)
class Locked:
    """An instrument's texts, to read beside the others."""

    instrument: Instrument
    why: str
    pairs: Sequence[tuple[str, str]]
    missing: int


def key(address: str) -> str:
    """Return the short name of an address."""
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def rows(
    made: Composition,
    language: str,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, Sequence[Problem]] | None = None,
) -> list[Row]:
    """Return a row for each text that has to be words, in the order of the form.

    `given` is what was written and not kept, by address.
    """
    return [
        _row(one, made, language, given or {}, problems or {})
        for one in wordings(made)
        if one.is_words
    ]


def _row(
    wording: Wording,
    made: Composition,
    language: str,
    given: Mapping[str, str],
    problems: Mapping[str, Sequence[Problem]],
) -> Row:
    address, origins = wording.address, made.translated_from
    source = translating.source_text(wording, made.source)
    state = translations.state(wording, language, made.source, origins)
    changed: Sequence[Run] = ()
    # What its translator calls unfinished was written on no wording that is known.
    if state == "stale" and origins[address][language]:
        changed = word_changes(origins[address][language], source)
    return Row(
        wording=wording,
        source=source,
        said=given.get(address, translating.said(wording, language)),
        state=state,
        seen=translating.seen(wording, language, made.source),
        changed=changed,
        problems=problems.get(address, ()),
    )


def first_changed(made: Composition, language: str, written: Sequence[Written]) -> str | None:
    """Return the key of the first text that was written otherwise; None when none was."""
    before = {one.wording.address: one.said for one in rows(made, language)}
    changed = (one.address for one in written if one.said and one.said != before.get(one.address))
    address = next(changed, None)
    return None if address is None else key(address)


def left(found: Sequence[Row]) -> list[Row]:
    """Return the rows that are missing, stale or could not be saved."""
    return [one for one in found if one.state != "done" or one.problems]


def part_names(made: Composition, library: Library) -> dict[str, str]:
    """Return what each of the form's own parts is called, by its id."""
    return {one.id: slot_name(one, library) for one in made.slots if isinstance(one, LocalSlot)}


def locked(made: Composition, library: Library, language: str) -> list[Locked]:
    """Return the instruments in the form with what they say in the language, and why it stands."""
    return [
        _locked(instrument, texts, made.source, language)
        for instrument, texts in translations.of_instruments(made, library)
    ]


def _locked(instrument: Instrument, texts: Sequence[Wording], source: str, language: str) -> Locked:
    words = [one for one in texts if one.is_words]
    pairs = [
        (translating.source_text(one, source), translating.said(one, language)) for one in words
    ]
    return Locked(
        instrument=instrument,
        why=_why(instrument, language),
        pairs=pairs,
        missing=sum(not said for _, said in pairs),
    )


def _why(instrument: Instrument, language: str) -> str:
    if language in instrument.authorised:
        return "authorised"
    return "machine" if language in instrument.machine_drafted else "instrument"


def written(made: Composition, given: Mapping[str, str]) -> Iterator[Written]:
    """Yield what the fields of the page say, for the texts it had."""
    fits = given.get("fits", "")
    for one in wordings(made):
        name = key(one.address)
        if f"t-{name}" in given:
            yield Written(
                address=one.address,
                said=given[f"t-{name}"],
                seen=given.get(f"s-{name}", ""),
                fits=fits == name,
            )
