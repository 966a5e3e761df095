"""Questions answered by choosing."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from lytte.core.frozen import Frozen
from lytte.core.items.common import Expression, QuestionBase
from lytte.core.texts import Text
from lytte.core.values import Value


class AnswerOption(Frozen):
    """One thing to choose.

    `weight` is what the option counts in a score (FHIR ordinalValue or itemWeight).
    """

    value: Value
    text: Text = Text()
    prefix: Text = Text()
    weight: Decimal | None = None
    exclusive: bool = False
    """Choosing it rules out the others: "none of these"."""
    initial_selected: bool = False
    kept: dict[str, object] = Field(default_factory=dict)


class OptionsToggle(Frozen):
    """Options that are offered only while an expression is true."""

    options: tuple[Value, ...]
    expression: Expression


class Choice(QuestionBase):
    """One option, or several with `repeats`; `open-choice` also takes own words."""

    type: Literal["choice", "open-choice"] = "choice"
    control: Literal["radio-button", "check-box", "drop-down", "autocomplete"] | None = None
    orientation: Literal["horizontal", "vertical"] | None = None
    answer_options: tuple[AnswerOption, ...] = ()
    answer_value_set: str | None = None
    """Canonical or `#id` of a contained value set the options come from."""
    answer_expression: Expression | None = None
    toggles: tuple[OptionsToggle, ...] = ()
    open_label: Text = Text()
    scored: bool = False
    """The chosen option's weight is kept as a measure for trends and thresholds."""
    worse: Literal["up", "down"] | None = None
