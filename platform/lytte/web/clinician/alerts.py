"""The alert list: what is open, taken, closed, and why each was raised."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.services import alerting
from lytte.services.faults import AlreadyDecided
from lytte.web import staff
from lytte.web.clinician.frame import at_clinic, page
from lytte.web.clinician.sentences import AlertWords


def alerts(slug: str) -> ResponseReturnValue:
    """Show what is open, the most urgent first; or what is closed, the newest first."""
    work, clinic = at_clinic(slug)
    closed = request.args.get("closed") == "1"
    listed = alerting.listed(work, [clinic.id], closed=closed)
    say = AlertWords.of_clinic(work, clinic.id, staff.language())
    work.session.commit()
    return page(
        "clinician/alerts.html",
        work,
        clinic,
        listed=listed,
        closed=closed,
        say=say,
        reason_for=request.args.get("reason_for", ""),
        moved=request.args.get("moved", ""),
    )


def move_alert(slug: str, alert_id: UUID) -> ResponseReturnValue:
    """Take, close or override one alert."""
    work, clinic = at_clinic(slug)
    to = request.form.get("to", "")
    if to not in alerting.FOLLOWS:
        abort(400)
    said = {"moved": to}
    try:
        alerting.move(
            work,
            alert_id,
            to,
            clinic_id=clinic.id,
            staff_id=staff.signed().staff_id,
            reason=request.form.get("reason", ""),
        )
        work.session.commit()
    except alerting.ReasonNeeded:
        said = {"reason_for": str(alert_id), "_anchor": f"a{alert_id}"}
    except AlreadyDecided:
        said = {"moved": "meanwhile"}
    return redirect(url_for("clinician.alerts", slug=slug, **said), 303)  # type: ignore[arg-type]
