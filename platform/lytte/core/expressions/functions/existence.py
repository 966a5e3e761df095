"""Is there anything, is it all true, is it among the others (FHIRPath N1, section 5.1)."""

from collections.abc import Sequence
from typing import Final

from lytte.core.expressions.coercion import holds, plain, truth
from lytte.core.expressions.equality import Distinct
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions, Lazy
from lytte.core.expressions.scope import Collection, Evaluate, Run, Scope

Arguments = Sequence[Collection]


def _empty(items: Collection, _: Arguments, run: Run) -> Collection:
    return [not items]


def _exists(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    if not arguments:
        return [bool(items)]
    [criterion] = arguments
    return [any(holds(criterion(scope.at(item, place))) for place, item in enumerate(items))]


def _all(items: Collection, arguments: Sequence[Evaluate], scope: Scope) -> Collection:
    [criterion] = arguments
    return [all(holds(criterion(scope.at(item, place))) for place, item in enumerate(items))]


def _not(items: Collection, _: Arguments, run: Run) -> Collection:
    value = truth(items)
    return [] if value is None else [not value]


def _booleans(items: Collection, name: str) -> list[bool]:
    values = [value for item in items if isinstance(value := plain(item), bool)]
    if len(values) != len(items):
        raise ExpressionError(f"{name}() works on yes and no only.")
    return values


def _all_true(items: Collection, _: Arguments, run: Run) -> Collection:
    return [all(_booleans(items, "allTrue"))]


def _any_true(items: Collection, _: Arguments, run: Run) -> Collection:
    return [any(_booleans(items, "anyTrue"))]


def _all_false(items: Collection, _: Arguments, run: Run) -> Collection:
    return [not any(_booleans(items, "allFalse"))]


def _any_false(items: Collection, _: Arguments, run: Run) -> Collection:
    return [not all(_booleans(items, "anyFalse"))]


def _count(items: Collection, _: Arguments, run: Run) -> Collection:
    return [len(items)]


def distinct(items: Collection, run: Run) -> Collection:
    """Return each item once, at the place where it is first seen."""
    seen = Distinct(run)
    return [item for item in items if seen.add(item)]


def _distinct(items: Collection, _: Arguments, run: Run) -> Collection:
    return distinct(items, run)


def _is_distinct(items: Collection, _: Arguments, run: Run) -> Collection:
    return [len(distinct(items, run)) == len(items)]


def is_subset(items: Collection, others: Collection, run: Run) -> bool:
    among = Distinct(run)
    for other in others:
        among.add(other)
    return all(among.has(item) for item in items)


def _subset_of(items: Collection, arguments: Arguments, run: Run) -> Collection:
    return [is_subset(items, arguments[0], run)]


def _superset_of(items: Collection, arguments: Arguments, run: Run) -> Collection:
    return [is_subset(arguments[0], items, run)]


EXISTENCE: Final[Functions] = {
    "empty": Eager(_empty),
    "exists": Lazy(_exists, 0, 1),
    "all": Lazy(_all, 1, 1),
    "not": Eager(_not),
    "allTrue": Eager(_all_true),
    "anyTrue": Eager(_any_true),
    "allFalse": Eager(_all_false),
    "anyFalse": Eager(_any_false),
    "count": Eager(_count),
    "distinct": Eager(_distinct),
    "isDistinct": Eager(_is_distinct),
    "subsetOf": Eager(_subset_of, 1, 1),
    "supersetOf": Eager(_superset_of, 1, 1),
}
