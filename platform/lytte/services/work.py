"""One piece of work: inside which hospital, by whom, at what time."""

from dataclasses import dataclass
from datetime import datetime

from lytte.services.keys import Keys
from lytte.storage.audit import Actor, Deed, record
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
