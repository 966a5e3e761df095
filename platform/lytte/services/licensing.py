"""The licence register: nothing is published that the hospital may not use (C14)."""

from datetime import date
from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition, Library
from lytte.core.problems import Problem, error
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def record(
    work: Work,
    instrument_id: str,
    *,
    owner: str,
    scope: str,
    evidence: str,
    expires_on: date | None = None,
    staff_id: UUID | None = None,
) -> tables.Licence:
    """Write down the hospital's right to use an instrument, replacing what stood there."""
    row = _of(work, instrument_id) or tables.Licence(
        hospital_id=work.session.hospital_id,
        instrument_id=instrument_id,
        owner="",
        scope="",
        evidence="",
        recorded_at=work.now,
    )
    row.owner, row.scope, row.evidence = owner, scope, evidence
    row.expires_on, row.recorded_by, row.recorded_at = expires_on, staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(
        Deed("licence.record", "licence", str(row.id), fields={"instrument": instrument_id})
    )
    return row


def problems(
    work: Work, made: Composition, library: Library, on: date | None = None
) -> list[Problem]:
    """Return the instruments in the form that the hospital has no valid licence for.

    `on` is the day it comes into use, today when it is not given.
    """
    day = on or work.now.date()
    found = []
    for key in sorted(made.instruments()):
        instrument = library.get(key)
        if instrument is None or not instrument.licence.required:
            continue
        licence = _of(work, instrument.id)
        title = instrument.title.read("nb")
        if licence is None:
            found.append(
                error(
                    instrument.id,
                    f"No licence is recorded for {title}.",
                    f"{instrument.licence.owner} owns it. Record your agreement under Licences.",
                )
            )
        elif licence.expires_on and licence.expires_on < day:
            found.append(
                error(
                    instrument.id,
                    f"The licence for {title} ran out on {licence.expires_on:%d.%m.%Y}."
                    if licence.expires_on < work.now.date()
                    else f"The licence for {title} runs out on {licence.expires_on:%d.%m.%Y}.",
                    "Renew it and record the new date under Licences.",
                )
            )
    return found


def _of(work: Work, instrument_id: str) -> tables.Licence | None:
    return work.session.exec(
        select(tables.Licence).where(tables.Licence.instrument_id == instrument_id)
    ).one_or_none()


def held(work: Work) -> dict[str, tables.Licence]:
    """Return the hospital's licences by instrument."""
    return {row.instrument_id: row for row in work.session.exec(select(tables.Licence)).all()}
