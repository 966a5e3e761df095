"""Translating a form: many texts saved at once, and nothing lost when one of them is wrong."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lytte.core import plain_words, translations
from lytte.core.composition import Composition, Fallback, reword, wordings
from lytte.core.problems import Problem, error
from lytte.core.texts import Text
from lytte.core.wordings import Wording, source_tag, without
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import NotFound
from lytte.services.instruments import stocking
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Written:
    """What somebody wrote for one text, and what stood there when it was written."""

    address: str
    said: str
    seen: str
    fits: bool = False
    """It still fits the source as it is now, though it was made from an earlier one."""
    made_from: str | None = None
    """The source wording in a file that was made earlier; None: the one that is there now."""


@dataclass(frozen=True)
class Saved:
    """What came of it: how many texts were kept, and by address what is wrong with the rest."""

    kept: int
    problems: Mapping[str, Sequence[Problem]]


def seen(wording: Wording, language: str, source: str) -> str:
    """Return a fingerprint of a text and its source, to tell whether either changed meanwhile."""
    both = f"{source_text(wording, source)}\0{said(wording, language)}"
    return hashlib.sha256(both.encode()).hexdigest()[:20]


def source_text(wording: Wording, source: str) -> str:
    """Return the words that a text is translated from."""
    return wording.text.read(source_tag(wording.text, source))


def said(wording: Wording, language: str) -> str:
    """Return the text in `language` itself; empty when it is not written."""
    return wording.text.read(language) if wording.text.has(language) else ""


def save(
    work: Work, form_id: UUID, language: str, written: Sequence[Written], *, staff_id: UUID | None
) -> Saved:
    """Save every text that can be, and say what is wrong with the others.

    A text that somebody else changed since it was shown is not overwritten (C16); the form
    may have changed everywhere else.
    """
    row, made = alone_with(work, form_id)
    there = {one.address: one for one in wordings(made)}
    problems: dict[str, Sequence[Problem]] = {}
    good: dict[str, Written] = {}
    for one in written:
        wording = there.get(one.address)
        if found := faults(wording, one, language, made.source):
            problems[one.address] = found
        elif wording is not None and _changes(wording, one, language):
            good[one.address] = one
    if good:
        _keep(work, row, made, language, good, staff_id=staff_id)
    return Saved(len(good), problems)


def fall_back(
    work: Work, form_id: UUID, language: str, *, shown: str, staff_id: UUID | None
) -> None:
    """Choose that `shown` is read where `language` has gaps, or nothing; it is recorded.

    NotFound when patients cannot choose `shown` in this form.
    """
    row, made = alone_with(work, form_id)
    if shown and (shown == language or shown not in made.languages):
        raise NotFound
    others = {tag: one for tag, one in made.fallbacks.items() if tag != language}
    if shown:
        chosen = Fallback(by=published.name(work, staff_id), at=work.now, language=shown)
        others[language] = chosen
    after = made.model_copy(update={"fallbacks": others})
    drafting.save_form(work, row.clinic_id, row.slug, after, staff_id=staff_id)
    fields = {"language": language, "shown": shown}
    work.record(Deed("translation.fallback", "form_draft", str(row.id), fields=fields))


def offer(work: Work, form_id: UUID, language: str, *, staff_id: UUID | None) -> None:
    """Let patients choose a language, once the form is published with it."""
    row, made = alone_with(work, form_id)
    if language not in made.languages:
        after = made.model_copy(update={"languages": (*made.languages, language)})
        drafting.save_form(work, row.clinic_id, row.slug, after, staff_id=staff_id)


def problems(wording: Wording, text: str, source: str) -> list[Problem]:
    """Return what keeps `text` from standing as a translation of `wording`."""
    if not text:
        return []
    return [
        *plain_words.faults(text, wording.kind, wording.address),
        *plain_words.gaps_differ(text, source_text(wording, source), wording.address),
    ]


def faults(wording: Wording | None, one: Written, language: str, source: str) -> Sequence[Problem]:
    """Return what keeps `one` from being saved; `wording` is None when the text is gone."""
    if wording is None:
        gone = "This text is no longer in the form."
        return [error(one.address, gone, "Copy your words if you need them elsewhere.")]
    text = plain_words.tidied(one.said, wording.kind)
    if text == said(wording, language) and not one.fits:
        return []
    if one.seen != seen(wording, language, source):
        return [
            error(
                one.address,
                "Somebody else changed this text while you wrote.",
                "See what stands here now, and save again if yours is right.",
            )
        ]
    return problems(wording, text, source)


def alone_with(work: Work, form_id: UUID) -> tuple[tables.FormDraft, Composition]:
    """Return the draft and its form, with nobody else changing them until this is done."""
    row = work.session.get(tables.FormDraft, form_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row, drafting.composition(work, row)


def _changes(wording: Wording, one: Written, language: str) -> bool:
    return one.fits or plain_words.tidied(one.said, wording.kind) != said(wording, language)


def _keep(
    work: Work,
    row: tables.FormDraft,
    made: Composition,
    language: str,
    good: Mapping[str, Written],
    *,
    staff_id: UUID | None,
) -> None:
    def change(wording: Wording) -> Text:
        one = good.get(wording.address)
        if one is None:
            return wording.text
        text = plain_words.tidied(one.said, wording.kind)
        rest = without(wording.text, language).root
        return Text.model_validate({**rest, language: text} if text else rest)

    after = reword(made, change)
    told = {address: {language: text} for address, text in _told(made, good)}
    after = _without_idle(work, translations.remembered(made, after, told), language)
    drafting.save_form(work, row.clinic_id, row.slug, after, staff_id=staff_id, told=told)
    fields = {"language": language, "texts": len(good)}
    work.record(Deed("translation.save", "form_draft", str(row.id), fields=fields))


def _without_idle(work: Work, made: Composition, language: str) -> Composition:
    """Let go of a fallback when nothing is left for it to fill: later gaps are asked about anew."""
    if language not in made.fallbacks:
        return made
    found = translations.counts(made, stocking.library(work)).get(language)
    if found is None or found.left:
        return made
    others = {tag: one for tag, one in made.fallbacks.items() if tag != language}
    return made.model_copy(update={"fallbacks": others})


def _told(made: Composition, good: Mapping[str, Written]) -> Iterator[tuple[str, str]]:
    """Yield the wording each translation was made from: the one its writer looked at."""
    for wording in wordings(made):
        if one := good.get(wording.address):
            now = source_text(wording, made.source)
            yield wording.address, now if one.made_from is None else one.made_from
