"""When something is asked: FHIR's enable_when, and Lytte's own conditions.

FHIR's are two-valued (a question never answered makes `!=` true). Lytte's own are
three-valued (Kleene): unknown until the answer is there, and only True opens.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from lytte.core.frozen import Frozen
from lytte.core.values import Coding, Value

Operator = Literal["exists", "=", "!=", ">", "<", ">=", "<="]


class EnableWhen(Frozen):
    """One FHIR condition: another question's answer compared with a value."""

    question: str
    operator: Operator
    answer: Value


class AtLeast(Frozen):
    """True when the number at `item` is `value` or more; unknown while it is missing."""

    type: Literal["at_least"] = "at_least"
    item: str
    value: Decimal


class AtMost(Frozen):
    """True when the number at `item` is `value` or less; unknown while it is missing."""

    type: Literal["at_most"] = "at_most"
    item: str
    value: Decimal


class Chosen(Frozen):
    """True when one of `options` is among the answers at `item`; unknown while missing."""

    type: Literal["chosen"] = "chosen"
    item: str
    options: tuple[Coding, ...]


class IsTrue(Frozen):
    """True when the yes-or-no question at `item` was answered yes."""

    type: Literal["is_true"] = "is_true"
    item: str


class AllOf(Frozen):
    """True when every condition is; False as soon as one is False."""

    type: Literal["all_of"] = "all_of"
    of: tuple[Condition, ...]


class AnyOf(Frozen):
    """True as soon as one condition is; unknown while none is and some are unknown."""

    type: Literal["any_of"] = "any_of"
    of: tuple[Condition, ...]


class Not(Frozen):
    """The opposite; unknown stays unknown."""

    type: Literal["not"] = "not"
    of: Condition


Condition = Annotated[
    AtLeast | AtMost | Chosen | IsTrue | AllOf | AnyOf | Not, Field(discriminator="type")
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
