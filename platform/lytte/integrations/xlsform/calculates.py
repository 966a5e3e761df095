"""What calculated rows come to: a number, a text, a date, yes or no."""

from collections.abc import Sequence
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.fhirpath import Writer
from lytte.integrations.logic.questions import Kind, Questions, questions
from lytte.integrations.xlsform.survey import Made
from lytte.integrations.xlsform.xpath import read_expression

_ROUNDS = 4
"""A calculation of a calculation of a calculation; then what is left is a text."""


def typed(made: Made) -> None:
    """Give each calculated row the type of what it comes to."""
    wanted = [name for name, asked in made.asked.items() if asked.kind == "calculate"]
    kinds: dict[str, Kind] = dict.fromkeys(wanted, "number")
    for _ in range(_ROUNDS):
        made.items = [_with(item, kinds) for item in made.items]
        asked = questions(made.items)
        found = {name: _kind(name, made, asked) for name in wanted if name in asked}
        if found == kinds:
            return
        kinds = found
    made.items = [_with(item, kinds) for item in made.items]


def _kind(name: str, made: Made, asked: Questions) -> Kind:
    try:
        term = read_expression(made.lines[name].get("calculation"))
        return Writer(asked, asked[name].rows).piece(term).kind
    except (NotExpressible, NotUnderstood):
        return "text"


def _with(item: Item, kinds: dict[str, Kind]) -> Item:
    if isinstance(item, Group):
        return item.model_copy(update={"items": _all(item.items, kinds)})
    kind = kinds.get(item.link_id)
    return item if kind is None else _of(item, kind)


def _all(items: Sequence[Item], kinds: dict[str, Kind]) -> tuple[Item, ...]:
    return tuple(_with(each, kinds) for each in items)


def _of(item: Item, kind: Kind) -> Item:
    common: dict[str, Any] = {
        name: getattr(item, name)
        for name in ("link_id", "text", "formatted", "hidden", "read_only", "items", "kept",
                     "required")
    }  # fmt: skip
    match kind:
        case "number" | "amount":
            return Number(**common, type="decimal")
        case "truth":
            return Boolean(**common)
        case "date":
            return DateItem(**common, type="date")
        case "dateTime":
            return DateItem(**common, type="dateTime")
        case _:
            return FreeText(**common)
