"""The level that a hospital's clinics build on: one row among its clinics, without patients."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from lytte.services import clinics
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

SLUG = "_felles"
"""No clinic's name in an address begins so."""
NAMES = {
    "nb": "Felles for sykehuset",
    "nn": "Felles for sjukehuset",
    "en": "Shared by the hospital",
}
"""In the hospital's own language, as the names of its clinics are."""


def common(work: Work) -> tables.Clinic | None:
    """Return the hospital's own level; None while nobody has needed it."""
    return work.session.exec(
        select(tables.Clinic).where(col(tables.Clinic.common).is_(True))
    ).one_or_none()


def every(work: Work) -> list[tables.Clinic]:
    """Return the hospital's own level, where it has one, and every clinic."""
    shared = common(work)
    return [*([shared] if shared else []), *clinics.reached(work, None)]


def above(work: Work, clinic_id: UUID) -> tables.Clinic | None:
    """Return the level that a clinic builds on; None at that level itself, or without one."""
    found = common(work)
    return None if found is None or found.id == clinic_id else found


def make_common(work: Work) -> tables.Clinic:
    """Return the hospital's own level, made now when it is not there; two at once make one."""
    found = common(work)
    if found is not None:
        return found
    language = work.session.exec(
        select(tables.Hospital.language).where(tables.Hospital.id == work.session.hospital_id)
    ).one()
    row = tables.Clinic(
        hospital_id=work.session.hospital_id,
        slug=SLUG,
        name=NAMES.get(language, NAMES["nb"]),
        language=language,
        common=True,
    )
    made = work.session.execute(
        insert(tables.Clinic)
        .values(row.model_dump())
        .on_conflict_do_nothing()
        .returning(col(tables.Clinic.id))
    ).scalar_one_or_none()
    if made is not None:
        work.record(Deed("level.make", "clinic", str(made)))
    return work.session.exec(select(tables.Clinic).where(col(tables.Clinic.common).is_(True))).one()
