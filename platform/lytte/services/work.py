"""One piece of work: inside which hospital, by whom, at what time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from lytte.services.keys import Keys
from lytte.storage.audit import Actor, Deed, pseudonym, record
from lytte.storage.sessions import HospitalSession


@dataclass(frozen=True)
class Work:
    """What every service is given first. A service never commits: whoever opened it does."""

    session: HospitalSession
    actor: Actor
    now: datetime
    keys: Keys

    def record(self, deed: Deed) -> None:
        """Write the deed to the hospital's audit chain, in this transaction."""
        record(self.session, self.actor, deed, now=self.now, key=self.keys.audit)

    def alone(self, about: str) -> None:
        """Let nobody else who asks for the same go on until this transaction ends."""
        key = func.hashtextextended(about, 0)
        self.session.execute(select(func.pg_advisory_xact_lock(key)))

    def seen(self, patient_ids: Iterable[UUID]) -> Mapping[str, Any]:
        """Return the fields of a deed that tell whose names stood on a list, as pseudonyms."""
        key = self.keys.audit
        return {"patients": [pseudonym(one, key) for one in dict.fromkeys(patient_ids)]}
