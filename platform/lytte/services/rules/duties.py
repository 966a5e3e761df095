"""Who is on duty at a clinic, and whether that is enough for its rules (H3)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select

from lytte.core import duty, opening_hours
from lytte.core.duty import Duty
from lytte.core.forms import document
from lytte.core.problems import Problem, error
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, published
from lytte.services.clinics import after
from lytte.services.faults import ChangedMeanwhile
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

NO_ROUTE = error(
    "safety",
    "The clinic has no telephone number and no out-of-hours route.",
    "Give them under Texts and telephone; nothing is published without.",
)


def latest(work: Work, clinic_id: UUID) -> tables.ClinicDuty | None:
    """Return what was said last, with who said it."""
    kind = tables.ClinicDuty
    return work.session.exec(
        select(kind)
        .where(kind.clinic_id == clinic_id)
        .order_by(col(kind.entered_at).desc(), col(kind.id).desc())
        .limit(1)
    ).one_or_none()


def on_duty(work: Work, clinic_id: UUID) -> Duty:
    """Return what was said last."""
    row = latest(work, clinic_id)
    return Duty.model_validate(row.document) if row else Duty()


class Seen(NamedTuple):
    """What duty was said on: what was said before, and the row with the hours that are promised."""

    duty: UUID | None
    hours: UUID | None


def seen_now(work: Work, clinic_id: UUID) -> Seen:
    """Return what duty would be said on now."""
    return _seen(latest(work, clinic_id), clinics.contact(work, clinic_id))


def _seen(before: tables.ClinicDuty | None, contact: tables.ClinicContact | None) -> Seen:
    return Seen(before.id if before else None, contact.id if contact else None)


def say(
    work: Work,
    clinic_id: UUID,
    days: Mapping[str, Sequence[str]],
    *,
    staff_id: UUID | None,
    seen: Seen | None = None,
) -> Duty:
    """Write down on which days each role is there, all the hours the clinic promises now.

    Promise more hours later, and it has to be said again. ChangedMeanwhile when somebody
    said otherwise, or promised other hours, than whoever says it has `seen`; without, when
    anything was said before.
    """
    work.alone(f"clinic_duty {clinic_id}")
    contact, before = clinics.contact(work, clinic_id), latest(work, clinic_id)
    now = _seen(before, contact)
    if now != (seen or Seen(None, now.hours)):
        raise ChangedMeanwhile
    promised = opening_hours.week(contact.hours) if contact else {}
    made = Duty(
        roles={
            role: {day: promised[day] for day in days.get(role, ()) if day in promised}
            for role in duty.ROLES
        }
    )
    row = tables.ClinicDuty(
        hospital_id=work.session.hospital_id, clinic_id=clinic_id, document=document(made),
        entered_by=staff_id, entered_at=after(work, before),
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    work.record(Deed("clinic_duty.set", "clinic_duty", str(row.id)))
    return made


def problems(work: Work, clinic_id: UUID, rules: RuleSet) -> list[Problem]:
    """Return which promised hour, or closed one, would have nobody for these rules.

    Nobody is called at the level the hospital shares: each clinic answers for its own.
    """
    if clinics.by_id(work, clinic_id).common:
        return []
    contact = clinics.contact(work, clinic_id)
    if contact is not None:
        return duty.problems(rules, contact.hours, on_duty(work, clinic_id))
    if not rules.emergencies:
        return []
    return [NO_ROUTE]


def uncovered(work: Work, clinic_id: UUID) -> list[Problem]:
    """Return what the rules in force lack; they were covered when they were approved."""
    return problems(work, clinic_id, published.rules_in_force(work, clinic_id))


def watch(work: Work) -> int:
    """Write down which clinics have nobody in hours they promise, from when until when.

    Cover lapses when hours or duty change, and when planned rules begin. From then on
    patients are told no reading time. Returns at how many clinics it changed.
    """
    changed = 0
    for clinic in clinics.reached(work, None):
        lapsed = bool(uncovered(work, clinic.id))
        if lapsed != (clinic.uncovered_at is not None):
            clinic.uncovered_at = work.now if lapsed else None
            work.session.add(clinic)
            did = "clinic.uncovered" if lapsed else "clinic.covered"
            work.record(Deed(did, "clinic", str(clinic.id)))
            changed += 1
    work.session.flush()
    return changed
