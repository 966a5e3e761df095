"""The doors, for gunicorn: `wsgi:application` is all of Lytte on one machine.

`wsgi:patient` and `wsgi:staff` serve the two doors apart, each in processes of its
own. What a door does not need is not even loaded, so the patient's process holds no
page of the clinician and none of the CMS. Loading one opens no connection that
outlives it: gunicorn may load first and fork after (`--preload`).
"""

import gc
from datetime import UTC, datetime

from flask import Flask, redirect, url_for

from lytte import logs
from lytte.settings import Settings
from lytte.wiring import make_house, open_sound_database


def _application(settings: Settings) -> Flask:
    from lytte.app import create_app
    from lytte_admin.menu import add_cms

    app = create_app(settings, open_sound_database(settings))
    add_cms(app)
    return app


def _patient(settings: Settings) -> Flask:
    from lytte.web.ground import ground
    from lytte.web.patient import views

    house = make_house(settings, open_sound_database(settings), _now)
    app = ground(house, proxies=settings.trusted_proxies)
    app.register_blueprint(views.blueprint)
    return app


def _staff(settings: Settings) -> Flask:
    from lytte.web.ground import ground
    from lytte.web.staff_door import open_staff_door
    from lytte_admin.menu import add_cms

    house = make_house(settings, open_sound_database(settings), _now)
    app = ground(house, proxies=settings.trusted_proxies)
    open_staff_door(app)
    app.add_url_rule("/", "front", lambda: redirect(url_for("auth.hospitals")))
    add_cms(app)
    return app


DOORS = {"application": _application, "patient": _patient, "staff": _staff}


def tidy_seldom() -> None:
    """Look for rubbish after ten thousand new things, not seven hundred.

    What is loaded stays, so it is not looked through; reading a large questionnaire made
    nothing but what it keeps, and spent a third of its time being looked through.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def __getattr__(name: str) -> Flask:
    """Make a door when it is asked for by name."""
    if name not in DOORS:
        raise AttributeError(name)
    settings = Settings.from_environ()
    logs.configure(settings.log_level)
    made = DOORS[name](settings)
    tidy_seldom()
    return made


def _now() -> datetime:
    return datetime.now(UTC)
