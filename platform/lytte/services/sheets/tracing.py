"""Why was this flagged: the rules, the form and the numbers in force when it was sent."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from lytte.core.forms import Form
from lytte.core.thresholds import RuleSet
from lytte.services.faults import NotFound
from lytte.services.sheets import summarising
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


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
    alerts = work.session.exec(
        select(tables.Alert)
        .where(tables.Alert.response_id == response_id)
        .order_by(
            col(tables.Alert.emergency).desc(),
            col(tables.Alert.severity).desc(),
            tables.Alert.rule_id,
        )
    ).all()
    work.record(Deed("alerts.trace", "response", str(response_id), patient.id))
    decided = (rules_row.author_id, rules_row.approver_id) if rules_row else ()
    stands = summarising.holds(work, response_id)
    held = {who for one in alerts for who in (one.owner_id, one.taken_by)}
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
    )


def _names(work: Work, ids: set[UUID | None]) -> dict[UUID | None, str]:
    wanted = [one for one in ids if one is not None]
    found = work.session.exec(
        select(tables.Staff.id, tables.Staff.name).where(col(tables.Staff.id).in_(wanted))
    ).all()
    names: dict[UUID | None, str] = {}
    names.update(dict(found))
    return names
