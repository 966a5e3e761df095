"""A form's texts out to a translator and back: what a file would do is shown before it is done."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lytte.core import plain_words, translations
from lytte.core.composition import Composition, wordings
from lytte.core.problems import Problem, error, stopping, warning
from lytte.core.wordings import Wording, same_language, same_words
from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import Read, Unit
from lytte.services import translating
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.services.translating import Written
from lytte.services.work import Work
from lytte.storage.audit import Deed

Format = Literal["xliff", "po", "xlsx"]


@dataclass(frozen=True)
class Coming:
    """One text that a file would change. `fits`: the same words, said to fit the new source."""

    place: str
    wording: Wording
    source: str
    before: str
    after: str
    made_from: str | None
    fits: bool


@dataclass(frozen=True)
class Plan:
    """What taking a file in would do, and everything that is wrong with it."""

    coming: Sequence[Coming]
    same: int
    empty: int
    problems: Sequence[Problem]

    @property
    def stops(self) -> bool:
        """Tell whether nothing of it may be taken in."""
        return stopping(list(self.problems))


def units(made: Composition, language: str, notes: Mapping[str, str]) -> list[Unit]:
    """Return the form's own texts for a translator; an instrument's are not to be translated."""
    return [
        Unit(
            place=str(number),
            address=one.address,
            source=translating.source_text(one, made.source),
            target=translating.said(one, language),
            note=notes.get(one.kind, ""),
            sure=translations.state(one, language, made.source, made.translated_from) != "stale",
        )
        for number, one in enumerate(wordings(made), 1)
        if one.is_words
    ]


def read(document: bytes) -> Read:
    """Return what a file holds, whichever of the three it is."""
    start = document.removeprefix(b"\xef\xbb\xbf").lstrip()[:2]
    if start == b"PK":
        return table.read(document)
    found = xliff.read(document) if start[:1] == b"<" else po.read(document)
    if not found.units and not found.problems:
        nothing = error("", "There are no texts in the file.", "Choose the file that came back.")
        return Read(problems=(nothing,))
    return found


def plan(made: Composition, language: str, found: Read) -> Plan:
    """Return what the file would change in the form, and all that is wrong, by its place there."""
    problems = [*found.problems, *_tongues(made, language, found), *_twice(found.units)]
    there = {one.address: one for one in wordings(made)}
    coming: list[Coming] = []
    same = empty = 0
    for unit in found.units:
        wording = there.get(unit.address)
        if wording is None:
            problems.append(_unknown(unit))
            continue
        one = _coming(unit, wording, made, language)
        if not one.after:
            empty += 1
        elif one.after == one.before and not one.fits:
            same += 1
        else:
            coming.append(one)
            problems += _faults(unit, one, made)
    return Plan(coming, same, empty, problems)


def take(
    work: Work,
    form_id: UUID,
    language: str,
    found: Read,
    *,
    expected: int,
    staff_id: UUID | None,
) -> int:
    """Take in everything the file changes, or nothing; return how many texts that was.

    Raises EditedMeanwhile when the form is no longer the version that was looked at, and
    NotReady with what is wrong.
    """
    row, made = translating.alone_with(work, form_id)
    if row.version != expected:
        raise EditedMeanwhile("", row.version)
    planned = plan(made, language, found)
    if planned.stops:
        raise NotReady(planned.problems)
    written = [_written(one, made, language) for one in planned.coming]
    saved = translating.save(work, form_id, language, written, staff_id=staff_id)
    if saved.problems:
        raise NotReady([one for some in saved.problems.values() for one in some])
    fields = {"language": language, "texts": saved.kept}
    work.record(Deed("translation.import", "form_draft", str(form_id), fields=fields))
    return saved.kept


def _coming(unit: Unit, wording: Wording, made: Composition, language: str) -> Coming:
    source = translating.source_text(wording, made.source)
    before = translating.said(wording, language)
    after = plain_words.tidied(unit.target, wording.kind)
    current = same_words(unit.source, source)
    state = translations.state(wording, language, made.source, made.translated_from)
    return Coming(
        place=unit.place,
        wording=wording,
        source=source,
        before=before,
        after=after,
        made_from=None if current else plain_words.tidied(unit.source, wording.kind),
        fits=state == "stale" and current and unit.sure and after == before,
    )


def _written(one: Coming, made: Composition, language: str) -> Written:
    return Written(
        address=one.wording.address,
        said=one.after,
        seen=translating.seen(one.wording, language, made.source),
        fits=one.fits,
        made_from=one.made_from,
    )


def _faults(unit: Unit, one: Coming, made: Composition) -> Iterator[Problem]:
    for fault in translating.problems(one.wording, one.after, made.source):
        yield fault.model_copy(update={"place": unit.place})
    if one.made_from is not None:
        yield warning(
            unit.place,
            "It was translated from an earlier wording.",
            "It is taken in and marked as out of date; look at it there.",
        )
    if not unit.sure:
        yield warning(
            unit.place,
            "The file says that it is not finished.",
            "It is taken in as it stands; look at it there.",
        )


def _unknown(unit: Unit) -> Problem:
    return warning(
        unit.place,
        "This text is no longer in the form.",
        "It is left out. The rest is taken in.",
    )


def _tongues(made: Composition, language: str, found: Read) -> Iterator[Problem]:
    if found.target and not same_language(found.target, language):
        yield error(
            "",
            f"The file is translated into {found.target}.",
            "Open the page of that language, or choose another file.",
        )
    if found.source and not same_language(found.source, made.source):
        yield error(
            "",
            f"The file is translated from {found.source}, and the form is written in "
            f"{made.source}.",
            "Take the texts out again, and translate from what comes.",
        )


def _twice(found: Sequence[Unit]) -> Iterator[Problem]:
    count = Counter(one.address for one in found)
    for unit in found:
        if count[unit.address] > 1:
            yield error(unit.place, "The text stands twice in the file.", "Keep one of them.")


def written(
    kind: Format,
    made: Composition,
    language: str,
    notes: Mapping[str, str],
    *,
    headings: Sequence[str],
    name: str,
    at: datetime,
) -> bytes:
    """Return the texts as a file of one of the formats."""
    found = units(made, language, notes)
    between = {"name": name, "source": made.source, "target": language}
    match kind:
        case "xliff":
            return xliff.write(found, **between)
        case "po":
            return po.write(found, **between, at=at)
        case "xlsx":
            return table.write(found, **between, headings=headings)
