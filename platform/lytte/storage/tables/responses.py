"""What was sent for an occasion, and what it comes to; neither is ever changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class Response(OfHospital, table=True):
    """What was sent: one document, pinned to the form and the rules it was sent under."""

    __table_args__ = (
        inside("assessment_id", "assessment"),
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        inside("form_publication_id", "form_publication"),
        inside("rule_set_publication_id", "rule_set_publication"),
        inside("typed_in_by", "staff"),
        CheckConstraint(
            "(typed_in_by is null) = (typed_in_at is null) "
            "and (typed_in_by is null or mode = 'paper')",
            name="typed_in",
        ),
        UniqueConstraint("hospital_id", "assessment_id", "id"),
        ForeignKeyConstraint(
            ["hospital_id", "assessment_id", "replaces_id"],
            ["response.hospital_id", "response.assessment_id", "response.id"],
        ),
        CheckConstraint(
            "(replaces_id is null) = (correction = '') "
            "and (replaces_id is null or typed_in_by is not null) and replaces_id <> id",
            name="corrected",
        ),
        Index("uq_response_first", "hospital_id", "assessment_id", unique=True,
            postgresql_where=text("replaces_id is null")),
        Index("uq_response_replaced", "hospital_id", "replaces_id", unique=True,
            postgresql_where=text("replaces_id is not null")),
        Index(None, "hospital_id", "patient_id", "authored"),
        Index(None, "hospital_id", "clinic_id", "authored"),
    )  # fmt: skip

    assessment_id: UUID
    patient_id: UUID
    clinic_id: UUID
    form_publication_id: UUID
    rule_set_publication_id: UUID | None = None
    document: dict[str, Any] = json_object()
    """`parts`: part -> list of {link_id, at, value | missing, saved_at}, disabled left out."""
    measures: dict[str, Any] = json_object()
    """Compact: `part/scale` -> number as text; what a rehearsal reads."""
    sha256: str = Field(max_length=64)
    answered_by: str = Field(max_length=12)
    helped: bool = False
    mode: str = Field(max_length=8)
    language: str = Field(max_length=12)
    answered: int
    asked: int
    authored: datetime = moment()
    """When the patient answered: on paper, the day that is written there."""
    typed_in_by: UUID | None = None
    """Who typed the paper in, and when."""
    typed_in_at: datetime | None = moment(default=None)
    replaces_id: UUID | None = None
    """The response that was typed in wrongly, and counts no longer."""
    correction: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    """Why it was corrected."""


class Score(OfHospital, table=True):
    """A scale's value in one response, or why there is none."""

    __table_args__ = (
        inside("response_id", "response"),
        inside("patient_id", "patient"),
        UniqueConstraint("hospital_id", "response_id", "measure"),
        Index(None, "hospital_id", "patient_id", "measure"),
    )

    response_id: UUID
    patient_id: UUID
    measure: str = Field(max_length=160)
    instrument_version: str | None = Field(default=None, max_length=40)
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric, nullable=True))
    missing: str | None = Field(default=None, max_length=200)
    modified: bool = False
