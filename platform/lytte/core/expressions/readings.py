"""The expressions of one questionnaire, each read once for everybody who asks."""

from typing import NamedTuple

from lytte.core.expressions.dependencies import Dependencies, dependencies
from lytte.core.expressions.expression import Expression, parse
from lytte.core.expressions.faults import ExpressionError


class Reading(NamedTuple):
    """An expression and what it reads; neither when it cannot be read, then `fault` says why."""

    parsed: Expression | None
    reads: Dependencies | None
    fault: str = ""


class Readings:
    """Expressions by their text; keep it where one questionnaire is looked at several times."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Reading] = {}

    def read(self, text: str, *, at_item: bool) -> Reading:
        """Return the expression; `at_item` is whether it belongs to an item, not to the whole."""
        found = self._known.get((text, at_item))
        if found is None:
            found = self._known[text, at_item] = self._read(text, at_item=at_item)
        return found

    def _read(self, text: str, *, at_item: bool) -> Reading:
        other = self._known.get((text, not at_item))
        try:
            parsed = other.parsed if other and other.parsed else parse(text)
            return Reading(parsed, dependencies(parsed, at_item=at_item))
        except ExpressionError as fault:
            return Reading(None, None, str(fault))
