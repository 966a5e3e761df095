"""A FHIR questionnaire in a file, read without waiting for what reads tables and folders."""

from pathlib import Path

from lytte.core.problems import error
from lytte.integrations.fhir import any_version
from lytte.integrations.fhir.exact_json import MAXIMUM_BYTES
from lytte.integrations.imported import Imported

_SMALLER = "Take pictures out of it, or split it in two."


def is_one(path: str) -> bool:
    """Tell by its first sign; what cannot be opened is told by who reads anything.

    A pipe can be read only once, so who reads anything has it to themselves.
    """
    where = Path(path)
    try:
        if not where.is_file():
            return False
        with where.open("rb") as file:
            return any_version.is_object(file.read(80))
    except (OSError, ValueError):
        return False


def read(path: str) -> tuple[Imported, bytes]:
    """Return what the file holds with every problem, and the file as it came."""
    found = contents(Path(path))
    return (found, b"") if isinstance(found, Imported) else (any_version.read(found), found)


def contents(where: Path) -> bytes | Imported:
    """Return a file's bytes, or why there are none."""
    try:
        with where.open("rb") as file:
            found = file.read(MAXIMUM_BYTES + 1)
    except OSError as fault:
        way_out = "Look at its name, and at who may read it."
        return refused(f"the file cannot be read: {fault.strerror}", way_out)
    if len(found) > MAXIMUM_BYTES:
        return refused(f"the file is over {MAXIMUM_BYTES:,} bytes", _SMALLER)
    return found


def refused(message: str, way_out: str) -> Imported:
    """Return that nothing was read."""
    return Imported(None, [error("", message, way_out)])
