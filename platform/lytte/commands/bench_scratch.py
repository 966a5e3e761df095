"""A database of its own for a bench, and what its work cost; gone when the bench is done."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from lytte.storage import migrate, roles
from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer

NAME = "bench"


@contextmanager
def scratch() -> Iterator[tuple[EmbeddedServer, Database]]:
    """Start a server with every table and nothing in them."""
    folder = Path(tempfile.mkdtemp(prefix="lytte-bench-"))
    folder.chmod(0o711)  # as root the server is another user, who passes through
    server = EmbeddedServer(folder / "postgres", fast=True)
    server.attach()
    try:
        server.prepare(NAME)
        migrate.upgrade(server.url(roles.OWNER, NAME))
        database = Database.at({one: server.url(f"lytte_{one}", NAME) for one in ROLES})
        yield server, database
        database.dispose()
    finally:
        server.detach()
        shutil.rmtree(folder, ignore_errors=True)


def settle(server: EmbeddedServer) -> None:
    """Leave the tables as they are once the server has tidied up after a large load."""
    with psycopg.connect(server.superuser(NAME), autocommit=True) as connection:
        connection.execute("vacuum analyze")


def seconds_of(pid: int) -> float:
    """Return the CPU seconds of the server's process for us, which sits on this machine."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def count_memory_anew() -> None:
    """Count the most memory from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def most_memory() -> int:
    """Return the most memory that this process held since it was counted anew, in MB."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [one for one in told.splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) // 1024
