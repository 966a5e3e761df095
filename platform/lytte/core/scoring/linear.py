"""Linear transformation of the mean onto another range, 0 to 100 as a rule."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen

Range = tuple[Decimal, Decimal]


class Linear(Frozen):
    """Mean of the answered items, moved from the items' range to the scale's range."""

    type: Literal["linear"] = "linear"

    def score(self, values: Sequence[Decimal], items: Range, scale: Range) -> Decimal:
        # Multiplied before divided, so that whole steps come out whole.
        above = sum(values, Decimal()) - items[0] * len(values)
        width = (items[1] - items[0]) * len(values)
        return scale[0] + above * (scale[1] - scale[0]) / width
