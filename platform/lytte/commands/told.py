"""What stops a command and is told in words: the fault and the way out, never a trace."""

import psycopg
from sqlalchemy.exc import OperationalError

from lytte.commands.opened import NoSuchHospital
from lytte.settings import SettingsError
from lytte.storage.fitness import UnfitServer
from lytte.storage.programs import EmbeddedServerError
from lytte.storage.sessions import NotEntered
from lytte.wiring import NotMigrated

NO_DATABASE = (OperationalError, psycopg.OperationalError)
TOLD = (
    SettingsError,
    EmbeddedServerError,
    UnfitServer,
    NotMigrated,
    NoSuchHospital,
    NotEntered,
    *NO_DATABASE,
)


def words(fault: Exception) -> str:
    """Return what is said of a fault."""
    if isinstance(fault, NO_DATABASE):
        return (
            "The database does not answer, or does not let Lytte in. Is it running, and are "
            f"DATABASE_URL and its sisters right?\n  {_first_line(fault)}"
        )
    if isinstance(fault, NotEntered):
        return "There is no such hospital here. `lytte demo load` makes two to try."
    return str(fault)


def _first_line(fault: Exception) -> str:
    """The server's own word for it, without the statement and its values."""
    said = str(fault.orig if isinstance(fault, OperationalError) else fault).strip()
    return said.splitlines()[0] if said else type(fault).__name__
