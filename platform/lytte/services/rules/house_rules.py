"""What a hospital has decided about how its own people publish."""

from uuid import UUID

from sqlmodel import select

from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def decided(work: Work) -> tables.HouseRules:
    """Return what the hospital has decided; what it has not is as every hospital begins."""
    found = work.session.exec(select(tables.HouseRules)).one_or_none()
    return found or tables.HouseRules(hospital_id=work.session.hospital_id, changed_at=work.now)


def let_forms_need_second(work: Work, needed: bool, *, staff_id: UUID | None) -> None:
    """Say whether a form takes two people before it is in use."""
    row = decided(work)
    row.forms_need_second = needed
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(
        Deed("house_rules.change", "house_rules", str(row.id), fields={"forms_need_second": needed})
    )
