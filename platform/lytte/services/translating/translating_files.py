"""A form's texts out to a translator and back: what a file would do is shown before it is done."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lytte.core import plain_words, translations
from lytte.core.clinic_wordings import Texts, of_form
from lytte.core.problems import Problem, error, stopping, warning
from lytte.core.wordings import Wording, same_language, same_words
from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import Read, Unit
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.services.translating import translating
from lytte.services.translating.translating import Written
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


def units(texts: Texts, language: str, notes: Mapping[str, str]) -> list[Unit]:
    """Return a form's own texts for a translator; an instrument's are not to be translated."""
    return [
        Unit(
            place=str(number),
            address=one.address,
            source=translating.source_text(one, texts.source),
            target=translating.said(one, language),
            note=notes.get(one.kind, ""),
            sure=translations.state(one, language, texts.source, texts.origins) != "stale",
        )
        for number, one in enumerate(texts.every, 1)
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


def plan(texts: Texts, language: str, found: Read) -> Plan:
    """Return what the file would change in the texts, and all that is wrong, by its place there."""
    problems = [
        *found.problems, *wrong_tongues(texts.source, language, found), *_twice(found.units)
    ]  # fmt: skip
    there = {one.address: one for one in texts.every}
    coming: list[Coming] = []
    same = empty = 0
    for unit in found.units:
        wording = there.get(unit.address)
        if wording is None:
            problems.append(unknown(unit))
            continue
        one = _coming(unit, wording, texts, language)
        if not one.after:
            empty += 1
        elif one.after == one.before and not one.fits:
            same += 1
        else:
            coming.append(one)
            problems += _faults(unit, one, texts)
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
    planned = plan(of_form(made), language, found)
    if planned.stops:
        raise NotReady(planned.problems)
    written = [written_as(one, made.source, language) for one in planned.coming]
    saved = translating.save(work, form_id, language, written, staff_id=staff_id)
    if saved.problems:
        raise NotReady([one for some in saved.problems.values() for one in some])
    fields = {"language": language, "texts": saved.kept}
    work.record(Deed("translation.import", "form_draft", str(form_id), fields=fields))
    return saved.kept


def _coming(unit: Unit, wording: Wording, texts: Texts, language: str) -> Coming:
    source = translating.source_text(wording, texts.source)
    before = translating.said(wording, language)
    after = plain_words.tidied(unit.target, wording.kind)
    current = same_words(unit.source, source)
    state = translations.state(wording, language, texts.source, texts.origins)
    # What its translator calls unfinished is done when somebody here has looked at it.
    known = texts.origins.get(wording.address, {}).get(language, "") if state == "stale" else ""
    made_from = None if unit.sure else known
    return Coming(
        place=unit.place,
        wording=wording,
        source=source,
        before=before,
        after=after,
        made_from=made_from if current else plain_words.tidied(unit.source, wording.kind),
        fits=state == "stale" and current and unit.sure and after == before,
    )


def written_as(one: Coming, source: str, language: str) -> Written:
    """Return what a file brings as it is saved: as if somebody had written it now."""
    return Written(
        address=one.wording.address,
        said=one.after,
        seen=translating.seen(one.wording, language, source),
        fits=one.fits,
        made_from=one.made_from,
    )


def _faults(unit: Unit, one: Coming, texts: Texts) -> Iterator[Problem]:
    for fault in translating.problems(one.wording, one.after, texts.source):
        yield fault.model_copy(update={"place": unit.place})
    if not unit.sure:
        yield warning(
            unit.place,
            "The file says that it is not finished.",
            "It is taken in. In a form it stands as out of date until somebody has looked at it.",
        )
    elif one.made_from is not None:
        yield warning(
            unit.place,
            "It was translated from an earlier wording.",
            "It is taken in and marked as out of date; look at it there.",
        )


def unknown(unit: Unit) -> Problem:
    """Say that the file has a text that is not here."""
    return warning(
        unit.place,
        "This text is no longer in the form.",
        "It is left out. The rest is taken in.",
    )


def wrong_tongues(source: str, language: str, found: Read) -> Iterator[Problem]:
    """Yield what is wrong with the languages that a file names."""
    if found.target and not same_language(found.target, language):
        yield error(
            "",
            f"The file is translated into {found.target}.",
            "Open the page of that language, or choose another file.",
        )
    if found.source and not same_language(found.source, source):
        yield error(
            "",
            f"The file is translated from {found.source}, and the form is written in {source}.",
            "Take the texts out again, and translate from what comes.",
        )


def _twice(found: Sequence[Unit]) -> Iterator[Problem]:
    count = Counter(one.address for one in found)
    for unit in found:
        if count[unit.address] > 1:
            yield error(unit.place, "The text stands twice in the file.", "Keep one of them.")


def written(
    kind: Format,
    found: Sequence[Unit],
    source: str,
    language: str,
    *,
    headings: Sequence[str],
    name: str,
    at: datetime,
) -> bytes:
    """Return the texts as a file of one of the formats."""
    between = {"name": name, "source": source, "target": language}
    match kind:
        case "xliff":
            return xliff.write(found, **between)
        case "po":
            return po.write(found, **between, at=at)
        case "xlsx":
            return table.write(found, **between, headings=headings)
