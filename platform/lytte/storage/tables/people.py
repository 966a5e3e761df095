"""Hospitals, their clinics, and the people in them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from lytte.storage.tables.base import OfHospital, inside, json_object, moment, one_of

ROLES = ("clinician", "clinic_admin", "hospital_admin")


class Hospital(SQLModel, table=True):
    """A tenant. The only table that every hospital's people may read."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=120)
    zone: str = Field(default="Europe/Oslo", max_length=40)
    language: str = Field(default="nb", max_length=12)
    demo: bool = False

    def __str__(self) -> str:
        return self.name


class Clinic(OfHospital, table=True):
    """A part of a hospital that asks its own patients its own questions.

    One row a hospital may be `common`: the level that its clinics build on. It has forms,
    rules and texts as a clinic has, and never a patient; the database says so too.
    """

    __table_args__ = (
        UniqueConstraint("hospital_id", "slug"),
        Index("uq_clinic_common", "hospital_id", unique=True, postgresql_where=text("common")),
    )

    slug: str = Field(max_length=40)
    name: str = Field(max_length=120)
    language: str = Field(default="nb", max_length=12)
    """What staff and paper are in; patients choose among the form's languages."""
    common: bool = False
    uncovered_at: datetime | None = moment(default=None)
    """Since when its rules in force call somebody who is not there in every promised hour."""

    def __str__(self) -> str:
        return self.name


class ClinicContact(OfHospital, table=True):
    """Whom a patient can ring, and when: facts, so one person types them twice.

    Another confirms within a working day. The latest row is in force; none is changed.
    `hours` holds weekday (1 Monday to 7) -> [opens, closes] as `HH:MM`.
    """

    __tablename__ = "clinic_contact"
    __table_args__ = (
        inside("clinic_id", "clinic"),
        inside("entered_by", "staff"),
        inside("confirmed_by", "staff"),
        Index(None, "hospital_id", "clinic_id", "entered_at"),
    )

    clinic_id: UUID
    phone: str = Field(max_length=30)
    hours: dict[str, Any] = json_object()
    out_of_hours_name: str = Field(max_length=80)
    out_of_hours_phone: str = Field(max_length=30)
    emergency_phone: str = Field(default="113", max_length=30)
    read_by: str = Field(max_length=5)
    """The hour, `HH:MM` on working days, by which answers have been read."""
    entered_by: UUID | None = None
    entered_at: datetime = moment()
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = moment(default=None)


class Staff(OfHospital, table=True):
    """Someone who works at the hospital and signs in."""

    __table_args__ = (UniqueConstraint("hospital_id", "email"),)

    email: str = Field(max_length=120)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=200)
    totp_secret: str = Field(max_length=200)
    """Encrypted with the installation's key; never shown again after enrolment."""
    totp_last_step: int = 0
    """The last 30-second step a code was used in: each code works once."""
    language: str = Field(default="nb", max_length=12)
    failed_attempts: int = 0
    locked_until: datetime | None = moment(default=None)
    disabled_at: datetime | None = moment(default=None)

    def __str__(self) -> str:
        return self.name


class StaffRole(OfHospital, table=True):
    """What someone may do: in one clinic, or in the whole hospital when `clinic_id` is empty."""

    __tablename__ = "staff_role"
    __table_args__ = (
        inside("staff_id", "staff"),
        inside("clinic_id", "clinic"),
        one_of("role", *ROLES),
        UniqueConstraint("hospital_id", "staff_id", "role", "clinic_id"),
    )

    staff_id: UUID
    clinic_id: UUID | None = None
    role: str = Field(max_length=20)


class StaffSession(OfHospital, table=True):
    """A signed-in browser, by the hash of its token; dead from the moment it is revoked."""

    __tablename__ = "staff_session"
    __table_args__ = (
        inside("staff_id", "staff"),
        UniqueConstraint("hospital_id", "token_hash"),
        Index("ix_staff_session_token_hash", "token_hash", postgresql_using="hash"),
    )

    staff_id: UUID
    token_hash: bytes
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None)


class Patient(OfHospital, table=True):
    """A patient of the hospital."""

    __table_args__ = (UniqueConstraint("hospital_id", "number"),)

    number: str = Field(max_length=40)
    name: str = Field(max_length=120)
    birth_date: date
    language: str = Field(default="nb", max_length=12)
    deceased_on: date | None = None
    synthetic: bool = False
    mobile: str | None = Field(default=None, max_length=200)
    """Encrypted with the installation's key, as `email` is."""
    email: str | None = Field(default=None, max_length=200)
    address_protected: bool = False
    """The population register says the address is not to be known."""
    register_checked_at: datetime | None = moment(default=None)
    """When the register was last asked; no message leaves on an older answer than a day (C13)."""

    def __str__(self) -> str:
        return self.name


class Enrolment(OfHospital, table=True):
    """A patient followed by a clinic; `course` is where in the treatment, from `course_source`."""

    __table_args__ = (
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        Index(None, "hospital_id", "clinic_id"),
        UniqueConstraint("hospital_id", "patient_id", "clinic_id"),
    )

    patient_id: UUID
    clinic_id: UUID
    started_on: date
    ended_on: date | None = None
    course: str = Field(default="", max_length=160)
    course_source: str = Field(default="", max_length=80)
    course_ends_on: date | None = None
    """The last treatment, where the clinic has said so; else its last cycle tells."""
    withdrawn_on: date | None = None
    """The patient does not want to be asked any more."""
    paused_until: date | None = None


class Visit(OfHospital, table=True):
    """An appointment at a clinic."""

    __table_args__ = (
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        Index(None, "hospital_id", "clinic_id", "starts_at"),
    )

    patient_id: UUID
    clinic_id: UUID
    starts_at: datetime = moment()
    cancelled_at: datetime | None = moment(default=None)
