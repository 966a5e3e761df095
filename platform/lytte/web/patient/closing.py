"""When a page cannot be shown: each reason has its own calm words and its way on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.web.patient import door
from lytte.web.patient.frame import frame
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
    return _page("patient/sent.html"), 410


def time_is_up(_: Exception) -> ResponseReturnValue:
    """The form can no longer be answered."""
    return _page("patient/time_is_up.html"), 410


def not_begun(_: Exception) -> ResponseReturnValue:
    """The form begins with who fills it in."""
    assessment = (request.view_args or {})["assessment"]
    return redirect(url_for("patient.start", assessment=assessment), 303)


def _page(template: str, **shown: object) -> str:
    page = frame()
    return render_template(template, page=page, _=words("patient", page.language), **shown)
