"""Weighted sums: a constant plus a weight for each item."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Weighted(Frozen):
    """`constant` plus each item times its weight; nothing is estimated for a missing item."""

    type: Literal["weighted"] = "weighted"
    weights: Mapping[str, Decimal]
    constant: Decimal = Decimal()

    def score(self, values: Mapping[str, Decimal]) -> Decimal:
        products = (self.weights[item] * value for item, value in values.items())
        return sum(products, self.constant)
