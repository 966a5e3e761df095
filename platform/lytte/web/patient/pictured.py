"""The hospital's logo, for whoever sits with a form of theirs."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from lytte.services.faults import NotFound
from lytte.services.settings import setting
from lytte.web.patient import door
from lytte.web.security import let_it_be_kept

KEPT = "private, max-age=2700"


def logo(sha256: str) -> ResponseReturnValue:
    """Return a picture of the hospital whose form is open; its name is its fingerprint."""
    with door.at_work() as work:
        try:
            content = setting.logo(work, sha256).content
        except NotFound:
            abort(404)
    let_it_be_kept()
    return Response(content, mimetype="image/png", headers={"Cache-Control": KEPT})
