"""Summed scores, prorated over missing items."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Sum(Frozen):
    """Sum of the items; missing ones count as the mean of the answered ones."""

    type: Literal["sum"] = "sum"
    prorated: bool = True
    """False: what is missing adds nothing (lists to tick)."""

    def score(self, values: Sequence[Decimal], of: int) -> Decimal:
        total = sum(values, Decimal())
        if not self.prorated or len(values) == of:
            return total
        return total * of / len(values)
