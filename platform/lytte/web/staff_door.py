"""The staff's door: signing in, the clinic's day, the sheets. The CMS is added by `wsgi.py`."""

from functools import partial

from flask import Flask
from flask_wtf import CSRFProtect

from lytte.web import staff
from lytte.web.auth import tries
from lytte.web.auth import views as auth
from lytte.web.clinician import views as clinician
from lytte.wording.catalogue import words


def open_staff_door(app: Flask) -> CSRFProtect:
    """Add the staff's pages; the guard against forged forms is returned for those exempted."""
    csrf = CSRFProtect(app)
    app.extensions[tries.NAME] = tries.Tries()
    app.register_blueprint(auth.blueprint)
    app.register_blueprint(clinician.blueprint)
    app.teardown_request(staff.close)
    app.jinja_env.globals["demo"] = app.extensions["lytte"].demo
    # The frame speaks with the staff's words also around pages of the CMS.
    app.context_processor(
        lambda: {"cms": "admin" in app.blueprints, "staff_words": partial(words, "staff")}
    )
    return csrf
