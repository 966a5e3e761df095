"""Who comes today, who has answered, and what to look at first."""

from datetime import date, datetime, timedelta

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from lytte.reports import clinic_day as clinic_day_sheet
from lytte.services import clinic_day, clinics
from lytte.services.clinic_day import Appointment
from lytte.services.faults import NotFound
from lytte.services.sheets import summarising
from lytte.web import staff
from lytte.web.clinician.frame import ROLE, at_clinic, page, pdf, role_name


def today() -> ResponseReturnValue:
    """Go to today's list of the first clinic the person works at."""
    work = staff.work(ROLE)
    mine = clinics.reached(work, staff.signed().roles[ROLE])
    if not mine:
        raise NotFound
    return redirect(url_for("clinician.day", slug=mine[0].slug), 303)


def day(slug: str, on: str = "") -> ResponseReturnValue:
    """Show a day's appointments in order."""
    work, clinic = at_clinic(slug)
    here = staff.now().astimezone(clinic_day.zone_of(work)).date()
    shown = _day(on) if on else here
    appointments = clinic_day.day(work, clinic.id, shown)
    work.session.commit()
    return page(
        "clinician/day.html",
        work,
        clinic,
        appointments=appointments,
        shown=shown,
        today=here,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
    )


def day_pdf(slug: str, on: str) -> ResponseReturnValue:
    """Give the day's list and every sheet of it as one document, for the printer."""
    work, clinic = at_clinic(slug)
    shown, language = _day(on), staff.language()
    appointments = clinic_day.day(work, clinic.id, shown)
    sheets = [
        summarising.given(work, one.response_id, language=language, printed_for=role_name())
        for one in appointments
        if one.response_id
    ]
    work.session.commit()
    zone = clinic_day.zone_of(work)
    lines = [_line(one, one.starts_at.astimezone(zone)) for one in appointments]
    printed = clinic_day_sheet.pdf(clinic.name, shown, lines, sheets, language)
    return pdf(printed, f"{slug}-{shown.isoformat()}.pdf")


def _line(one: Appointment, starts_at: datetime) -> clinic_day_sheet.Line:
    return clinic_day_sheet.Line(
        starts_at=starts_at,
        name=one.name,
        birth_date=one.birth_date,
        state=one.state,
        red=one.red,
        amber=one.amber,
        emergency=one.emergency,
    )


def _day(text: str) -> date:
    """Return the day in the address; no page for what is no day, or none with a day beside it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if not 2000 <= found.year < 2200 or text != found.isoformat():
        raise NotFound
    return found
