"""The operators that hold two collections against each other: = ~ < in contains |."""

from collections.abc import Callable
from typing import Final

from lytte.core.expressions.arithmetic import Operator
from lytte.core.expressions.equality import (
    Distinct,
    are_equal,
    are_equivalent,
    compare,
    equal,
)
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.scope import Collection, Run


def _equals(left: Collection, right: Collection, run: Run) -> Collection:
    result = are_equal(left, right, run)
    return [] if result is None else [result]


def _differs(left: Collection, right: Collection, run: Run) -> Collection:
    result = are_equal(left, right, run)
    return [] if result is None else [not result]


def _is_equivalent(left: Collection, right: Collection, run: Run) -> Collection:
    return [are_equivalent(left, right, run)]


def _is_not_equivalent(left: Collection, right: Collection, run: Run) -> Collection:
    return [not are_equivalent(left, right, run)]


def _ordered(sign: str, holds: Callable[[int], bool]) -> Operator:
    def evaluate(left: Collection, right: Collection, run: Run) -> Collection:
        if not left or not right:
            return []
        if len(left) > 1 or len(right) > 1:
            raise ExpressionError(
                f"'{sign}' compares one value with one, but there are "
                f"{len(left)} and {len(right)}. Choose one, as with first() or max()."
            )
        place = compare(left[0], right[0], run)
        return [] if place is None else [holds(place)]

    return evaluate


def _is_in(left: Collection, right: Collection, run: Run) -> Collection:
    if not left:
        return []
    if len(left) > 1:
        raise ExpressionError(f"'in' looks for one value, but there are {len(left)}.")
    return [any(equal(left[0], other, run) for other in right)]


def _contains(left: Collection, right: Collection, run: Run) -> Collection:
    if len(right) > 1:
        raise ExpressionError(f"'contains' looks for one value, but there are {len(right)}.")
    return _is_in(right, left, run)


def union(left: Collection, right: Collection, run: Run) -> Collection:
    """Return what is in either, each once."""
    seen = Distinct(run)
    return [item for items in (left, right) for item in items if seen.add(item)]


COMPARISONS: Final[dict[str, Operator]] = {
    "=": _equals,
    "!=": _differs,
    "~": _is_equivalent,
    "!~": _is_not_equivalent,
    "<": _ordered("<", lambda place: place < 0),
    ">": _ordered(">", lambda place: place > 0),
    "<=": _ordered("<=", lambda place: place <= 0),
    ">=": _ordered(">=", lambda place: place >= 0),
    "in": _is_in,
    "contains": _contains,
    "|": union,
}
