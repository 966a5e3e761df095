"""Where the embedded server keeps its files and its socket, and who may enter there."""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from lytte.storage.programs import SYSTEM_STATE, Account, EmbeddedServerError, account_for

# A socket's path has 107 bytes; the server appends "/.s.PGSQL.5432.lock.NNNN" at most.
SOCKET_FOLDER_BYTES = 80


@dataclass(frozen=True)
class Folders:
    """The server's own folders, all of them closed to everybody but its account."""

    account: Account
    home: Path
    socket: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @classmethod
    def at(cls, home: Path) -> "Folders":
        """Folders for a server in `home`, or where it has to live instead.

        Nothing above `home` changes its mode: opening somebody's closed folder
        to everybody is not ours to do.
        """
        home = home.absolute()
        account = account_for(home)
        if not account.is_ours and not account.can_reach(home.parent):
            home = SYSTEM_STATE / f"postgres-{_short_name(home)}"
        return cls(account, home, _socket_folder(home))

    def make(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.account.give(self.home, 0o700)
            self.socket.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedServerError(
                f"The folder {error.filename} for the database cannot be made: {error.strerror}. "
                "Set LYTTE_VAR to a folder that this user may write."
            ) from error
        seen = self.socket.lstat()
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in (os.geteuid(), self.account.uid):
            raise EmbeddedServerError(
                f"{self.socket}, where the database's socket belongs, was made by somebody else. "
                "Remove it, or set LYTTE_VAR to a folder with a shorter path."
            )
        self.account.give(self.socket, 0o700)

    def secret(self, name: str) -> Path:
        return self.home / f"{name}.secret"

    def write_secret(self, name: str, text: str) -> None:
        """Written whole or not at all, and readable by the account alone from its first byte."""
        fresh = self.home / f"{name}.new"
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(text)
        self.account.give(fresh, 0o600)
        fresh.rename(self.secret(name))


def _socket_folder(home: Path) -> Path:
    """Inside `home`; under /tmp when the path is too long for a socket or not plain enough.

    libpq takes a comma for the next host, and a leading @ for a socket without a file.
    /tmp and not TMPDIR: two processes must agree, whatever their environment.
    """
    inside = home / "run"
    is_plain = re.fullmatch(r"[\w /.+-]+", str(inside), re.ASCII)
    if is_plain and len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES:
        return inside
    return Path("/tmp") / f"lytte-{_short_name(home)}"  # noqa: S108 - its owner is checked


def _short_name(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
