"""What every format carries: one text, the wording it is translated from, and its translation."""

from collections.abc import Sequence
from dataclasses import dataclass

from lytte.core.problems import Problem, error

LARGEST = 2_000_000
"""Bytes; a form of 200 questions in three formats is under a tenth of it."""
MOST = 5_000
LONGEST = 5_000


@dataclass(frozen=True)
class Unit:
    """One text in a file. `place` is where it stands there: a row or a number."""

    place: str
    address: str
    source: str
    target: str
    note: str = ""
    sure: bool = True
    """False where the file says that the translation is not to be trusted yet."""


@dataclass(frozen=True)
class Read:
    """What a file holds: its units, the languages it names, and what could not be read."""

    units: Sequence[Unit] = ()
    source: str = ""
    target: str = ""
    problems: Sequence[Problem] = ()


def unreadable(message: str, way_out: str = "Save it again from the translation tool.") -> Read:
    """Return a file of which nothing could be read, and why."""
    return Read(problems=(error("", message, way_out),))


def bounded(units: Sequence[Unit]) -> list[Problem]:
    """Return what is too much in a file: too many texts, or texts that are too long."""
    found = [
        error(one.place, f"A text has more than {LONGEST} characters.", "Make it shorter.")
        for one in units[:MOST]
        if max(len(one.source), len(one.target), len(one.address)) > LONGEST
    ]
    if len(units) > MOST:
        found.append(too_many())
    return found


def too_many() -> Problem:
    """Return what is told of a file of more texts than a form has."""
    return error("", f"The file has more than {MOST} texts.", "Take one form at a time.")


def printable(text: str) -> str:
    """Return a text without the signs that XML and spreadsheets cannot hold."""
    return "".join(
        sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")
    )
