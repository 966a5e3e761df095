"""The hospital's rules are newer: what fits of a clinic's, and what somebody has to settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.ruled import (
    AddEmergency,
    AddRule,
    Drop,
    Move,
    Of,
    RuleChange,
    adding,
    by_id,
    difference,
    lay,
)
from lytte.core.thresholds import RuleSet


@dataclass(frozen=True)
class RuleConflict:
    """Both changed the same rule in the same thing, or one of them took it away."""

    about: tuple[Of, str]
    ours: tuple[RuleChange, ...]
    theirs: tuple[RuleChange, ...]

    @property
    def name(self) -> str:
        """One word for addresses and forms."""
        return "|".join(self.about)


@dataclass(frozen=True)
class RulesRebased:
    """A clinic's changes seen from the hospital's newer rules."""

    fits: tuple[RuleChange, ...]
    same: tuple[RuleChange, ...]
    conflicts: tuple[RuleConflict, ...]
    theirs: tuple[RuleChange, ...]


def rebase(old: RuleSet, new: RuleSet, changes: Sequence[RuleChange]) -> RulesRebased:
    """Sort a clinic's changes by how they stand to what the hospital made of its rules.

    A rule is chosen as a whole: a limit and a loudness that do not belong together would
    be nobody's rule.
    """
    theirs = difference(old, new)
    fits, same = [], []
    torn: dict[tuple[Of, str], tuple[list[RuleChange], list[RuleChange]]] = {}
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
        RuleConflict(about, tuple(mine), tuple(other)) for about, (mine, other) in torn.items()
    ]
    return RulesRebased(tuple(fits), tuple(same), tuple(conflicts), theirs)


def settled(
    old: RuleSet, new: RuleSet, changes: Sequence[RuleChange], chosen: Mapping[str, Choice]
) -> RuleSet:
    """Return the clinic's rules when every conflict is settled; what is not chosen is theirs."""
    found = rebase(old, new, changes)
    mine = lay(old, changes)
    kept: list[RuleChange] = list(found.fits)
    for conflict in found.conflicts:
        if chosen.get(conflict.name) == "ours":
            kept += _insisted(conflict, mine, new)
    return lay(new, kept)


def _insisted(conflict: RuleConflict, mine: RuleSet, new: RuleSet) -> list[RuleChange]:
    of, name = conflict.about
    ours = by_id(getattr(mine, of)).get(name)
    if ours is None or name in by_id(getattr(new, of)):
        return list(conflict.ours)
    return [adding(ours, after=_last(new, of))]


def _last(rules: RuleSet, of: Of) -> str | None:
    return next((one.id for one in reversed(getattr(rules, of))), None)


def _clash(ours: RuleChange, theirs: RuleChange) -> bool:
    if (ours.of, ours.id) != (theirs.of, theirs.id):
        return False
    if isinstance(ours, Move) or isinstance(theirs, Move):
        return False  # where a rule stands in the list changes nothing that it does
    if isinstance(ours, Drop):
        return isinstance(theirs, AddRule | AddEmergency)
    return True


def _both_drop(ours: RuleChange, theirs: Sequence[RuleChange]) -> bool:
    return any(
        isinstance(one, Drop) and (one.of, one.id) == (ours.of, ours.id) for one in theirs
    ) and isinstance(ours, Drop | Move)
