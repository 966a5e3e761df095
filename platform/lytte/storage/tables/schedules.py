"""When patients are asked: a clinic's plan, and the treatments it counts from."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, built_on, inside, json_object, moment, one_of
from lytte.storage.tables.publications import Publication, rules_of

TREATMENTS = ("cycle", "operation", "radiotherapy", "discharge")


class ScheduleDraft(OfHospital, table=True):
    """A clinic's plan as it is being made; whole, or as changes of the hospital's."""

    __tablename__ = "schedule_draft"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id"),
        inside("clinic_id", "clinic"),
        inside("base_id", "schedule_publication"),
        inside("changed_by", "staff"),
    )

    clinic_id: UUID
    document: dict[str, Any] = json_object()
    base_id: UUID | None = built_on()
    version: int = 1
    """Moves by one at each save (C16)."""
    changed_by: UUID | None = None
    changed_at: datetime = moment()


class SchedulePublication(Publication, table=True):
    """A plan frozen. One person may publish it; an approver, where there is one, is another."""

    __tablename__ = "schedule_publication"
    __table_args__ = (
        *rules_of("schedule_publication", "clinic_id", "true"),
        inside("base_id", "schedule_publication"),
    )

    base_id: UUID | None = None
    """The hospital's version that a clinic's was made on; none where it stands alone."""


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
