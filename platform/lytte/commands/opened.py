"""How a command gets at a hospital: settings, database, and who asks."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.pool import NullPool

from lytte.commands import waiting
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession, NotEntered
from lytte.wiring import open_sound_database


class NoSuchHospital(Exception):
    """The command line named a hospital that is not there; the text names those that are."""


def database() -> tuple[Settings, Database]:
    """Return the settings of the environment and the database they speak of.

    A command keeps no connection that it is not using, so it leaves none behind.
    """
    settings = Settings.from_environ()
    waiting.doing("opening the database")
    opened = open_sound_database(settings, poolclass=NullPool)
    waiting.doing("")
    return settings, opened


@contextmanager
def inside(settings: Settings, opened: Database, hospital: str | UUID) -> Iterator[Work]:
    """Work inside one hospital as the operating-system user; committed at the end."""
    with _session(opened, hospital) as session:
        yield work_in(settings, session)
        session.commit()


def work_in(settings: Settings, session: HospitalSession) -> Work:
    """Return the work of the operating-system user inside `session`'s hospital."""
    actor = Actor(f"os:{getpass.getuser()}", "command line")
    return Work(session, actor, datetime.now(UTC), Keys(settings.secret_key.get_secret_value()))


def say(*lines: str) -> None:
    """Tell what is going on, on the error stream: the output stream is for results."""
    waiting.heard()
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _session(opened: Database, hospital: str | UUID) -> HospitalSession:
    if isinstance(hospital, UUID):
        return opened.inside(hospital)
    try:
        return opened.inside_named(hospital)
    except NotEntered:
        known = ", ".join(one.slug for one in opened.hospitals())
        there = f"There are: {known}." if known else "There is none yet: `lytte demo load`."
        raise NoSuchHospital(f"There is no hospital called {hospital!r}. {there}") from None
