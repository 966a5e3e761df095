"""What can be wrong with an expression, told to the person who wrote it."""

from collections.abc import Iterable
from difflib import get_close_matches


class ExpressionError(Exception):
    """The expression cannot be read, or cannot be worked out on this answer.

    `message` is a sentence for someone who writes questionnaires and not programs;
    `position` is the character (from 0) where the trouble starts, or None when it
    came up while evaluating. The caller adds which item the expression belongs to.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        if self.position is None:
            return self.message
        return f"{self.message.removesuffix('.')} (character {self.position + 1})"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ' Did you mean …?' for a misspelt name, or nothing when none is near."""
    by_lower_case = {each.lower(): each for each in sorted(known)}
    near = get_close_matches(name.lower()[:100], by_lower_case, n=1, cutoff=0.6)
    return f" Did you mean {by_lower_case[near[0]]}?" if near else ""
