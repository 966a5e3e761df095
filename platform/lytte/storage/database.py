"""One database, reached as one of four roles: each door of the product has its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine
from sqlmodel import Session, select

from lytte.storage import migrate, sessions, tables
from lytte.storage.sessions import HospitalSession, NotEntered

ROLES = ("app", "patient", "sign_in", "worker")


@dataclass(frozen=True)
class Database:
    """Engines by role: staff's browser, patient's browser, sign-in page, jobs and commands."""

    app: Engine
    patient: Engine
    sign_in: Engine
    worker: Engine
    patient_glances: Engine
    """The patient's role once more, with connections that begin and end no transaction."""

    @classmethod
    def at(
        cls, urls: Mapping[str, str], *, heal: Callable[[], None] | None = None, **options: Any
    ) -> "Database":
        """Return the database at `urls`, one for each of ROLES; nothing connects yet."""
        engines = {r: sessions.make_engine(urls[r], heal=heal, **options) for r in ROLES}
        # Nothing is open when a connection comes back, so there is nothing to take back.
        bare = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
        glances = sessions.make_engine(urls["patient"], heal=heal, **options, **bare)
        return cls(**engines, patient_glances=glances)

    def staff(self, token: str) -> HospitalSession:
        """Open a session for whoever holds this staff cookie."""
        return HospitalSession(self.app, sessions.by_staff_session(token))

    def patient_at(self, token: str) -> HospitalSession:
        """Open a session for whoever holds this patient cookie."""
        return HospitalSession(self.patient, sessions.by_patient_session(token))

    def patient_glance(self, statement: str, given: Mapping[str, Any]) -> Any:
        """Return the value of one question that enters through the door itself.

        Without a beginning and an end to send, it takes one turn to the database, not four.
        """
        # As the driver takes it: pages are what Lytte serves most.
        connection = self.patient_glances.raw_connection()
        try:
            found = connection.cursor().execute(statement, given).fetchone()
        except psycopg.Error:
            connection.invalidate()
            raise
        finally:
            connection.close()
        return found[0] if found else None

    def code(self, hashed: bytes) -> HospitalSession:
        """Open a session for whoever came with this link or letter code."""
        return HospitalSession(self.patient, sessions.by_code(hashed))

    def signing_in(self, slug: str) -> HospitalSession:
        """Open a session for a hospital's sign-in page."""
        return HospitalSession(self.sign_in, sessions.by_sign_in(slug))

    def inside(self, hospital_id: UUID) -> HospitalSession:
        """Open a worker's session inside a hospital."""
        return HospitalSession(self.worker, sessions.by_id(hospital_id))

    def inside_named(self, slug: str) -> HospitalSession:
        """Open a worker's session inside the hospital called `slug`; NotEntered when none is."""
        with Session(self.worker) as session:
            found = session.exec(
                select(tables.Hospital.id).where(tables.Hospital.slug == slug)
            ).one_or_none()
        if found is None:
            raise NotEntered
        return self.inside(found)

    def hospitals(self) -> list[tables.Hospital]:
        """Return every hospital, by name: the one table that is not walled."""
        with Session(self.app) as session:
            return list(session.exec(select(tables.Hospital).order_by(tables.Hospital.name)))

    def is_ready(self) -> bool:
        """Tell whether the database answers and stands at the newest migration."""
        with self.app.connect() as connection:
            return migrate.is_current(connection)

    def dispose(self) -> None:
        """Close every pooled connection."""
        for engine in (self.app, self.patient, self.sign_in, self.worker, self.patient_glances):
            engine.dispose()
