"""Looking a value up among many, as `equal` has it, without going through them all.

A thousand questions may offer the same ten thousand options.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from lytte.core.evaluation.comparison import equal
from lytte.core.values import (
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Reference,
    Time,
    Uri,
    number,
)


class Likeness:
    """Values among which others are looked up; keep it where many are."""

    def __init__(self, values: Sequence[NativeValue]) -> None:
        self.values = values

    def first(self, wanted: NativeValue) -> int | None:
        """Return the place of the first value that equals `wanted`; None when none does."""
        if isinstance(wanted, Coding) and wanted.code is not None:
            systems = self._coded.get(wanted.code, {})
            known = (wanted.system, "") if wanted.system else systems
            return min((systems[each] for each in known if each in systems), default=None)
        return next(self._like(wanted, self._once), None)

    def every(self, wanted: NativeValue) -> Iterator[int]:
        """Yield the place of each value that equals `wanted`, in their order."""
        if isinstance(wanted, Coding) and wanted.code is not None:
            places = self._places_of.get(wanted.code, ())
            return (one for one in places if equal(self.values[one], wanted))
        return self._like(wanted, self._by_mark)

    def _like(self, wanted: NativeValue, by_mark: Mapping[object, Sequence[int]]) -> Iterator[int]:
        places = (*by_mark.get(_mark(wanted), ()), *self._unmarked)
        return (one for one in sorted(places) if equal(self.values[one], wanted))

    @cached_property
    def _places_of(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for place, each in enumerate(self.values):
            if isinstance(each, Coding) and each.code is not None:
                found.setdefault(each.code, []).append(place)
        return found

    @cached_property
    def _coded(self) -> Mapping[str, Mapping[str, int]]:
        """By code, then by system, "" for none: the first place where it stands."""
        found: dict[str, dict[str, int]] = {}
        for code, places in self._places_of.items():
            for place in places:
                each = self.values[place]
                system = each.system or "" if isinstance(each, Coding) else ""
                found.setdefault(code, {}).setdefault(system, place)
        return found

    @cached_property
    def _unmarked(self) -> Sequence[int]:
        """The values that may equal what is written otherwise: amounts, points in time."""
        return [
            place for place, each in enumerate(self.values) if isinstance(each, Quantity | DateTime)
        ]

    @cached_property
    def _by_mark(self) -> Mapping[object, Sequence[int]]:
        found: dict[object, list[int]] = {}
        for place, each in enumerate(self.values):
            has_code = isinstance(each, Coding) and each.code is not None
            if not has_code and not isinstance(each, Quantity | DateTime):
                found.setdefault(_mark(each), []).append(place)
        return found

    @cached_property
    def _once(self) -> Mapping[object, Sequence[int]]:
        """The same with the first place alone of what stands there many times."""
        found: dict[object, Sequence[int]] = {}
        for mark, places in self._by_mark.items():
            firsts: dict[NativeValue, int] = {}
            for place in places:
                firsts.setdefault(self.values[place], place)
            found[mark] = tuple(firsts.values())
        return found


def _mark(value: NativeValue) -> object:
    """Return what two values that are equal have in common, codes apart."""
    match value:
        case Coding():
            return "text", value.display
        case int() | Decimal() | Quantity() if not isinstance(value, bool):
            return "number", number(value)
        case Time():
            return "time", value.text.removeprefix("T").partition(".")[0]
        case Uri() | Date() | DateTime():
            return "text", value.text
        case Reference():
            return "reference", value.reference
        case _:
            return "text", value
