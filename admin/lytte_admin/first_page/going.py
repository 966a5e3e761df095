"""How it goes, week by week: who answers, and how many alerts there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lytte.core.insights import Line
from lytte.services import insight
from lytte.services.settings import setting
from lytte_admin.access import Page

FELL = 10
"""Points of a response rate between four weeks and the four before, from which it is told."""


@dataclass(frozen=True)
class Going:
    """The last whole weeks of a clinic; what is of too few people is not there."""

    weeks: Sequence[Line]
    alert_weeks: Sequence[Line]
    budget: int | None
    monday: str
    """The first day of the last whole week."""

    @property
    def share(self) -> int | None:
        """How many of a hundred answered last week."""
        return next((one.per_cent for one in self.weeks if one.of == self.monday), None)

    @property
    def alerts(self) -> int | None:
        """How many alerts there were last week; None where there were none, or of too few."""
        found = next((one for one in self.alert_weeks if one.of == self.monday), None)
        return found.numbers[0] if found and isinstance(found.numbers[0], int) else None

    @property
    def highest(self) -> int:
        """What the chart of alerts reaches up to: the busiest week, or the budget."""
        seen = [one.numbers[0] for one in self.alert_weeks if isinstance(one.numbers[0], int)]
        return max([*seen, self.budget or 0], default=0) or 1

    @property
    def line(self) -> int | None:
        """Where the budget lies in the chart, counted from the top in hundredths."""
        return None if self.budget is None else 100 - 100 * self.budget // self.highest

    @property
    def falls(self) -> tuple[int, int] | None:
        """What the response rate fell from and to; None while it does not fall."""
        half = date.fromisoformat(self.monday) - timedelta(weeks=insight.WEEKS // 2 - 1)
        before = _rate([one for one in self.weeks if one.of < half.isoformat()])
        lately = _rate([one for one in self.weeks if one.of >= half.isoformat()])
        if before is None or lately is None or before - lately < FELL:
            return None
        return before, lately


def going(page: Page) -> Going | None:
    """Return how it goes at the chosen clinic; None at the level where nobody is asked."""
    if page.clinic.common:
        return None
    found = insight.weekly(page.work, page.clinic.id, page.zone)
    budget = setting.budget(page.work, page.clinic.id)
    return Going(found.weeks, found.alert_weeks, budget, found.monday)


def _rate(weeks: Sequence[Line]) -> int | None:
    """Return the share of these weeks together; None where none of them may be shown."""
    seen = [one.numbers for one in weeks if one.per_cent is not None]
    asked = sum(int(one[0] or 0) for one in seen)
    return round(100 * sum(int(one[1] or 0) for one in seen) / asked) if asked else None
