"""The worst of several items."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Maximum(Frozen):
    """The highest of the answered items."""

    type: Literal["maximum"] = "maximum"

    def score(self, values: Sequence[Decimal]) -> Decimal:
        return max(values)
