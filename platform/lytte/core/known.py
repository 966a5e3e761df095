"""Alerts that an agreed plan covers: on the sheet, and silent, until something changes (C11).

A plan keeps how the patient was when it was agreed, and how much worse is worse, so that
what was agreed holds as it was said, whatever is asked later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from lytte.core.criteria import Watched, all_watched, simple
from lytte.core.frozen import Frozen
from lytte.core.thresholds import Rule


class Stood(Frozen):
    """A number as it was when the plan was agreed.

    `step` more is worse: 2 on a rating of 0 to 10, a tenth of another range; None, any
    change for the worse, where the range is not known.
    """

    value: Decimal
    step: Decimal | None = None

    def is_worse(self, value: Decimal, watching: Watched) -> bool:
        """Tell whether a number is clearly worse than it was then."""
        change = value - self.value if watching[1] == "up" else self.value - value
        return change > 0 if self.step is None else change >= self.step


class Known(Frozen):
    """An alert with a plan: which rule raised it, and what holds until when.

    `review_on` is the last day it is silent. `ended_at`: the patient said that it is not
    manageable, or another plan took its place.
    """

    rule_id: str
    agreed_at: datetime
    review_on: date
    ended_at: datetime | None = None
    stood: Mapping[str, Stood]

    def covers(self, rule: Rule, measures: Mapping[str, Decimal], at: datetime, on: date) -> bool:
        """Tell whether the rule's alert is silent at a moment; `on` is its day.

        Everything the rule looks at counts. A number that was not there when the plan was
        agreed is news, and so is another of the answers that the rule waits for.
        """
        if rule.id != self.rule_id or not self._is_in_effect(at, on):
            return False
        every = (one for each in simple(rule.when) for one in all_watched(each))
        now = [(one, measures[one[0]]) for one in every if one[0] in measures]
        return bool(now) and all(
            one[0] in self.stood and not self.stood[one[0]].is_worse(value, one)
            for one, value in now
        )

    def _is_in_effect(self, at: datetime, on: date) -> bool:
        if self.ended_at is not None and self.ended_at <= at:
            return False
        return self.agreed_at <= at and on <= self.review_on


@dataclass(frozen=True)
class Plans:
    """What is agreed with one patient, and the moment it is asked about."""

    each: Sequence[Known]
    at: datetime
    zone: tzinfo
    """Where the hospital's clock stands: a review has a day, not an hour."""

    def cover(self, rule: Rule, measures: Mapping[str, Decimal]) -> bool:
        """Tell whether one of the plans covers the rule's alert."""
        on = self.at.astimezone(self.zone).date()
        return any(one.covers(rule, measures, self.at, on) for one in self.each)
