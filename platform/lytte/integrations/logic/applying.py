"""What was found out about items, put on them where they stand in the tree."""

from collections.abc import Iterable, Mapping
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.items.common import Expression
from lytte.core.size import MOST_LETTERS
from lytte.integrations.logic.asking import Said, row_variables


class Findings:
    """Fields to set, by linkId; the variables that rows need come along."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Any]] = {}
        self._rows: set[str] = set()
        self._letters = 0

    @property
    def is_too_much(self) -> bool:
        """Tell whether there are more letters of expressions than a questionnaire may have."""
        return self._letters > MOST_LETTERS

    def add(self, link_id: str, said: Said) -> None:
        """Note what an item says; variables add up."""
        fields = self._fields.setdefault(link_id, {})
        variables = (*fields.get("variables", ()), *said.fields.get("variables", ()))
        fields.update(said.fields)
        if variables:
            fields["variables"] = variables
        self._rows |= said.rows
        self._letters += sum(map(_letters, said.fields.values()))

    def applied(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items with what was found on each."""
        return _applied(items, self._fields, row_variables(self._rows))


def _letters(value: Any) -> int:
    """Count the letters of the expressions in what an item says of itself."""
    if isinstance(value, tuple):
        return sum(map(_letters, value))
    found = getattr(value, "expression", "")
    return len(found) if isinstance(found, str) else _letters(found)


def _applied(
    items: Iterable[Item],
    fields: Mapping[str, Mapping[str, Any]],
    rows: Mapping[str, Expression],
) -> tuple[Item, ...]:
    found = []
    for item in items:
        changes: dict[str, Any] = dict(fields.get(item.link_id, {}))
        if row := rows.get(item.link_id):
            changes["variables"] = (*item.variables, *changes.get("variables", ()), row)
        if item.items:
            changes["items"] = _applied(item.items, fields, rows)
        found.append(item.model_copy(update=changes) if changes else item)
    return tuple(found)
