"""When answers, or no answer, are a reason to ask: the rules, and what an alert is.

An alert is a signal, never a diagnosis. `alerting` works out which alerts a response
raises, `silence` which a missing one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from lytte.core.frozen import Frozen
from lytte.core.option_measures import option_measure
from lytte.core.texts import Text
from lytte.core.values import Value

Severity = Literal["amber", "red"]


class AtLeast(Frozen):
    """The measure is `value` or more."""

    type: Literal["at_least"] = "at_least"
    measure: str
    value: Decimal


class Below(Frozen):
    """The measure is under `value`; for functions, where low is bad."""

    type: Literal["below"] = "below"
    measure: str
    value: Decimal


class Answered(Frozen):
    """One of `options` is among the answers to the question `item`: `part/link_id`."""

    type: Literal["answered"] = "answered"
    item: str
    options: tuple[Value, ...] = Field(min_length=1)

    @property
    def measures(self) -> tuple[str, ...]:
        """The addresses of the options: each is a number, 1 where it was chosen."""
        return tuple(option_measure(self.item, one) for one in self.options)


class Worsened(Frozen):
    """The measure is worse by `by` or more than last time, or than at baseline.

    `worse` says which way is worse. Last time is the latest earlier answer the patient
    gave; baseline is the first.
    """

    type: Literal["worsened"] = "worsened"
    measure: str
    by: Decimal
    since: Literal["last", "baseline"] = "last"
    worse: Literal["up", "down"] = "up"


class Persisted(Frozen):
    """`of` was true now and in at least `times` of the last `among` answers, now included."""

    type: Literal["persisted"] = "persisted"
    of: AtLeast | Below
    times: int = Field(ge=2, le=20)
    among: int = Field(ge=2, le=20)


class Combined(Frozen):
    """All of several criteria hold, or any of them."""

    type: Literal["combined"] = "combined"
    together: Literal["all", "any"] = "all"
    of: tuple[Criterion, ...] = Field(min_length=2)


Criterion = Annotated[
    AtLeast | Below | Answered | Worsened | Persisted | Combined, Field(discriminator="type")
]
Combined.model_rebuild()


class Silent(Frozen):
    """Nothing has been sent `hours` after it was due.

    Stands alone in its rule, which is amber: somebody to ring, never an alarm.
    """

    type: Literal["silent"] = "silent"
    hours: int = Field(ge=1, le=24 * 60)


When = Annotated[
    AtLeast | Below | Answered | Worsened | Persisted | Combined | Silent,
    Field(discriminator="type"),
]


class Rule(Frozen):
    """When to alert whom, how loudly, and what the patient is told.

    `recipient` and `deputy` are roles, never people. `source` cites where the limit
    comes from; a limit of the clinic's own says `local`.
    """

    id: str
    severity: Severity
    when: When
    name: Text = Text()
    recipient: str = "nurse"
    deputy: str = ""
    advice: Text = Text()
    source: str = ""
    local: bool = False

    @model_validator(mode="after")
    def _silence_is_amber(self) -> Self:
        if isinstance(self.when, Silent) and self.severity == "red":
            raise ValueError("A rule about silence is amber: somebody to ring, not an alarm")
        return self


class Emergency(Frozen):
    """An item whose answer opens the call-now page at any hour and heads the sheet (P7)."""

    id: str
    item: str
    triggers: tuple[Value, ...] = Field(min_length=1)
    name: Text
    call_now: Text
    """Why we want to talk today, in the patient's language."""
    danger: Text = Text()
    """When to ring the emergency number at once."""


class RuleSet(Frozen):
    """Everything that decides what is worrying; published and frozen apart from the form."""

    rules: tuple[Rule, ...] = ()
    emergencies: tuple[Emergency, ...] = ()

    @property
    def every(self) -> tuple[Rule | Emergency, ...]:
        """The rules, and the answers that cannot wait."""
        return (*self.rules, *self.emergencies)


class Occasion(NamedTuple):
    """One earlier response: when, what was measured, and whether a helper answered."""

    at: datetime
    measures: Mapping[str, Decimal]
    proxy: bool = False


class Reason(Frozen):
    """Why a criterion held, with the numbers; the sheet says it as a sentence.

    Of a question that is answered by choosing, `measure` is the question, `answers` what
    was chosen of what the rule waits for, and `value` how many they are.
    """

    type: Literal["at_least", "below", "answered", "worsened", "persisted"]
    measure: str
    value: Decimal
    limit: Decimal
    previous: Decimal | None = None
    previous_at: datetime | None = None
    times: int | None = None
    among: int | None = None
    answers: tuple[Value, ...] = ()


class Alert(Frozen):
    """A rule that held, with every reason that made it hold.

    `known`: a plan that was agreed with the patient covers it, so nobody is called to it.
    """

    rule_id: str
    severity: Severity
    recipient: str
    reasons: tuple[Reason, ...]
    known: bool = False
