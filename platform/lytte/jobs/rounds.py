"""Rounds: every job, in every hospital, again and again.

What there is to do stands in rows of our own, so a round that is killed, late, or made
twice loses nothing and does nothing twice: no queue has to remember it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from lytte.jobs import clearing, cover, planned_versions, rehearsals, silence
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.storage.audit import Actor
from lytte.storage.database import Database

JOBS: Mapping[str, Callable[[Work], int]] = {
    "planned_versions": planned_versions.run,
    "cover": cover.run,
    "silence": silence.run,
    "clearing": clearing.run,
}
REHEARSALS = "rehearsals"
EVERY = 20.0
"""Seconds between two rounds."""

_log = logging.getLogger(__name__)


def go_round(database: Database, keys: Keys, now: datetime) -> int:
    """Do every job in every hospital, in its own transaction; return how much was done.

    One hospital's fault is logged, and stops neither the others nor the next round. What
    takes long comes last.
    """
    done, hospitals = 0, database.hospitals()
    for name in (*JOBS, REHEARSALS):
        for hospital in hospitals:
            try:
                if name == REHEARSALS:
                    done += rehearsals.run(database, hospital.id, keys)
                else:
                    done += _do(database, hospital.id, name, keys, now)
            except Exception:
                _log.exception("A job failed.", extra={"job": name, "hospital": str(hospital.id)})
    return done


def keep_going(
    database: Database,
    keys: Keys,
    clock: Callable[[], datetime],
    stop: Event,
    every: float = EVERY,
    wake: Event | None = None,
) -> None:
    """Make rounds until told to stop; a database that is down is tried again.

    `wake` calls for a round at once, because somebody waits. A round that did something is
    followed by another: what came meanwhile waits no longer than it must.
    """
    called = wake or Event()
    while not stop.is_set():
        done = 0
        try:
            done = go_round(database, keys, clock())
        except Exception:
            _log.exception("A round of jobs failed.")
        if not done:
            called.wait(every)
        called.clear()  # whatever called before this is seen by the round that follows


def _do(database: Database, hospital_id: UUID, name: str, keys: Keys, now: datetime) -> int:
    with database.inside(hospital_id) as session:
        mine = func.pg_try_advisory_xact_lock(func.hashtextextended(f"{name} {hospital_id}", 0))
        if not session.exec(select(mine)).one():
            return 0  # another process is at it
        done = JOBS[name](Work(session, Actor(f"job:{name}", "job"), now, keys))
        session.commit()
        return done
