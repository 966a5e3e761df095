"""Composes the platform and the CMS for one machine: `gunicorn wsgi:application`."""

from lytte import logs
from lytte.app import create_app
from lytte.settings import Settings
from lytte.wiring import open_database
from lytte_admin.menu import add_cms

settings = Settings.from_environ()
logs.configure(settings.log_level)
application = create_app(settings, open_database(settings))
add_cms(application)
