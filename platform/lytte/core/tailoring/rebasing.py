"""The parent has a newer version: what fits as it is, and what somebody has to settle (C5).

Three forms are seen together: what the level has, what its parent had, and what its
parent has now. A conflict is where both changed the same thing; everything else comes
along by itself, the parent's changes and one's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lytte.core.composition import Composition
from lytte.core.tailoring.changes import (
    AddItem,
    AddPart,
    Change,
    Deviate,
    HidePart,
    MoveItem,
    MovePart,
    Path,
    RedoPart,
    Reword,
    UseVersion,
    part_of,
)
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import keyed, lay
from lytte.core.tailoring.translated import MadeFrom

Choice = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Conflict:
    """Both changed what `about` leads to; one of the two has to give way."""

    about: Path
    ours: tuple[Change, ...]
    theirs: tuple[Change, ...]

    @property
    def name(self) -> str:
        """One word for addresses and forms."""
        return "|".join(self.about)


@dataclass(frozen=True)
class Rebased:
    """A level's changes seen from its parent's newer version."""

    fits: tuple[Change, ...]
    same: tuple[Change, ...]
    """The parent made them too: they are inherited from now on."""
    conflicts: tuple[Conflict, ...]
    theirs: tuple[Change, ...]
    """What the parent changed, with what is in conflict."""


def rebase(old: Composition, new: Composition, changes: Sequence[Change]) -> Rebased:
    """Sort a level's changes of `old` by how they stand to what the parent made of it."""
    theirs = difference(old, new.model_copy(update={"set_aside": ()}))
    fits, same, torn = [], [], []
    hidden = {one.part for one in changes if isinstance(one, HidePart)}
    gone = {one.part for one in theirs if isinstance(one, HidePart)}
    for change in changes:
        against = [one for one in theirs if _clash(change, one)]
        nothing_left = part_of(change) in gone & hidden
        if isinstance(change, MovePart | MoveItem) and part_of(change) in gone:
            nothing_left = True  # where it stood matters no more
        if nothing_left or any(_alike(change, one) for one in theirs):
            same.append(change)
        elif against:
            torn.append((change, tuple(against)))
        else:
            fits.append(change)
    return Rebased(tuple(fits), tuple(same), tuple(_conflicts(torn)), theirs)


def settled(
    old: Composition,
    new: Composition,
    changes: Sequence[Change],
    chosen: Mapping[str, Choice],
) -> Composition:
    """Return what the level has when every conflict is settled; what is not chosen is theirs."""
    found = rebase(old, new, changes)
    ours = {id(one) for c in found.conflicts if chosen.get(c.name) == "ours" for one in c.ours}
    fits = set(map(id, found.fits))
    mine = lay(old, changes).composition
    kept = [one for one in changes if id(one) in fits or id(one) in ours]
    insisted = _insisted(mine, new, [one for one in kept if id(one) in ours])
    return lay(new, [*(one for one in kept if id(one) in fits), *insisted]).composition


def _insisted(mine: Composition, new: Composition, ours: Sequence[Change]) -> Iterator[Change]:
    """Yield our side of a conflict so that it fits though the parent took away what it is about."""
    there, had = keyed(new.slots), keyed((*mine.slots, *mine.set_aside))
    back: set[str] = set()
    for change in ours:
        part = part_of(change)
        if not part or part in there or isinstance(change, AddPart):
            fits = not lay(new, [change]).lost
            yield change if fits or part not in had else RedoPart(part=part, slot=had[part])
        elif part not in back and part in had:
            back.add(part)
            place = next((one for one in difference(new, mine) if part_of(one) == part), None)
            yield place if isinstance(place, AddPart) else AddPart(part=part, slot=had[part])


def _conflicts(torn: Iterable[tuple[Change, tuple[Change, ...]]]) -> Iterator[Conflict]:
    """Yield one conflict for each thing: a text in all its languages, a part with all in it."""
    found: dict[Path, tuple[list[Change], list[Change]]] = {}
    for change, against in torn:
        about = min((_thing(one) for one in (change, *against)), key=len)
        mine, theirs = found.setdefault(about, ([], []))
        mine.append(change)
        theirs += [one for one in against if one not in theirs]
    for about, (mine, theirs) in found.items():
        yield Conflict(about, tuple(mine), tuple(theirs))


def _thing(change: Change) -> Path:
    """Return what a person chooses about: a text is one thing, in however many languages."""
    return change.about[:-1] if isinstance(change, Reword) else change.about


def _clash(ours: Change, theirs: Change) -> bool:
    if isinstance(ours, MadeFrom) or isinstance(theirs, MadeFrom):
        return False
    if isinstance(ours, HidePart):
        return isinstance(theirs, AddPart | RedoPart) and ours.part == theirs.part
    if isinstance(theirs, HidePart):
        return part_of(ours) == theirs.part
    if isinstance(ours, Deviate | UseVersion) and isinstance(theirs, Deviate | UseVersion):
        return ours.part == theirs.part
    return _within(ours.about, theirs.about) or _within(theirs.about, ours.about)


def _within(inner: Path, outer: Path) -> bool:
    return inner[: len(outer)] == outer


def _alike(ours: Change, theirs: Change) -> bool:
    """Tell whether the parent did the same, wherever it put it."""
    match ours, theirs:
        case HidePart(part=part), HidePart(part=other):
            return part == other
        case AddPart(slot=slot, aside=False), AddPart(slot=other):
            return slot == other
        case MovePart(), MovePart():
            return (ours.part, ours.after) == (theirs.part, theirs.after)
        case AddItem(item=item), AddItem(item=other):
            return ours.part == theirs.part and item == other
        case _:
            return ours == theirs
