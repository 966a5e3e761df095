"""Sending a form: answers, scores, alerts and the audit row are one transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from lytte.core.advice import advice
from lytte.core.answers import Given, Key
from lytte.core.forms import document, sha256
from lytte.core.judging import Judged, judge
from lytte.core.pace import Saved
from lytte.core.texts import Text
from lytte.core.thresholds import Alert
from lytte.services.answers import earlier_answers
from lytte.services.answers.sitting import Sitting, must_be_open, sit_down
from lytte.services.answers.typist import Typist
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counts

_LOCK = text("select state from assessment where id = :id for update")
_WHO = text("""
select coalesce(bool_or(s.answered_by = 'proxy'), false) as proxy,
    coalesce(bool_or(s.helped), false) as helped
from answer g join patient_session s on s.id = g.session_id
where g.assessment_id = :id and g.missing is distinct from 'skipped'
""")
_RESPONSE = text("""
insert into response (hospital_id, id, assessment_id, patient_id, clinic_id,
    form_publication_id, rule_set_publication_id, document, measures, sha256, answered_by,
    helped, mode, language, answered, asked, authored, typed_in_by, typed_in_at, replaces_id,
    correction)
values (:hospital_id, :id, :assessment_id, :patient_id, :clinic_id, :form_publication_id,
    :rule_set_publication_id, :document, :measures, :sha256, :answered_by, :helped, :mode,
    :language, :answered, :asked, :authored, :typed_in_by, :typed_in_at, :replaces_id,
    :correction)
""").bindparams(bindparam("document", type_=JSONB), bindparam("measures", type_=JSONB))
_SCORES = text("""
insert into score (hospital_id, id, response_id, patient_id, measure, instrument_version, value,
    missing, modified)
select :hospital_id, gen_random_uuid(), :response_id, :patient_id, s.measure,
    s.instrument_version, s.value, s.missing, s.modified
from jsonb_to_recordset(cast(:scores as jsonb)) as s
    (measure text, instrument_version text, value numeric, missing text, modified boolean)
""")
_ALERTS = text("""
insert into alert (hospital_id, id, response_id, assessment_id, patient_id, clinic_id, rule_id,
    severity, emergency, recipient, reasons, state, raised_at, closed_at, closing_reason)
select :hospital_id, gen_random_uuid(), :response_id, :assessment_id, :patient_id, :clinic_id,
    a.rule_id, a.severity, false, a.recipient, coalesce(a.reasons, '[]'),
    case when a.known then 'known' else 'open' end, :now, case when a.known then :now end, ''
from jsonb_to_recordset(cast(:alerts as jsonb)) as a
    (rule_id text, severity text, recipient text, reasons jsonb, known boolean)
""")
_JOIN_EMERGENCIES = text("""
update alert set response_id = :response_id
where assessment_id = :assessment_id and emergency and response_id is null
""")
_COMPLETE = text("""
update assessment set state = 'completed', completed_at = :now
where id = :assessment_id and state <> 'completed'
""")


@dataclass(frozen=True)
class Receipt:
    """What was sent: as which response, when, and what it came to."""

    response_id: UUID
    sent_at: datetime
    judged: Judged


def submit(work: Work, language: str) -> Receipt:
    """Send the form of this session, once: AlreadySent when it was sent before.

    What is stored are the answers to what is asked now; the rules in force now raise
    the alerts.
    """
    connection = work.session.connection()
    entered = work.session.entered
    if entered is not None:
        # First the lock, then the answers: a save that is under way is waited for.
        connection.execute(_LOCK, {"id": entered.assessment_id})
    sitting = sit_down(work)
    must_be_open(sitting)
    return send(work, _whose_answers(work, sitting), language)


def send(work: Work, sitting: Sitting, language: str, *, by: Typist | None = None) -> Receipt:
    """Store what a sitting comes to, once its occasion is locked.

    `sitting.now` is when the patient answered; the rules speak of what came before that.
    `by` is who typed it from a paper.
    """
    judged = weigh(work, sitting)
    response_id = uuid4()
    _store(work, sitting, judged, response_id, language, by)
    work.record(
        Deed(
            "response.send",
            "response",
            str(response_id),
            sitting.patient_id,
            fields={
                "answered": judged.answered,
                "asked": judged.asked,
                "alerts": sum(not one.known for one in judged.alerts),
                "mode": sitting.mode,
            },
        )
    )
    return Receipt(response_id, work.now, judged)


_RECEIPT = text(f"""
select r.authored, coalesce(json_agg(a.rule_id) filter (where a.rule_id is not null), '[]') as rules
from response r
left join alert a on a.hospital_id = r.hospital_id and a.response_id = r.id and not a.emergency
where r.assessment_id = :assessment_id and {counts("r.id")}
group by r.id, r.hospital_id, r.authored
""")  # noqa: S608


@dataclass(frozen=True)
class Thanks:
    """What the thank-you page says: when it was sent, and the advice of the rules that held."""

    sent_at: datetime
    advice: tuple[Text, ...]


def thanks(work: Work, sitting: Sitting) -> Thanks | None:
    """Return what to say after sending; None while the form is open."""
    row = (
        work.session.connection()
        .execute(_RECEIPT, {"assessment_id": sitting.assessment_id})
        .one_or_none()
    )
    if row is None:
        return None
    return Thanks(row.authored, advice(sitting.rules.rules, row.rules))


def _whose_answers(work: Work, sitting: Sitting) -> Sitting:
    """Say that a helper answered when one gave any of the answers, whoever sends them (P8)."""
    values = {"id": sitting.assessment_id}
    proxy, helped = work.session.connection().execute(_WHO, values).one()
    return replace(
        sitting,
        answered_by="proxy" if proxy else sitting.answered_by,
        helped=sitting.helped or helped,
    )


def weigh(work: Work, sitting: Sitting) -> Judged:
    """Return what a sitting's answers come to under the rules in force; nothing is stored."""
    answers: dict[str, dict[Key, Given]] = {}
    saved = {}
    for (part, key), one in sitting.stored.items():
        answers.setdefault(part, {})[key] = one.given
        saved[part, key] = Saved(one.saved_at, changed=one.revision > 1)
    history, plans = earlier_answers.earlier(
        work, patient_id=sitting.patient_id, clinic_id=sitting.clinic_id,
        assessment_id=sitting.assessment_id, authored=sitting.now, zone=sitting.zone,
    )  # fmt: skip
    return judge(
        sitting.form,
        answers,
        sitting.rules,
        history=history,
        plans=plans,
        saved=saved,
        begun=sitting.begun_at,
        through_helper=sitting.through_helper,
        proxy=sitting.answered_by == "proxy",
        around=sitting.surroundings,
    )


