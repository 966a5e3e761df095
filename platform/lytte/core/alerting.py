"""Which alerts a response raises, and why: the live engine, asked once a form is sent.

A rule that meets a missing answer is unknown, and unknown raises nothing. Points that a
helper gave on the patient's behalf (proxy) raise no alert about change, because the
change may be in who answered.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from lytte.core.known import Plans
from lytte.core.option_measures import option_measure, same_answer
from lytte.core.thresholds import (
    Alert,
    Answered,
    AtLeast,
    Below,
    Combined,
    Criterion,
    Emergency,
    Occasion,
    Persisted,
    Reason,
    Rule,
    Silent,
    Worsened,
)


def alerts(
    rules: Sequence[Rule],
    measures: Mapping[str, Decimal],
    history: Sequence[Occasion] = (),
    *,
    proxy: bool = False,
    plans: Plans | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts that a response raises, in the order of the rules.

    `measures` maps `part/scale` or `part/link_id` to its number, and each option that a
    rule waits for to 1 or 0 (`chosen`); what is missing is absent. `history` is the
    patient's earlier responses, oldest first. What `plans` cover is among the alerts,
    marked as known. Silence is not worked out here: whoever sent something is not silent.
    """
    now = _Now(measures, history, proxy)
    found = []
    for rule in rules:
        held = None if isinstance(rule.when, Silent) else now.holds(rule.when)
        if held:
            found.append(
                Alert(
                    rule_id=rule.id,
                    severity=rule.severity,
                    recipient=rule.recipient,
                    reasons=tuple(held),
                    known=plans is not None and plans.cover(rule, measures),
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
            case Answered():
                return self._answered(criterion)
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

    def _answered(self, criterion: Answered) -> list[Reason] | None:
        known = [
            (option, self.measures.get(option_measure(criterion.item, option)))
            for option in criterion.options
        ]
        given = tuple(option for option, value in known if value)
        if not given:
            return None if any(value is None for _, value in known) else []
        return [
            Reason(
                type="answered",
                measure=criterion.item,
                value=Decimal(len(given)),
                limit=Decimal(1),
                answers=given,
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
            same_answer(given, trigger)
            for given in answers.get(one.item, ())
            for trigger in one.triggers
        )
    )
