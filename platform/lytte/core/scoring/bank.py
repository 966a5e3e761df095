"""Item banks for adaptive tests: the parameters of each item, and when a test ends.

The parameters are floats on purpose: they are estimates with a handful of digits,
and the scores made from them are rounded to decimals at the edge.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lytte.core.frozen import Frozen

MOST_POINTS = 500_000
"""Categories times points of theta; a bank of 100 items takes a tenth of it."""


class BankItem(Frozen):
    """One item: how sharply it tells people apart (a), and where its answers part (b)."""

    link_id: str
    a: float = Field(gt=0, allow_inf_nan=False)
    b: tuple[Annotated[float, Field(allow_inf_nan=False)], ...] = Field(
        min_length=1, max_length=100
    )

    @property
    def categories(self) -> int:
        return len(self.b) + 1


class Settings(Frozen):
    """How ability is estimated and when the test has heard enough.

    A higher theta means more of what the bank measures. The rules are looked at
    once `min_items` have been answered; `max_items` counts skipped items too, so
    that somebody who skips is not asked the whole bank.
    """

    lo: float = -4
    hi: float = 4
    points: int = Field(default=81, ge=3, le=1001)
    mean: float = 0
    sd: float = Field(default=1, gt=0)
    min_items: int = Field(default=4, ge=0)
    max_items: int | None = Field(default=8, ge=1)
    max_se: float | None = Field(default=None, gt=0)
    """Stop when the standard error of theta is below this."""
    min_change: float | None = Field(default=None, gt=0)
    """Stop when the last answer made the standard error smaller, but by less than this."""
    best_health_after: int | None = Field(default=None, ge=1)
    """Stop when so many answers, and no other, are all the healthiest category."""
    healthiest: Literal["lowest", "highest"] = "lowest"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.lo >= self.hi:
            raise ValueError("lo must be below hi")
        if self.max_items is not None and self.max_items < self.min_items:
            raise ValueError("max_items is fewer than min_items")
        return self


class Bank(Frozen):
    """Items measuring one thing, with the model their parameters were estimated by."""

    model: Literal["graded_response", "generalised_partial_credit"] = "graded_response"
    items: tuple[BankItem, ...] = Field(min_length=1, max_length=1_000)

    @model_validator(mode="after")
    def _fits_the_model(self) -> Self:
        times = Counter(item.link_id for item in self.items)
        faults = [f"{name} is in the bank twice" for name, number in times.items() if number > 1]
        if self.model == "graded_response":
            faults += [
                f"the thresholds b of {item.link_id} must rise"
                for item in self.items
                if list(item.b) != sorted(item.b)
            ]
        if faults:
            raise ValueError("; ".join(sorted(faults)))
        return self


class ItemResponse(Frozen):
    """A T-score (mean 50, SD 10) estimated from whichever bank items were answered.

    `adaptive` present: the items are asked one at a time, the most telling next.
    The lowest number of the scale's `item_range` is the lowest category.
    """

    type: Literal["item_response"] = "item_response"
    bank: Bank
    settings: Settings = Settings()
    adaptive: bool = False
    t_mean: Decimal = Decimal(50)
    t_sd: Decimal = Decimal(10)

    @model_validator(mode="after")
    def _is_soon_worked_out(self) -> Self:
        categories = sum(item.categories for item in self.bank.items)
        if categories * self.settings.points > MOST_POINTS:
            raise ValueError(
                f"{categories:,} categories at {self.settings.points:,} points are more than"
                f" {MOST_POINTS:,} together; take fewer points"
            )
        return self

    def category(self, value: Decimal, lowest: Decimal, link_id: str) -> int | None:
        """Return the category counted from 0, None when the item has no such answer."""
        return next((n for n in range(self._categories[link_id]) if lowest + n == value), None)

    @property
    def _categories(self) -> Mapping[str, int]:
        return {item.link_id: item.categories for item in self.bank.items}
