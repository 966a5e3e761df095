"""Fetch what a clinician's page needs, as it was when the answers were sent."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from lytte.core.answers import Missing
from lytte.core.evaluation.surroundings import while_answering
from lytte.core.forms import Form
from lytte.core.option_measures import question_of
from lytte.core.own_settings import Laid
from lytte.core.sent import Sent
from lytte.core.standard_errors import estimates
from lytte.core.summary_given import Agreement, Call, Meeting, Origin, Person, Sending, SummaryInput
from lytte.core.summary_measures import names
from lytte.core.thresholds import Alert, Occasion, RuleSet
from lytte.services import clinics, levels, pinned, published
from lytte.services.alerts import agreeing
from lytte.services.clinic_day import zone_of
from lytte.services.faults import NotFound
from lytte.services.settings import setting
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted

# Enough for the trend on the sheet, and for "last answered" where some were skipped.
OCCASIONS = 24


@dataclass(frozen=True)
class Whose:
    """Which clinic and patient a response belongs to, for whoever must decide who may see it.

    `response_id` is the one that holds: another than was asked for when that was corrected.
    """

    response_id: UUID
    clinic_id: UUID
    patient_id: UUID


def whose(work: Work, response_id: UUID) -> Whose:
    """Return whose response it is; NotFound also when it is another hospital's."""
    row = holds(work, response_id)
    return Whose(row.id, row.clinic_id, row.patient_id)


def holds(work: Work, response_id: UUID) -> tables.Response:
    """Return a response, or the one that stands in for it since the paper was corrected."""
    asked = work.session.get(tables.Response, response_id)
    if asked is None:
        raise NotFound
    return work.session.exec(
        select(tables.Response).where(
            tables.Response.assessment_id == asked.assessment_id, counted(tables.Response.id)
        )
    ).one()


def given(work: Work, response_id: UUID, *, language: str, printed_for: str = "") -> SummaryInput:
    """Return what the sheet of a response is made from, as it `holds`, and write that down."""
    response = holds(work, response_id)
    publication = _must(work, tables.FormPublication, response.form_publication_id)
    rules = _rules(work, response)
    clinic = clinics.by_id(work, response.clinic_id)
    laid = setting.laid(work, clinic)
    found = SummaryInput(
        form=Form.model_validate(publication.document),
        answers=Sent.model_validate(response.document).answers(),
        measures=_measures(work, response),
        rules=RuleSet.model_validate(rules.document) if rules else RuleSet(),
        person=_person(_must(work, tables.Patient, response.patient_id)),
        sending=_sending(work, response),
        origin=replace(
            _origin(publication, rules),
            response_id=str(response.id),
            printed_at=work.now,
            printed_for=printed_for,
            layout_number=_layout_number(work, clinic, laid),
        ),
        zone=zone_of(work),
        language=language,
        meeting=_meeting(work, response),
        history=history(
            work, response.patient_id, before=response.authored, clinic_id=response.clinic_id
        ),
        alerts=_alerts(work, response),
        calls=_calls(work, response),
        agreements=_agreements(work, response, publication, language),
        layout=laid.sheet,
        letterhead=setting.letterhead(work, clinic, laid),
    )
    work.record(Deed("sheet.view", "response", str(response.id), response.patient_id))
    return replace(found, standard_errors=_standard_errors(found))


def _standard_errors(given: SummaryInput) -> dict[str, Decimal]:
    """Return how exact each estimate is, where what was answered still comes to what was kept."""
    whose = (given.sending.authored, given.zone, given.person.birth_date)
    around = while_answering(*whose, partial(pinned.fhir_json, given.form))
    return {
        one.address: one.se
        for one in estimates(given.form, given.answers, around)
        if one.value == given.measures.get(one.address)
    }


def history(
    work: Work, patient_id: UUID, *, before: datetime, clinic_id: UUID
) -> tuple[Occasion, ...]:
    """Return what the patient sent the clinic earlier, as the rules see it, oldest first.

    What was sent to another clinic is not this clinic's to read.
    """
    rows = work.session.execute(
        select(tables.Response.authored, tables.Response.measures, tables.Response.answered_by)
        .where(
            tables.Response.patient_id == patient_id,
            tables.Response.clinic_id == clinic_id,
            tables.Response.authored < before,
            counted(tables.Response.id),
        )
        .order_by(col(tables.Response.authored).desc())
        .limit(OCCASIONS)
    ).all()
    return tuple(
        Occasion(at, {name: Decimal(value) for name, value in measures.items()}, by == "proxy")
        for at, measures, by in reversed(rows)
    )


def _origin(publication: tables.FormPublication, rules: tables.RuleSetPublication | None) -> Origin:
    return Origin(
        response_id="",
        printed_at=publication.created_at,
        form_number=publication.number,
        form_sha256=publication.sha256,
        rules_number=rules.number if rules else None,
        rules_since=rules.live_at.date() if rules and rules.live_at else None,
        rules_sha256=rules.sha256 if rules else "",
    )


def _layout_number(work: Work, clinic: tables.Clinic, laid: Laid) -> int | None:
    """Return which version of the settings says what stands where; None for Lytte's own."""
    source = laid.source("sheet")
    if source == "lytte":
        return None
    level = clinic if source == "clinic" else levels.common(work)
    found = setting.row(work, level.id) if level else None
    return found.number if found else None


