"""Rehearsals that take a while: how far each has come, and what it came to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment, one_of

UNDER_WAY = ("waiting", "running")


class RehearsalRun(OfHospital, table=True):
    """One rehearsal of a clinic: the same rules over the same days are rehearsed once.

    `asked_for` is the SHA-256 of what decides the outcome. `heard_at` is when whoever
    rehearses last said how far it has come: one that has gone quiet is begun again.
    """

    __tablename__ = "rehearsal_run"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id", "asked_for"),
        inside("clinic_id", "clinic"),
        inside("asked_by", "staff"),
        one_of("state", *UNDER_WAY, "done", "stopped", "failed"),
        Index("ix_rehearsal_run_expires_at", "hospital_id", "expires_at"),
    )

    clinic_id: UUID
    asked_for: str = Field(max_length=64)
    days: int
    rules: dict[str, Any] = json_object()
    state: str = Field(default="waiting", max_length=20)
    done: int = 0
    total: int = 0
    tries: int = 0
    result: dict[str, Any] = json_object()
    asked_by: UUID | None = None
    asked_at: datetime = moment()
    heard_at: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)
    expires_at: datetime = moment()
