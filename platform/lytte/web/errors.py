"""What a service refuses, and what breaks, as pages: clear, calm, with the way on."""

import logging
from collections.abc import Callable
from uuid import UUID

import psycopg
from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, InternalServerError

from lytte.services.faults import (
    AlreadyDecided,
    EditedMeanwhile,
    NotAllowed,
    NotCovered,
    NotFound,
)
from lytte.web import staff
from lytte.web.patient import closing
from lytte.web.patient.frame import Frame, frame, remembered
from lytte.wording.catalogue import words

log = logging.getLogger(__name__)

# Heading and text by status; what has no line of its own is told as a fault of ours.
PATIENT = {
    400: ("This could not be read", "Go back and try once more."),
    404: ("There is no such page", "The address may be mistyped, or the page is gone."),
    405: ("There is no such page", "The address may be mistyped, or the page is gone."),
    413: ("That was too much at once", "Write something shorter, and send the page again."),
    500: ("Something went wrong with us", "What you saved is kept. Try again in a little while."),
}
STAFF = {
    400: ("This could not be read", "Go back and try once more."),
    403: ("This is not open to you", "Your role does not reach it. Ask your hospital admin."),
    404: ("There is no such page", "It may belong to somewhere else, or be gone."),
    405: ("There is no such page", "It may belong to somewhere else, or be gone."),
    409: ("Somebody else was first", "Nothing was overwritten. Open the page again and look."),
    413: ("That was too much at once", "The largest file is 10 MB."),
    500: ("Something went wrong with us", "It is noted. Try again in a little while."),
    503: ("The database does not answer", "Nothing was lost. Try again in a little while."),
}
NOT_COVERED = {
    "paper": (
        "The form cannot be given on paper",
        "The licence for {titles} does not cover paper. Ask an admin to agree it with the owner "
        "and record it under Licences. Until then it is answered on a screen.",
    ),
    "web": (
        "The form cannot be answered on a screen",
        "The licence for {titles} does not cover a telephone or computer. Ask an admin to agree "
        "it with the owner and record it under Licences. Until then no link or code is made.",
    ),
}
"""Heading and text by the way of answering that a licence does not cover."""
Kept = list[tuple[str, str]] | None
NO_DATABASE = (OperationalError, InterfaceError, NoConnectionFree, psycopg.OperationalError)
DOORS = ("clinician", "auth")
PATHS = ("/clinic", "/staff", "/h/", "/admin", "/arrive", "/sign-out")


def install(app: Flask) -> None:
    """Give the application a page for everything that can be refused or break."""
    for kind, status in {
        NotFound: 404,
        NotAllowed: 403,
        AlreadyDecided: 409,
        EditedMeanwhile: 409,
    }.items():
        app.register_error_handler(kind, _with(status))
    app.register_error_handler(staff.SignInNeeded, _sign_in)
    app.register_error_handler(NotCovered, _not_covered)
    app.register_error_handler(HTTPException, _http)
    for fault in NO_DATABASE:
        app.register_error_handler(fault, _no_database)


def _sign_in(_: Exception) -> ResponseReturnValue:
    return redirect(url_for("auth.hospitals"), 303)


def _with(status: int) -> Callable[[Exception], ResponseReturnValue]:
    def tell(_: Exception) -> ResponseReturnValue:
        return page(status)

    return tell


def _not_covered(fault: NotCovered) -> ResponseReturnValue:
    _ = staff.wording()
    heading, text = NOT_COVERED[fault.mode]
    titles = ", ".join(f"«{one.read(staff.language())}»" for one in fault.titles)
    body = render_template(
        "staff/fault.html", heading=_(heading), text=_(text, titles=titles), kept=None, _=_
    )
    return body, 409


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        log.error("A page failed.", exc_info=error.original_exception)
    return page(error.code)


def _no_database(error: Exception) -> ResponseReturnValue:
    log.error("The database does not answer.", exc_info=error)
    kept = list(request.form.items(multi=True)) if request.method == "POST" else None
    if _is_staff():
        # A password is never put in a page, and a browser does not give a file twice.
        again = kept is not None and not request.files and "password" not in request.form
        return page(503, kept if again else None)
    view = request.view_args or {}
    assessment = view.get("assessment")
    around = remembered(assessment if isinstance(assessment, UUID) else None)
    _ = words("patient", around.language)
    texts = [_("We cannot reach our own database just now.")]
    if kept is not None:
        texts.append(_("Your answer on this page was not saved, but it is kept here."))
        texts.append(_("Wait a minute, and send it once more."))
    else:
        texts.append(_("What you saved is kept. Try again in a little while."))
    body = render_template(
        "patient/message.html",
        page=around,
        heading=_("Something went wrong with us"),
        texts=texts,
        kept=kept,
        again=None,
        onwards="",
        _=_,
    )
    return body, 503, {"Retry-After": "60"}


def page(status: int, kept: Kept = None) -> ResponseReturnValue:
    """Return the page that tells about a status, in the style of whoever asked.

    With `kept`, what was written stands ready to be sent once more.
    """
    if _is_staff():
        _ = words("staff", _staff_language(status))
        heading, text = STAFF.get(status, STAFF[500])
        body = render_template("staff/fault.html", heading=_(heading), text=_(text), kept=kept, _=_)
        return body, status
    shown, onwards = _patient_frame(status)
    _ = words("patient", shown.language)
    heading, text = PATIENT.get(status, PATIENT[500])
    body = render_template(
        "patient/message.html",
        page=shown,
        heading=_(heading),
        texts=[_(text)],
        kept=None,
        again=onwards or url_for("patient.front"),
        onwards=onwards,
        _=_,
    )
    return body, status


def _staff_language(status: int) -> str:
    """Whose page it is may not have been asked yet; what broke is not asked for more."""
    if status >= 500:
        return staff.language_known()
    try:
        return staff.language()
    except NO_DATABASE:
        return staff.language_known()


def _patient_frame(status: int) -> tuple[Frame, str]:
    """Return the frame of the open form and the way back to it; what broke is not asked."""
    if status >= 500:
        return frame(), ""
    try:
        return closing.around()
    except NO_DATABASE:
        return frame(), ""


def _is_staff() -> bool:
    """Whether the page is for staff; where one door is served alone, it is the only one."""
    doors = current_app.blueprints
    if "auth" not in doors or "patient" not in doors:
        return "auth" in doors
    return request.blueprint in DOORS or request.path.startswith(PATHS)
