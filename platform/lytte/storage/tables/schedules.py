"""When patients are asked: a clinic's plan, and the treatments it counts from."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment, one_of
from lytte.storage.tables.content import STATES

TREATMENTS = ("cycle", "operation", "radiotherapy", "discharge")


class ScheduleDraft(OfHospital, table=True):
    """A clinic's plan as it is being made. `version` moves by one at each save (C16)."""

    __tablename__ = "schedule_draft"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id"),
        inside("clinic_id", "clinic"),
        inside("changed_by", "staff"),
    )

    clinic_id: UUID
    document: dict[str, Any] = json_object()
    version: int = 1
    changed_by: UUID | None = None
    changed_at: datetime = moment()


class SchedulePublication(OfHospital, table=True):
    """A plan frozen. One person may publish it; an approver, where there is one, is another."""

    __tablename__ = "schedule_publication"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id", "number"),
        inside("clinic_id", "clinic"),
        inside("author_id", "staff"),
        inside("approver_id", "staff"),
        one_of("state", *STATES),
        CheckConstraint("approver_id is null or approver_id <> author_id", name="four_eyes"),
        Index(
            "uq_schedule_publication_live",
            "hospital_id",
            "clinic_id",
            unique=True,
            postgresql_where=text("state = 'live'"),
        ),
    )

    clinic_id: UUID
    number: int
    document: dict[str, Any] = json_object()
    sha256: str = Field(max_length=64)
    state: str = Field(max_length=12)
    comment: str = Field(default="", max_length=400)
    author_id: UUID | None = None
    approver_id: UUID | None = None
    created_at: datetime = moment()
    live_at: datetime | None = moment(default=None)
    retired_at: datetime | None = moment(default=None)


class Treatment(OfHospital, table=True):
    """A cycle, an operation or a discharge, done or planned; from `source`, as visits are.

    `of_total` is how many cycles the course has: the last one ends it.
    """

    __table_args__ = (
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        one_of("kind", *TREATMENTS),
        Index(None, "hospital_id", "patient_id"),
    )

    patient_id: UUID
    clinic_id: UUID
    kind: str = Field(max_length=20)
    on_date: date
    number: int | None = None
    of_total: int | None = None
    source: str = Field(default="", max_length=80)
    cancelled_at: datetime | None = moment(default=None)
