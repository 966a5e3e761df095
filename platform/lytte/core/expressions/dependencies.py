"""Which answers an expression reads, found out without any answers.

A form recomputes only what depends on the answer that changed. The path is followed
as far as it says whose items it means, as in item.where(linkId = 'a'); where it does
not, it is said that it may read everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from typing import Literal as OneOf

from lytte.core.expressions.expression import Expression
from lytte.core.expressions.item_patterns import leads_to_items, operands_of, pinned
from lytte.core.expressions.syntax import (
    Call,
    Index,
    Indexer,
    Literal,
    Member,
    Operation,
    Path,
    Sign,
    Term,
    This,
    Total,
    TypeTest,
    Variable,
)
from lytte.core.expressions.syntax import Step as StepTerm

# What a part of the expression comes to: nothing of the response; the response; the item
# the expression belongs to; items of any linkId; items of known linkIds; their answers; the
# values of these.
kind_of_reach = OneOf["outside", "response", "own", "items", "picked", "answers", "values"]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What an expression reads of a response, and what it must be told.

    `link_ids` are the questions whose answers it reads; `subtrees` the items it reads
    with all that is below them. `variables` are by name without %, and what these read is
    theirs to say. `reads_own` tells that it reads the item it belongs to, `reads_clock`
    that it asks what day it is. Unless `is_certain` it may read any answer.
    """

    link_ids: frozenset[str]
    subtrees: frozenset[str]
    variables: frozenset[str]
    reads_own: bool
    reads_clock: bool
    is_certain: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    """`ids` are the items reached, or the ones below which items are; with neither these
    nor `is_own` (below the own item) items are anywhere in the response."""

    kind: kind_of_reach
    ids: frozenset[str] = frozenset()
    is_own: bool = False

    @property
    def is_anywhere(self) -> bool:
        return self.kind == "items" and not self.ids and not self.is_own


_OUTSIDE: Final = _Reach("outside")
_RESPONSE: Final = _Reach("response")
_OWN: Final = _Reach("own", is_own=True)
_ITEMS: Final = _Reach("items")

_CONSTANTS: Final = frozenset({"ucum", "sct", "loinc", "factory"})
_CLOCK: Final = frozenset({"now", "today", "timeOfDay"})
# Of a response itself, none of it an answer.
_NAMES_ABOUT_IT: Final = """
    id meta language text identifier basedOn partOf questionnaire status subject encounter
    authored author source extension resourceType contained
"""
_ABOUT_THE_RESPONSE: Final = frozenset(_NAMES_ABOUT_IT.split())
_SAME_ITEMS: Final = frozenset(
    {"first", "last", "tail", "skip", "take", "single", "trace", "distinct", "ofType", "as"}
)
_JOINING: Final = frozenset({"select", "iif", "coalesce", "combine", "union"})
_COUNTING: Final = frozenset({"empty", "count", "hasValue"})
_WITH_CRITERION: Final = frozenset({"where", "exists", "all"})


