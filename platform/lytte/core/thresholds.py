"""When answers are a reason to ask: rules, and the alerts they raise, with their reasons.

An alert is a signal, never a diagnosis. A rule that meets a missing answer is unknown,
and unknown raises nothing. Points that a helper gave on the patient's behalf (proxy)
raise no alert about change, because the change may be in who answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from lytte.core.frozen import Frozen
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
    AtLeast | Below | Worsened | Persisted | Combined, Field(discriminator="type")
]
Combined.model_rebuild()


class Rule(Frozen):
    """When to alert whom, how loudly, and what the patient is told.

    `recipient` and `deputy` are roles, never people. `source` cites where the limit
    comes from; a limit of the clinic's own says `local`.
    """

    id: str
    severity: Severity
    when: Criterion
    name: Text = Text()
    recipient: str = "nurse"
    deputy: str = ""
    advice: Text = Text()
    source: str = ""
    local: bool = False


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


class Occasion(NamedTuple):
    """One earlier response: when, what was measured, and whether a helper answered."""

    at: datetime
    measures: Mapping[str, Decimal]
    proxy: bool = False


class Reason(Frozen):
    """Why a criterion held, with the numbers; the sheet says it as a sentence."""

    type: Literal["at_least", "below", "worsened", "persisted"]
    measure: str
    value: Decimal
    limit: Decimal
    previous: Decimal | None = None
    previous_at: datetime | None = None
    times: int | None = None
    among: int | None = None


class Alert(Frozen):
    """A rule that held, with every reason that made it hold."""

    rule_id: str
    severity: Severity
    recipient: str
    reasons: tuple[Reason, ...]


def alerts(
    rules: Sequence[Rule],
    measures: Mapping[str, Decimal],
    history: Sequence[Occasion] = (),
    *,
    proxy: bool = False,
) -> tuple[Alert, ...]:
    """Return the alerts that a response raises, in the order of the rules.

    `measures` maps `part/scale` or `part/link_id` to its number; what is missing is
    absent. `history` is the patient's earlier responses, oldest first.
    """
    now = _Now(measures, history, proxy)
    found = []
    for rule in rules:
        held = now.holds(rule.when)
        if held:
            found.append(
                Alert(
                    rule_id=rule.id,
                    severity=rule.severity,
                    recipient=rule.recipient,
                    reasons=tuple(held),
                )
            )
    return tuple(found)


class _Now(NamedTuple):
    measures: Mapping[str, Decimal]
    history: Sequence[Occasion]
    proxy: bool

    def holds(self, criterion: Criterion) -> list[Reason] | None:
        """Return the reasons when it holds, [] when it does not, None when unknown."""
        match criterion:
            case AtLeast() | Below():
                return self._limit(criterion)
            case Worsened():
                return self._worsened(criterion)
            case Persisted():
                return self._persisted(criterion)
            case Combined():
                return self._combined(criterion)

    def _limit(self, criterion: AtLeast | Below) -> list[Reason] | None:
        value = self.measures.get(criterion.measure)
        if value is None:
            return None
        if not beyond(criterion, value):
            return []
        return [
            Reason(
                type=criterion.type,
                measure=criterion.measure,
                value=value,
                limit=criterion.value,
            )
        ]

    def _worsened(self, criterion: Worsened) -> list[Reason] | None:
        value = self.measures.get(criterion.measure)
        if value is None or self.proxy:
            return None
        earlier = [
            (past.measures[criterion.measure], past.at)
            for past in self.history
            if not past.proxy and criterion.measure in past.measures
        ]
        if not earlier:
            return None
        previous, at = earlier[-1 if criterion.since == "last" else 0]
        change = value - previous if criterion.worse == "up" else previous - value
        if change < criterion.by:
            return []
        return [
            Reason(
                type="worsened",
                measure=criterion.measure,
                value=value,
                limit=criterion.by,
                previous=previous,
                previous_at=at,
            )
        ]

    def _persisted(self, criterion: Persisted) -> list[Reason] | None:
        limit = criterion.of
        value = self.measures.get(limit.measure)
        if value is None:
            return None
        past = [p.measures[limit.measure] for p in self.history if limit.measure in p.measures]
        window = [*past, value][-criterion.among :]
        times = sum(beyond(limit, one) for one in window)
        if not beyond(limit, value) or times < criterion.times:
            return []
        return [
            Reason(
                type="persisted",
                measure=limit.measure,
                value=value,
                limit=limit.value,
                times=times,
                among=criterion.among,
            )
        ]

    def _combined(self, criterion: Combined) -> list[Reason] | None:
        each = [self.holds(one) for one in criterion.of]
        held = [reason for reasons in each if reasons for reason in reasons]
        if criterion.together == "any":
            return held or (None if None in each else [])
        if [] in each:
            return []
        return None if None in each else held


def beyond(limit: AtLeast | Below, value: Decimal) -> bool:
    """Tell whether a number is one that the limit speaks of."""
    return value >= limit.value if isinstance(limit, AtLeast) else value < limit.value


def emergencies(
    published: Sequence[Emergency], answers: Mapping[str, tuple[object, ...]]
) -> tuple[Emergency, ...]:
    """Return the emergencies that `answers` (by `part/link_id`) set off, in their order."""
    return tuple(
        one
        for one in published
        if any(
            _same(given, trigger) for given in answers.get(one.item, ()) for trigger in one.triggers
        )
    )


def _same(given: object, trigger: object) -> bool:
    left, right = getattr(given, "code", None), getattr(trigger, "code", None)
    if left is not None or right is not None:
        return left == right
    return type(given) is type(trigger) and given == trigger
