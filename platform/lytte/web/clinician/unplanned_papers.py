"""A paper that nothing was planned for, typed in for one of the clinic's patients."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue

from lytte.services.faults import NotFound
from lytte.services.paper.unplanned import opened
from lytte.web.clinician.frame import at_clinic
from lytte.web.clinician.paper_entered import Entered, entered, printed_version, show, take_in


def unplanned(slug: str, patient_id: UUID, publication_id: UUID) -> ResponseReturnValue:
    """Show the paper's questions; nothing is stored before it is saved."""
    occasion = _occasion() if "occasion" in request.args else uuid4()
    return show(_entry(slug, patient_id, publication_id, occasion))


def type_in_unplanned(slug: str, patient_id: UUID, publication_id: UUID) -> ResponseReturnValue:
    """Look a typed paper over, change it, or save it."""
    return take_in(_entry(slug, patient_id, publication_id, _occasion()))


def _entry(slug: str, patient_id: UUID, publication_id: UUID, occasion: UUID) -> Entered:
    work, clinic = at_clinic(slug)
    paper = opened(work, clinic.id, patient_id, publication_id, occasion, printed_version())
    return entered(work, clinic, paper, unplanned=True)


def _occasion() -> UUID:
    """Return what the page called the occasion, so that a paper that is saved twice is one."""
    try:
        return UUID(request.args.get("occasion", ""))
    except ValueError:
        raise NotFound from None
