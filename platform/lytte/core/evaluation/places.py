"""Where each item stands: its parent, the rows around it, and what can close it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from lytte.core.answers import Key
from lytte.core.evaluation.likeness import Likeness
from lytte.core.items.any_item import Item
from lytte.core.items.common import Expression, QuestionBase
from lytte.core.questionnaire import Questionnaire

FHIRPATH: Final = "text/fhirpath"

At = tuple[int, ...]
Chain = tuple["Place", ...]


@dataclass(slots=True, eq=False)
class Place:
    """An item where it stands; `number` counts the items as they are read, from 0.

    `rows` are the ancestors that an occurrence of this item needs a row number of,
    outermost first. `guard` is the item itself or its nearest ancestor that has a
    condition of its own: while that is closed, this is. `under` is the nearest question
    around it: without an answer there, there is none here. `end` is the number after
    the last item inside.
    """

    number: int
    item: Item
    parent: "Place | None"
    rows: Chain
    guard: "Place | None"
    under: "Place | None"
    hidden: bool
    key: Key
    makes_rows: bool
    is_question: bool
    calculated: Expression | None
    end: int = 0
    children: list["Place"] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.item.link_id}>"

    @property
    def inside(self) -> Chain:
        """The rows that a variable of this item has a value for: a group's own among them."""
        is_group = self.makes_rows and not self.is_question
        return (*self.rows, self) if is_group else self.rows

    def at(self, at: At) -> Key:
        """Return the key of the occurrence in these rows."""
        return Key(self.key.link_id, at) if at else self.key


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Every place of a questionnaire in reading order, and by link_id.

    Where a link_id is used twice (a fault the import reports) the first one has it.
    """

    all: tuple[Place, ...]
    roots: tuple[Place, ...]
    by_link_id: Mapping[str, Place]
    weights: dict[int | None, dict[object, Decimal]] = field(default_factory=dict)
    """What written options count, by which list of them (None: of all questions), once asked."""
    likeness: dict[int, Likeness] = field(default_factory=dict)
    """For looking among written options, by which list of them; several questions share one."""

    @property
    def has_twins(self) -> bool:
        """Whether a link_id is used twice."""
        return len(self.by_link_id) < len(self.all)

    def inside(self, place: Place) -> tuple[Place, ...]:
        """Return everything inside `place`, at every depth."""
        return self.all[place.number + 1 : place.end]


def places(questionnaire: Questionnaire) -> Places:
    """Return where everything in the questionnaire stands."""
    found: list[Place] = []
    waiting: list[tuple[Item, Place | None]] = [
        (item, None) for item in reversed(questionnaire.items)
    ]
    while waiting:
        item, parent = waiting.pop()
        place = _place(len(found), item, parent)
        found.append(place)
        waiting.extend((child, place) for child in reversed(item.items))
    for place in reversed(found):
        place.end = max(place.end, place.number + 1)
        if place.parent is not None:
            place.parent.end = max(place.parent.end, place.end)
    by_link_id: dict[str, Place] = {}
    for place in found:
        by_link_id.setdefault(place.item.link_id, place)
    roots = tuple(place for place in found if place.parent is None)
    return Places(tuple(found), roots, by_link_id)


def has_condition(item: Item) -> bool:
    """Tell whether the item itself can be closed."""
    return bool(item.enable_when or item.enable_when_expression or item.condition)


def shared_rows(one: Place | None, other: Place | None) -> int:
    """Return how many row numbers, from the outside, the two have in common."""
    if one is None or other is None:
        return 0
    count = 0
    for ours, theirs in zip(one.rows, other.rows, strict=False):
        if ours is not theirs:
            break
        count += 1
    return count


def with_questions_around(found: Iterable[Place]) -> frozenset[Place]:
    """Return the items and the questions they stand under, on which their answers hang."""
    every: set[Place] = set()
    for place in found:
        around: Place | None = place
        while around is not None and around not in every:
            every.add(around)
            around = around.under
    return frozenset(every)


def ancestors(place: Place) -> Iterator[Place]:
    """Yield the item's parent, its parent's parent, and so on."""
    parent = place.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _place(number: int, item: Item, parent: Place | None) -> Place:
    rows: Chain = ()
    if parent is not None:
        # A help text belongs to the question, not to each of its answers.
        is_help = parent.is_question and item.type == "display"
        rows = (*parent.rows, parent) if parent.makes_rows and not is_help else parent.rows
    is_question = item.type != "group" and item.type != "display"
    asks_more = is_question and any(child.type != "display" for child in item.items)
    place = Place(
        number=number,
        item=item,
        parent=parent,
        rows=rows,
        guard=None,
        under=_under(item, parent),
        hidden=item.hidden or (parent is not None and parent.hidden),
        key=Key(item.link_id),
        makes_rows=item.repeats and (item.type == "group" or asks_more),
        is_question=is_question,
        calculated=_calculated(item),
    )
    place.guard = place if has_condition(item) else parent.guard if parent else None
    if parent is not None:
        parent.children.append(place)
    return place


def _under(item: Item, parent: Place | None) -> Place | None:
    if parent is None or item.type == "display":
        return None
    return parent if parent.is_question else parent.under


def _calculated(item: Item) -> Expression | None:
    """Return what computes the answer; what is not FHIRPath computes nothing here."""
    found = item.calculated_expression if isinstance(item, QuestionBase) else None
    return found if found is not None and found.language == FHIRPATH else None
