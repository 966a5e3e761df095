"""A problem, told in the reader's language.

The platform writes a problem as a finished English sentence, the same for the command
line, the API and the CMS. Here the sentence is found again among those the catalogue
knows, by its fixed words, and what stood between them is put into the translation. What
stood there may be a sentence itself, such as why a condition cannot be used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from lytte.core.problems import Problem
from lytte.wording.catalogue import Words
from lytte_admin.in_words import labels
from lytte_admin.told.fault_phrases import PHRASES, PLACES
from lytte_admin.told.fault_sentences import OF_FILES, OF_WORDING
from lytte_admin.told.fault_sentences_of_expressions import FIRST, OF_EXPRESSIONS
from lytte_admin.told.fault_sentences_of_tables import OF_TABLES
from lytte_admin.told.import_sentences import IMPORTING, NO_FILE, WITHOUT_TEXT
from lytte_admin.told.losses import LOSSES
from lytte_admin.told.sentences import SENTENCES

EVERY = (*FIRST, *NO_FILE, *SENTENCES, *LOSSES, *IMPORTING, *OF_FILES, *OF_WORDING,
         *OF_TABLES, *OF_EXPRESSIONS, *PHRASES, *PLACES)  # fmt: skip
"""All that can be said, the closest fit first."""
_SAID_ITSELF = frozenset({"said", "because", "thing", "where", "instead", "range"})
"""Gaps that hold a sentence or a phrase: where nobody has translated it, nothing fits."""
_AS_WRITTEN = frozenset({"name", "names", "link_id", "code", "text", "column"})
"""Gaps that hold what stands in the file, though it may look like a phrase."""
_LISTED = frozenset({"texts", "items"})
"""Gaps that hold several items by their words, or by what stands for words they have not."""
_COUNTED = frozenset({"most", "number", "size"})
_QUOTED = re2.compile(r"(?s)“[^”]*”( \([^()]*\))?")
_QUOTED_WORDS = re2.compile(r"(?s)(“[^”]*”)")
_SHAPES = {
    # Who it is about stands before the first colon outside its own words.
    "who": r"“.*?” \([^()]*\)|[^\s:]+",
    "name": r"[^“”]+",
    "number": r"\S+",
}
"""What a gap looks like, where what stands around it does not tell; else anything."""
NOTHING: Mapping[str, str] = {}
_NORWEGIAN = str.maketrans("“”", "«»")
"""A name that is quoted inside a sentence is quoted as the sentence is."""
_SHEET_AND_ROW = re2.compile(r"(survey|choices|external_choices|settings) row (\d+)")


@dataclass(frozen=True)
class Told:
    """What is wrong and the way out; `language` is what each of them is written in."""

    place: str
    message: str
    way_out: str
    severity: str
    message_language: str
    way_out_language: str


def problem(found: Problem, say: Words, called: Mapping[str, str] = NOTHING) -> Told:
    """Return a problem in the language of `say`; English where nobody has translated it.

    What a gap holds is told by its name where it is `called` something: an address, by the
    words that are asked there.
    """
    message, spoken = _said(found.message, say, called)
    way_out, also = _said(found.way_out, say, called)
    if way_out and not message.endswith((".", "!", "?", "…")):
        message += "."
    return Told(place(found.place, say), message, way_out, found.severity, spoken, also)


def place(found: str, say: Words) -> str:
    """Return where something is wrong: a row of a sheet in words, a linkId as it is.

    What has no linkId has only a number that nobody has written: its words must do.
    """
    if found.startswith("/"):
        return ""
    if match := _SHEET_AND_ROW.fullmatch(found):
        return say("sheet “{sheet}”, row {number}", sheet=match[1], number=match[2])
    row = found.removeprefix("row ")
    return say("row {number}", number=row) if row != found and row.isdecimal() else found


def _said(english: str, say: Words, called: Mapping[str, str] = NOTHING) -> tuple[str, str]:
    if not english or (say.language == "en" and not called):
        return english, say.language
    found = _translated(english, say, called)
    if found is None:
        return english, "en"
    return found.translate(_NORWEGIAN) if say.language in ("nb", "nn") else found, say.language


def _translated(english: str, say: Words, called: Mapping[str, str] = NOTHING) -> str | None:
    plain, patterns = _sentences()
    if english in plain:
        return say(english)
    for fixed, pattern, sentence in patterns:
        if fixed in english and (match := pattern.fullmatch(english)):
            values = dict(_values(match.groupdict(), say))
            values |= {at: called[one] for at, one in match.groupdict().items() if one in called}
            if None not in values.values():
                return say(sentence, **values)
    return None


def _values(found: Mapping[str, str], say: Words) -> Iterator[tuple[str, str | None]]:
    for name, value in found.items():
        known = labels.IN_LANGUAGE.get(value) if name in ("language", "written") else None
        if name == "role" and value in labels.ROLES.values():
            known = value
        if known is None and value in PHRASES and name not in _AS_WRITTEN:
            known = value
        if known:
            yield name, say(known)
        elif name in _SAID_ITSELF:
            yield name, _inside(value, say)
        elif name in _COUNTED and say.language in ("nb", "nn"):
            yield name, value.replace(",", "\u00a0")
        elif name in _LISTED:
            yield name, _each_without_text(value, say)
        else:
            yield name, _without_text(value, say)


def _inside(value: str, say: Words) -> str | None:
    """Return the sentence or the name of a question in a gap; None where nobody knows it."""
    if _QUOTED.fullmatch(value):
        return value
    if (named := _without_text(value, say)) != value:
        return named
    found = _translated(value, say)
    if found is None and not value.endswith("."):
        found = _translated(f"{value}.", say)
        return None if found is None else found.removesuffix(".")
    return found


def _without_text(value: str, say: Words) -> str:
    """Return a value with the name of an item that has no words of its own translated."""
    called = next((each for each in WITHOUT_TEXT if value.startswith(each)), "")
    rest = value.removeprefix(called)
    return say(called) + rest if called and (not rest or rest.startswith(" (")) else value


@cache
def _sentences() -> tuple[frozenset[str], tuple[tuple[str, Any, str], ...]]:
    """Return the sentences without a gap, and the others: fixed words, pattern, sentence.

    Looking for the longest fixed words first is many times quicker than trying the pattern.
    """
    plain = frozenset(each for each in EVERY if "{" not in each)
    return plain, tuple(
        (_fixed(each), re2.compile(_pattern(each)), each) for each in EVERY if "{" in each
    )


def _fixed(sentence: str) -> str:
    return max((part.rpartition("}")[2] for part in sentence.split("{")), key=len)


def _pattern(sentence: str) -> str:
    """Return the expression that the filled-in sentence fits, each gap by its name."""
    found, rest = "(?s)", sentence
    while "{" in rest:
        fixed, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        found += f"{re2.escape(fixed)}(?P<{name}>{_SHAPES.get(name, '.+')})"
    return found + str(re2.escape(rest))


def _each_without_text(value: str, say: Words) -> str:
    """Return a list of items with the names of those that have no words translated."""
    parts = _QUOTED_WORDS.split(value)
    for number in range(0, len(parts), 2):
        for called in WITHOUT_TEXT:
            parts[number] = parts[number].replace(called, say(called))
    return "".join(parts)
