"""What may stand in a text that patients read: plain words, and nothing that acts or hides."""

import unicodedata
from collections.abc import Iterator

import re2

from lytte.core.problems import Problem, error
from lytte.core.wordings import Kind

LONGEST: dict[Kind, int] = {
    "title": 120,
    "introduction": 1000,
    "question": 500,
    "low": 80,
    "high": 80,
    "option": 200,
    "name": 120,
    "call_now": 300,
    "danger": 300,
    "who_answers": 300,
    "out_of_hours": 300,
    "when_read": 300,
    "information": 3000,
    "consent": 1500,
}
LONGEST_OTHER = 500
_SEVERAL_LINES = (
    "introduction", "question", "help", "display", "advice", "call_now", "danger", "information",
    "consent",
)  # fmt: skip

_TAG = re2.compile(
    r"<[A-Za-z/!?][^>]*>?|&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
)
GAP = re2.compile(r"\{[a-z_]+\}")
# Six digits or more in a row, as numbers are written: 22 00 00 00, 116 117, +47 22000000.
NUMBER = re2.compile(r"\+?\d(?:[ .\-]?\d){5,}")
# Controls, and the marks that make a text read otherwise than it is stored. The marks that
# Arabic needs between languages (U+200E, U+200F, U+2066 to U+2069) are let through.
_UNSEEN = re2.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{fff9}-\x{fffb}\x{feff}]")


def longest(kind: Kind) -> int:
    """Return how many characters a text of this kind may have."""
    return LONGEST.get(kind, LONGEST_OTHER)


def tidied(said: str, kind: Kind) -> str:
    """Return a text as it is kept: composed letters, one way to break a line, no space around."""
    composed = unicodedata.normalize("NFC", said).replace("\r\n", "\n").replace("\r", "\n")
    if kind not in _SEVERAL_LINES:
        return " ".join(composed.split())
    return "\n".join(line.rstrip() for line in composed.strip().split("\n"))


def faults(said: str, kind: Kind, place: str) -> list[Problem]:
    """Return what keeps a text from being shown to a patient."""
    return list(_faults(said, kind, place))


def gaps_differ(said: str, source: str, place: str) -> list[Problem]:
    """Return what is filled in by itself in one language and not in the other."""
    here, there = set(GAP.findall(said)), set(GAP.findall(source))
    missing = [
        error(place, f"{gap} is left out.", "It is filled in by itself. Write it where it belongs.")
        for gap in sorted(there - here)
    ]
    extra = [
        error(place, f"{gap} is not in the text this is made from.", "Take it out.")
        for gap in sorted(here - there)
    ]
    return missing + extra


def _faults(said: str, kind: Kind, place: str) -> Iterator[Problem]:
    if found := _TAG.search(said):
        yield error(
            place,
            f"{found.group()[:40]} is code for web pages, and patients would see it as it stands.",
            "Write plain words only.",
        )
    if _UNSEEN.search(said):
        yield error(
            place,
            "There is a sign in it that cannot be seen.",
            "Type the text again instead of pasting it.",
        )
    if len(said) > longest(kind):
        yield error(
            place,
            f"It has {len(said):,} characters, and there is room for {longest(kind):,}.",
            "Make it shorter.",
        )
