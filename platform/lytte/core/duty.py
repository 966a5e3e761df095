"""Who is on duty in the hours a clinic promises, and what no rule may wait for (H3)."""

from collections.abc import Iterator, Mapping, Sequence

from lytte.core import opening_hours
from lytte.core.frozen import Frozen
from lytte.core.problems import Problem, error
from lytte.core.thresholds import RuleSet

ROLES = ("nurse", "doctor", "coordinator")

Hours = Mapping[str, Sequence[str]]
"""Weekday (1 Monday to 7) -> [opens, closes] as `HH:MM`."""
NEVER = (opening_hours.MIDNIGHT, "00:00")


class Duty(Frozen):
    """For each role the hours it is on duty; a day that is not there, it is not."""

    roles: Mapping[str, Mapping[str, tuple[str, str]]] = {}

    def gaps(self, role: str, promised: Hours) -> list[str]:
        """Return the weekdays of which the role does not cover every promised hour."""
        mine = opening_hours.week(self.roles.get(role))
        known = opening_hours.week(promised)
        return [day for day in sorted(known) if not _covers(mine.get(day, NEVER), known[day])]


def problems(rules: RuleSet, promised: Hours, duty: Duty) -> list[Problem]:
    """Return which roles the rules call, or have step in, that are not there as promised."""
    return list(_problems(rules, promised, duty))


def _problems(rules: RuleSet, promised: Hours, duty: Duty) -> Iterator[Problem]:
    called = {role for one in rules.rules for role in (one.recipient, one.deputy) if role}
    for role in ROLES:
        if role in called and duty.gaps(role, promised):
            yield error(
                "duty",
                f"It is not said that the {role} is on duty in all the hours you promise.",
                "Say who is on duty under Texts and telephone, or choose another in the rule.",
            )


def _covers(mine: Sequence[str], hours: Sequence[str]) -> bool:
    return mine[0] <= hours[0] and hours[1] <= mine[1]
