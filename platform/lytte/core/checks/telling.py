"""Naming an item as its author knows it."""

from lytte.core.items.any_item import Item

_SHOWN = 60


def told(item: Item) -> str:
    """Name an item by its text, or by its kind when it has none."""
    text = next((each for each in item.text.root.values() if each), "")
    if not text:
        return f"this {item.type}"
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def named(item: Item) -> str:
    """Name another item than the one the problem stands at: by text and linkId."""
    return f"{told(item)} ({item.link_id})"
