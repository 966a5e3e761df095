"""A counted or measured number without a unit of its own."""

from decimal import Decimal
from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text
from lytte.core.values import Coding


class Number(QuestionBase):
    """An integer or a decimal, kept with the precision it was given with."""

    type: Literal["integer", "decimal"] = "decimal"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_decimal_places: int | None = None
    unit: Coding | None = None
    slider: bool = False
    slider_step: Decimal | None = None
    low: Text = Text()
    high: Text = Text()
    entry_format: Text = Text()
    scored: bool = False
    """Kept as a measure for trends and thresholds (a total, a weight)."""
    worse: Literal["up", "down"] | None = None
