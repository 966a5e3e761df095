"""Why was this flagged: the rules, the form and the numbers in force when it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from lytte.core.forms import Form
from lytte.core.thresholds import RuleSet
from lytte.services.faults import NotFound
from lytte.services.sheets import summarising
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted


@dataclass(frozen=True)
class Traced:
    """One response with everything that decided what it raised."""

    response: tables.Response
    patient: tables.Patient
    publication: tables.FormPublication
    form: Form
    rules_row: tables.RuleSetPublication | None
    """None when the clinic had no rules in force."""
    rules: RuleSet
    alerts: tuple[tables.Alert, ...]
    names: dict[UUID | None, str]
    """Of whoever took an alert, closed it, or decided the rules."""
    decided_by: tuple[str, ...]
    """Who wrote the rules and who approved them."""
    corrected: tables.Response | None
    """What stands in for it, when the paper was corrected; it alone counts."""
    compared: dict[UUID, tables.Response]
    """By alert: what stands in, since it was raised, for the answers that it compares with."""


def traced(work: Work, response_id: UUID) -> Traced:
    """Return what raised a response's alerts, and write down that it was seen."""
    response = work.session.get(tables.Response, response_id)
    if response is None:
        raise NotFound
    patient = work.session.get(tables.Patient, response.patient_id)
    publication = work.session.get(tables.FormPublication, response.form_publication_id)
    if patient is None or publication is None:
        raise NotFound
    rules_row = (
        work.session.get(tables.RuleSetPublication, response.rule_set_publication_id)
        if response.rule_set_publication_id
        else None
    )
    alerts = _alerts(work, response_id)
    work.record(Deed("alerts.trace", "response", str(response_id), patient.id))
    decided = (rules_row.author_id, rules_row.approver_id) if rules_row else ()
    stands = summarising.holds(work, response_id)
    compared = _compared(work, patient.id, alerts)
    held = {who for one in alerts for who in (one.owner_id, one.taken_by)}
    held |= {one.typed_in_by for one in compared.values()}
    names = _names(work, {*held, *decided, stands.typed_in_by})
    return Traced(
        response=response,
        patient=patient,
        publication=publication,
        form=Form.model_validate(publication.document),
        rules_row=rules_row,
        rules=RuleSet.model_validate(rules_row.document) if rules_row else RuleSet(),
        alerts=tuple(alerts),
        names=names,
        decided_by=tuple(names[one] for one in decided if one in names),
        corrected=stands if stands.id != response_id else None,
        compared=compared,
    )


def _alerts(work: Work, response_id: UUID) -> Sequence[tables.Alert]:
    kind = tables.Alert
    order = (col(kind.emergency).desc(), col(kind.severity).desc(), kind.rule_id)
    return work.session.exec(
        select(kind).where(kind.response_id == response_id).order_by(*order)
    ).all()


def _compared(
    work: Work, patient_id: UUID, alerts: Sequence[tables.Alert]
) -> dict[UUID, tables.Response]:
    """Return which alerts compare with an answer that was corrected since they were raised."""
    right, wrong = tables.Response, aliased(tables.Response)
    found = {}
    for alert in alerts:
        days = [one["previous_at"] for one in alert.reasons if one.get("previous_at")]
        since = (
            select(right)
            .join(wrong, col(wrong.id) == right.replaces_id)
            .where(
                right.patient_id == patient_id,
                counted(right.id),
                col(wrong.authored).in_([datetime.fromisoformat(day) for day in days]),
                col(right.typed_in_at) > alert.raised_at,
            )
        )
        stands_in = work.session.exec(since).first()
        if stands_in is not None:
            found[alert.id] = stands_in
    return found


def _names(work: Work, ids: set[UUID | None]) -> dict[UUID | None, str]:
    wanted = [one for one in ids if one is not None]
    found = work.session.exec(
        select(tables.Staff.id, tables.Staff.name).where(col(tables.Staff.id).in_(wanted))
    ).all()
    names: dict[UUID | None, str] = {}
    names.update(dict(found))
    return names
