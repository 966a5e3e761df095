"""Rehearse, in one hospital, what somebody waits for: one at a time, told as it goes."""

import logging
from time import monotonic
from uuid import UUID

from lytte.core.rehearsal import Rehearsal
from lytte.core.thresholds import RuleSet
from lytte.services.keys import Keys
from lytte.services.rules import rehearsal_runs, rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database

EVERY = 0.5
"""Seconds between two words of how far it has come."""
ACTOR = Actor("job:rehearsals", "job")

_log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody wants to know no longer."""


def run(database: Database, hospital_id: UUID, keys: Keys) -> int:
    """Rehearse the run that has waited longest; return 1, or 0 when none waits.

    What it looks at is read in one transaction, and told in others, so that whoever waits
    sees it. That somebody asked is in the audit already.
    """
    with database.inside(hospital_id) as session:
        taken = rehearsal_runs.claim(session)
        session.commit()
    if taken is None or taken.state != "running":
        return 0
    try:
        found = rehearsed(database, keys, taken)
    except Stopped:
        return 1
    except Exception:
        _log.exception("A rehearsal failed.", extra={"hospital": str(hospital_id)})
        found = None
    with database.inside(hospital_id) as session:
        rehearsal_runs.end(session, taken.id, found)
        session.commit()
    return 1


def rehearsed(database: Database, keys: Keys, taken: tables.RehearsalRun) -> Rehearsal:
    """Return what a run that was taken comes to; Stopped when somebody stops it meanwhile."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told < EVERY and done < total:
            return
        told = monotonic()
        with database.inside(taken.hospital_id) as session:
            goes_on = rehearsal_runs.tell(session, taken.id, done, total)
            session.commit()
        if not goes_on:
            raise Stopped

    with database.inside(taken.hospital_id) as session:
        # On the day it was asked for, whenever it is done.
        work = Work(session, ACTOR, taken.asked_at, keys)
        rules = RuleSet.model_validate(taken.rules)
        asked = Asked(days=taken.days)
        return rehearsing.replayed(work, taken.clinic_id, rules, asked, tell)
