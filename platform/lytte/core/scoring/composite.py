"""Scores made of the scores of other scales."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Composite(Frozen):
    """Sum or mean of other scales, all of which must have a score."""

    type: Literal["composite"] = "composite"
    combine: Literal["sum", "mean"]
    scales: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    """Scales that count as `turned_from` less their score, symptoms among functions."""
    turned_from: Decimal = Decimal(100)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.scales + self.turned

    def score(self, values: Mapping[str, Decimal]) -> Decimal:
        straight = sum((values[scale] for scale in self.scales), Decimal())
        turned = sum((self.turned_from - values[scale] for scale in self.turned), Decimal())
        total = straight + turned
        return total if self.combine == "sum" else total / len(self.parts)
