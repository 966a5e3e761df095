"""A number with a unit."""

from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text
from lytte.core.values import Coding, Quantity


class QuantityItem(QuestionBase):
    """A measured amount; one unit, or a choice of units."""

    type: Literal["quantity"] = "quantity"
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    max_decimal_places: int | None = None
    unit: Coding | None = None
    unit_options: tuple[Coding, ...] = ()
    entry_format: Text = Text()
