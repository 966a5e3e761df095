"""What the instruments of a clinic's forms suggest as limits, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from lytte.core.instrument import Instrument
from lytte.core.thresholds import Emergency, Rule, RuleSet
from lytte.services.instruments import stocking
from lytte.services.rules import ruling
from lytte.services.work import Work

State = Literal["taken", "changed", "left"]
"""As suggested, taken and then changed, or not among the clinic's rules."""

DEPUTY, ANOTHER = "coordinator", "nurse"
"""Who steps in for a rule that is taken, until the clinic says otherwise."""


@dataclass(frozen=True)
class Suggested:
    """One suggested rule or emergency, and what the clinic has made of it."""

    rule: Rule | Emergency
    state: State


@dataclass(frozen=True)
class Suggestions:
    """Everything one instrument suggests."""

    instrument: Instrument
    rules: tuple[Suggested, ...]
    emergencies: tuple[Suggested, ...]

    @property
    def left(self) -> Sequence[Suggested]:
        """What the clinic has not taken."""
        return [one for one in (*self.rules, *self.emergencies) if one.state == "left"]


def suggestions(work: Work, clinic_id: UUID, rules: RuleSet) -> list[Suggestions]:
    """Return what the instruments in the clinic's forms suggest, beside its `rules`."""
    mine = {one.id: one for one in rules.rules}
    now = {one.id: one for one in rules.emergencies}
    return [
        Suggestions(
            instrument=one,
            rules=tuple(Suggested(rule, _state(rule, mine.get(rule.id))) for rule in one.rules),
            emergencies=tuple(
                Suggested(each, _emergency_state(each, now.get(each.id)))
                for each in one.emergencies
            ),
        )
        for one in _asked(work, clinic_id)
        if one.rules or one.emergencies
    ]


def taken(rules: RuleSet, suggested: Sequence[Rule | Emergency]) -> RuleSet:
    """Return the rules with these among them as they are suggested; whoever steps in stays."""
    found, now = {one.id: one for one in rules.rules}, {one.id: one for one in rules.emergencies}
    for one in suggested:
        if isinstance(one, Rule):
            mine = found.get(one.id)
            found[one.id] = one.model_copy(
                update={
                    "recipient": mine.recipient if mine else one.recipient,
                    "deputy": mine.deputy if mine else one.deputy or _deputy(one.recipient),
                    "advice": mine.advice if mine else one.advice,
                }
            )
        else:
            now[one.id] = one
    return rules.model_copy(
        update={"rules": tuple(found.values()), "emergencies": tuple(now.values())}
    )


def _deputy(recipient: str) -> str:
    return ANOTHER if recipient == DEPUTY else DEPUTY


def _asked(work: Work, clinic_id: UUID) -> list[Instrument]:
    """Return the instruments of the clinic's forms; of several versions the one made last."""
    library = stocking.library(work)
    found = {
        part.id: library[part.id, part.version]
        for form in ruling.forms(work, clinic_id)
        for part in form.parts
        if part.version and (part.id, part.version) in library
    }
    return list(found.values())


def _state(suggested: Rule, mine: Rule | None) -> State:
    if mine is None:
        return "left"
    same = (mine.when, mine.severity) == (suggested.when, suggested.severity)
    return "taken" if same else "changed"


def _emergency_state(suggested: Emergency, mine: Emergency | None) -> State:
    if mine is None:
        return "left"
    same = (mine.item, set(mine.triggers)) == (suggested.item, set(suggested.triggers))
    return "taken" if same else "changed"