def raise_alerts(work: Work, response: tables.Response, given: Sequence[Alert]) -> None:
    """Give alerts that a response is found to raise after it was stored."""
    whose = {
        "hospital_id": response.hospital_id, "response_id": response.id, "now": work.now,
        "assessment_id": response.assessment_id, "patient_id": response.patient_id,
        "clinic_id": response.clinic_id,
    }  # fmt: skip
    _raise(work, whose, given)


def _raise(work: Work, whose: dict[str, Any], given: Sequence[Alert]) -> None:
    rows = json.dumps([one.model_dump(mode="json") for one in given])
    work.session.connection().execute(_ALERTS, {**whose, "alerts": rows})


def _store(
    work: Work,
    sitting: Sitting,
    judged: Judged,
    response_id: UUID,
    language: str,
    by: Typist | None,
) -> None:
    connection = work.session.connection()
    whose = {
        "hospital_id": work.session.hospital_id,
        "response_id": response_id,
        "assessment_id": sitting.assessment_id,
        "patient_id": sitting.patient_id,
        "clinic_id": sitting.clinic_id,
        "now": work.now,
    }
    typed = {
        "typed_in_by": by and by.staff_id,
        "typed_in_at": by and work.now,
        "replaces_id": by and by.replaces_id,
        "correction": by.correction if by else "",
    }
    kept = by.kept if by else ()
    values = _response(sitting, judged, language)
    connection.execute(_RESPONSE, {**whose, **values, **typed, "id": response_id})
    if judged.scores:
        connection.execute(_SCORES, {**whose, "scores": _rows_of(judged)})
    if raised := [one for one in judged.alerts if one.rule_id not in kept]:
        _raise(work, whose, raised)
    connection.execute(_JOIN_EMERGENCIES, whose)
    connection.execute(_COMPLETE, whose)


def _response(sitting: Sitting, judged: Judged, language: str) -> dict[str, Any]:
    content = document(judged.document)
    return {
        "form_publication_id": sitting.publication_id,
        "rule_set_publication_id": sitting.rules_id,
        "document": content,
        "measures": {name: str(value) for name, value in judged.measures.items()},
        "sha256": sha256(content),
        "answered_by": sitting.answered_by,
        "helped": sitting.helped,
        "mode": sitting.mode,
        "language": language,
        "answered": judged.answered,
        "asked": judged.asked,
        "authored": sitting.now,
    }


def _rows_of(judged: Judged) -> str:
    rows: list[dict[str, Any]] = [
        {
            "measure": one.measure,
            "instrument_version": one.instrument_version,
            "value": None if one.value is None else str(one.value),
            "missing": one.missing,
            "modified": one.modified,
        }
        for one in judged.scores
    ]
    return json.dumps(rows)