def dependencies(expression: Expression, *, at_item: bool = True) -> Dependencies:
    """Return what the expression reads.

    `at_item` tells whether it belongs to an item (what it looks at is that item) or to
    the whole form (what it looks at is the response).
    """
    reader = _Reader(_OWN if at_item else _RESPONSE)
    reader.consume(reader.reach(expression.term, _Place(reader.start)))
    return Dependencies(
        link_ids=frozenset(reader.link_ids),
        subtrees=frozenset(reader.subtrees),
        variables=frozenset(reader.variables),
        reads_own=reader.reads_own,
        reads_clock=reader.reads_clock,
        is_certain=reader.is_certain,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """What $this and the expression's own variables reach at a place."""

    this: _Reach
    own: Mapping[str, _Reach] | None = None


class _Reader:
    def __init__(self, start: _Reach) -> None:
        self.start = start
        self.link_ids: set[str] = set()
        self.subtrees: set[str] = set()
        self.variables: set[str] = set()
        self.reads_own = False
        self.reads_clock = False
        self.is_certain = True

    def consume(self, reach: _Reach) -> None:
        """Note that what is reached is read with all there is in it."""
        match reach.kind:
            case "response":
                self.is_certain = False
            case "items" | "picked" | "answers" | "own":
                self.is_certain &= not reach.is_anywhere
                self.subtrees |= reach.ids
                self.reads_own |= reach.is_own
            case "values" | "outside":
                pass

    def reach(self, term: Term, place: _Place) -> _Reach:
        match term:
            case This():
                return place.this
            case Variable():
                return self._variable(term.name, place)
            case Path():
                return self._path(term, place)
            case Operation():
                return self._operation(term, place)
            case Sign() | TypeTest():
                self.consume(self.reach(term.operand, place))
            case Literal() | Index() | Total():
                pass
        return _OUTSIDE

    def _variable(self, name: str, place: _Place) -> _Reach:
        if place.own and name in place.own:
            return place.own[name]
        if name in {"resource", "rootResource"}:
            return _RESPONSE
        if name == "context":
            return self.start
        if name not in _CONSTANTS and not name.startswith(("vs-", "ext-")):
            self.variables.add(name)
        return _OUTSIDE

    def _operation(self, term: Operation, place: _Place) -> _Reach:
        reached = [self.reach(operand, place) for operand in operands_of(term)]
        if {sign for sign, _, _ in term.rest} == {"|"}:
            return self._together(reached)
        for each in reached:
            self.consume(each)
        return _OUTSIDE

    def _together(self, reached: Sequence[_Reach]) -> _Reach:
        kinds = {each.kind for each in reached if each.kind != "outside"}
        if any(each.is_anywhere for each in reached) and kinds == {"items"}:
            return _ITEMS
        if len(kinds) == 1:
            ids: frozenset[str] = frozenset().union(*(each.ids for each in reached))
            return _Reach(kinds.pop(), ids, any(each.is_own for each in reached))
        for each in reached:
            self.consume(each)
        return _OUTSIDE

    def _path(self, term: Path, place: _Place) -> _Reach:
        reach = place.this if term.start is None else self.reach(term.start, place)
        for number, step in enumerate(term.steps):
            match step:
                case Call(name="defineVariable"):
                    place = self._with_variable(step, reach, place)
                case Member(name=name) if number == 0 and term.start is None:
                    reach = reach if name == "QuestionnaireResponse" else self._child(reach, name)
                case _:
                    reach = self._after(step, reach, place)
        return reach

    def _after(self, step: StepTerm, reach: _Reach, place: _Place) -> _Reach:
        match step:
            case Member():
                return self._child(reach, step.name)
            case Indexer():
                self.consume(self.reach(step.index, place))
                return reach
            case Call():
                return self._call(step, reach, place)

    def _child(self, reach: _Reach, name: str) -> _Reach:
        if reach.kind in {"outside", "values"}:
            return reach
        if name == "item":
            return _items_below(reach)
        if reach.kind == "response" and name in _ABOUT_THE_RESPONSE:
            return _OUTSIDE
        if name == "answer" and reach.kind in {"picked", "own"}:
            self.link_ids |= reach.ids
            self.reads_own |= reach.is_own
            return replace(reach, kind="answers")
        if reach.kind == "answers":
            return replace(reach, kind="values")
        self.consume(reach)
        return _OUTSIDE

    def _call(self, call: Call, reach: _Reach, place: _Place) -> _Reach:
        name, arguments = call.name, call.arguments
        if name in _CLOCK:
            self.reads_clock = True
            return _OUTSIDE
        if name in _WITH_CRITERION:
            return self._criterion(call, reach, place)
        if name in {"descendants", "repeat", "repeatAll"}:
            return self._below(call, reach, place)
        if name in _JOINING:
            return self._joined(call, reach, place)
        if name in _SAME_ITEMS:
            if name not in {"ofType", "as"}:
                self._consume_all(arguments, place)
            return reach
        if name not in _COUNTING or reach.kind != "answers":
            self.consume(reach)
        self._consume_all(arguments, replace(place, this=reach) if name == "aggregate" else place)
        return _OUTSIDE

    def _joined(self, call: Call, reach: _Reach, place: _Place) -> _Reach:
        """Follow what comes to one of its arguments, or to several of them together."""
        if call.name in {"select", "iif"}:
            place = replace(place, this=reach)
        found = [self.reach(argument, place) for argument in call.arguments]
        if call.name == "iif":
            self.consume(found.pop(0))
        return self._together([reach, *found] if call.name in {"combine", "union"} else found)

    def _consume_all(self, terms: Sequence[Term], place: _Place) -> None:
        for term in terms:
            self.consume(self.reach(term, place))

    def _criterion(self, call: Call, reach: _Reach, place: _Place) -> _Reach:
        """Follow where(), exists() and all(): a criterion may say which linkIds are meant."""
        criteria: Sequence[Term] = call.arguments
        if reach.kind == "items" and call.name != "all":
            found = pinned(criteria[0]) if criteria else None
            if found is not None:
                ids, criteria = found
                reach = _Reach("picked", ids)
        self._consume_all(criteria, replace(place, this=reach))
        if call.name == "where":
            return reach
        if reach.kind != "answers":
            self.consume(reach)
        return _OUTSIDE

    def _below(self, call: Call, reach: _Reach, place: _Place) -> _Reach:
        """Follow descendants() and repeat(item) to items that a criterion may yet choose from."""
        if reach.kind in {"outside", "values"}:
            self._consume_all(call.arguments, replace(place, this=reach))
            return reach
        if all(leads_to_items(argument) for argument in call.arguments):
            return _items_below(reach)
        self.is_certain = False
        return _OUTSIDE

    def _with_variable(self, call: Call, reach: _Reach, place: _Place) -> _Place:
        name, *values = call.arguments
        found = self.reach(values[0], replace(place, this=reach)) if values else reach
        known = dict(place.own or {})
        known[str(getattr(name, "value", ""))] = found
        return replace(place, own=known)


def _items_below(reach: _Reach) -> _Reach:
    return _ITEMS if reach.kind == "response" else replace(reach, kind="items")
