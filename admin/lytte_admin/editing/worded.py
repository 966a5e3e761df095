"""What is wrong with the words on a page: told at their fields, all at once, and nothing is cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from lytte.core import plain_words
from lytte.core.problems import Problem
from lytte.core.wordings import Kind
from lytte.wording.catalogue import Words
from lytte_admin.in_words.labels import LANGUAGES
from lytte_admin.told import told


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the field it is put right in."""

    field: str
    text: str


def faults(given: Mapping[str, str], kinds: Mapping[str, Kind], say: Words) -> list[Fault]:
    """Return what keeps each text on a page, one a language, from being shown to a patient.

    `kinds` says by the name of a field what its text is.
    """
    return [
        Fault(at, told_of(tag, one, say))
        for tag in LANGUAGES
        for name, kind in kinds.items()
        if (said := plain_words.tidied(given.get(at := f"{name}-{tag}", ""), kind))
        for one in plain_words.faults(said, kind, at)
    ]


def told_of(tag: str, found: Problem, say: Words) -> str:
    """Return a problem with a text in words, with the language it is in and the way out."""
    one = told.problem(found, say)
    return f"{LANGUAGES[tag]}: {one.message} {one.way_out}"
