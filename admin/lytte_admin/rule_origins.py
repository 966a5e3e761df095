"""Where each alert rule comes from: the hospital, or changed here and able to fall back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lytte.core.criteria import measures_of
from lytte.core.differences import Entry, compare
from lytte.core.tailoring.listed import Of, by_id
from lytte.core.tailoring.ruled import LISTS, Piece, RuleChange
from lytte.core.thresholds import Emergency, RuleSet
from lytte.services import inheriting_rules, published, ruling
from lytte.services.inheriting_rules import TailoredRules
from lytte.storage import tables
from lytte_admin.content_lines import ContentLines
from lytte_admin.ruled import RulesPage
from lytte_admin.tailored_words import Said

Kind = Literal["inherited", "changed", "added"]


@dataclass(frozen=True)
class Mark:
    """Beside a rule: whose it is; `was` is what the hospital has where it is otherwise here."""

    about: str
    kind: Kind
    was: Sequence[str] = ()
    idle: bool = False
    """It looks at what no form of the clinic asks."""


@dataclass(frozen=True)
class LeftOut:
    """A rule of the hospital's that the clinic does not have."""

    about: str
    said: str


@dataclass(frozen=True)
class RuleOrigins:
    """The clinic's rules seen from the hospital's."""

    parent: tables.RuleSetPublication | None = None
    offered: tables.RuleSetPublication | None = None
    newer: tables.RuleSetPublication | None = None
    marks: Mapping[str, Mark] | None = None
    left_out: Sequence[LeftOut] = ()
    undo: tables.DraftStep | None = None
    undo_by: str = ""

    @property
    def changed(self) -> int:
        """How many of the hospital's rules are otherwise here, left out, or added."""
        marks = self.marks or {}
        return len(self.left_out) + sum(one.kind != "inherited" for one in marks.values())

    def of(self, where: Of, piece_id: str) -> Mark | None:
        """Return the mark of a rule or an emergency; None where nothing is inherited."""
        return (self.marks or {}).get(f"{where}|{piece_id}")


def origins(page: RulesPage) -> RuleOrigins:
    """Return where the rules of the chosen clinic come from."""
    work, clinic_id = page.work, page.clinic.id
    found = inheriting_rules.tailored(work, clinic_id)
    step = inheriting_rules.can_undo(work, clinic_id)
    by = published.name(work, step.by) if step else ""
    if found is None:
        offered = inheriting_rules.offered(work, clinic_id)
        return RuleOrigins(offered=offered, undo=step, undo_by=by)
    lines = page.contents.lines
    asked = _asked(page)
    return RuleOrigins(
        parent=found.parent,
        newer=inheriting_rules.newer(work, clinic_id),
        marks={one.about: one for one in _marks(found, lines, asked)},
        left_out=list(_left_out(found, lines)),
        undo=step,
        undo_by=by,
    )


class RuleTeller:
    """Says changes of rules, a rule at a time, from one set to another."""

    def __init__(self, old: RuleSet, new: RuleSet, lines: ContentLines) -> None:
        self.old, self.new, self.lines = old, new, lines

    def every(self, changes: Iterable[RuleChange]) -> list[Said]:
        """Say what became of each rule that the changes are about."""
        about = dict.fromkeys((one.of, one.id) for one in changes)
        return [self.one(of, name) for of, name in about]

    def one(self, of: Of, name: str) -> Said:
        """Say what became of one rule."""
        before, after = entry(self.old, of, name, self.lines), entry(self.new, of, name, self.lines)
        nowhere = self.lines.say("Not there")
        was, now = _apart(before, after)
        kind: Literal["added", "out", "changed"] = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "out"
        either = after or before
        return Said(
            name=f"{of}|{name}",
            kind=kind,
            what=either.name if either else "",
            was="; ".join(was) if before else nowhere,
            now="; ".join(now) if after else nowhere,
            part="",
        )


def entry(rules: RuleSet, of: Of, name: str, lines: ContentLines) -> Entry | None:
    """Return what a rule or an emergency says; None when it is not among the rules."""
    piece = by_id(getattr(rules, of)).get(name)
    return _entry(piece, lines) if piece else None


def _entry(piece: Piece, lines: ContentLines) -> Entry:
    alone = (
        RuleSet(emergencies=(piece,)) if isinstance(piece, Emergency) else RuleSet(rules=(piece,))
    )
    return lines.rules(alone)[0]


def _apart(before: Entry | None, after: Entry | None) -> tuple[list[str], list[str]]:
    """Return the lines of two entries that are not the same; all of one that stands alone."""
    if before is None or after is None:
        return _said(before), _said(after)
    [row] = compare([before], [after])
    apart = [one for one in row.pairs if one.differs and one.always] or row.pairs[:1]
    return (
        ["".join(run.text for run in one.before) or "–" for one in apart],
        ["".join(run.text for run in one.after) or "–" for one in apart],
    )


def _said(found: Entry | None) -> list[str]:
    return [one.text for one in found.lines if one.text and one.always] if found else []


def _marks(found: TailoredRules, lines: ContentLines, asked: set[str]) -> Iterable[Mark]:
    for of in LISTS:
        theirs = by_id(getattr(found.base, of))
        for piece in getattr(found.made, of):
            about, had = f"{of}|{piece.id}", theirs.get(piece.id)
            idle = not _needs(piece) <= asked
            if had is None:
                yield Mark(about, "added")
            elif had == piece:
                yield Mark(about, "inherited", idle=idle)
            else:
                was, _ = _apart(_entry(had, lines), _entry(piece, lines))
                yield Mark(about, "changed", was, idle)


def _left_out(found: TailoredRules, lines: ContentLines) -> Iterable[LeftOut]:
    for of in LISTS:
        mine = by_id(getattr(found.made, of))
        for piece in getattr(found.base, of):
            if piece.id not in mine:
                said = next(iter(_said(_entry(piece, lines))), piece.id)
                yield LeftOut(f"{of}|{piece.id}", said)


def _needs(piece: Piece) -> set[str]:
    return {piece.item} if isinstance(piece, Emergency) else measures_of(piece.when)


def _asked(page: RulesPage) -> set[str]:
    """Return every question and number that the clinic's forms have."""
    forms = ruling.forms(page.work, page.clinic.id)
    items = {
        f"{part.id}/{item.link_id}"
        for form in forms
        for part in form.parts
        for item in part.questionnaire.every_item()
    }
    return items | set(page.measures().names)
