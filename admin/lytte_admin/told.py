"""A problem, told in the reader's language.

The platform writes a problem as a finished English sentence, the same for the command
line, the API and the CMS. Here the sentence is found again among those the catalogue
knows, by its fixed words, and what stood between them is put into the translation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from lytte.core.problems import Problem
from lytte.wording.catalogue import Words
from lytte_admin import labels
from lytte_admin.import_sentences import IMPORTING, WITHOUT_TEXT
from lytte_admin.losses import LOSSES
from lytte_admin.sentences import SENTENCES


@dataclass(frozen=True)
class Told:
    """What is wrong and the way out; `language` is what each of them is written in."""

    message: str
    way_out: str
    severity: str
    message_language: str
    way_out_language: str


def problem(found: Problem, say: Words) -> Told:
    """Return a problem in the language of `say`; English where nobody has translated it."""
    message, spoken = _said(found.message, say)
    way_out, also = _said(found.way_out, say)
    if way_out and not message.endswith((".", "!", "?")):
        message += "."
    return Told(message, way_out, found.severity, spoken, also)


def _said(english: str, say: Words) -> tuple[str, str]:
    if not english or say.language == "en":
        return english, say.language
    for pattern, sentence in _patterns():
        if match := pattern.fullmatch(english):
            return say(sentence, **dict(_values(match.groupdict(), say))), say.language
    return english, "en"


def _values(found: Mapping[str, str], say: Words) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        known = labels.IN_LANGUAGE.get(value) if name in ("language", "written") else None
        if name == "role" and value in labels.ROLES.values():
            known = value
        yield name, say(known) if known else _without_text(value, say)


def _without_text(value: str, say: Words) -> str:
    """Return a value with the name of an item that has no words of its own translated."""
    called = next((each for each in WITHOUT_TEXT if value.startswith(each)), "")
    return say(called) + value.removeprefix(called) if called else value


@cache
def _patterns() -> tuple[tuple[Any, str], ...]:
    return tuple(
        (re2.compile(_pattern(sentence)), sentence)
        for sentence in (*SENTENCES, *LOSSES, *IMPORTING)
    )


def _pattern(sentence: str) -> str:
    """Return the expression that the filled-in sentence fits, each gap by its name."""
    found, rest = "(?s)", sentence
    while "{" in rest:
        fixed, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        found += f"{re2.escape(fixed)}(?P<{name}>.+)"
    return found + str(re2.escape(rest))
