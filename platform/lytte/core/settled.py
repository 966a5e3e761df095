"""What a finished form comes to: what is kept, what it measures, and what it is a reason to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lytte.core.answered_form import (
    CompiledForm,
    Measure,
    answer_form,
    given_parts,
    known,
    measures,
)
from lytte.core.answers import Answers, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.sent import Sent, sent
from lytte.core.thresholds import Alert, Emergency, Occasion, RuleSet, alerts, emergencies


@dataclass(frozen=True)
class Settled:
    """One response, worked out. The same answers under the same rules give the same again."""

    sent: Sent
    measures: Mapping[str, Measure]
    alerts: tuple[Alert, ...]
    emergencies: tuple[Emergency, ...]
    answered: int
    asked: int


def settle(
    form: CompiledForm,
    given: Mapping[str, Answers],
    rules: RuleSet,
    history: Sequence[Occasion] = (),
    *,
    proxy: bool = False,
    saved: Mapping[tuple[str, Key], datetime] | None = None,
    surroundings: Surroundings | None = None,
) -> Settled:
    """Work out a response: answers on closed branches count nowhere and are left out."""
    answered = answer_form(form, given, surroundings)
    parts = given_parts(answered)
    measured = measures(answered)
    values = {
        f"{part}/{key.link_id}": value
        for part, answers in parts.items()
        for key, value in answers.items()
        if not isinstance(value, Missing)
    }
    return Settled(
        sent=sent(parts, saved or {}),
        measures=measured,
        alerts=alerts(rules.rules, known(measured), history, proxy=proxy),
        emergencies=emergencies(rules.emergencies, values),
        answered=sum(
            not isinstance(value, Missing)
            for answers in parts.values()
            for value in answers.values()
        ),
        asked=sum(len(answers) for answers in parts.values()),
    )
