"""A group of items, perhaps with rows."""

from typing import Literal

from lytte.core.items.common import ItemBase


class Group(ItemBase):
    """Items that belong together; with `repeats`, as many rows as the patient needs."""

    type: Literal["group"] = "group"
    control: str | None = None
    """FHIR itemControl code: page, table, gtable, grid, header, footer, tab-container, …"""
