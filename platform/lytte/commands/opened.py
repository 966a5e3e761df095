"""How a command gets at a hospital: settings, database, and who asks."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession, NotEntered
from lytte.wiring import open_database


def database() -> tuple[Settings, Database]:
    """Return the settings of the environment and the database they speak of."""
    settings = Settings.from_environ()
    return settings, open_database(settings)


@contextmanager
def inside(settings: Settings, opened: Database, hospital: str | UUID) -> Iterator[Work]:
    """Work inside one hospital as the operating-system user; committed at the end."""
    session = _session(opened, hospital)
    with session:
        actor = Actor(f"os:{getpass.getuser()}", "command line")
        keys = Keys(settings.secret_key.get_secret_value())
        yield Work(session, actor, datetime.now(UTC), keys)
        session.commit()


def say(*lines: str) -> None:
    """Tell what is going on, on the error stream: the output stream is for results."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _session(opened: Database, hospital: str | UUID) -> HospitalSession:
    if isinstance(hospital, UUID):
        return opened.inside(hospital)
    try:
        return opened.inside_named(hospital)
    except NotEntered:
        known = ", ".join(one.slug for one in opened.hospitals()) or "none yet"
        say(f"There is no hospital called {hospital!r}. There are: {known}.")
        raise SystemExit(1) from None
