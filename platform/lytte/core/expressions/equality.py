"""When two values are the same (=, ~), and which of two comes first (<, >)."""

import re
from collections.abc import Sequence
from typing import Final

from lytte.core.expressions import decimals, temporal
from lytte.core.expressions.coercion import as_quantity, described, plain
from lytte.core.expressions.decimals import number
from lytte.core.expressions.elements import Element
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.quantities import Quantity, by_calendar, converted, finer
from lytte.core.expressions.scope import Run
from lytte.core.expressions.temporal import Temporal

# Units are read anew when there are more of them than are remembered.
_COST_OF_A_UNIT: Final = 20
_SPACE: Final = re.compile(r"\s")


def are_equal(left: Sequence[object], right: Sequence[object], run: Run) -> bool | None:
    """Whether two collections are equal, item by item; None if either is empty."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    result: bool | None = True
    for own, other in zip(left, right, strict=True):
        same = equal(own, other, run)
        if same is False:
            return False
        if same is None:
            result = None
    return result


def equal(left: object, right: object, run: Run) -> bool | None:
    """Whether two items are equal; None where it depends on what is not known."""
    run.spend(1)
    if isinstance(left, Element) and isinstance(right, Element):
        return _equal_elements(left, right, run)
    return _equal_values(plain(left), plain(right), run)


def _equal_elements(left: Element, right: Element, run: Run) -> bool | None:
    if left is right:
        return True
    if left.is_complex != right.is_complex:
        return _equal_values(plain(left), plain(right), run)
    if left.is_complex:
        return _equal_complex(left, right, run)
    own, other = left.value, right.value
    same = own is other or (own is not None and _equal_values(own, other, run))
    # What hangs on a primitive, its id and extensions, is part of it (FHIR, fhirpath.html).
    return same and _equal_complex(left, right, run)


def _equal_complex(left: Element, right: Element, run: Run) -> bool:
    names, others = list(left.names()), set(right.names())
    run.spend(2 * (len(names) + len(others)))
    if len(names) != len(others) or not others.issuperset(names):
        names, others = _present(left), set(_present(right))
        if set(names) != others:
            return False
    return all(_equal_children(left.children(name), right.children(name), run) for name in names)


def _equal_children(left: Sequence[object], right: Sequence[object], run: Run) -> bool:
    return are_equal(left, right, run) is True or not (left or right)


def _present(element: Element) -> list[str]:
    return [name for name in element.names() if element.children(name)]


def _equal_values(left: object, right: object, run: Run) -> bool | None:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        run.spend(_COST_OF_A_UNIT)
        return _equal_quantities(as_quantity(left), as_quantity(right))
    own, other = number(left), number(right)
    if own is not None and other is not None:
        return decimals.are_equal(own, other)
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        return _equal_temporals(left, right, run)
    return False


def _equal_quantities(left: Quantity | None, right: Quantity | None) -> bool | None:
    if left is None or right is None:
        return False
    there = converted(left, right)
    if there is not None:
        return decimals.are_equal(there, right.value)
    return None if _are_of_time(left) and _are_of_time(right) else False


def _are_of_time(value: Quantity) -> bool:
    return by_calendar(value).calendar is not None


def _equal_temporals(left: Temporal, right: Temporal, run: Run) -> bool | None:
    run.spend(3)
    if (left.kind == "time") != (right.kind == "time"):
        return False
    place = temporal.order(left, right, run.zone)
    return None if place is None else place == 0


def are_equivalent(left: Sequence[object], right: Sequence[object], run: Run) -> bool:
    """Whether two collections hold the same, in any order, capitals and precision aside."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for own in left:
        for place, other in enumerate(rest):
            if equivalent(own, other, run):
                del rest[place]
                break
        else:
            return False
    return True


def equivalent(left: object, right: object, run: Run) -> bool:
    run.spend(1)
    own, other = plain(left), plain(right)
    if isinstance(own, Element) and isinstance(other, Element):
        names = set(_present(own))
        run.spend(8 * len(names))
        return names == set(_present(other)) and all(
            are_equivalent(own.children(name), other.children(name), run) for name in names
        )
    if own is None or other is None:
        return own is other
    return _equivalent_values(own, other, run)


