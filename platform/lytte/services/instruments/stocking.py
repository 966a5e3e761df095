"""The hospital's own shelf of instruments: what it has, in which versions."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from lytte.core.composition import Composition, InstrumentSlot, Library
from lytte.core.forms import document, sha256
from lytte.core.instrument import Instrument
from lytte.core.merging import slot_key
from lytte.services.pinned import Shelf
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

# A version is never edited, so it is read once: a page of the CMS asks several times.
_read: Shelf[Instrument] = Shelf(300)


class VersionTaken(Exception):
    """The hospital has this version with other content; a version is never edited."""


def add(
    work: Work,
    instrument: Instrument,
    *,
    origin: str = "library",
    source: Mapping[str, Any] | None = None,
    staff_id: UUID | None = None,
) -> tables.InstrumentVersion:
    """Put a version of an instrument on the hospital's shelf; adding it again changes nothing."""
    content = document(instrument)
    found = _version(work, instrument.id, instrument.version)
    if found is not None:
        if found.sha256 != sha256(content):
            raise VersionTaken(f"{instrument.id} {instrument.version}")
        return found
    row = tables.InstrumentVersion(
        hospital_id=work.session.hospital_id,
        instrument_id=instrument.id,
        version=instrument.version,
        title=instrument.title.read("nb")[:200],
        origin=origin,
        document=content,
        sha256=sha256(content),
        source=dict(source or {}),
        added_by=staff_id,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Deed("instrument.add", "instrument_version", str(row.id)))
    return row


def library(work: Work) -> Library:
    """Return every instrument the hospital has, by id and version."""
    kind = tables.InstrumentVersion
    rows = work.session.exec(select(kind.id, kind.instrument_id, kind.version, kind.sha256)).all()
    return {
        (instrument_id, version): _read.get(sha256, partial(_instrument, work, row_id))
        for row_id, instrument_id, version, sha256 in rows
    }


def _instrument(work: Work, row_id: UUID) -> Instrument:
    document = work.session.exec(
        select(tables.InstrumentVersion.document).where(tables.InstrumentVersion.id == row_id)
    ).one()
    return Instrument.model_validate(document)


def newest(work: Work, instrument_id: str) -> tables.InstrumentVersion | None:
    """Return the version that was added last."""
    return work.session.exec(
        select(tables.InstrumentVersion)
        .where(tables.InstrumentVersion.instrument_id == instrument_id)
        .order_by(col(tables.InstrumentVersion.added_at).desc())
        .limit(1)
    ).one_or_none()


def outdated(work: Work, made: Composition) -> dict[str, tables.InstrumentVersion]:
    """Return the newest version of each instrument that a form asks in an older one, by part."""
    every = shelf(work)
    newest_of = {one.instrument_id: one for one in reversed(every)}
    here = {(one.instrument_id, one.version): one.added_at for one in every}
    found = {}
    for slot in made.slots:
        if isinstance(slot, InstrumentSlot) and (slot.instrument, slot.version) in here:
            latest = newest_of[slot.instrument]
            if latest.added_at > here[slot.instrument, slot.version]:
                found[slot_key(slot)] = latest
    return found


def _version(work: Work, instrument_id: str, version: str) -> tables.InstrumentVersion | None:
    return work.session.exec(
        select(tables.InstrumentVersion).where(
            tables.InstrumentVersion.instrument_id == instrument_id,
            tables.InstrumentVersion.version == version,
        )
    ).one_or_none()


def shelf(work: Work) -> list[tables.InstrumentVersion]:
    """Return every version the hospital has, by title, the newest version first."""
    return list(
        work.session.exec(
            select(tables.InstrumentVersion).order_by(
                tables.InstrumentVersion.title, col(tables.InstrumentVersion.added_at).desc()
            )
        ).all()
    )
