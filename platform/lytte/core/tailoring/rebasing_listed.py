"""The hospital's rules or plan are newer: what fits of a clinic's, and what has to be settled."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lytte.core.tailoring.listed import Addition, Drop, Identified, Move, Of, by_id
from lytte.core.tailoring.rebasing import Choice

Whole = TypeVar("Whole")


@dataclass(frozen=True)
class Craft(Generic[Whole]):
    """How a whole is made of pieces in lists, and what is changed of them found again."""

    lists: tuple[Of, ...]
    pieces: Callable[[Whole, Of], Sequence[Identified]]
    lay: Callable[[Whole, Sequence[Any]], Whole]
    difference: Callable[[Whole, Whole], Sequence[Any]]
    adding: Callable[[Any, str | None], Any]

    def piece(self, whole: Whole, about: tuple[Of, str]) -> Any:
        """Return one piece by its list and id; None where it is not there."""
        of, name = about
        return by_id(self.pieces(whole, of)).get(name)

    def about(self, whole: Whole) -> set[tuple[Of, str]]:
        """Return every piece by its list and id."""
        return {(of, one.id) for of in self.lists for one in self.pieces(whole, of)}

    def fallen_back(self, base: Whole, which: Collection[tuple[Of, str]], made: Whole) -> Whole:
        """Return `made` with some pieces, by list and id, as `base` has them."""
        changes = self.difference(base, made)
        return self.lay(base, [one for one in changes if (one.of, one.id) not in which])


@dataclass(frozen=True)
class PieceConflict:
    """Both changed the same piece in the same thing, or one of them took it away."""

    about: tuple[Of, str]
    ours: tuple[Any, ...]
    theirs: tuple[Any, ...]

    @property
    def name(self) -> str:
        """One word for addresses and forms."""
        return "|".join(self.about)


@dataclass(frozen=True)
class PiecesRebased:
    """A clinic's changes seen from the hospital's newer version."""

    fits: tuple[Any, ...]
    same: tuple[Any, ...]
    conflicts: tuple[PieceConflict, ...]
    theirs: tuple[Any, ...]


def rebase(craft: Craft[Whole], old: Whole, new: Whole, changes: Sequence[Any]) -> PiecesRebased:
    """Sort a clinic's changes by how they stand to what the hospital made of its own.

    A piece is chosen as a whole: a limit and a loudness, or days and an hour, that do not
    belong together would be nobody's.
    """
    theirs = craft.difference(old, new)
    fits, same = [], []
    torn: dict[tuple[Of, str], tuple[list[Any], list[Any]]] = {}
    for change in changes:
        against = [one for one in theirs if _clash(change, one)]
        if change in theirs or _both_drop(change, theirs):
            same.append(change)
        elif against:
            mine, other = torn.setdefault((change.of, change.id), ([], []))
            mine.append(change)
            other += [one for one in against if one not in other]
        else:
            fits.append(change)
    conflicts = [
        PieceConflict(about, tuple(mine), tuple(other)) for about, (mine, other) in torn.items()
    ]
    return PiecesRebased(tuple(fits), tuple(same), tuple(conflicts), tuple(theirs))


def settled(
    craft: Craft[Whole],
    old: Whole,
    new: Whole,
    changes: Sequence[Any],
    chosen: Mapping[str, Choice],
) -> Whole:
    """Return what the clinic has when every conflict is settled; what is not chosen is theirs."""
    found = rebase(craft, old, new, changes)
    mine = craft.lay(old, changes)
    kept = list(found.fits)
    for conflict in found.conflicts:
        if chosen.get(conflict.name) == "ours":
            kept += _insisted(craft, conflict, mine, new)
    return craft.lay(new, kept)


def _insisted(craft: Craft[Whole], conflict: PieceConflict, mine: Whole, new: Whole) -> list[Any]:
    ours = craft.piece(mine, conflict.about)
    if ours is None or craft.piece(new, conflict.about) is not None:
        return list(conflict.ours)
    last = next((one.id for one in reversed(craft.pieces(new, conflict.about[0]))), None)
    return [craft.adding(ours, last)]


def _clash(ours: Any, theirs: Any) -> bool:
    if (ours.of, ours.id) != (theirs.of, theirs.id):
        return False
    if isinstance(ours, Move) or isinstance(theirs, Move):
        return False  # where a piece stands in its list is nobody's to defend
    if isinstance(ours, Drop):
        return isinstance(theirs, Addition)
    return True


def _both_drop(ours: Any, theirs: Sequence[Any]) -> bool:
    return any(
        isinstance(one, Drop) and (one.of, one.id) == (ours.of, ours.id) for one in theirs
    ) and isinstance(ours, Drop | Move)
