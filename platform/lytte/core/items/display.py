"""A text between the questions."""

from typing import Literal

from lytte.core.items.common import ItemBase


class Display(ItemBase):
    """Words to read, nothing to answer."""

    type: Literal["display"] = "display"
    control: str | None = None
    """FHIR itemControl code: help, prompt, unit, upper, lower, flyover, legal, …"""
