"""Yes or no."""

from typing import Literal

from lytte.core.items.common import QuestionBase


class Boolean(QuestionBase):
    """Two options, neither preselected."""

    type: Literal["boolean"] = "boolean"
