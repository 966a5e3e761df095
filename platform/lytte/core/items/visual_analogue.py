"""A point on a line, 0 to 100."""

from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text


class VisualAnalogue(QuestionBase):
    """Asked as a number where there is no script; never a slider with a start value."""

    type: Literal["visual_analogue"] = "visual_analogue"
    minimum: int = 0
    maximum: int = 100
    low: Text = Text()
    high: Text = Text()
    worse: Literal["up", "down"] = "up"
