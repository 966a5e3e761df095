"""What is asked and what is worrying, as it is being made: instruments, licences, drafts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, built_on, inside, json_object, moment, one_of


class InstrumentVersion(OfHospital, table=True):
    """An instrument the hospital has, one version a row; `document` is never edited."""

    __tablename__ = "instrument_version"
    __table_args__ = (
        UniqueConstraint("hospital_id", "instrument_id", "version"),
        inside("added_by", "staff"),
        one_of("origin", "library", "imported", "recipe"),
    )

    instrument_id: str = Field(max_length=80)
    version: str = Field(max_length=40)
    title: str = Field(max_length=200)
    origin: str = Field(max_length=12)
    document: dict[str, Any] = json_object()
    sha256: str = Field(max_length=64)
    source: dict[str, Any] = json_object()
    """What was imported, word for word, so that an export gives it back."""
    added_by: UUID | None = None
    added_at: datetime = moment()

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Licence(OfHospital, table=True):
    """The hospital's right to use an instrument; publishing is refused without it (C14)."""

    __table_args__ = (
        UniqueConstraint("hospital_id", "instrument_id"),
        inside("recorded_by", "staff"),
    )

    instrument_id: str = Field(max_length=80)
    owner: str = Field(max_length=120)
    scope: str = Field(max_length=200)
    evidence: str = Field(max_length=400)
    limits: dict[str, Any] = json_object()
    """Which clinics, languages and ways of answering it covers: `services/publishing/licensing`."""
    expires_on: date | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime = moment()


class FormDraft(OfHospital, table=True):
    """A clinic's form as it is being made. `version` moves by one at each save (C16).

    `document` is the whole form; or, where it builds on what the hospital published, `base`
    and the clinic's own `changes`. `services/drafts/drafting` alone reads it.
    """

    __tablename__ = "form_draft"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id", "slug"),
        inside("clinic_id", "clinic"),
        inside("base_id", "form_publication", circle=True),
        inside("changed_by", "staff"),
    )

    clinic_id: UUID
    slug: str = Field(max_length=60)
    title: str = Field(max_length=200)
    document: dict[str, Any] = json_object()
    base_id: UUID | None = built_on()
    origin: dict[str, Any] = json_object()
    """Which hospital's form, in which version, it was copied from; empty for one's own."""
    version: int = 1
    changed_by: UUID | None = None
    changed_at: datetime = moment()

    def __str__(self) -> str:
        return self.title


class RuleSetDraft(OfHospital, table=True):
    """A clinic's thresholds as they are being made; whole, or as changes of the hospital's."""

    __tablename__ = "rule_set_draft"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id"),
        inside("clinic_id", "clinic"),
        inside("base_id", "rule_set_publication"),
        inside("changed_by", "staff"),
    )

    clinic_id: UUID
    document: dict[str, Any] = json_object()
    base_id: UUID | None = built_on()
    version: int = 1
    changed_by: UUID | None = None
    changed_at: datetime = moment()
