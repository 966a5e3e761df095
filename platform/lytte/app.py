"""All wiring, and nothing else: patients and staff in one application."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from lytte.settings import Settings
from lytte.storage.database import Database
from lytte.web.ground import ground
from lytte.web.patient import views as patient
from lytte.web.staff_door import open_staff_door
from lytte.wiring import make_house


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Flask:
    """Return the application for staff and patients; the CMS is added by `wsgi.py`."""
    app = ground(make_house(settings, database, clock), proxies=settings.trusted_proxies)
    csrf = open_staff_door(app)
    # The patient pages carry a form token of their own, bound to the patient's session.
    csrf.exempt(patient.blueprint)
    app.register_blueprint(patient.blueprint)
    return app
