"""Two versions of anything side by side: which entries are new, gone, changed or moved.

What is compared is told first as entries with lines of text, so that forms, limits and
texts are compared in one way, in the words of whoever reads.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from lytte.core.word_changes import Run, word_changes

_Key = TypeVar("_Key")
Kind = Literal["same", "new", "gone", "changed", "moved"]


@dataclass(frozen=True)
class Line:
    """One thing that is said of an entry; `language` is what the text is written in."""

    label: str
    text: str
    language: str = ""
    always: bool = True
    """Shown also where it did not change."""
    stored: bool = False
    """What goes without saying, or is said as it is kept for want of words: told where it
    changed, not of what came or went."""


@dataclass(frozen=True)
class Entry:
    """One thing that has a life of its own through versions: a question, a rule, a text."""

    key: str
    name: str
    lines: tuple[Line, ...]
    place: int = 0
    """Its number as people count; 0 for where it stands in the list."""


@dataclass(frozen=True)
class Pair:
    """One line before and after, in runs of words."""

    label: str
    language: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]
    differs: bool
    always: bool


@dataclass(frozen=True)
class Row:
    """One entry before and after; `was` and `now` are its numbers, None where it is not."""

    key: str
    name: str
    kind: Kind
    moved: bool
    was: int | None
    now: int | None
    pairs: tuple[Pair, ...]


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Row, ...]:
    """Return every entry of either version, in the later one's order.

    What is gone stands after what it stood after. As few as possible count as moved.
    """
    old = {entry.key: entry for entry in before}
    new = {entry.key: entry for entry in after}
    was = {key: number for number, key in enumerate(old, 1)}
    now = {key: number for number, key in enumerate(new, 1)}
    stayed = _longest_rising([was[key] for key in new if key in old])
    moved = {key for key in new if key in old and was[key] not in stayed}
    return tuple(
        _row(old.get(key), new.get(key), was.get(key), now.get(key), key in moved)
        for key in _in_order(list(old), list(new))
    )


def changes(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are not the same."""
    return [row for row in rows if row.kind != "same"]


def _row(
    before: Entry | None, after: Entry | None, was: int | None, now: int | None, moved: bool
) -> Row:
    pairs = tuple(_pairs(before, after))
    named = after or before
    return Row(
        key=named.key if named else "",
        name=named.name if named else "",
        kind=_kind(before, after, moved, any(pair.differs for pair in pairs)),
        moved=moved,
        was=(before.place or was) if before else None,
        now=(after.place or now) if after else None,
        pairs=pairs,
    )


def _kind(before: Entry | None, after: Entry | None, moved: bool, differs: bool) -> Kind:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if differs:
        return "changed"
    return "moved" if moved else "same"


def _pairs(before: Entry | None, after: Entry | None) -> Iterator[Pair]:
    old = _by_label(before)
    new = _by_label(after)
    for name in _in_order(list(old), list(new)):
        line = new.get(name) or old[name]
        if line.stored and (before is None or after is None):
            continue
        left = old[name].text if name in old else ""
        right = new[name].text if name in new else ""
        runs = word_changes(left, right) if left != right else (Run("same", left),)
        yield Pair(
            label=line.label,
            language=line.language,
            before=tuple(run for run in runs if run.kind != "come" and run.text),
            after=tuple(run for run in runs if run.kind != "gone" and run.text),
            differs=left != right,
            always=line.always,
        )


def _by_label(entry: Entry | None) -> Mapping[tuple[str, str, int], Line]:
    """Return the lines that say something; those called the same are told apart by their order."""
    found: dict[tuple[str, str, int], Line] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for line in entry.lines if entry else ():
        name = (line.label, line.language)
        seen[name] += 1
        if line.text:
            found[*name, seen[name]] = line
    return found


def _in_order(old: Sequence[_Key], new: Sequence[_Key]) -> list[_Key]:
    """Return the new order, with what is gone after what stood before it."""
    kept = set(new)
    after: dict[_Key | None, list[_Key]] = {}
    last: _Key | None = None
    for key in old:
        if key in kept:
            last = key
        else:
            after.setdefault(last, []).append(key)
    found = list(after.get(None, ()))
    for key in new:
        found += [key, *after.get(key, ())]
    return found


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising run of the numbers; n log n."""
    ends: list[int] = []
    before: list[int | None] = []
    best: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        best[at : at + 1] = [place]
        before.append(best[at - 1] if at else None)
    found: set[int] = set()
    last: int | None = best[-1] if best else None
    while last is not None:
        found.add(numbers[last])
        last = before[last]
    return found
