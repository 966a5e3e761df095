"""The composite grade of a PRO-CTCAE symptom, 0 to 3.

Source: Basch et al., Clin Trials 2021;18:104, as tabulated in ProAE.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen
from lytte.core.scoring.result import Reason

Attribute = Literal["frequency", "severity", "interference"]
ATTRIBUTES: tuple[Attribute, ...] = ("frequency", "severity", "interference")

# One row of grades for each level of the first attribute asked from 1, in it one
# group for each level of the second from 0, in it one digit for the third from 0.
_GRADES: Mapping[tuple[Attribute, ...], str] = {
    ("frequency",): "1 1 2 3",
    ("severity",): "1 2 3 3",
    ("interference",): "1 1 2 2",
    ("frequency", "severity"): "11122 11222 11233 11233",
    ("frequency", "interference"): "11122 11122 11233 11233",
    ("severity", "interference"): "11122 11223 12233 22233",
    ATTRIBUTES: (
        "0112211122122232223322333 0112211122222332223322333 "
        "1112211122222332233322333 1112211223222332233322333"
    ),
}


class ProctcaeGrade(Frozen):
    """The grade of the attributes that the symptom is asked with.

    An attribute left at None is not part of the question. One that was asked and
    is missing counts as 0 after an attribute that is 0 (the question closes there);
    otherwise there is no grade.
    """

    type: Literal["proctcae_grade"] = "proctcae_grade"
    frequency: str | None = None
    severity: str | None = None
    interference: str | None = None

    @property
    def asked(self) -> dict[Attribute, str]:
        """The items by attribute, in the order they are asked."""
        named = {name: getattr(self, name) for name in ATTRIBUTES}
        return {name: item for name, item in named.items() if item is not None}

    def without(self, items: frozenset[str]) -> "ProctcaeGrade":
        """Return the grade of a symptom that is not asked with `items`."""
        return self.model_copy(
            update={name: None for name, item in self.asked.items() if item in items}
        )

    def score(self, values: Mapping[str, Decimal]) -> Decimal | Reason:
        if not self.asked:
            return Reason(kind="too_few_answered", needed=1)
        levels: list[int] = []
        missing = [item for item in self.asked.values() if item not in values]
        for item in self.asked.values():
            level = _level(values.get(item))
            if item in values and level is None:
                return Reason(kind="out_of_range", items=(item,))
            if level is None and 0 not in levels:
                return Reason(kind="too_few_answered", items=tuple(missing), needed=len(self.asked))
            levels.append(level or 0)
        return _grade(tuple(self.asked), levels)


def _level(value: Decimal | None) -> int | None:
    return next((n for n in range(5) if n == value), None)


def _grade(asked: tuple[Attribute, ...], levels: list[int]) -> Decimal:
    first, *rest = levels
    if first == 0:
        return Decimal(0)
    place = 0
    for level in rest:
        place = place * 5 + level
    return Decimal(_GRADES[asked].split()[first - 1][place])
