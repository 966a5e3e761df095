"""A paper comes back: whose it is, and then it is typed in."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.forms import Form
from lytte.services.paper import paper_owners, papers, typing_in, unplanned
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician.frame import ROLE, at_clinic, in_clinic, page
from lytte.web.clinician.paper_entered import Entered, entered, printed_version, show, take_in
from lytte.web.forms.dates import readings

LONGEST = 120


def find(slug: str) -> ResponseReturnValue:
    """Show what the clinic waits for, and a field for the paper's code or the patient."""
    work, clinic = at_clinic(slug)
    return _found(work, clinic, "", "")


def look_up(slug: str) -> ResponseReturnValue:
    """Read what was typed or scanned: a code leads to the paper, else patients are looked up."""
    work, clinic = at_clinic(slug)
    written = request.form.get("written", "").strip()[:LONGEST]
    code = request.form.get("code", "").strip()[:LONGEST]
    read = papers.read_code(work, clinic, written) if written else None
    if read is None:
        return _found(work, clinic, written, code)
    if read.assessment_id is None:
        return _found(work, clinic, "", written)
    work.session.commit()
    return redirect(
        url_for(
            "clinician.typed", assessment_id=read.assessment_id,
            version=read.publication.number, language=read.language,
        ),
        303,
    )  # fmt: skip


def _found(work: Work, clinic: tables.Clinic, written: str, code: str) -> str:
    read = papers.read_code(work, clinic, code) if code else None
    form_id = read.publication.form_id if read else None
    if written:
        found = paper_owners.find(work, clinic.id, written, readings(written), form_id)
    else:
        found = paper_owners.waiting(work, clinic.id, form_id)
    people = unplanned.patients(work, clinic.id, written, readings(written)) if written else ()
    work.session.commit()
    return page(
        "clinician/papers.html",
        work,
        clinic,
        found=found,
        people=people,
        forms=[]
        if read
        else [(one.id, _form_title(one)) for one in unplanned.forms(work, clinic.id)],
        written=written,
        code=code if read else "",
        read=read,
        title=_form_title(read.publication) if read else "",
    )


def _form_title(publication: tables.FormPublication) -> str:
    return Form.model_validate(publication.document).title.read(staff.language())


def typed(assessment_id: UUID) -> ResponseReturnValue:
    """Show the paper's questions, to be typed in; or what the occasion was answered with."""
    return show(_entry(assessment_id))


def type_in(assessment_id: UUID) -> ResponseReturnValue:
    """Look a typed paper over, change it, or save it."""
    return take_in(_entry(assessment_id))


def _entry(assessment_id: UUID) -> Entered:
    """Return the paper with what was sent; NotFound unless the person works at its clinic."""
    work, clinic = in_clinic(enrolling.clinic_of(staff.work(ROLE), assessment_id))
    return entered(work, clinic, typing_in.opened(work, assessment_id, printed_version()))
