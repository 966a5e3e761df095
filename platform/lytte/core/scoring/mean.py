"""The mean of the answered items."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Mean(Frozen):
    """Mean of the answered items, in the unit of the items."""

    type: Literal["mean"] = "mean"

    def score(self, values: Sequence[Decimal]) -> Decimal:
        return sum(values, Decimal()) / len(values)
