"""What is different between two versions of a form, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lytte.core.forms import Form, Part

Kind = Literal["added", "gone", "changed", "moved", "texts", "languages", "instead", "care"]


@dataclass(frozen=True)
class FormChange:
    """One difference; `name` is the part's own, empty for what belongs to the whole form."""

    kind: Kind
    name: str = ""
    part: str = ""
    """The part's id, of what is gone."""


def between(before: Form | None, after: Form, language: str) -> list[FormChange]:
    """Return what changes from `before` (None: nothing was in use) to `after`, in its order."""
    return list(_between(before, after, language))


def _between(before: Form | None, after: Form, language: str) -> Iterator[FormChange]:
    old = {part.id: part for part in before.parts} if before else {}
    new = {part.id: part for part in after.parts}
    for part in old.values():
        if part.id not in new:
            yield FormChange("gone", part_name(part, language), part.id)
    moved = _moved([one for one in old if one in new], [one for one in new if one in old])
    for part in after.parts:
        name = part_name(part, language)
        if part.id not in old:
            yield FormChange("added", name)
            continue
        if part != old[part.id]:
            yield FormChange("changed", name)
        if part.id in moved:
            yield FormChange("moved", name)
    if before is not None:
        yield from _around(before, after)


def _around(before: Form, after: Form) -> Iterator[FormChange]:
    old = (before.title, before.introduction, before.minutes)
    if old != (after.title, after.introduction, after.minutes):
        yield FormChange("texts")
    if set(before.languages) != set(after.languages):
        yield FormChange("languages")
    if before.instead != after.instead:
        yield FormChange("instead")


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the fewest parts that were moved: those outside the longest order both share."""
    place = {part_id: number for number, part_id in enumerate(old)}
    best: list[list[str]] = []
    for part_id in new:
        ahead = [one for one in best if place[one[-1]] < place[part_id]]
        best.append([*_longest(ahead), part_id])
    return set(new) - set(_longest(best))


def _longest(orders: list[list[str]]) -> list[str]:
    return max(orders, key=len) if orders else []


def part_name(part: Part, language: str) -> str:
    """Return what a part is called: its title, or its first question."""
    first = next((item for item in part.questionnaire.items if item.text), None)
    return part.title.read(language) or (first.text.read(language) if first else part.id)
