"""What a clinic changes of its hospital's alert rules: typed changes, laid and found again.

The same law as for forms: `lay(base, difference(base, made))` is `made`. A piece is a rule or
an emergency; a rule's limit, loudness, roles and words change one by one, whatever fields
rules will have.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from lytte.core.forms import document
from lytte.core.frozen import Frozen
from lytte.core.tailoring.order import Place, ordered, placements
from lytte.core.tailoring.texts import reworded, rewordings, text_fields
from lytte.core.thresholds import Emergency, Rule, RuleSet

Of = Literal["rules", "emergencies"]
Piece = Rule | Emergency
LISTS: tuple[Of, Of] = ("rules", "emergencies")


class AddRule(Frozen):
    """A rule of the clinic's own, or one that is another altogether."""

    type: Literal["add_rule"] = "add_rule"
    rule: Rule
    after: str | None = None
    before: str | None = None
    of: Literal["rules"] = "rules"

    @property
    def piece(self) -> Piece:
        return self.rule

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def about(self) -> tuple[str, ...]:
        return (self.of, self.id)


class AddEmergency(Frozen):
    """An answer that cannot wait, of the clinic's own or another altogether."""

    type: Literal["add_emergency"] = "add_emergency"
    emergency: Emergency
    after: str | None = None
    before: str | None = None
    of: Literal["emergencies"] = "emergencies"

    @property
    def piece(self) -> Piece:
        return self.emergency

    @property
    def id(self) -> str:
        return self.emergency.id

    @property
    def about(self) -> tuple[str, ...]:
        return (self.of, self.id)


class Drop(Frozen):
    """An inherited rule or emergency is not the clinic's."""

    type: Literal["drop"] = "drop"
    of: Of
    id: str

    @property
    def about(self) -> tuple[str, ...]:
        return (self.of, self.id)


class Move(Frozen):
    """A rule or emergency stands elsewhere in its list."""

    type: Literal["move"] = "move"
    of: Of
    id: str
    after: str | None = None
    before: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        return ("place", self.of, self.id)


class Set(Frozen):
    """One field has another value: the limit, the loudness, who gets it, who steps in."""

    type: Literal["set"] = "set"
    of: Of
    id: str
    field: str
    value: Any = None

    @property
    def about(self) -> tuple[str, ...]:
        return (self.of, self.id, self.field)


class Say(Frozen):
    """A text has other words in one language; None takes the language away."""

    type: Literal["say"] = "say"
    of: Of
    id: str
    field: str
    language: str
    text: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        return (self.of, self.id, self.field, self.language)


RuleChange = Annotated[
    AddRule | AddEmergency | Drop | Move | Set | Say, Field(discriminator="type")
]


class RuleTailoring(Frozen):
    """Everything a clinic changes of the hospital's rules."""

    changes: tuple[RuleChange, ...] = ()


def lay(base: RuleSet, changes: Sequence[RuleChange]) -> RuleSet:
    """Return the rules that the changes make of `base`; one of what is gone changes nothing."""
    made: dict[str, Any] = {of: _laid(by_id(getattr(base, of)), _of(changes, of)) for of in LISTS}
    return base.model_copy(update=made)


def difference(base: RuleSet, made: RuleSet) -> tuple[RuleChange, ...]:
    """Return the fewest changes that make `made` of `base`."""
    return tuple(
        change
        for of in LISTS
        for change in _listed(of, by_id(getattr(base, of)), by_id(getattr(made, of)))
    )


def by_id(pieces: Sequence[Piece]) -> dict[str, Piece]:
    """Return rules or emergencies by their ids."""
    return {one.id: one for one in pieces}


def _of(changes: Sequence[RuleChange], of: Of) -> list[RuleChange]:
    return [one for one in changes if one.of == of]


def _laid(pieces: dict[str, Piece], changes: Sequence[RuleChange]) -> tuple[Piece, ...]:
    placed: dict[str, Place] = {}
    for change in changes:
        match change:
            case AddRule() | AddEmergency():
                if change.id not in pieces or change.after or change.before:
                    placed[change.id] = Place(change.id, change.after, change.before)
                pieces[change.id] = change.piece
            case Drop(id=name):
                pieces.pop(name, None)
            case Move(id=name, after=after, before=before) if name in pieces:
                placed[name] = Place(name, after, before)
            case Set(id=name) | Say(id=name) if name in pieces:
                pieces[name] = changed(pieces[name], change) or pieces[name]
            case _:
                continue
    stays = [name for name in pieces if name not in placed]
    order = ordered(stays, (one for one in placed.values() if one.key in pieces))
    return tuple(pieces[name] for name in order)


def changed(piece: Piece, change: Set | Say) -> Piece | None:
    """Return a rule or emergency with one change; None where it does not fit."""
    if isinstance(change, Say):
        if change.field not in text_fields(piece):
            return None
        made: Piece = reworded(piece, change.field, change.language, change.text)
        return made
    if change.field not in type(piece).model_fields:
        return None
    dumped = piece.model_dump(mode="json")
    dumped.pop(change.field)
    given = {} if change.value is None else {change.field: change.value}
    try:
        return type(piece).model_validate({**dumped, **given})
    except ValidationError:
        return None


def _listed(of: Of, old: Mapping[str, Piece], new: Mapping[str, Piece]) -> Iterator[RuleChange]:
    for name in old:
        if name in new:
            yield from _piece(of, old[name], new[name])
        else:
            yield Drop(of=of, id=name)
    for name, after, before in placements([one for one in old if one in new], list(new)):
        if name in old:
            yield Move(of=of, id=name, after=after, before=before)
        else:
            yield adding(new[name], after, before)


def adding(piece: Piece, after: str | None = None, before: str | None = None) -> RuleChange:
    """Return the change that adds a rule or an emergency."""
    if isinstance(piece, Rule):
        return AddRule(rule=piece, after=after, before=before)
    return AddEmergency(emergency=piece, after=after, before=before)


def _piece(of: Of, old: Piece, new: Piece) -> Iterator[RuleChange]:
    """Yield what makes one piece another; all of it where nothing smaller does."""
    if old == new:
        return
    found = list(_fields(of, old, new))
    made: Piece | None = old
    for change in found:
        made = changed(made, change) if made is not None else None
    yield from found if made == new else [adding(new)]


def _fields(of: Of, old: Piece, new: Piece) -> Iterator[Set | Say]:
    texts = text_fields(old)
    values = document(new)
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name in texts:
            for language, said in rewordings(before, after):
                yield Say(of=of, id=old.id, field=name, language=language, text=said)
        else:
            yield Set(of=of, id=old.id, field=name, value=values.get(name))


def fallen_back(base: RuleSet, made: RuleSet, which: Collection[tuple[Of, str]]) -> RuleSet:
    """Return `made` with some pieces, by list and id, as `base` has them."""
    changes = difference(base, made)
    return lay(base, [one for one in changes if (one.of, one.id) not in which])
