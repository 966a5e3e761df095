"""From settings to a database that answers: the embedded one, or the hospital's own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import psycopg

from lytte.services.keys import Keys
from lytte.settings import Settings
from lytte.storage import database, fitness, migrate, roles
from lytte.storage.database import Database
from lytte.storage.embedded import EmbeddedServer
from lytte.web.house import House

ROLE_OF = {
    "app": roles.APP,
    "patient": roles.PATIENT,
    "sign_in": roles.SIGN_IN,
    "worker": roles.WORKER,
}


class NotMigrated(Exception):
    """The database is older or newer than this Lytte: run `lytte db upgrade`."""


def embedded_server(settings: Settings) -> EmbeddedServer:
    """Return the embedded server, running and with its roles; it ends with its last user."""
    server = EmbeddedServer(Path(settings.var) / "postgres")
    server.attach()
    server.prepare()
    return server


def open_database(settings: Settings, **options: Any) -> Database:
    """Return the database the settings speak of, started when it is the embedded one."""
    if settings.embedded:
        server = embedded_server(settings)
        urls = {name: server.url(role) for name, role in ROLE_OF.items()}
        return Database.at(urls, heal=server.heal, **options)
    given = {
        "app": settings.database_url,
        "patient": settings.database_patient_url,
        "sign_in": settings.database_sign_in_url,
        "worker": settings.database_worker_url,
    }
    return Database.at({n: url.get_secret_value() for n, url in given.items() if url}, **options)


def open_sound_database(settings: Settings, **options: Any) -> Database:
    """Return the database, when its server, roles and tables are what Lytte needs.

    Otherwise UnfitServer or NotMigrated says what is wrong. No connection is kept
    open, so the process may fork afterwards.
    """
    opened = open_database(settings, **options)
    try:
        for role in database.ROLES:
            raw = getattr(opened, role).raw_connection()
            try:
                fitness.refuse_unfit(cast(psycopg.Connection, raw.driver_connection))
            finally:
                raw.close()
        if not opened.is_ready():
            raise NotMigrated(
                "There are no tables yet, or those of another version of Lytte: run "
                "`lytte db upgrade` (for the demo, `lytte demo load`)."
            )
    finally:
        opened.dispose()
    return opened


def make_house(settings: Settings, opened: Database, clock: Callable[[], datetime]) -> House:
    """Return what every request reaches."""
    return House(
        database=opened,
        keys=Keys(settings.secret_key.get_secret_value()),
        base_url=settings.base_url,
        secure=settings.secure,
        clock=clock,
        demo=settings.environment == "demo",
    )


def upgrade(settings: Settings) -> None:
    """Make the roles where we may, and run the migrations that are missing."""
    migrate.upgrade(owner_url(settings))


def owner_url(settings: Settings) -> str:
    """Return the owner's address; SettingsError is raised earlier when it is needed and unset."""
    if settings.embedded:
        return embedded_server(settings).url(roles.OWNER)
    if settings.database_owner_url is None:
        raise NotMigrated("DATABASE_OWNER_URL is not set: only the owner may change the tables.")
    return settings.database_owner_url.get_secret_value()
