"""What a hospital may set, read once from the environment and refused in words.

Every fault is told at once, with its way out, so that whoever installs Lytte
starts it twice and not ten times. Secrets are never repeated in a message.
"""

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, SecretStr

# One address a role, because one role for all would be no wall. The first four
# serve the application; the owner's is for `lytte db`, the backup's for `pg_dump`.
SERVING = ("DATABASE_URL", "DATABASE_PATIENT_URL", "DATABASE_SIGN_IN_URL", "DATABASE_WORKER_URL")
ADDRESSES = (*SERVING, "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")
NAMES = (
    "LYTTE_ENV",
    "LYTTE_VAR",
    "LYTTE_BASE_URL",
    "LYTTE_SECRET_KEY",
    "LYTTE_LOG_LEVEL",
    "LYTTE_TRUSTED_PROXIES",
    *ADDRESSES,
    "PORT",
)
POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
KEY_LENGTH = 32
# A clone keeps what it keeps in itself, from wherever it is asked.
HOUSE = Path(__file__).parents[2]
PORTS = range(1, 65536)
# Behind more proxies than this the count is a mistake, and a wrong count lets a
# visitor write his own address into the log.
PROXIES = range(6)


class SettingsError(Exception):
    """The environment describes no Lytte that can start; the text says why and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        count = "a setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"Lytte cannot start: {count} wrong in the environment.\n{lines}")


class Settings(BaseModel):
    """How this Lytte runs.

    The addresses are those of the hospital's own server: all four that serve, or
    none of them, which means the embedded server under `var`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: Literal["demo", "production"]
    var: Path
    port: int
    base_url: str
    secret_key: SecretStr
    log_level: str
    trusted_proxies: int
    database_url: SecretStr | None
    database_owner_url: SecretStr | None
    database_patient_url: SecretStr | None
    database_sign_in_url: SecretStr | None
    database_worker_url: SecretStr | None
    database_backup_url: SecretStr | None

    @property
    def embedded(self) -> bool:
        """The database is Lytte's own server under `var`, not the hospital's."""
        return self.database_url is None

    @property
    def secure(self) -> bool:
        """Patients and staff come by https, so cookies may say Secure."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment, or raise SettingsError with every fault.

        In the demo a missing secret key is made once and kept in `var`.
        """
        reading = _Reading(environ)
        environment = reading.one_of("LYTTE_ENV", ("demo", "production"), "demo")
        production = environment == "production"
        var = Path(reading.text("LYTTE_VAR") or HOUSE / "var").expanduser().absolute()
        port = reading.number("PORT", PORTS, 5000)
        base_url = reading.base_url(port, production=production)
        key = reading.secret_key(production=production)
        level = reading.one_of("LYTTE_LOG_LEVEL", LOG_LEVELS, "INFO")
        proxies = reading.number("LYTTE_TRUSTED_PROXIES", PROXIES, 0)
        addresses = reading.addresses()
        reading.refuse_unknown_names()
        if reading.faults:
            raise SettingsError(reading.faults)
        return cls(
            environment="production" if production else "demo",
            var=var,
            port=port,
            base_url=base_url,
            secret_key=SecretStr(key or _keep_key(var)),
            log_level=level,
            trusted_proxies=proxies,
            database_url=addresses["DATABASE_URL"],
            database_owner_url=addresses["DATABASE_OWNER_URL"],
            database_patient_url=addresses["DATABASE_PATIENT_URL"],
            database_sign_in_url=addresses["DATABASE_SIGN_IN_URL"],
            database_worker_url=addresses["DATABASE_WORKER_URL"],
            database_backup_url=addresses["DATABASE_BACKUP_URL"],
        )


