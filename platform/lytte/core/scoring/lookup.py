"""Raw scores looked up in a published table, such as T-scores."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from lytte.core.frozen import Frozen
from lytte.core.scoring.result import Reason


class Lookup(Frozen):
    """The row of the table that belongs to the raw sum.

    A prorated raw sum is rounded up before it is looked up, as PROMIS prescribes.
    """

    type: Literal["lookup"] = "lookup"
    table: tuple[tuple[Decimal, Decimal], ...]
    """Rows of raw score and score."""

    def score(self, values: Sequence[Decimal], of: int) -> Decimal | Reason:
        raw = sum(values, Decimal())
        if len(values) < of:
            raw = (raw * of / len(values)).to_integral_value(ROUND_CEILING)
        for row, value in self.table:
            if row == raw:
                return value
        return Reason(kind="not_in_table")
