"""What a finished form comes to: the document that is kept, its measures, and its alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lytte.core.alerting import alerts, emergencies
from lytte.core.answered_form import (
    AnsweredPart,
    Measure,
    answer_form,
    given_parts,
    known,
    measures,
)
from lytte.core.answers import Answers, Given, Key, Missing
from lytte.core.chosen import chosen
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import PagedForm, is_private, questions, with_initial
from lytte.core.known import Plans
from lytte.core.pace import Saved
from lytte.core.sent import Sent, by_address, sent
from lytte.core.thresholds import Alert, Emergency, Occasion, RuleSet


@dataclass(frozen=True)
class ScoreRow:
    """One measure of one response: its number, or why there is none."""

    measure: str
    instrument_version: str | None
    value: Decimal | None
    missing: str | None
    modified: bool


@dataclass(frozen=True)
class Judged:
    """Everything that is stored of a response; `measures` holds those with a number."""

    document: Sent
    measures: Mapping[str, Decimal]
    scores: tuple[ScoreRow, ...]
    alerts: tuple[Alert, ...]
    emergencies: tuple[Emergency, ...]
    answered: int
    asked: int


def judge(
    form: PagedForm,
    answers: Mapping[str, Answers],
    rules: RuleSet,
    *,
    history: Sequence[Occasion] = (),
    saved: Mapping[tuple[str, Key], Saved] | None = None,
    begun: datetime | None = None,
    through_helper: bool = False,
    proxy: bool = False,
    around: Surroundings | None = None,
    plans: Plans | None = None,
) -> Judged:
    """Work out a response. Answers on closed branches are left out of it.

    `history` is the patient's earlier responses, oldest first; `plans` is what was agreed
    with the patient. What a helper was not shown is left out too; a question the patient
    never came to is `not_reached`. `saved` and `begun`, when the first page was opened,
    tell how long each question took.
    """
    answers = with_initial(form, answers, around or Surroundings())
    answered = answer_form(form.compiled, answers, around)
    given = {
        part: dict(_reached(form, part, found, answers.get(part, {}), through_helper))
        for part, found in given_parts(answered).items()
    }
    measured = measures(answered)
    numbers, said = known(measured), by_address(given)
    looked_at = numbers | chosen(rules.rules, said)
    shown = questions(form, answered, through_helper=through_helper)
    parts = [one.part.id for one in form.compiled.parts]
    return Judged(
        document=sent(given, saved or {}, begun),
        measures=numbers,
        scores=tuple(_rows(answered, measured, given)),
        alerts=alerts(rules.rules, looked_at, history, proxy=proxy, plans=plans),
        emergencies=emergencies(rules.emergencies, said),
        answered=sum(isinstance(given[parts[s.part]].get(s.key), tuple) for s in shown),
        asked=len(shown),
    )


def _reached(
    form: PagedForm, part: str, found: Answers, stored: Answers, through_helper: bool
) -> list[tuple[Key, Given]]:
    places = next(one for one in form.compiled.parts if one.part.id == part).compiled.places
    kept: list[tuple[Key, Given]] = []
    for key, given in found.items():
        if (
            through_helper
            and given is Missing.SKIPPED
            and is_private(places.by_link_id[key.link_id])
        ):
            continue
        never = given is Missing.SKIPPED and key not in stored
        shown = not places.by_link_id[key.link_id].hidden
        why = Missing.NOT_REACHED if shown else Missing.NOT_SHOWN
        kept.append((key, why if never else given))
    return kept


def _rows(
    answered: Mapping[str, AnsweredPart],
    measured: Mapping[str, Measure],
    given: Mapping[str, Mapping[Key, Given]],
) -> list[ScoreRow]:
    rows = []
    for name, value in measured.items():
        part_id, _, rest = name.partition("/")
        one = answered[part_id]
        number = value if isinstance(value, Decimal) else None
        result = one.scales.get(rest)
        why = given.get(part_id, {}).get(Key(rest), value)
        missing = None if number is not None else why.value if isinstance(why, Missing) else ""
        if result is not None and result.reason is not None:
            missing = str(result.reason)[:200]
        part = one.compiled.part
        rows.append(ScoreRow(name, part.version, number, missing, part.modified is not None))
    return rows
