"""A number on a short labelled scale, 0 to 10 as a rule."""

from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text


class NumericRating(QuestionBase):
    """Equal cells in one row, no colours, nothing preselected (ISPOR, FDA on NRS).

    The answer is an integer and is kept as a measure for trends and thresholds.
    """

    type: Literal["numeric_rating"] = "numeric_rating"
    minimum: int = 0
    maximum: int = 10
    low: Text = Text()
    """What the lowest number means."""
    high: Text = Text()
    worse: Literal["up", "down"] = "up"
