"""Naming an item as its author knows it."""

from collections.abc import Sequence

from lytte.core.items.any_item import Item

_SHOWN, _FEW = 60, 3
_WITHOUT_TEXT = {"group": "a group without text", "display": "a text without words"}


def told(item: Item) -> str:
    """Name an item by its text; the place beside the problem says which, when it has none."""
    text = next((each for each in item.text.root.values() if each), "")
    return quoted(text) if text else _WITHOUT_TEXT.get(item.type, "a question without text")


def quoted(text: str) -> str:
    """Return a text in quotation marks, short enough to stand in a sentence."""
    plain = " ".join(text.replace("“", "‘").replace("”", "’").split())
    return f"“{plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + '…'}”"


def named(item: Item) -> str:
    """Name another item than the one the problem stands at: by text and linkId."""
    return f"{told(item)} ({item.link_id})"


def few(names: Sequence[str]) -> str:
    """Return the first of many names: who is told of a hundred reads none of them."""
    return ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