class _Reading:
    """One reading of the environment, and the faults found on the way."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        given = self.text(name) or default
        for word in allowed:
            if given.casefold() == word.casefold():
                return word
        self.faults.append(f"{name} is {given!r}: use {_or(allowed)}.")
        return default

    def number(self, name: str, allowed: range, default: int) -> int:
        given = self.text(name)
        if not given:
            return default
        if given.isascii() and given.isdigit() and int(given) in allowed:
            return int(given)
        self.faults.append(
            f"{name} is {given!r}: use a whole number from {allowed[0]} to {allowed[-1]}."
        )
        return default

    def base_url(self, port: int, *, production: bool) -> str:
        given = self.text("LYTTE_BASE_URL").rstrip("/")
        if not given:
            if production:
                self.faults.append(
                    "LYTTE_BASE_URL is missing: set it to the address that patients open, "
                    "such as https://skjema.example.no. Links and passkeys are bound to it."
                )
            return f"http://localhost:{port}"
        if not _is_origin(given):
            self.faults.append(
                f"LYTTE_BASE_URL is {given!r}: give a scheme and a host and nothing after them, "
                "such as https://skjema.example.no."
            )
        elif production and not given.startswith("https://"):
            self.faults.append(
                f"LYTTE_BASE_URL is {given!r}: in production it must begin with https://, "
                "because answers about health must not travel in the clear."
            )
        return given

    def secret_key(self, *, production: bool) -> str:
        """The given key; empty when the demo should keep one of its own."""
        given = self.text("LYTTE_SECRET_KEY")
        if given and (len(given) < KEY_LENGTH or len(set(given)) < KEY_LENGTH // 4):
            self.faults.append(f"LYTTE_SECRET_KEY is too easy to guess: {_MAKE_A_KEY}")
        elif production and not given:
            self.faults.append(
                f"LYTTE_SECRET_KEY is missing: {_MAKE_A_KEY} Keep it outside the database's "
                "backup; without it stored contact details cannot be read."
            )
        return given

    def addresses(self) -> dict[str, SecretStr | None]:
        """The address in each variable; None where it is not set."""
        given = {name: self._address(name) for name in ADDRESSES if self.text(name)}
        if given:
            self.faults += [
                f"{name} is missing: set all of {_and(SERVING)} for a server of your own, or none "
                f"of them for the embedded one. {_ROLES_ARE_PRINTED}"
                for name in SERVING
                if name not in given
            ]
        users = [user for url in given.values() if (user := _role(url))]
        for twice in sorted({user for user in users if users.count(user) > 1}):
            names = [name for name, url in given.items() if _role(url) == twice]
            self.faults.append(
                f"{_and(names)} connect as the same role, {twice!r}: what one may not do is a wall "
                f"only while the roles are apart. {_ROLES_ARE_PRINTED}"
            )
        return {name: SecretStr(given[name]) if name in given else None for name in ADDRESSES}

    def _address(self, name: str) -> str:
        parts = urlsplit(self.text(name))
        faults = [fault for is_faulty, fault in _ADDRESS_FAULTS if is_faulty(parts)]
        self.faults += [f"{name} {fault}" for fault in faults[:1]]
        return urlunsplit(parts._replace(scheme="postgresql+psycopg"))

    def refuse_unknown_names(self) -> None:
        for name in sorted(self.environ):
            ours = name.startswith("LYTTE_") and not name.startswith("LYTTE_TEST_")
            if ours and name not in NAMES:
                near = get_close_matches(name, NAMES, 1)
                hint = f"did you mean {near[0]}?" if near else f"the settings are {_or(NAMES)}."
                self.faults.append(f"{name} is no setting: {hint}")


_MAKE_A_KEY = (
    "use at least 32 characters made by chance, such as the output of "
    "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
)

_ROLES_ARE_PRINTED = (
    "`lytte db roles` prints the SQL that makes the roles, and one address for each."
)

# Asked in order; the first that is true is told. None repeats the URL: it holds a password.
_ADDRESS_FAULTS: tuple[tuple[Callable[[SplitResult], bool], str], ...] = (
    (
        lambda url: url.scheme not in POSTGRES,
        "does not begin with postgresql://. Lytte keeps its walls in PostgreSQL and runs on "
        "nothing else.",
    ),
    (
        lambda url: not url.path.strip("/"),
        "names no database: write postgresql://role:password@host:5432/lytte.",
    ),
    (
        lambda url: not _role(url.geturl()),
        "names no role: write postgresql://role:password@host:5432/lytte.",
    ),
)


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    try:
        port_is_fine = parts.port is None or parts.port in PORTS
    except ValueError:
        return False
    rest = (parts.path, parts.query, parts.fragment, parts.username)
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port_is_fine
        and not any(rest)
    )


def _role(url: str) -> str:
    return urlsplit(url).username or ""


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _keep_key(var: Path) -> str:
    try:
        return _kept_key(var)
    except OSError as error:
        raise SettingsError(
            [
                f"LYTTE_VAR is {str(var)!r}, where Lytte cannot keep a file "
                f"({error.strerror}): choose a folder that it may write to."
            ]
        ) from error


def _kept_key(var: Path) -> str:
    """The demo's own key: made by whoever comes first, readable by this user alone."""
    path = var / "secret.key"
    var.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"secret.key.{secrets.token_hex(4)}")
    if not path.exists():
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(made, path)  # two processes at once: one wins, both read the winner's
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="ascii").strip()
