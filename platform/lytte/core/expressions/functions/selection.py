"""Choosing, taking apart and putting together (FHIRPath N1, sections 5.2 to 5.4, 5.8, 7)."""

from collections.abc import Sequence
from typing import Final

from lytte.core.expressions.coercion import holds, integer, text, truth
from lytte.core.expressions.comparison import union
from lytte.core.expressions.elements import Element
from lytte.core.expressions.equality import Distinct
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.existence import distinct
from lytte.core.expressions.functions.signatures import Eager, Functions, Lazy
from lytte.core.expressions.scope import Collection, Evaluate, Run, Scope

Arguments = Sequence[Collection]


def _where(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    [criterion] = arguments
    return [item for place, item in enumerate(items) if holds(criterion(scope.at(item, place)))]


def _select(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    [projection] = arguments
    found: Collection = []
    for place, item in enumerate(items):
        found.extend(projection(scope.at(item, place)))
        if len(found) > scope.run.fuel:
            break
    scope.run.spend(len(found))
    return found


def _repeat(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    """Follow the projection until it leads to nothing new."""
    seen = Distinct(scope.run)
    found: Collection = []
    waiting = items
    while waiting:
        scope.run.spend(1)
        fresh = [item for item in _select(waiting, arguments, scope) if seen.add(item)]
        found.extend(fresh)
        waiting = fresh
    return found


def _repeat_all(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    """Follow the projection to the end, keeping what is equal to something seen."""
    found: Collection = []
    waiting = _select(items, arguments, scope)
    while waiting:
        scope.run.spend(1 + len(waiting))
        found.extend(waiting)
        waiting = _select(waiting, arguments, scope)
    return found


def _coalesce(_: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    """Return the first argument that is not empty; the rest is not worked out."""
    for argument in arguments:
        items = argument(scope)
        if items:
            return items
    return []


def _single(items: Collection, _: Arguments, run: Run) -> Collection:
    if len(items) > 1:
        raise ExpressionError(f"single() allows one value, but there are {len(items)}.")
    return items


def _first(items: Collection, _: Arguments, run: Run) -> Collection:
    return items[:1]


def _last(items: Collection, _: Arguments, run: Run) -> Collection:
    return items[-1:]


def _tail(items: Collection, _: Arguments, run: Run) -> Collection:
    return items[1:]


def _skip(items: Collection, arguments: Arguments, run: Run) -> Collection:
    number = integer(arguments[0], "skip()")
    return items if number is None else items[max(number, 0) :]


def _take(items: Collection, arguments: Arguments, run: Run) -> Collection:
    number = integer(arguments[0], "take()")
    return [] if number is None else items[: max(number, 0)]


def _intersect(items: Collection, arguments: Arguments, run: Run) -> Collection:
    others = Distinct(run)
    for other in arguments[0]:
        others.add(other)
    return [item for item in distinct(items, run) if others.has(item)]


def _exclude(items: Collection, arguments: Arguments, run: Run) -> Collection:
    others = Distinct(run)
    for other in arguments[0]:
        others.add(other)
    return [item for item in items if not others.has(item)]


def _union(items: Collection, arguments: Arguments, run: Run) -> Collection:
    return union(items, arguments[0], run)


def _combine(items: Collection, arguments: Arguments, run: Run) -> Collection:
    run.spend(len(items) + len(arguments[0]))
    return items + arguments[0]


def _children(items: Collection, _: Arguments, run: Run) -> Collection:
    return children(items, run)


def children(items: Collection, run: Run) -> Collection:
    """Return the children of every name, in the order they are written."""
    found: Collection = []
    run.spend(len(items))
    for item in items:
        if not isinstance(item, Element):
            continue
        for name in item.names():
            found.extend(item.children(name))
        if len(found) > run.fuel:
            break
    run.spend(len(found))
    return found


def _descendants(items: Collection, _: Arguments, run: Run) -> Collection:
    found: Collection = []
    level = children(items, run)
    while level:
        found.extend(level)
        level = children(level, run)
    return found


def _iif(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    """Only the branch that is chosen is worked out."""
    inner = scope.on(items)
    if truth(arguments[0](inner)):
        return arguments[1](inner)
    return arguments[2](inner) if len(arguments) > 2 else []


def _aggregate(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    total = arguments[1](scope) if len(arguments) > 1 else []
    for place, item in enumerate(items):
        inner = scope.at(item, place)
        inner.total = total
        total = arguments[0](inner)
        scope.run.spend(len(total))
    return total


def _trace(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    name = text(arguments[0](scope), "trace()") or ""
    listener = scope.run.environment.trace
    if listener is not None:
        shown = items
        if len(arguments) > 1:
            shown = _select(items, arguments[1:], scope)
        listener(name, shown)
    return items


def _define_variable(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    name = text(arguments[0](scope), "defineVariable()") or ""
    if name in scope.own or name in scope.run.environment.variables or name in _TAKEN:
        raise ExpressionError(f"%{name} already has a meaning; choose another name.")
    scope.own[name] = arguments[1](scope.on(items)) if len(arguments) > 1 else items
    return items


_TAKEN: Final = frozenset(
    {"resource", "rootResource", "context", "ucum", "sct", "loinc", "factory"}
)

SELECTION: Final[Functions] = {
    "where": Lazy(_where, 1, 1),
    "select": Lazy(_select, 1, 1),
    "repeat": Lazy(_repeat, 1, 1),
    "repeatAll": Lazy(_repeat_all, 1, 1),
    "coalesce": Lazy(_coalesce, 1, 20),
    "single": Eager(_single),
    "first": Eager(_first),
    "last": Eager(_last),
    "tail": Eager(_tail),
    "skip": Eager(_skip, 1, 1),
    "take": Eager(_take, 1, 1),
    "intersect": Eager(_intersect, 1, 1),
    "exclude": Eager(_exclude, 1, 1),
    "union": Eager(_union, 1, 1),
    "combine": Eager(_combine, 1, 1),
    "children": Eager(_children),
    "descendants": Eager(_descendants),
    "iif": Lazy(_iif, 2, 3),
    "aggregate": Lazy(_aggregate, 1, 2),
    "trace": Lazy(_trace, 1, 2),
    "defineVariable": Lazy(_define_variable, 1, 2),
}
