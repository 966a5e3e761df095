"""Where each line of a safety text comes from: the hospital, or changed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lytte.core.safety import NAMES, SafetyLines, SafetyText
from lytte.core.tailoring.safe import SafetyRebased
from lytte.services.inheriting import inheriting_texts
from lytte.services.inheriting.inheriting_texts import TailoredText
from lytte.storage import tables

Lines = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class LineMark:
    """Beside a line: what the hospital has, and what it had where that is news."""

    name: str
    theirs: str
    changed: bool
    before: str | None = None
    torn: bool = False
    """Both have changed it."""


@dataclass(frozen=True)
class TextOrigins:
    """A text as the page shows it, seen from the hospital's version that it stands on."""

    text: SafetyText
    on: tables.SafetyText | None = None
    hospital: tables.SafetyText | None = None
    newer: bool = False
    """The hospital has a newer one than this stands on."""
    moving: bool = False
    """It is laid on the hospital's version in force, and what is in force here is not."""
    marks: Mapping[tuple[str, str], LineMark] | None = None

    def at(self, tag: str, name: str) -> LineMark | None:
        """Return the mark of a line; None where nothing is inherited."""
        return (self.marks or {}).get((tag, name))


def origins(
    found: TailoredText | None, live: SafetyText, languages: Sequence[str], *, newest: bool
) -> TextOrigins:
    """Return the text to begin with: the clinic's own, or laid on the hospital's newest."""
    if found is None:
        return TextOrigins(live)
    if found.live is None or newest:
        rebased = inheriting_texts.on_the_newest(found, list(languages))
        return seen_from(found, rebased.made, found.hospital, languages)
    return seen_from(found, live, found.base, languages)


def seen_from(
    found: TailoredText,
    text: SafetyText,
    on: tables.SafetyText | None,
    languages: Sequence[str],
) -> TextOrigins:
    """Return a text with the marks of a hospital's version; none where it stands on nothing."""
    newer = found.newer and on != found.hospital
    if on is None:
        return TextOrigins(text, hospital=found.hospital, newer=newer)
    theirs = inheriting_texts.said(on)
    news = None
    if found.base is not None and on == found.hospital:
        news = inheriting_texts.on_the_newest(found, list(languages))
    had = inheriting_texts.said(found.base)
    marks = {
        (tag, name): _mark((tag, name), text, theirs, had, news)
        for tag in languages
        for name in NAMES
    }
    moving = found.live is not None and on != found.base
    return TextOrigins(text, on, found.hospital, newer, moving, marks)


def _mark(
    at: tuple[str, str],
    text: SafetyText,
    theirs: SafetyText,
    had: SafetyText,
    news: SafetyRebased | None,
) -> LineMark:
    now = line(theirs, *at)
    is_news = news is not None and at in news.came | news.torn
    return LineMark(
        name="|".join(at),
        theirs=now,
        changed=line(text, *at) != now,
        before=line(had, *at) if is_news else None,
        torn=news is not None and at in news.torn,
    )


def line(text: SafetyText, tag: str, name: str) -> str:
    """Return one line in one language; empty where it is not there."""
    return str(getattr(text.languages.get(tag, SafetyLines()), name))
