"""When a page cannot be shown: each reason has its own calm words and its way on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.web.patient import door, way
from lytte.web.patient.frame import frame, sitting_frame
from lytte.wording.catalogue import words


def session_over(_: Exception) -> ResponseReturnValue:
    """The session is over: everything that was saved is kept."""
    again = url_for("patient.entry") if door.link() else url_for("patient.front")
    return _page("patient/session_over.html", again=again, sent=request.method == "POST"), 403


def stale_form(_: Exception) -> ResponseReturnValue:
    """The form was drawn for another browser or another time."""
    return _page("patient/stale.html", again=request.path), 400


def already_sent(_: Exception) -> ResponseReturnValue:
    """The form is sent; it is closed."""
    return _at_the_clinic("patient/sent.html"), 410


def time_is_up(_: Exception) -> ResponseReturnValue:
    """The form can no longer be answered."""
    return _at_the_clinic("patient/time_is_up.html"), 410


def not_begun(_: Exception) -> ResponseReturnValue:
    """The form begins with who fills it in."""
    assessment = (request.view_args or {})["assessment"]
    return redirect(url_for("patient.start", assessment=assessment), 303)


def _at_the_clinic(template: str) -> str:
    """Draw a page that asks the patient to ring the clinic, with the clinic's number on it."""
    try:
        page = sitting_frame(door.glance(), way.REVIEW)
    except door.SessionOver:
        page = frame()
    return render_template(template, page=page, _=words("patient", page.language))


def _page(template: str, **shown: object) -> str:
    page = frame()
    return render_template(template, page=page, _=words("patient", page.language), **shown)
