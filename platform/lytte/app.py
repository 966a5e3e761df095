"""All wiring, and nothing else: one application for patients, staff and the CMS, or one door."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, g, request
from flask_wtf import CSRFProtect

import lytte.web
from lytte.services.keys import Keys
from lytte.settings import Settings
from lytte.storage.database import Database
from lytte.web import errors, filters, health, security, staff
from lytte.web.auth import views as auth
from lytte.web.clinician import views as clinician
from lytte.web.house import House
from lytte.web.patient import views as patient


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Flask:
    """Return the application for staff and patients; the CMS is added by `wsgi.py`."""
    app = _bare(settings, database, clock)
    _add_staff(app)
    _add_patients(app)
    return app


def _bare(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Flask:
    app = Flask(lytte.web.__name__, static_url_path="/static")
    keys = Keys(settings.secret_key.get_secret_value())
    app.config.update(
        SECRET_KEY=keys.cookie,
        MAX_CONTENT_LENGTH=security.LARGEST_BODY,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-lytte-form" if settings.secure else "lytte-form",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["lytte"] = House(
        database=database,
        keys=keys,
        base_url=settings.base_url,
        secure=settings.secure,
        clock=clock,
        demo=settings.environment == "demo",
    )
    app.before_request(_name_request)
    security.install(app)
    errors.install(app)
    filters.install(app)
    app.register_blueprint(health.blueprint)
    return app


def _add_staff(app: Flask) -> None:
    csrf = CSRFProtect(app)
    # The patient pages carry a form token of their own, bound to the patient's session.
    csrf.exempt(patient.blueprint)
    app.register_blueprint(auth.blueprint)
    app.register_blueprint(clinician.blueprint)
    app.teardown_request(staff.close)
    app.jinja_env.globals["demo"] = app.extensions["lytte"].demo


def _add_patients(app: Flask) -> None:
    app.register_blueprint(patient.blueprint)


def _name_request() -> None:
    g.request_id = request.headers.get("X-Request-ID", "")[:40] or uuid4().hex
