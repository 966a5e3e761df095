"""Which roles are on duty when, at a clinic."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class ClinicDuty(OfHospital, table=True):
    """Who is there in the hours a clinic promises (H3). The latest row holds; none is changed.

    `document` holds a `core.duty.Duty`: roles, never people.
    """

    __tablename__ = "clinic_duty"
    __table_args__ = (
        inside("clinic_id", "clinic"),
        inside("entered_by", "staff"),
        Index(None, "hospital_id", "clinic_id", "entered_at"),
    )

    clinic_id: UUID
    document: dict[str, Any] = json_object()
    entered_by: UUID | None = None
    entered_at: datetime = moment()
