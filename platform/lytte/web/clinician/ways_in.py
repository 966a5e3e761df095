"""For who has not answered: a link, a letter's code, or paper."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.forms import Form
from lytte.reports import paper_form
from lytte.services import published
from lytte.services.faults import NotAllowed, NotFound
from lytte.services.paper import papers
from lytte.services.publishing import licensing
from lytte.services.sending import enrolling
from lytte.services.sending.enrolling import NoWayIn
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician.frame import ROLE, in_clinic, page, pdf
from lytte.web.house import house
from lytte.web.qr import qr_svg

READERS = f"{ROLE}|clinic_admin|hospital_admin"


def ways_in(assessment_id: UUID) -> ResponseReturnValue:
    """Offer a link, a letter code or paper."""
    return _page(*_at(assessment_id), assessment_id)


def give_way_in(assessment_id: UUID) -> ResponseReturnValue:
    """Make a link or a code. It is shown once, on this page: only its hash is kept."""
    work, clinic = _at(assessment_id)
    helper = request.form.get("who") == "helper"
    made = {}
    try:
        match request.form.get("kind"):
            case "letter":
                made["code"] = enrolling.give_letter_code(work, assessment_id, helper=helper)
            case "link":
                token = enrolling.give_link(work, assessment_id, helper=helper)
                made["link"] = f"{house().base_url}/a/{token}"
            case _:
                abort(400)
    except NoWayIn:
        return redirect(url_for("clinician.ways_in", assessment_id=assessment_id), 303)
    return _page(work, clinic, assessment_id, helper=helper, **made)


def paper(publication_id: UUID) -> ResponseReturnValue:
    """Give a publication as a blank form, with the ids and the QR that bring it back."""
    publication = published.form_publication(staff.work(READERS), publication_id)
    try:
        work = staff.work(READERS, publication.clinic_id)
    except NotAllowed:
        raise NotFound from None
    form = Form.model_validate(publication.document)
    language = request.args.get("language", "")
    if language not in form.languages:
        language = form.languages[0]
    blank = papers.blank(work, publication, language)
    number = _number(work, publication)
    work.session.commit()
    printed = paper_form.pdf(
        form, language, code=blank.code, safety=blank.safety, token=number, unread=blank.unread
    )
    return pdf(printed, f"{publication_id}-{language}.pdf")


def _number(work: Work, publication: tables.FormPublication) -> str:
    """Return the number that ties the paper to the occasion it is printed for, if to any."""
    try:
        occasion = UUID(request.args.get("occasion", ""))
    except ValueError:
        return ""
    return papers.number(work, occasion, publication)


def _at(assessment_id: UUID) -> tuple[Work, tables.Clinic]:
    return in_clinic(enrolling.clinic_of(staff.work(ROLE), assessment_id))


def _kept_off(work: Work, form: Form) -> dict[str, str]:
    """Return by way of answering which instruments' licences do not cover it."""
    modes: tuple[licensing.Mode, ...] = ("web", "paper")
    found = {mode: licensing.not_covering(work, form, mode) for mode in modes}
    told = staff.language()
    return {
        mode: ", ".join(f"«{one.read(told)}»" for one in titles) for mode, titles in found.items()
    }


def _page(
    work: Work,
    clinic: tables.Clinic,
    assessment_id: UUID,
    *,
    link: str = "",
    code: str = "",
    helper: bool = False,
) -> str:
    planned = enrolling.planned(work, assessment_id)
    form = Form.model_validate(planned.publication.document)
    kept_off = _kept_off(work, form)
    work.session.commit()
    return page(
        "clinician/ways_in.html",
        work,
        clinic,
        planned=planned,
        languages=form.languages,
        kept_off=kept_off,
        form_title=form.title.read(staff.language()),
        link=link,
        code=code,
        helper=helper,
        base_url=house().base_url,
        qr=qr_svg(link) if link else "",
    )
