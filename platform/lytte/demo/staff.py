"""The demo's staff: passwords and one-time secrets that follow from the installation's key."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from lytte.demo.hospitals import DemoStaff
from lytte.services import clinics, signing_in
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.storage import tables


def add(work: Work, people: Iterable[DemoStaff]) -> None:
    """Add the hospital's staff."""
    for one in people:
        clinic_id = clinics.named(work, one.clinic).id if one.clinic else None
        signing_in.add_staff(
            work, email=one.email, name=one.name, password=password(work.keys, one),
            totp_secret=totp_secret(work.keys, one), roles=_roles(one, clinic_id),
        )  # fmt: skip


def password(keys: Keys, one: DemoStaff) -> str:
    """Return the person's password: long, and different in every installation."""
    return "demo-" + base64.b32encode(_derived(keys, one, "password"))[:16].decode().lower()


def totp_secret(keys: Keys, one: DemoStaff) -> str:
    """Return the secret an authenticator app takes."""
    return base64.b32encode(_derived(keys, one, "totp"))[:32].decode()


def two_admins(work: Work, clinic_id: UUID) -> tuple[UUID, UUID]:
    """Return two different admins who reach the clinic: one writes, the other approves."""
    found = work.session.exec(
        select(tables.StaffRole.staff_id)
        .where(
            col(tables.StaffRole.role).in_(("clinic_admin", "hospital_admin")),
            (col(tables.StaffRole.clinic_id) == clinic_id)
            | col(tables.StaffRole.clinic_id).is_(None),
        )
        .order_by(tables.StaffRole.role, col(tables.StaffRole.staff_id))
    ).all()
    author, second, *_ = dict.fromkeys(found)
    return author, second


def nurse(work: Work) -> UUID:
    """Return a clinician of the whole hospital, who works the alerts."""
    return work.session.exec(
        select(tables.StaffRole.staff_id)
        .where(tables.StaffRole.role == "clinician", col(tables.StaffRole.clinic_id).is_(None))
        .order_by(col(tables.StaffRole.staff_id))
        .limit(1)
    ).one()


def _roles(one: DemoStaff, clinic_id: UUID | None) -> dict[str, UUID | None]:
    roles: dict[str, UUID | None] = {one.role: clinic_id}
    if one.role != "clinician":
        # Whoever sets the limits also reads sheets: so in small clinics.
        roles["clinician"] = clinic_id
    return roles


def _derived(keys: Keys, one: DemoStaff, purpose: str) -> bytes:
    return hmac.new(keys.cookie, f"demo {purpose} {one.email}".encode(), hashlib.sha256).digest()
