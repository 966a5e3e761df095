"""One patient's page: on screen, on paper, as text for the record, and why it was flagged.

The address of what was corrected leads to what holds; why it was flagged is still told of both.
"""

from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.summary_given import SummaryInput
from lytte.reports import plain_sheet, summary_sheet
from lytte.services.sheets import summarising, tracing
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician.frame import ROLE, in_clinic, page, pdf, role_name
from lytte.web.clinician.rule_words import RuleWords
from lytte.web.clinician.sentences import AlertWords


def sheet(response_id: UUID) -> ResponseReturnValue:
    """Show the sheet on screen, as it prints, with nothing cut."""
    work, clinic, found = _given(response_id)
    return page(
        "clinician/sheet.html",
        work,
        clinic,
        body=summary_sheet.body(found),
        response_id=response_id,
        patient=found.person.name,
        typed_in=found.sending.typed_in_at is not None,
    )


def sheet_pdf(response_id: UUID) -> ResponseReturnValue:
    """Give the sheet as a PDF of one page."""
    _, _, found = _given(response_id)
    return pdf(summary_sheet.pdf(found), f"{response_id}.pdf")


def sheet_text(response_id: UUID) -> ResponseReturnValue:
    """Give the sheet as plain text, to be pasted into the record."""
    _, _, found = _given(response_id)
    return Response(plain_sheet.text(found), mimetype="text/plain")


def why(response_id: UUID) -> ResponseReturnValue:
    """Show which rules raised what, as they stood when the answers were sent."""
    work, clinic = _at(response_id)
    traced = tracing.traced(work, response_id)
    work.session.commit()
    return page(
        "clinician/why.html",
        work,
        clinic,
        traced=traced,
        say=AlertWords([traced.form], traced.rules, staff.language()),
        rule_words=RuleWords(traced, staff.language()),
        response_id=response_id,
    )


def sheet_css() -> ResponseReturnValue:
    """Give the sheet's stylesheet, the same on screen as on paper."""
    return Response(summary_sheet.css(), mimetype="text/css")


def _given(response_id: UUID) -> tuple[Work, tables.Clinic, SummaryInput]:
    """Return what a sheet is made of; the address of what was corrected leads to what holds.

    That it was seen is committed before anything is drawn.
    """
    held = summarising.whose(staff.work(ROLE), response_id)
    work, clinic = in_clinic(held.clinic_id)
    if held.response_id != response_id:
        abort(redirect(url_for(str(request.endpoint), response_id=held.response_id), 303))
    found = summarising.given(work, response_id, language=staff.language(), printed_for=role_name())
    work.session.commit()
    return work, clinic, found


def _at(response_id: UUID) -> tuple[Work, tables.Clinic]:
    return in_clinic(summarising.whose(staff.work(ROLE), response_id).clinic_id)
