"""The licence register: nothing is published that the hospital may not use (C14)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition, Library
from lytte.core.problems import Problem, error
from lytte.services import clinics, drafting, published
from lytte.services.faults import EditedMeanwhile
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

WARNED_BEFORE = timedelta(days=60)


def record(
    work: Work,
    instrument_id: str,
    *,
    owner: str,
    scope: str,
    evidence: str,
    expires_on: date | None = None,
    staff_id: UUID | None = None,
    seen: str | None = None,
) -> tables.Licence:
    """Write down the hospital's right to use an instrument, replacing what stood there.

    With `seen`, the moment of the record that stood on the page (empty for none), refuse
    when somebody recorded another meanwhile.
    """
    before = _of(work, instrument_id)
    if seen is not None and seen != recorded(before):
        by = published.name(work, before.recorded_by if before else None)
        raise EditedMeanwhile(by, 0)
    row = before or tables.Licence(
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


def recorded(row: tables.Licence | None) -> str:
    """Return when a licence was recorded, as a page remembers it."""
    return row.recorded_at.isoformat() if row else ""


@dataclass(frozen=True)
class Use:
    """A form that asks an instrument: whose it is, and whether patients get it now."""

    clinic: str
    form: str
    live: bool


def uses(work: Work) -> dict[str, list[Use]]:
    """Return where each instrument is asked, in drafts and in what patients get now."""
    found: dict[str, list[Use]] = {}
    for clinic in clinics.reached(work, None):
        drafted = {
            (one.title, name)
            for one in drafting.drafts(work, clinic.id)
            for name, _ in drafting.composition(work, one).instruments()
        }
        live = {
            (form.title.read("nb"), part.id)
            for form in published.live_forms(work, clinic.id)
            for part in form.parts
            if part.kind == "instrument"
        }
        for title, name in sorted(drafted | live):
            use = Use(clinic.name, title, (title, name) in live)
            found.setdefault(name, []).append(use)
    return found


def running_out(work: Work, clinic_id: UUID, today: date) -> list[tables.Licence]:
    """Return the licences of what the clinic asks that have ended, or will within 60 days."""
    asked = {
        name
        for one in drafting.drafts(work, clinic_id)
        for name, _ in drafting.composition(work, one).instruments()
    }
    return [
        row
        for name, row in sorted(held(work).items())
        if name in asked and row.expires_on and row.expires_on < today + WARNED_BEFORE
    ]


def _of(work: Work, instrument_id: str) -> tables.Licence | None:
    return work.session.exec(
        select(tables.Licence).where(tables.Licence.instrument_id == instrument_id)
    ).one_or_none()


def held(work: Work) -> dict[str, tables.Licence]:
    """Return the hospital's licences by instrument."""
    return {row.instrument_id: row for row in work.session.exec(select(tables.Licence)).all()}
