"""Where each rule, or line of a plan, comes from, and what became of it, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from uuid import UUID

from flask.typing import ResponseReturnValue

from lytte.core.differences import Entry, compare
from lytte.core.differences import Line as Told
from lytte.core.tailoring.listed import Change, Of
from lytte.core.tailoring.rebasing_listed import Craft, PieceConflict, PiecesRebased, Whole
from lytte.services.inheriting.newer import Tailored, Upgrade
from lytte.storage import tables
from lytte.wording.catalogue import Words
from lytte_admin.in_words import labels
from lytte_admin.inheriting.newer_versions import Chosen, Line, NewerPage, ToSettle
from lytte_admin.inheriting.tailored_words import Said

Kind = Literal["inherited", "changed", "added"]
EntryOf = Callable[[Any, Of, str], Entry | None]
"""What a piece of a whole says, by its list and id; None when it is not there."""


ALL_LEFT_OUT = "left-out"
"""The button that takes in everything of the hospital's that is left out."""


@dataclass(frozen=True)
class Mark:
    """Beside a piece: whose it is; `was` is what the hospital has where it is otherwise here."""

    about: str
    kind: Kind
    was: Sequence[str] = ()
    idle: bool = False
    """It looks at what no form of the clinic asks."""


@dataclass(frozen=True)
class LeftOut:
    """A piece of the hospital's that the clinic does not have."""

    about: str
    said: str


@dataclass(frozen=True)
class PieceOrigins:
    """The clinic's rules or plan seen from the hospital's."""

    parent: tables.Publication | None = None
    offered: tables.Publication | None = None
    newer: tables.Publication | None = None
    marks: Mapping[str, Mark] | None = None
    left_out: Sequence[LeftOut] = ()
    undo: tables.DraftStep | None = None
    undo_by: str = ""

    @property
    def changed(self) -> int:
        """How many of the hospital's pieces are otherwise here, left out, or added."""
        marks = self.marks or {}
        return len(self.left_out) + sum(one.kind != "inherited" for one in marks.values())

    def of(self, where: Of, piece_id: str) -> Mark | None:
        """Return the mark of a piece; None where nothing is inherited."""
        return (self.marks or {}).get(f"{where}|{piece_id}")


@dataclass(frozen=True)
class Beside:
    """What a clinic has beside what the hospital has, list by list."""

    craft: Craft[Any]
    base: Any
    made: Any
    tell: Callable[[Any], Entry]
    none: str
    """What stands where a line has nothing: in the reader's words."""
    idle: Callable[[Any], bool] = lambda piece: False
    brief: int = 1
    """How many of a piece's lines say which one it is."""

    def marks(self) -> dict[str, Mark]:
        """Return the mark of every piece that the clinic has."""
        found = [
            self._mark(of, piece, self.craft.piece(self.base, (of, piece.id)))
            for of in self.craft.lists
            for piece in self.craft.pieces(self.made, of)
        ]
        return {one.about: one for one in found}

    def _mark(self, of: Of, piece: Any, had: Any) -> Mark:
        about = f"{of}|{piece.id}"
        if had is None:
            return Mark(about, "added")
        if had == piece:
            return Mark(about, "inherited", idle=self.idle(piece))
        was, _ = apart(self.tell(had), self.tell(piece), self.none)
        return Mark(about, "changed", was, self.idle(piece))

    def left_out(self) -> Iterator[LeftOut]:
        """Yield what only the hospital has."""
        mine = self.craft.about(self.made)
        for of in self.craft.lists:
            for piece in self.craft.pieces(self.base, of):
                if (of, piece.id) not in mine:
                    found = said(self.tell(piece))
                    yield LeftOut(f"{of}|{piece.id}", ", ".join(found[: self.brief]) or piece.id)


class PieceTeller:
    """Says changes a piece at a time, from one whole to another."""

    def __init__(self, old: Any, new: Any, entry: EntryOf, say: Words) -> None:
        self.old, self.new, self.entry, self.say = old, new, entry, say

    def every(self, changes: Iterable[Change]) -> list[Said]:
        """Say what became of each piece that the changes are about."""
        about = dict.fromkeys((one.of, one.id) for one in changes)
        return [self.one(of, name) for of, name in about]

    def one(self, of: Of, name: str) -> Said:
        """Say what became of one piece."""
        before, after = self.entry(self.old, of, name), self.entry(self.new, of, name)
        nowhere = self.say("Not there")
        was, now = apart(before, after, self.say("none"))
        kind: Literal["added", "out", "changed"] = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "out"
        either = after or before
        return Said(
            name=f"{of}|{name}",
            kind=kind,
            what=either.name if either else "",
            was=_one_line(was) if before else nowhere,
            now=_one_line(now) if after else nowhere,
            part="",
        )


