"""What stands around every page of the clinician, and who may open it."""

from typing import Any
from uuid import UUID

from flask import Response, render_template

from lytte.services import clinic_day, clinics
from lytte.services.alerts import alerting
from lytte.services.faults import NotAllowed, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff

ROLE = "clinician"


def at_clinic(slug: str) -> tuple[Work, tables.Clinic]:
    """Return the work and the clinic called `slug`; NotFound unless the person works there."""
    return in_clinic(clinics.named(staff.work(ROLE), slug).id)


def in_clinic(clinic_id: UUID) -> tuple[Work, tables.Clinic]:
    """Return the work and the clinic; NotFound unless the person is a clinician there.

    Whose clinic it is must not be told, so the answer is the one for a clinic that
    does not exist.
    """
    try:
        work = staff.work(ROLE, clinic_id)
    except NotAllowed:
        raise NotFound from None
    clinic = clinics.by_id(work, clinic_id)
    if clinic.common:
        raise NotFound
    return work, clinic


def page(template: str, work: Work, clinic: tables.Clinic, **values: Any) -> str:
    """Draw a page; everything that it shows has been written down by now."""
    person = staff.signed()
    return render_template(
        template,
        _=staff.wording(),
        person=person,
        clinic=clinic,
        clinics=clinics.reached(work, person.roles[ROLE]),
        alerts=alerting.count(work, [clinic.id]),
        zone=clinic_day.zone_of(work),
        **values,
    )


def pdf(content: bytes, name: str) -> Response:
    """Answer with a PDF that the browser shows; its name holds no patient's name."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def role_name() -> str:
    """Return what the sheet says it was printed for: a role, never a person."""
    return staff.wording()("clinician")
