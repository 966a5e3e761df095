"""What is different between two wordings of one text, word by word."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import Literal, NamedTuple

import re2

LONGEST = 600
"""Words; of a longer text the whole is shown as gone and come, because comparing is slow."""

_WORDS = re2.compile(r"\s+|[\pL\pM\pN]+|[^\s\pL\pM\pN]")


class Run(NamedTuple):
    """Words that stand together and share their fate."""

    kind: Literal["same", "gone", "come"]
    text: str


def word_changes(before: str, after: str) -> tuple[Run, ...]:
    """Return `after` with what is gone from `before` in its place."""
    if before == after:
        return (Run("same", after),)
    begins = _shared(before, after)
    ends = _shared(before[begins:][::-1], after[begins:][::-1])
    old, new = (_WORDS.findall(text[begins : len(text) - ends]) for text in (before, after))
    if len(old) > LONGEST or len(new) > LONGEST:
        return (Run("gone", before), Run("come", after))
    around = (_same(after[:begins]), _same(after[len(after) - ends :]))
    return tuple(_joined(_merged([*around[0], *_runs(old, new), *around[1]])))


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with, whole words only."""
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    while shared and not one[shared - 1].isspace():
        shared -= 1
    return shared


def _same(text: str) -> list[Run]:
    return [Run("same", text)] if text else []


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Draw together what is the same on both sides of a seam."""
    for kind, group in groupby(runs, key=lambda run: run.kind):
        texts = [run.text for run in group]
        yield from (
            (Run("same", "".join(texts)),) if kind == "same" else map(partial(Run, kind), texts)
        )


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, old_from, old_to, new_from, new_to in steps:
        if kind == "equal":
            yield Run("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Run("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Run("come", "".join(new[new_from:new_to]))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Draw changes together that only a space parts: two words changed are one change."""
    gone = come = ""
    waiting = ""
    for kind, text in runs:
        if kind == "gone":
            gone, come, waiting = gone + waiting + text, come + waiting, ""
        elif kind == "come":
            gone, come, waiting = gone + waiting, come + waiting + text, ""
        elif text.isspace() and (gone or come):
            waiting = text
        else:
            yield from _change(gone, come)
            yield Run("same", waiting + text)
            gone = come = waiting = ""
    yield from _change(gone, come)
    if waiting:
        yield Run("same", waiting)


def _change(gone: str, come: str) -> Iterator[Run]:
    if gone:
        yield Run("gone", gone)
    if come:
        yield Run("come", come)
