"""The licence register: nothing is published that the hospital may not use (C14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition, Library
from lytte.core.forms import Form, document
from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.core.texts import Text
from lytte.services import clinics, levels, published
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotCovered
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

WARNED_BEFORE = timedelta(days=60)
Mode = Literal["web", "kiosk", "paper"]


class Limits(Frozen):
    """What an agreement covers; what it does not limit is empty."""

    clinics: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()

    @property
    def paper_alone(self) -> bool:
        """Whether nobody may answer on a screen."""
        return self.modes == ("paper",)

    def cover(self, mode: Mode) -> bool:
        """Whether a way of answering is among what was agreed."""
        return not self.modes or mode in self.modes


def record(
    work: Work,
    instrument_id: str,
    *,
    owner: str,
    scope: str,
    evidence: str,
    limits: Limits | None = None,
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
    row.limits = document(limits or Limits())
    row.expires_on, row.recorded_by, row.recorded_at = expires_on, staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(
        Deed("licence.record", "licence", str(row.id), fields={"instrument": instrument_id})
    )
    return row


def problems(
    work: Work,
    made: Composition,
    library: Library,
    on: date | None = None,
    *,
    clinic_id: UUID | None = None,
) -> list[Problem]:
    """Return the instruments in the form that the hospital has no valid licence for.

    `on` is the day it comes into use, today when it is not given; `clinic_id` is whose form
    it is. Nobody is a patient at the level that clinics build on.
    """
    at = clinics.by_id(work, clinic_id) if clinic_id else None
    where = at.id if at and not at.common else None
    found: list[Problem] = []
    for key in sorted(made.instruments()):
        instrument = library.get(key)
        if instrument is None or not instrument.licence.required:
            continue
        licence = _of(work, instrument.id)
        if licence is None:
            found.append(
                error(
                    instrument.id,
                    f"No licence is recorded for «{instrument.title.read('nb')}».",
                    f"{instrument.licence.owner} owns it. Record your agreement under Licences.",
                )
            )
        else:
            found += _ended(licence, instrument, on or work.now.date(), work.now.date())
            found += _outside(limits_of(licence), instrument, made.languages, where)
    return found


def _ended(
    row: tables.Licence, instrument: Instrument, day: date, today: date
) -> Iterator[Problem]:
    """Yield that an agreement has ended by the day the form comes into use."""
    if row.expires_on and row.expires_on < day:
        title = instrument.title.read("nb")
        yield error(
            instrument.id,
            f"The licence for «{title}» ran out on {row.expires_on:%d.%m.%Y}."
            if row.expires_on < today
            else f"The licence for «{title}» runs out on {row.expires_on:%d.%m.%Y}.",
            "Renew it and record the new date under Licences.",
        )


def limits_of(row: tables.Licence) -> Limits:
    """Return what an agreement covers."""
    return Limits.model_validate(row.limits)


def _outside(
    limits: Limits, instrument: Instrument, languages: Sequence[str], clinic_id: UUID | None
) -> Iterator[Problem]:
    """Yield what the form does that the agreement does not cover."""
    title = instrument.title.read("nb")
    way_out = "Ask its owner, and record what you may do under Licences."
    if clinic_id is not None and limits.clinics and clinic_id not in limits.clinics:
        message = f"The licence for «{title}» does not cover this clinic."
        yield error(instrument.id, message, way_out)
    for tag in languages:
        if limits.languages and tag not in limits.languages:
            message = f"The licence for «{title}» does not cover {tag}."
            yield error(instrument.id, message, way_out)
    if limits.paper_alone:
        yield error(instrument.id, f"The licence for «{title}» covers paper alone.", way_out)
    elif not limits.cover("web"):
        # A link that is given in the clinic can be opened anywhere.
        message = f"The licence for «{title}» covers neither telephone nor computer."
        yield error(instrument.id, message, way_out)


def not_covering(work: Work, form: Form, mode: Mode) -> list[Text]:
    """Return what a form asks whose licence does not cover a way of answering.

    A licence that has run out says no more than it said.
    """
    agreed = {name: limits_of(row) for name, row in held(work).items()}
    return [
        part.title
        for part in form.parts
        if part.kind == "instrument" and not agreed.get(part.id, Limits()).cover(mode)
    ]


def must_cover(work: Work, form: Form, mode: Mode) -> None:
    """Raise NotCovered when a form may not be handed out to be answered so."""
    titles = not_covering(work, form, mode)
    if titles:
        raise NotCovered(mode, titles)


def recorded(row: tables.Licence | None) -> str:
    """Return when a licence was recorded, as a page remembers it."""
    return row.recorded_at.isoformat() if row else ""


@dataclass(frozen=True)
class Use:
    """A form that asks a version of an instrument, and whether patients get it now."""

    clinic: str
    form: str
    version: str
    live: bool


def uses(work: Work) -> dict[str, list[Use]]:
    """Return where each instrument is asked, in drafts and in what patients get now."""
    found: dict[str, list[Use]] = {}
    for clinic in levels.every(work):
        drafted = {
            (one.title, name, version)
            for one in drafting.drafts(work, clinic.id)
            for name, version in drafting.composition(work, one).instruments()
        }
        live = {
            (form.title.read("nb"), part.id, part.version or "")
            for form in published.live_forms(work, clinic.id)
            for part in form.parts
            if part.kind == "instrument"
        }
        for title, name, version in sorted(drafted | live):
            use = Use(clinic.name, title, version, (title, name, version) in live)
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
