"""The embedded PostgreSQL: a real server under `var`, made, started and healed by whoever needs it.

Every process that uses the server counts itself as a user by a lock that the
kernel drops when the process dies, however it dies; the last one out stops the
server. The server holds such a lock of its own, so that "is it alive" is asked
of the kernel and not of a process number, which may be stale or reused.
"""

import atexit
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import make_conninfo

from lytte.storage import roles
from lytte.storage.folders import Folders
from lytte.storage.programs import EmbeddedServerError, Programs, find_programs

PATIENCE = 30.0  # seconds that a server may take to come up or to go down
PORT = 5432  # of the socket's name only; the server listens on no network
LOG_BYTES = 5_000_000

# Errors are logged without the statement and without the row that broke a rule:
# both hold what patients said.
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = {socket}
unix_socket_permissions = 0700
port = 5432
max_connections = 120
password_encryption = scram-sha-256
timezone = UTC
log_timezone = UTC
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
jit = off
"""
# A test's database may be lost with the machine's power; nobody misses it.
FAST = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""
# Nobody becomes another role by naming it: each has a password, the superuser too.
ACCESS = "local all all scram-sha-256\n"
CONTROL = "global/pg_control"
"""What no server starts without."""


class EmbeddedServer:
    """The server whose files lie in `home`; made on the first `attach`."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.folders = Folders.at(home)
        self.fast = fast
        self.home, self.data = self.folders.home, self.folders.data
        self._use: IO[str] | None = None
        self._user = 0

    def attach(self) -> None:
        """Have the server running, and count this process as one that needs it."""
        self.folders.make()
        with self._alone():
            if self._use is None:
                self._use, self._user = (self.home / "users.lock").open("w"), os.getpid()
                fcntl.flock(self._use, fcntl.LOCK_SH)
                atexit.register(self.detach)
            self._bring_up()

    def detach(self) -> None:
        """Stop counting this process; the last one out stops the server."""
        if self._use is None or self._user != os.getpid():
            return  # a forked worker uses what its parent holds
        if not self.home.exists():
            self._use.close()  # somebody deleted the folder, and with it all that ran there
            self._use = None
            return
        with self._alone():
            # BlockingIOError: somebody else still uses the server. EmbeddedServerError: it
            # is gone already, and gone is what we wanted.
            with suppress(BlockingIOError, EmbeddedServerError):
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._control("stop", "-m", "fast")
            self._use.close()
            self._use = None

    def heal(self) -> None:
        """Start the server again if it died under us."""
        with self._alone():
            self._bring_up()

    def superuser(self, database: str = "postgres") -> str:
        """How to connect as the superuser, for whoever may read the server's own files."""
        password = self.folders.secret("superuser").read_text()
        return make_conninfo(
            host=str(self.folders.socket), user="postgres", password=password, dbname=database
        )

    def passwords(self) -> dict[str, str]:
        """The password of every role that signs in, made once and kept beside the server."""
        with self._alone():
            if not self.folders.secret("passwords").exists():
                self.folders.write_secret("passwords", json.dumps(roles.new_passwords()))
            kept: dict[str, str] = json.loads(self.folders.secret("passwords").read_text())
            return kept

    def prepare(self, database: str = roles.DATABASE) -> None:
        """Make or mend the roles and the database; does nothing when that was done before."""
        passwords = self.passwords()
        wanted = hashlib.sha256(roles.fingerprint(passwords, database).encode()).hexdigest()
        with self._alone():
            done = self.data / "lytte.prepared"
            if done.exists() and done.read_text() == wanted:
                return
            with psycopg.connect(self.superuser(), autocommit=True) as connection:
                roles.ensure(connection, passwords, database)
            done.write_text(wanted)
            self.folders.account.give(done, 0o600)

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        """The address for SQLAlchemy, password included."""
        query = urlencode({"host": str(self.folders.socket), "port": PORT})
        return f"postgresql+psycopg://{role}:{self.passwords()[role]}@/{database}?{query}"

    def _bring_up(self) -> None:
        programs = self._programs()
        end = time.monotonic() + PATIENCE
        while not programs.answers(self.folders.socket):
            if not self._is_alive():
                self._start(programs)
            elif time.monotonic() > end:
                raise EmbeddedServerError(
                    f"The database in {self.data} has neither answered nor ended for "
                    f"{PATIENCE:.0f} seconds. See {self.home / 'server.log'}."
                )
            else:
                time.sleep(0.02)

    def _programs(self) -> Programs:
        """The programs that made the data folder, which is made when it is not there."""
        version = self.data / "PG_VERSION"
        if version.exists():
            return find_programs(self.folders.account, self._made_with(version))
        programs = find_programs(self.folders.account)
        self._make_data(programs)
        return programs

    def _made_with(self, version: Path) -> int:
        """The major version of a data folder that is whole: a full disk may leave half of one."""
        said, control = version.read_text(errors="replace").strip(), self.data / CONTROL
        if not said.isdecimal() or not control.exists() or not control.stat().st_size:
            broken = control if said.isdecimal() else version
            raise EmbeddedServerError(
                f"The database in {self.data} is half made or damaged: {broken} is missing or "
                "holds nothing that can be used. Lytte deletes nothing. Restore the folder from a "
                "backup; or, when nothing in it is needed, move it away, and an empty one is made."
            )
        return int(said)

    def _make_data(self, programs: Programs) -> None:
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedServerError(
                f"{self.data} holds files but no PostgreSQL database, and Lytte deletes nothing "
                "that it did not make. Move the folder away, or restore it from a backup."
            )
        self.folders.write_secret("superuser", secrets.token_urlsafe(32))
        secret = self.folders.secret("superuser")
        # Made beside its place and moved there whole: whoever is killed on the way
        # leaves a `data.new` that the next one clears away.
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        arguments = ["--username=postgres", f"--pwfile={secret}", "--auth=scram-sha-256"]
        arguments += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        arguments += ["--no-sync"] if self.fast else []
        log = self.home / "programs.log"
        programs.run("initdb", *arguments, f"--pgdata={new}", log=log)
        with (new / "postgresql.conf").open("a") as settings:
            settings.write("include = 'lytte.conf'\n")
        new.rename(self.data)

    def _start(self, programs: Programs) -> None:
        self._write_settings()
        log = self.home / "server.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        # Nobody is inside, so whatever says that somebody is, is stale.
        name = f".s.PGSQL.{PORT}"
        for stale in (
            self.data / "postmaster.pid",
            self.folders.socket / name,
            self.folders.socket / f"{name}.lock",
        ):
            stale.unlink(missing_ok=True)
        with (self.home / "server.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_SH)
            # Named from within the data folder: pg_ctl hands these words to a shell, and
            # the path above may hold anything.
            began = log.stat().st_size if log.exists() else 0
            try:
                self._control(
                    *("start", "-w", "-t", f"{PATIENCE:.0f}", "-l", "../server.log"),
                    programs=programs,
                    keep_open=[held.fileno()],
                )
            except EmbeddedServerError as fault:
                raise EmbeddedServerError(f"{fault}{_end_of(log, began)}") from None

    def _write_settings(self) -> None:
        quoted = str(self.folders.socket).replace('"', '""').replace("'", "''")
        settings = SETTINGS.format(socket=f"'\"{quoted}\"'") + (FAST if self.fast else "")
        for name, content in (("lytte.conf", settings), ("pg_hba.conf", ACCESS)):
            path = self.data / name
            path.write_text(content)
            self.folders.account.give(path, 0o600)

    def _control(
        self, *arguments: str, programs: Programs | None = None, keep_open: list[int] | None = None
    ) -> None:
        (programs or self._programs()).run(
            "pg_ctl",
            "--pgdata=.",
            *arguments,
            log=self.home / "programs.log",
            folder=self.data,
            keep_open=keep_open or [],
        )

    def _is_alive(self) -> bool:
        """A server process lives: it inherited the lock, also from another container."""
        with (self.home / "server.lock").open("w") as probe:
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return self._was_started_by_hand()

    def _was_started_by_hand(self) -> bool:
        """Somebody ran pg_ctl himself: the process named in postmaster.pid stands in our data."""
        try:
            number = (self.data / "postmaster.pid").read_text().split()[0]
            return Path(f"/proc/{number}/cwd").readlink() == self.data
        except (OSError, IndexError):
            return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time makes, starts or stops the server."""
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _end_of(log: Path, began: int) -> str:
    """What the server itself wrote last, before it gave up."""
    said = log.read_bytes()[began:].decode("utf-8", "replace") if log.exists() else ""
    lines = "".join(f"\n    {line}" for line in said.strip().splitlines()[-4:])
    return f"\n  The server's own words ({log}):{lines}" if lines else ""
