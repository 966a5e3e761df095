"""Health state values: what each level of each dimension takes away from full health."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen
from lytte.core.scoring.result import Reason


class ValueSet(Frozen):
    """Full health less a decrement for each dimension (EQ-5D index)."""

    type: Literal["value_set"] = "value_set"
    full_health: Decimal = Decimal(1)
    decrements: Mapping[str, tuple[Decimal, ...]]
    """For each item what level 1, 2, 3 … takes away."""

    def score(self, values: Mapping[str, Decimal]) -> Decimal | Reason:
        total = self.full_health
        for item, level in values.items():
            decrement = _at(self.decrements[item], level)
            if decrement is None:
                return Reason(kind="out_of_range", items=(item,))
            total -= decrement
        return total


def _at(decrements: Sequence[Decimal], level: Decimal) -> Decimal | None:
    return next((took for n, took in enumerate(decrements, 1) if n == level), None)
