"""A newer version of what one builds on, whatever it is and whoever made it (C5).

Three of a kind are seen together: what one began with, what it has become there, and what
one has made of it here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.rebasing_listed import Craft, PiecesRebased, rebase
from lytte.services import published
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.work import Work
from lytte.storage import tables


class Unsettled(Exception):
    """A conflict has not been decided; `names` are those that wait for a choice."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(", ".join(names))


class Named(Protocol):
    """A conflict, whatever it is about."""

    @property
    def name(self) -> str: ...


class Sorted(Protocol):
    """One's own changes by how they stand to the newer version."""

    @property
    def conflicts(self) -> Sequence[Named]: ...


Draft = TypeVar("Draft", tables.FormDraft, tables.RuleSetDraft, tables.ScheduleDraft)
Whole = TypeVar("Whole")
Laid = TypeVar("Laid", bound=Sorted)


@dataclass(frozen=True)
class Version:
    """A version as it is told of."""

    id: UUID
    number: int
    since: datetime
    comment: str


@dataclass(frozen=True)
class Upgrade(Generic[Whole, Laid]):
    """Three seen together, with what each side changed."""

    was: int
    """The number of the version one builds on now."""
    after: Version
    old: Whole
    new: Whole
    made: Whole
    sorted: Laid
    hospital: str = ""
    """Whose version it is, when it is another hospital's."""


@dataclass(frozen=True)
class Tailored(Generic[Whole]):
    """A clinic's rules or plan seen from the hospital's that it builds on."""

    parent: tables.Publication
    base: Whole
    made: Whole
    changes: Sequence[Any]


def between(
    craft: Craft[Whole], found: Tailored[Whole], after: tables.Publication, new: Whole
) -> Upgrade[Whole, PiecesRebased]:
    """Return what the newer version `after`, which says `new`, means for a clinic."""
    return Upgrade(
        was=found.parent.number,
        after=version(after),
        old=found.base,
        new=new,
        made=found.made,
        sorted=rebase(craft, found.base, new, found.changes),
    )


def version(row: tables.Publication) -> Version:
    """Return a publication as it is told of."""
    return Version(row.id, row.number, row.live_at or row.created_at, row.comment)


def looked_at(
    work: Work,
    found: Upgrade[Whole, Laid] | None,
    draft: Draft | None,
    chosen: Mapping[str, Choice],
    *,
    to: UUID,
    expected: int,
) -> tuple[Upgrade[Whole, Laid], Draft]:
    """Return what is to be laid: only what was looked at, and not before everything is chosen.

    Raises Unsettled when a conflict is not chosen, EditedMeanwhile when the draft or the
    newer version is no longer what was looked at, NotFound without a newer version.
    """
    if found is None or draft is None:
        raise NotFound
    if found.after.id != to or draft.version != expected:
        raise EditedMeanwhile(published.name(work, draft.changed_by), draft.version)
    waiting = tuple(one.name for one in found.sorted.conflicts if one.name not in chosen)
    if waiting:
        raise Unsettled(waiting)
    return found, draft
