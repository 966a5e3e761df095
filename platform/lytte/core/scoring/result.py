"""What scoring a scale gives: a number, or the reason why there is none."""

from decimal import Decimal
from typing import Literal

from lytte.core.frozen import Frozen


class Reason(Frozen):
    """Why a scale has no score, so that a page can say it in the reader's language."""

    kind: Literal[
        "too_few_answered",  # `items` are missing, `needed` would have been enough
        "not_asked",  # the same, where the form never came to ask `items`, or they rule it out
        "part_missing",  # `items` are the scales it is made of that have no score
        "out_of_range",  # `items` hold a number that the recipe does not know
        "not_in_table",  # the raw score has no row in the look-up table
        "score_out_of_range",  # the recipe and the questionnaire do not fit each other
    ]
    items: tuple[str, ...] = ()
    needed: int | None = None

    def __str__(self) -> str:
        named = ", ".join(self.items)
        match self.kind:
            case "too_few_answered":
                return f"not answered: {named}; at least {self.needed} answers are needed"
            case "not_asked":
                if self.needed is None:
                    return f"not for this person, by the answer to {named}"
                return f"not asked: {named}; at least {self.needed} answers are needed"
            case "part_missing":
                return f"made of scales without a score: {named}"
            case "out_of_range":
                return f"outside the range of the recipe: {named}"
            case "not_in_table":
                return "the raw score is not in the look-up table"
            case "score_out_of_range":
                return "the score fell outside the range of the scale"


class ScaleResult(Frozen):
    """The score of one scale; exactly one of `value` and `reason` is None."""

    value: Decimal | None
    reason: Reason | None = None
    answered: int
    """How many of the scale's items were answered."""
    of: int
    se: Decimal | None = None
    """Standard error in the unit of `value`; only item response models give one."""
