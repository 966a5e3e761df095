"""What is changed in a list of pieces with ids: rules, emergencies, the lines of a plan.

A piece is added, left out, moved, or changed field by field, whatever fields it has; where
nothing smaller makes it what it is, it is added anew.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar

from pydantic import ValidationError

from lytte.core.forms import document
from lytte.core.frozen import Frozen
from lytte.core.tailoring.order import Place, ordered, placements
from lytte.core.tailoring.texts import reworded, rewordings, text_fields

Of = Literal["rules", "emergencies", "sendings", "care"]


class Addition(Frozen):
    """A piece of one's own, or one that is another altogether; its place is by its neighbours."""

    after: str | None = None
    before: str | None = None

    @property
    @abstractmethod
    def piece(self) -> Any:
        """What is added."""

    @property
    def id(self) -> str:
        found: str = self.piece.id
        return found


class Drop(Frozen):
    """An inherited piece is not one's own."""

    type: Literal["drop"] = "drop"
    of: Of
    id: str


class Move(Frozen):
    """A piece stands elsewhere in its list."""

    type: Literal["move"] = "move"
    of: Of
    id: str
    after: str | None = None
    before: str | None = None


class Set(Frozen):
    """One field has another value: the limit, the loudness, the days before."""

    type: Literal["set"] = "set"
    of: Of
    id: str
    field: str
    value: Any = None


class Say(Frozen):
    """A text has other words in one language; None takes the language away."""

    type: Literal["say"] = "say"
    of: Of
    id: str
    field: str
    language: str
    text: str | None = None


class Change(Protocol):
    """A change of one piece."""

    @property
    def of(self) -> Of: ...

    @property
    def id(self) -> str: ...


class Identified(Protocol):
    """A piece."""

    @property
    def id(self) -> str: ...


P = TypeVar("P", bound=Any)
I = TypeVar("I", bound=Identified)  # noqa: E741
Adding = Callable[[Any, str | None, str | None], Any]


def by_id(pieces: Sequence[I]) -> dict[str, I]:
    """Return pieces by their ids."""
    return {one.id: one for one in pieces}


def laid(base: Sequence[P], changes: Sequence[Any], of: Of) -> tuple[P, ...]:
    """Return the list that the changes make of `base`; one of what is gone changes nothing."""
    pieces, placed = by_id(base), dict[str, Place]()
    for change in changes:
        match change:
            case _ if change.of != of:
                continue
            case Addition():
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


def changed(piece: P, change: Set | Say) -> P | None:
    """Return a piece with one change; None where it does not fit."""
    if isinstance(change, Say):
        if change.field not in text_fields(piece):
            return None
        made: P = reworded(piece, change.field, change.language, change.text)
        return made
    if change.field not in type(piece).model_fields:
        return None
    dumped = piece.model_dump(mode="json")
    dumped.pop(change.field)
    given = {} if change.value is None else {change.field: change.value}
    try:
        found: P = type(piece).model_validate({**dumped, **given})
    except ValidationError:
        return None
    return found


def apart(of: Of, base: Sequence[Any], made: Sequence[Any], adding: Adding) -> Iterator[Any]:
    """Yield the fewest changes that make one list another."""
    old, new = by_id(base), by_id(made)
    for name in old:
        if name in new:
            yield from _piece(of, old[name], new[name], adding)
        else:
            yield Drop(of=of, id=name)
    for name, after, before in placements([one for one in old if one in new], list(new)):
        if name in old:
            yield Move(of=of, id=name, after=after, before=before)
        else:
            yield adding(new[name], after, before)


def _piece(of: Of, old: Any, new: Any, adding: Adding) -> Iterator[Any]:
    """Yield what makes one piece another; all of it where nothing smaller does."""
    if old == new:
        return
    found = list(_fields(of, old, new))
    made = old
    for change in found:
        made = changed(made, change) if made is not None else None
    yield from found if made == new else [adding(new, None, None)]


def _fields(of: Of, old: Any, new: Any) -> Iterator[Set | Say]:
    texts: Sequence[str] = text_fields(old)
    values: Mapping[str, Any] = document(new)
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name in texts:
            for language, said in rewordings(before, after):
                yield Say(of=of, id=old.id, field=name, language=language, text=said)
        else:
            yield Set(of=of, id=old.id, field=name, value=values.get(name))
