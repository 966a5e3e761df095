"""What a clinician agreed with a patient about an alert, as far as alerts need to know."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class KnownAlert(OfHospital, table=True):
    """A plan that covers one rule's alerts of one patient, silent through `review_on` (C11)."""

    __tablename__ = "known_alert"
    __table_args__ = (
        inside("alert_id", "alert"),
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        inside("agreed_by", "staff"),
        inside("ended_by", "staff"),
        Index(None, "hospital_id", "patient_id"),
    )

    alert_id: UUID
    """The alert that was looked at when it was agreed."""
    patient_id: UUID
    clinic_id: UUID
    rule_id: str = Field(max_length=80)
    stood: dict[str, Any] = json_object()
    """Measure -> {value, step}: the numbers then, and how much more is worse."""
    reason: str = Field(max_length=400)
    agreed_by: UUID | None = None
    agreed_at: datetime = moment()
    review_on: date
    ended_by: UUID | None = None
    ended_at: datetime | None = moment(default=None)
    ended_reason: str = Field(default="", max_length=400)
