"""What stops a command and is told in words: the fault and the way out, never a trace."""

from sqlalchemy.exc import OperationalError

from lytte.commands.opened import NoSuchHospital
from lytte.settings import SettingsError
from lytte.storage.fitness import UnfitServer
from lytte.storage.programs import EmbeddedServerError
from lytte.storage.sessions import NotEntered
from lytte.wiring import NotMigrated

TOLD = (
    SettingsError,
    EmbeddedServerError,
    UnfitServer,
    NotMigrated,
    NoSuchHospital,
    NotEntered,
    OperationalError,
)


def words(fault: Exception) -> str:
    """Return what is said of a fault. A database's own message may hold an address: its end."""
    if isinstance(fault, OperationalError):
        said = str(fault.orig).strip().splitlines()[-1] if str(fault.orig).strip() else ""
        return (
            "The database does not answer, or does not let Lytte in. Is it running, and are the "
            f"addresses in DATABASE_URL and its sisters right?\n  {said}"
        )
    if isinstance(fault, NotEntered):
        return "There is no such hospital here. `lytte demo load` makes two to try."
    return str(fault)
