"""Sessions that belong to one hospital: every transaction enters through the door.

How a transaction may enter depends on who asks, and the database role knows no other
way: staff by their session's token, patients by a code or their session's token, a
sign-in by the hospital's name in the address, the worker (jobs and command line) by id.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from select import POLLIN, poll
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, Row, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

PATIENCE = 10
"""Seconds to wait for a server that does not answer the door; the system would wait minutes."""


class NotEntered(Exception):
    """The code, the session or the hospital does not exist, is over, or was ended."""


@dataclass(frozen=True)
class Entry:
    """One way through the door; `statement` returns the hospital and whom it let in."""

    statement: str
    given: Any = field(repr=False)


def token_hash(token: str) -> bytes:
    """Return what is stored of a secret: tokens have 128 bits or more, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def by_code(hashed: bytes) -> Entry:
    """Enter by the hash of a link's token or a letter's code."""
    return Entry("select * from door.enter_code(%s)", hashed)


def by_patient_session(token: str) -> Entry:
    """Enter by the token in a patient's cookie."""
    return Entry("select * from door.enter_patient(%s)", token_hash(token))


def by_staff_session(token: str) -> Entry:
    """Enter by the token in a staff cookie; a revoked session no longer enters."""
    return Entry("select * from door.enter_staff(%s)", token_hash(token))


def by_sign_in(slug: str) -> Entry:
    """Enter by the hospital's name in the address; only the sign-in role can."""
    return Entry("select * from door.enter_sign_in(%s)", slug)


def by_id(hospital_id: UUID) -> Entry:
    """Enter by id; only the worker and the owner can."""
    return Entry("select * from door.enter(%s)", hospital_id)


class HospitalSession(Session):
    """A session of one hospital; `entered` is the row the door returned last."""

    def __init__(self, engine: Engine, entry: Entry) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.entry = entry
        self.entered: Row[Any] | None = None

    @property
    def hospital_id(self) -> UUID:
        """The hospital this session is inside; begins a transaction when none is open."""
        if self.entered is None:
            self.connection()
        if self.entered is None:
            raise NotEntered
        found: UUID = self.entered.hospital_id
        return found


@event.listens_for(HospitalSession, "after_begin")
def _enter(session: HospitalSession, _: SessionTransaction, connection: Connection) -> None:
    # As the driver takes it: every request passes here, and has nothing for a compiler to do.
    row = connection.exec_driver_sql(session.entry.statement, (session.entry.given,)).first()
    if row is None or row.hospital_id is None:
        raise NotEntered
    session.entered = row


def make_engine(url: str, *, heal: Callable[[], None] | None = None, **options: Any) -> Engine:
    """Return an engine for one role; a restart of the database is not seen by who asks after it.

    `heal` starts the embedded server again when a connection cannot be made, once.
    """
    patience = {} if "connect_timeout" in make_url(url).query else {"connect_timeout": PATIENCE}
    engine = create_engine(url, pool_pre_ping=False, connect_args=patience, **options)
    event.listen(engine, "checkout", _refuse_dead)
    if heal is not None:

        @event.listens_for(engine, "do_connect")
        def _connect(_dialect: Any, _record: Any, args: Any, parameters: Any) -> Any:
            try:
                return psycopg.connect(*args, **parameters)
            except psycopg.OperationalError:
                heal()
                return psycopg.connect(*args, **parameters)

    return engine


def _refuse_dead(connection: psycopg.Connection, _record: Any, _proxy: Any) -> None:
    """Let the pool make a new connection when the server has hung up on this one.

    The kernel knows, so nothing is sent: a server says nothing to a connection that has
    asked nothing, but its last words and its end.
    """
    try:
        ear = poll()
        ear.register(connection.fileno(), POLLIN)
        is_over = bool(ear.poll(0))
    except psycopg.OperationalError:
        is_over = True  # the driver itself has closed it
    if is_over:
        # The others were made before the restart too: each is asked when its turn comes.
        raise DisconnectionError