def _equivalent_values(left: object, right: object, run: Run) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return _folded(left) == _folded(right)
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        run.spend(_COST_OF_A_UNIT)
        return _equivalent_quantities(as_quantity(left), as_quantity(right))
    own, other = number(left), number(right)
    if own is not None and other is not None:
        return decimals.are_equivalent(own, other)
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        return _equal_temporals(left, right, run) is True
    return False


def _equivalent_quantities(left: Quantity | None, right: Quantity | None) -> bool:
    if left is None or right is None:
        return False
    if finer(left, right) is None:
        left, right = by_calendar(left), by_calendar(right)
    unit = finer(left, right)
    if unit is None:
        return False
    # In the finer unit, so that 4 'g' is not taken for 4040 'mg'.
    own, other = converted(left, unit), converted(right, unit)
    return own is not None and other is not None and decimals.are_equivalent(own, other)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).casefold()


def compare(left: object, right: object, run: Run) -> int | None:
    """Return -1, 0 or 1 as `left` is less, the same or more; None where it is not known."""
    run.spend(1)
    own, other = plain(left), plain(right)
    if own is None or other is None:
        return None
    if isinstance(own, str) and isinstance(other, str):
        return (own > other) - (own < other)
    if isinstance(own, Temporal) and isinstance(other, Temporal):
        if (own.kind == "time") == (other.kind == "time"):
            return temporal.order(own, other, run.zone)
        raise _incomparable(own, other)
    run.spend(_COST_OF_A_UNIT if isinstance(own, Quantity) else 1)
    return _compare_amounts(own, other)


def _compare_amounts(left: object, right: object) -> int | None:
    own, other = number(left), number(right)
    if own is not None and other is not None:
        return 0 if decimals.are_equal(own, other) else (1 if own > other else -1)
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        ours, theirs = as_quantity(left), as_quantity(right)
        if ours is not None and theirs is not None:
            there = converted(ours, theirs)
            if there is None:
                return None
            return (
                0
                if decimals.are_equal(there, theirs.value)
                else (1 if there > theirs.value else -1)
            )
    raise _incomparable(left, right)


def _incomparable(left: object, right: object) -> ExpressionError:
    return ExpressionError(f"{described(left)} cannot be compared with {described(right)}.")


class Distinct:
    """The items seen so far, for finding out quickly whether one is new."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._keyed: dict[object, list[object]] = {}
        self._others: list[object] = []

    def has(self, item: object) -> bool:
        """Whether an item that equals this one was added."""
        self._run.spend(2)
        key = _key(item)
        if key is None:
            return any(
                equal(item, other, self._run)
                for others in [self._others, *self._keyed.values()]
                for other in others
            )
        same = self._keyed.get(key, ())
        return any(equal(item, other, self._run) for other in (*same, *self._others))

    def add(self, item: object) -> bool:
        """Add the item; return whether it was new."""
        if self.has(item):
            return False
        key = _key(item)
        (self._others if key is None else self._keyed.setdefault(key, [])).append(item)
        return True


def _key(item: object) -> object:
    """Return something that equal items share; None where equality is not that simple."""
    if isinstance(item, Element) and item.is_complex:
        return _key_of_complex(item)
    value = plain(item)
    if isinstance(value, bool | str):
        return type(value), value
    if isinstance(value, Temporal) and len(value.parts) < 4:
        return "time" if value.kind == "time" else "day", value.parts, value.fraction or 0
    found = number(value)
    return None if found is None else ("number", decimals.to_step(found))


def _key_of_complex(item: Element) -> object:
    """Return the first text that tells elements apart; equal ones have the same first."""
    for name in ("linkId", "url", "code", "system", "use", "fullUrl", "id"):
        for child in item.children(name)[:1]:
            value = plain(child)
            if isinstance(value, str):
                return name, value
    return None
