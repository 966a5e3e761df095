"""What a clinic changes of its hospital's alert rules: typed changes, laid and found again.

The same law as for forms: `lay(base, difference(base, made))` is `made`. A piece is a rule or
an emergency; a rule's limit, loudness, roles and words change one by one, whatever fields
rules will have.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from lytte.core.frozen import Frozen
from lytte.core.tailoring.listed import Addition, Drop, Move, Of, Say, Set, apart, laid
from lytte.core.tailoring.rebasing_listed import Craft
from lytte.core.thresholds import Emergency, Rule, RuleSet

Piece = Rule | Emergency
LISTS: tuple[Of, Of] = ("rules", "emergencies")


class AddRule(Addition):
    """A rule of the clinic's own, or one that is another altogether."""

    type: Literal["add_rule"] = "add_rule"
    rule: Rule
    of: Literal["rules"] = "rules"

    @property
    def piece(self) -> Piece:
        return self.rule


class AddEmergency(Addition):
    """An answer that cannot wait, of the clinic's own or another altogether."""

    type: Literal["add_emergency"] = "add_emergency"
    emergency: Emergency
    of: Literal["emergencies"] = "emergencies"

    @property
    def piece(self) -> Piece:
        return self.emergency


RuleChange = Annotated[
    AddRule | AddEmergency | Drop | Move | Set | Say, Field(discriminator="type")
]


class RuleTailoring(Frozen):
    """Everything a clinic changes of the hospital's rules."""

    changes: tuple[RuleChange, ...] = ()


def lay(base: RuleSet, changes: Sequence[RuleChange]) -> RuleSet:
    """Return the rules that the changes make of `base`; one of what is gone changes nothing."""
    made: dict[str, Any] = {of: laid(getattr(base, of), changes, of) for of in LISTS}
    return base.model_copy(update=made)


def difference(base: RuleSet, made: RuleSet) -> tuple[RuleChange, ...]:
    """Return the fewest changes that make `made` of `base`."""
    return tuple(
        change for of in LISTS for change in apart(of, getattr(base, of), getattr(made, of), adding)
    )


def adding(piece: Piece, after: str | None = None, before: str | None = None) -> RuleChange:
    """Return the change that adds a rule or an emergency."""
    if isinstance(piece, Rule):
        return AddRule(rule=piece, after=after, before=before)
    return AddEmergency(emergency=piece, after=after, before=before)


def _pieces(rules: RuleSet, of: Of) -> Sequence[Piece]:
    found: Sequence[Piece] = getattr(rules, of)
    return found


RULES: Craft[RuleSet] = Craft(LISTS, _pieces, lay, difference, adding)