def _one_line(several: Iterable[str]) -> str:
    """Put what is said of a piece in one line; some of it is whole sentences."""
    return "; ".join(one.rstrip(".") for one in several)


class PiecesPage(NewerPage):
    """A page where the hospital's newer rules or plan are laid under the clinic's changes."""

    def take_newer(
        self,
        found: Upgrade[Whole, PiecesRebased] | None,
        move_up: Callable[..., object],
        page: Callable[[Upgrade[Whole, PiecesRebased], Chosen, Sequence[str]], str],
        *,
        home: str,
        said: Callable[[int], str],
    ) -> ResponseReturnValue:
        """Show on `page` what the newer version brings; when all is chosen, lay it, and go home."""
        if found is None:
            return self.leave(home, said=self.say("There is no newer version from the hospital."))

        def lay(chosen: Chosen, to: UUID, expected: int) -> None:
            move_up(
                self.work, self.clinic.id, chosen, to=to,
                staff_id=self.person.staff_id, expected=expected,
            )  # fmt: skip

        left = self.settle(found, lay, partial(page, found), partial(self.leave, ".newer"))
        return left if left is not None else self.leave(home, said=said(found.after.number))

    def draw(
        self,
        found: Upgrade[Any, Any],
        entry: EntryOf,
        chosen: Chosen,
        waiting: Sequence[str],
        **shown: Any,
    ) -> str:
        """Draw what comes along by itself, what has to be chosen, and what stays."""
        torn = {one.about for one in found.sorted.conflicts}
        came = [one for one in found.sorted.theirs if (one.of, one.id) not in torn]
        ours = PieceTeller(found.old, found.made, entry, self.say)
        return self.render(
            "cms/upgrade.html",
            found=found,
            settle=[self._to_settle(found, entry, one) for one in found.sorted.conflicts],
            came=PieceTeller(found.old, found.new, entry, self.say).every(came),
            ours=ours.every(found.sorted.fits),
            same=ours.every(found.sorted.same),
            chosen=chosen,
            waiting=waiting,
            **shown,
        )

    def _to_settle(
        self, found: Upgrade[Any, Any], entry: EntryOf, conflict: PieceConflict
    ) -> ToSettle:
        sides = [entry(whole, *conflict.about) for whole in (found.old, found.new, found.made)]
        gone = self.say("Not there")
        before, theirs, ours = (_told(one) for one in sides)
        differing = [
            label
            for label in dict.fromkeys((*before, *theirs, *ours))
            if len({before.get(label), theirs.get(label), ours.get(label)}) > 1
        ]
        shown = [
            Line.of(
                label,
                *(one.get(label) or ("–" if one else gone) for one in (before, theirs, ours)),
            )
            for label in differing
        ]
        return ToSettle(conflict.name, next((s.name for s in reversed(sides) if s), ""), shown)


def asked_back(
    craft: Craft[Whole], found: Tailored[Whole] | None, about: str
) -> set[tuple[Of, str]]:
    """Return what a button is about, by list and id; nothing when the hospital has none such."""
    if found is None:
        return set()
    theirs = craft.about(found.base)
    if about == ALL_LEFT_OUT:
        return theirs - craft.about(found.made)
    of, _, name = about.partition("|")
    return {one for one in theirs if one == (of, name)}


def apart(before: Entry | None, after: Entry | None, none: str) -> tuple[list[str], list[str]]:
    """Return the lines of two entries that are not the same; all of one that stands alone.

    A line that only one of them has is `none` in the other.
    """
    if before is None or after is None:
        return said(before), said(after)
    [row] = compare([before], [after])
    apart = [one for one in row.pairs if one.differs and one.always] or row.pairs[:1]
    return (
        ["".join(run.text for run in one.before) or f"{one.label}: {none}" for one in apart],
        ["".join(run.text for run in one.after) or f"{one.label}: {none}" for one in apart],
    )


def said(found: Entry | None) -> list[str]:
    """Return what an entry says, line by line."""
    return [one.text for one in found.lines if one.text and one.always] if found else []


def _told(side: Entry | None) -> dict[str, str]:
    return {_label(one): one.text for one in side.lines if one.always} if side else {}


def _label(line: Told) -> str:
    tongue = labels.LANGUAGES.get(line.language, "")
    return f"{line.label} ({tongue})" if tongue else line.label
