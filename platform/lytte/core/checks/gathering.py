"""One message for a fault that is met again and again in one file."""

from collections.abc import Iterable, Iterator, Sequence

import re2

from lytte.core.checks.telling import few
from lytte.core.problems import Problem

MOST_ALIKE = 5
"""So many of a kind are read one by one; a longer list buries what stands beside it."""
_QUOTED = re2.compile(r"(?s)“[^”]*”( \([^()]*\))?")
_NUMBER = re2.compile(r"\d+")
_SUBJECT = re2.compile(r"(?s)“[^”]*”|an? (?:question|group) without text|a text without words")


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with those that differ only in whom they are about told as one.

    It stands where the first of them does, and names the next few. Errors are told each
    for itself: every one of them has to be put right.
    """
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for each in problems:
        kinds.setdefault(_kind(each), []).append(each)
    return [each for alike in kinds.values() for each in _as_one(alike)]


def _kind(problem: Problem) -> tuple[str, ...]:
    if problem.severity == "error":
        return (problem.severity, problem.place, problem.message)
    return problem.severity, _masked(problem.message), _masked(problem.way_out)


def _masked(sentence: str) -> str:
    # What an item without words is called stands where the words of another would.
    for named in (_QUOTED, _SUBJECT):
        sentence = named.sub("“”", sentence)
    return str(_NUMBER.sub("#", sentence))


def _as_one(alike: Sequence[Problem]) -> Iterator[Problem]:
    first, others = alike[0], alike[1:]
    if len(alike) <= MOST_ALIKE:
        yield from alike
        return
    said = first.message.rstrip(".")
    told = f"{said}; {len(others)} more are like this: {few([_who(each) for each in others])}"
    yield first.model_copy(update={"message": told})


def _who(problem: Problem) -> str:
    """Name whom a problem is about: by its words and where they stand."""
    found = _SUBJECT.match(problem.message)
    if found is None:
        return problem.place
    return f"{found[0]} ({problem.place})" if problem.place else str(found[0])
