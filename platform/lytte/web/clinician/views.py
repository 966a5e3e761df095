"""The clinician's day: who comes, who has answered, what to look at first; one sheet each."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.reports import clinic_day as clinic_day_sheet
from lytte.reports import summary_sheet
from lytte.services import alerting, clinic_day, clinics, enrolling, published, summarising
from lytte.services.faults import NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician import sentences
from lytte.web.house import house
from lytte.web.qr import qr_svg

blueprint = Blueprint("clinician", __name__, url_prefix="/clinic")


@blueprint.get("/")
def today() -> ResponseReturnValue:
    """Go to today's list of the first clinic the person works at."""
    work = staff.work("clinician")
    mine = clinics.reached(work, staff.signed().roles["clinician"])
    if not mine:
        raise NotFound
    return redirect(url_for("clinician.day", slug=mine[0].slug), 303)


@blueprint.get("/<slug>/")
@blueprint.get("/<slug>/<on>")
def day(slug: str, on: str = "") -> ResponseReturnValue:
    """Show a day's appointments in order."""
    work, clinic = _clinic(slug)
    zone = clinic_day.zone_of(work)
    here = staff.now().astimezone(zone).date()
    shown = _day(on) if on else here
    appointments = clinic_day.day(work, clinic.id, shown)
    alerts = alerting.count(work, [clinic.id])
    work.session.commit()
    return _page(
        "clinician/day.html",
        work,
        clinic,
        appointments=appointments,
        shown=shown,
        today=here,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
        zone=zone,
        alerts=alerts,
    )


@blueprint.get("/<slug>/alerts")
def alerts(slug: str) -> ResponseReturnValue:
    """Show what is open, the most urgent first."""
    work, clinic = _clinic(slug)
    closed = request.args.get("closed") == "1"
    listed = alerting.listed(work, [clinic.id], closed=closed)
    say = sentences.AlertWords(work, clinic.id, staff.language())
    work.session.commit()
    return _page(
        "clinician/alerts.html",
        work,
        clinic,
        listed=listed,
        why=request.args.get("why", ""),
        closed=closed,
        say=say,
        zone=clinic_day.zone_of(work),
        alerts=len(listed) if not closed else alerting.count(work, [clinic.id]),
    )


@blueprint.post("/<slug>/alerts/<uuid:alert_id>")
def move_alert(slug: str, alert_id: UUID) -> ResponseReturnValue:
    """Acknowledge, close or override one alert."""
    work, _clinic_row = _clinic(slug)
    to = request.form.get("to", "")
    if to not in alerting.FOLLOWS:
        abort(400)
    try:
        alerting.move(
            work,
            alert_id,
            to,
            staff_id=staff.signed().staff_id,
            reason=request.form.get("reason", ""),
        )
    except alerting.ReasonNeeded:
        return redirect(url_for("clinician.alerts", slug=slug, why=str(alert_id)), 303)
    work.session.commit()
    return redirect(url_for("clinician.alerts", slug=slug), 303)


@blueprint.get("/sheet/<uuid:response_id>")
def sheet(response_id: UUID) -> ResponseReturnValue:
    """Show the sheet on screen, as it prints."""
    work, clinic = _of_response(response_id)
    language = staff.language()
    found = summarising.given(work, response_id, language=language, printed_for=_role())
    body = summary_sheet.body(found)
    work.session.commit()
    return _page(
        "clinician/sheet.html",
        work,
        clinic,
        body=body,
        response_id=response_id,
        patient=found.person.name,
    )


@blueprint.get("/sheet/<uuid:response_id>.pdf")
def sheet_pdf(response_id: UUID) -> ResponseReturnValue:
    """Give the sheet as a PDF of one page."""
    work, _clinic_row = _of_response(response_id)
    found = summarising.given(work, response_id, language=staff.language(), printed_for=_role())
    work.session.commit()
    return _pdf(summary_sheet.pdf(found), f"{response_id}.pdf")


@blueprint.get("/sheet.css")
def sheet_css() -> ResponseReturnValue:
    """Give the sheet's stylesheet, the same on screen as on paper."""
    answer = Response(summary_sheet.css(), mimetype="text/css")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.get("/<slug>/<on>/sheets.pdf")
def day_pdf(slug: str, on: str) -> ResponseReturnValue:
    """Give the day's list and every sheet of it as one document, for the printer."""
    work, clinic = _clinic(slug)
    shown = _day(on)
    appointments = clinic_day.day(work, clinic.id, shown)
    language = staff.language()
    sheets = [
        summarising.given(work, one.response_id, language=language, printed_for=_role())
        for one in appointments
        if one.response_id
    ]
    work.session.commit()
    lines = [
        clinic_day_sheet.Line(
            starts_at=one.starts_at.astimezone(clinic_day.zone_of(work)),
            name=one.name,
            birth_date=one.birth_date,
            state=one.state,
            red=one.red,
            amber=one.amber,
            emergency=one.emergency,
        )
        for one in appointments
    ]
    return _pdf(
        clinic_day_sheet.pdf(clinic.name, shown, lines, sheets, language), f"{slug}-{on}.pdf"
    )


@blueprint.route("/in/<uuid:assessment_id>", methods=["GET", "POST"])
def ways_in(assessment_id: UUID) -> ResponseReturnValue:
    """Offer a link, a letter code or paper for someone who has not answered.

    A code is shown once, on the page that made it; only its hash is kept.
    """
    anyone = staff.work("clinician")
    found = enrolling.planned(anyone, assessment_id)
    work, clinic = staff.work("clinician", found.clinic_id), clinics.by_id(anyone, found.clinic_id)
    link = code = ""
    if request.method == "POST":
        helper = request.form.get("who") == "helper"
        if request.form.get("kind") == "letter":
            code = enrolling.give_letter_code(work, assessment_id, helper=helper)
        else:
            token = enrolling.give_link(work, assessment_id, helper=helper)
            link = f"{house().base_url}/a/{token}"
        work.session.commit()
    return _page(
        "clinician/ways_in.html",
        work,
        clinic,
        assessment=found,
        patient=enrolling.patient(work, found.patient_id),
        link=link,
        code=code,
        base_url=house().base_url,
        qr=qr_svg(link) if link else "",
    )


@blueprint.get("/paper/<uuid:publication_id>.pdf")
def paper(publication_id: UUID) -> ResponseReturnValue:
    """Give a publication as a blank form, with the ids and the QR that bring it back."""
    anyone = staff.work("clinician|clinic_admin|hospital_admin")
    publication = published.form_publication(anyone, publication_id)
    language = request.args.get("language", staff.language())
    anyone.session.commit()
    return _pdf(paper_forms.blank(anyone, publication, language), f"{publication_id}.pdf")


def _clinic(slug: str) -> tuple[Work, tables.Clinic]:
    """Return the work and the clinic, when the person is a clinician there."""
    anyone = staff.work("clinician")
    clinic = clinics.named(anyone, slug)
    return staff.work("clinician", clinic.id), clinic


def _of_response(response_id: UUID) -> tuple[Work, tables.Clinic]:
    anyone = staff.work("clinician")
    whose = summarising.whose(anyone, response_id)
    work = staff.work("clinician", whose.clinic_id)
    return work, clinics.by_id(work, whose.clinic_id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _role() -> str:
    return staff.wording()("clinician")


def _page(template: str, work: Work, clinic: tables.Clinic, **values: object) -> str:
    return render_template(
        template,
        _=staff.wording(),
        person=staff.signed(),
        clinic=clinic,
        clinics=clinics.reached(work, staff.signed().roles["clinician"]),
        **values,
    )


def _pdf(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