def _must(work: Work, kind: type[Any], row_id: UUID) -> Any:
    found = work.session.get(kind, row_id)
    if found is None:
        raise NotFound
    return found


def _rules(work: Work, response: tables.Response) -> tables.RuleSetPublication | None:
    if response.rule_set_publication_id is None:
        return None
    return work.session.get(tables.RuleSetPublication, response.rule_set_publication_id)


def _measures(work: Work, response: tables.Response) -> dict[str, Decimal | Missing]:
    found: dict[str, Decimal | Missing] = {}
    for score in work.session.exec(
        select(tables.Score).where(tables.Score.response_id == response.id)
    ).all():
        known = {one.value for one in Missing}
        reason = Missing(score.missing) if score.missing in known else Missing.SKIPPED
        found[score.measure] = score.value if score.value is not None else reason
    return found


def _person(patient: tables.Patient) -> Person:
    return Person(
        name=patient.name,
        birth_date=patient.birth_date,
        number=patient.number,
        synthetic=patient.synthetic,
    )


def _sending(work: Work, response: tables.Response) -> Sending:
    return Sending(
        authored=response.authored,
        answered=response.answered,
        asked=response.asked,
        answered_by=response.answered_by,  # type: ignore[arg-type]  # the table checks it
        helped=response.helped,
        mode=response.mode,  # type: ignore[arg-type]  # the table checks it
        language=response.language,
        typed_in_by=published.name(work, response.typed_in_by) if response.typed_in_by else "",
        typed_in_at=response.typed_in_at,
        corrected=response.replaces_id is not None,
    )


def _meeting(work: Work, response: tables.Response) -> Meeting:
    row = work.session.execute(
        select(tables.Visit.starts_at, tables.Enrolment.course, tables.Enrolment.course_source)
        .select_from(tables.Assessment)
        .outerjoin(tables.Visit, col(tables.Visit.id) == col(tables.Assessment.visit_id))
        .outerjoin(
            tables.Enrolment,
            (col(tables.Enrolment.patient_id) == col(tables.Assessment.patient_id))
            & (col(tables.Enrolment.clinic_id) == col(tables.Assessment.clinic_id)),
        )
        .where(tables.Assessment.id == response.assessment_id)
    ).one()
    return Meeting(starts_at=row[0], course=row[1] or "", course_source=row[2] or "")


def _alerts(work: Work, response: tables.Response) -> tuple[Alert, ...]:
    rows = work.session.exec(
        select(tables.Alert).where(
            tables.Alert.response_id == response.id, col(tables.Alert.emergency).is_(False)
        )
    ).all()
    return tuple(
        Alert.model_validate(
            {
                "rule_id": row.rule_id,
                "severity": row.severity,
                "recipient": row.recipient,
                "reasons": row.reasons,
            }
        )
        for row in rows
    )


def _agreements(
    work: Work, response: tables.Response, publication: tables.FormPublication, language: str
) -> tuple[Agreement, ...]:
    """Return what was agreed before these answers, with the alerts that it covers."""
    zone, named = zone_of(work), names(Form.model_validate(publication.document), language)
    known = set(
        work.session.exec(
            select(tables.Alert.rule_id).where(
                tables.Alert.response_id == response.id,
                tables.Alert.state == "known",
                # One with an owner was heard, and agreed upon afterwards.
                col(tables.Alert.owner_id).is_(None),
            )
        )
    )
    plans = agreeing.at(work, response.patient_id, response.clinic_id, response.authored)
    together: dict[tuple[str, datetime, date], list[tables.KnownAlert]] = {}
    for one in plans:
        together.setdefault((one.reason, one.agreed_at, one.review_on), []).append(one)
    return tuple(
        Agreement(
            topic=", ".join(
                dict.fromkeys(
                    named.get(question_of(measure, named), measure)
                    for one in some
                    for measure in one.stood
                )
            ),
            what=what,
            agreed_on=at.astimezone(zone).date(),
            review_on=review_on,
            covers=tuple(one.rule_id for one in some if one.rule_id in known),
        )
        for (what, at, review_on), some in together.items()
    )


def _calls(work: Work, response: tables.Response) -> tuple[Call, ...]:
    """Return the call-now pages of these answers; whoever took or closed one had seen it."""
    rows = work.session.execute(
        select(tables.CallNow, tables.Alert.taken_at, tables.Alert.closed_at)
        .outerjoin(
            tables.Alert,
            (col(tables.Alert.assessment_id) == col(tables.CallNow.assessment_id))
            & (col(tables.Alert.rule_id) == col(tables.CallNow.emergency_id))
            & col(tables.Alert.emergency),
        )
        .where(tables.CallNow.assessment_id == response.assessment_id)
    ).all()
    return tuple(
        Call(
            emergency_id=row.emergency_id,
            shown_at=row.shown_at,
            reply=row.reply,
            replied_at=row.replied_at,
            seen_at=row.seen_at or taken_at or closed_at,
        )
        for row, taken_at, closed_at in rows
    )
