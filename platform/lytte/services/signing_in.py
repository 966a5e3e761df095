"""Staff sign in: password and a one-time code, and a session the server can end."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import col, select

from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor, Deed
from lytte.storage.sessions import HospitalSession, token_hash

HASHER = PasswordHasher()
# Compared with when nobody has the address, so that it takes as long to be told no.
NOBODY = HASHER.hash(secrets.token_urlsafe(24))
SHORTEST_PASSWORD = 15
ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
STEP = 30


class WrongSignIn(Exception):
    """Address, password or code is wrong, or the account is closed: one message for all."""


@dataclass(frozen=True)
class Signed:
    """Who is signed in, with what they may do: role -> clinics, None meaning all of them."""

    session_id: UUID
    staff_id: UUID
    hospital_id: UUID
    name: str
    language: str
    roles: dict[str, frozenset[UUID] | None]

    def has(self, role: str, clinic_id: UUID | None = None) -> bool:
        """Tell whether the person has the role in the clinic, or anywhere without a clinic."""
        if role not in self.roles:
            return False
        clinics = self.roles[role]
        return clinics is None or clinic_id is None or clinic_id in clinics


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; ValueError when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"a password has at least {SHORTEST_PASSWORD} characters")
    return HASHER.hash(password)


def add_staff(
    work: Work,
    *,
    email: str,
    name: str,
    password: str,
    totp_secret: str,
    roles: dict[str, UUID | None],
    language: str = "nb",
) -> tables.Staff:
    """Add someone with a role in a clinic, or in the whole hospital (None)."""
    row = tables.Staff(
        hospital_id=work.session.hospital_id,
        email=email.strip().lower(),
        name=name,
        password_hash=hash_password(password),
        totp_secret=work.keys.seal(totp_secret),
        language=language,
    )
    work.session.add(row)
    work.session.flush()
    for role, clinic_id in roles.items():
        work.session.add(
            tables.StaffRole(
                hospital_id=work.session.hospital_id,
                staff_id=row.id,
                clinic_id=clinic_id,
                role=role,
            )
        )
    work.session.flush()
    work.record(Deed("staff.add", "staff", str(row.id), fields={"roles": sorted(roles)}))
    return row


def sign_in(work: Work, email: str, password: str, code: str) -> str:
    """Return a new session's token, or raise WrongSignIn.

    The caller commits in both cases: a wrong try is counted and audited.
    """
    staff = work.session.exec(
        select(tables.Staff).where(tables.Staff.email == email.strip().lower()).with_for_update()
    ).one_or_none()
    right = _password_fits(staff.password_hash if staff else NOBODY, password)
    if staff is None or not right or _is_shut(staff, work.now) or not _code_fits(work, staff, code):
        if staff is not None:
            _count_wrong(staff, work.now)
        work.record(Deed("sign_in", "staff", str(staff.id) if staff else "", outcome="denied"))
        raise WrongSignIn
    staff.failed_attempts, staff.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    row = tables.StaffSession(
        hospital_id=work.session.hospital_id,
        staff_id=staff.id,
        token_hash=token_hash(token),
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + LONGEST,
    )
    work.session.add_all([staff, row])
    work.session.flush()
    work.record(Deed("sign_in", "staff", str(staff.id)))
    return token


def whoever(session: HospitalSession, now: datetime) -> Signed | None:
    """Return who holds the staff session, None when it was idle too long or its day is over."""
    hospital_id = session.hospital_id
    if session.entered is None:
        return None
    held = session.exec(
        select(tables.StaffSession, tables.Staff)
        .join(tables.Staff, col(tables.Staff.id) == col(tables.StaffSession.staff_id))
        .where(tables.StaffSession.id == session.entered.staff_session_id)
    ).one()
    row, staff = held
    if now - row.seen_at > IDLE or row.expires_at <= now:
        return None
    if now - row.seen_at > timedelta(minutes=1):
        row.seen_at = now
        session.add(row)
    roles: dict[str, frozenset[UUID] | None] = {}
    for given in session.exec(
        select(tables.StaffRole).where(tables.StaffRole.staff_id == staff.id)
    ).all():
        before = roles.get(given.role, frozenset())
        if given.clinic_id is None or before is None:
            roles[given.role] = None
        else:
            roles[given.role] = before | {given.clinic_id}
    return Signed(row.id, staff.id, hospital_id, staff.name, staff.language, roles)


def sign_out(work: Work, session_id: UUID) -> None:
    """End the session; its cookie opens nothing from the next request on."""
    row = work.session.get(tables.StaffSession, session_id)
    if row is not None:
        row.revoked_at = work.now
        work.session.add(row)
    work.record(Deed("sign_out", "staff_session", str(session_id)))


def actor(signed: Signed, role: str, request_id: str = "") -> Actor:
    """Return how the audit names someone signed in."""
    return Actor(f"staff:{signed.staff_id}", role, request_id)


def _password_fits(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _is_shut(staff: tables.Staff, now: datetime) -> bool:
    return staff.disabled_at is not None or (
        staff.locked_until is not None and staff.locked_until > now
    )


def _code_fits(work: Work, staff: tables.Staff, code: str) -> bool:
    """Accept this step's code or the one before, each once: pyotp alone accepts a replay."""
    totp = pyotp.TOTP(work.keys.unseal(staff.totp_secret), interval=STEP)
    digits = code.replace(" ", "")
    step = int(work.now.timestamp()) // STEP
    for candidate in (step - 1, step, step + 1):
        fits = secrets.compare_digest(totp.at(candidate * STEP).encode(), digits.encode())
        if fits and candidate > staff.totp_last_step:
            staff.totp_last_step = candidate
            return True
    return False


def _count_wrong(staff: tables.Staff, now: datetime) -> None:
    staff.failed_attempts += 1
    if staff.failed_attempts >= ATTEMPTS:
        staff.locked_until = now + LOCKED_FOR
        staff.failed_attempts = 0
