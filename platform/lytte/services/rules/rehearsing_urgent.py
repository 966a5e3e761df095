"""Answers that cannot wait, replayed: what would have opened the call-now page, and does not.

Only what the draft changes: the rest is set off as before. The live engine judges each way in
which a question was answered; the database counts who answered so.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from lytte.core.alerting import emergencies
from lytte.core.rehearsal import EmergencyFigures, changes
from lytte.core.rehearsal_period import Period
from lytte.core.sent import SentAnswer
from lytte.core.thresholds import Emergency, RuleSet
from lytte.services.work import Work
from lytte.storage import urgent_answers
from lytte.storage.afterwards import Closed, Key
from lytte.storage.urgent_answers import Given, Often, Where


def figures(
    work: Work,
    where: tuple[UUID, Period],
    sets: tuple[RuleSet, RuleSet],
    raised: Mapping[Key, Closed],
) -> Iterator[EmergencyFigures]:
    """Yield each emergency of either set, with how often those that differ are set off."""
    before, after = ({one.id: one for one in rules.emergencies} for rules in sets)
    told = changes(before, after)
    differing = [one for one, change in told.items() if change != "same"]
    clinic_id, period = where
    at = Where(clinic_id, period.opens, period.closes)
    was, becomes = (_often(work, at, side, differing) for side in (before, after))
    for one, change in told.items():
        yield EmergencyFigures(
            emergency_id=one,
            change=change,
            raised=raised.get((one, True), Closed(0, 0)).raised,
            in_force=was.get(one),
            draft=becomes.get(one),
        )


def _often(
    work: Work, where: Where, side: Mapping[str, Emergency], differing: list[str]
) -> dict[str, Often]:
    """Return how often each is set off; one that is not in the set never is."""
    tried = [side[one] for one in differing if one in side]
    given = urgent_answers.answered(work.session, where, {one.item for one in tried})
    wanted = [(one.id, each) for each in given for one in _set_off(tried, each)]
    never = dict.fromkeys(differing, Often(0, 0))
    return never | urgent_answers.often(work.session, where, wanted)


def _set_off(tried: list[Emergency], given: Given) -> tuple[Emergency, ...]:
    answer = SentAnswer(link_id=given.item, values=given.values)
    return emergencies(tried, {given.item: answer.values})
