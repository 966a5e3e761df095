"""When a page cannot be shown: each reason has its own calm words and its way on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.web.patient import door, way
from lytte.web.patient.frame import Frame, frame, sitting_frame
from lytte.wording.catalogue import words


def session_over(_: Exception) -> ResponseReturnValue:
    """The session is over: everything that was saved is kept."""
    again = url_for("patient.entry") if door.link() else url_for("patient.front")
    return _page("patient/session_over.html", again=again, sent=request.method == "POST"), 403


def stale_form(_: Exception) -> ResponseReturnValue:
    """The form was drawn for another browser or another time."""
    return _at_the_clinic("patient/stale.html", again=request.path), 400


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


def around() -> tuple[Frame, str]:
    """Return the frame of the form that is open here, and the address that leads back to it.

    Where none is open the frame is plain, and there is no address.
    """
    if not door.token():
        return frame(), ""
    try:
        sitting = door.glance()
    except door.SessionOver:
        return frame(), ""
    page = sitting_frame(sitting, way.REVIEW)
    return page, url_for("patient.resume", assessment=sitting.assessment_id)


def _at_the_clinic(template: str, **shown: object) -> str:
    """Draw a page with the clinic's number on it: the patient may have to ring."""
    page, _ = around()
    return _draw(template, page, **shown)


def _page(template: str, **shown: object) -> str:
    return _draw(template, frame(), **shown)


def _draw(template: str, page: Frame, **shown: object) -> str:
    return render_template(template, page=page, _=words("patient", page.language), **shown)
