"""One occasion: what is planned, how the patient gets in, and what was answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment, one_of


class Assessment(OfHospital, table=True):
    """One planned occasion. It is finished on the form publication it was begun on."""

    __table_args__ = (
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        inside("form_publication_id", "form_publication"),
        inside("visit_id", "visit"),
        one_of("state", "due", "open", "completed", "expired"),
        Index(None, "hospital_id", "patient_id"),
        Index(None, "hospital_id", "visit_id"),
        Index(None, "hospital_id", "clinic_id", "due_at"),
    )

    patient_id: UUID
    clinic_id: UUID
    form_publication_id: UUID
    visit_id: UUID | None = None
    state: str = Field(default="due", max_length=12)
    due_at: datetime = moment()
    expires_at: datetime = moment()
    started_at: datetime | None = moment(default=None)
    completed_at: datetime | None = moment(default=None)


class AccessCode(OfHospital, table=True):
    """A way in to one assessment: the token of a link or the code of a letter, hashed.

    A GET never uses it up. After five wrong birth dates it is blocked until staff
    give a new one.
    """

    __tablename__ = "access_code"
    __table_args__ = (
        inside("assessment_id", "assessment"),
        UniqueConstraint("hospital_id", "hash"),
        Index("ix_access_code_hash", "hash", postgresql_using="hash"),
        one_of("kind", "link", "letter"),
    )

    assessment_id: UUID
    kind: str = Field(max_length=8)
    hash: bytes
    helper: bool = False
    """The helper's own way in: shows no earlier answers, hides what is the patient's alone."""
    expires_at: datetime = moment()
    wrong_dates: int = 0
    revoked_at: datetime | None = moment(default=None)


class PatientSession(OfHospital, table=True):
    """A browser that gave the right code and birth date. It shows only what it gave itself."""

    __tablename__ = "patient_session"
    __table_args__ = (
        inside("assessment_id", "assessment"),
        UniqueConstraint("hospital_id", "token_hash"),
        Index("ix_patient_session_token_hash", "token_hash", postgresql_using="hash"),
        one_of("answered_by", "self", "proxy", "interview"),
        one_of("mode", "web", "kiosk", "paper"),
    )

    assessment_id: UUID
    token_hash: bytes
    language: str = Field(default="nb", max_length=12)
    answered_by: str = Field(default="self", max_length=12)
    helped: bool = False
    """Someone read aloud or typed; the answers are still the patient's."""
    mode: str = Field(default="web", max_length=8)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)


class Answer(OfHospital, table=True):
    """The answer to one item while the form is open; rows, so that a save is flat.

    `value` is a JSON array of FHIR values; `missing` is the reason there is none.
    `revision` moves by one at each change: two tabs conflict only on the same item.
    """

    __table_args__ = (
        inside("assessment_id", "assessment"),
        UniqueConstraint("hospital_id", "assessment_id", "part", "link_id", "at"),
    )

    assessment_id: UUID
    part: str = Field(max_length=80)
    link_id: str = Field(max_length=255)
    at: str = Field(default="", max_length=40)
    value: list[Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    missing: str | None = Field(default=None, max_length=12)
    revision: int = 1
    session_id: UUID | None = None
    saved_at: datetime = moment()


class Alert(OfHospital, table=True):
    """A reason to ask, with the rule and the numbers that raised it.

    One that silence raised has an assessment and no response. A known one is covered by a
    plan, and calls nobody.
    """

    __table_args__ = (
        inside("response_id", "response"),
        inside("patient_id", "patient"),
        inside("clinic_id", "clinic"),
        inside("owner_id", "staff"),
        inside("taken_by", "staff"),
        UniqueConstraint("hospital_id", "response_id", "rule_id"),
        one_of("severity", "amber", "red"),
        one_of("state", "open", "acknowledged", "resolved", "overridden", "known"),
        Index(None, "hospital_id", "clinic_id", "state"),
        Index(
            "uq_alert_silent",
            "hospital_id",
            "assessment_id",
            "rule_id",
            unique=True,
            postgresql_where=text("response_id is null and not emergency"),
        ),
    )

    response_id: UUID | None = None
    assessment_id: UUID | None = None
    patient_id: UUID
    clinic_id: UUID
    rule_id: str = Field(max_length=80)
    severity: str = Field(max_length=8)
    emergency: bool = False
    recipient: str = Field(max_length=40)
    reasons: list[Any] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    state: str = Field(default="open", max_length=12)
    raised_at: datetime = moment()
    owner_id: UUID | None = None
    taken_by: UUID | None = None
    taken_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    closing_reason: str = Field(default="", max_length=400)


class CallNow(OfHospital, table=True):
    """The call-now page was shown for an emergency item, and what the patient said then."""

    __tablename__ = "call_now"
    __table_args__ = (
        inside("assessment_id", "assessment"),
        inside("seen_by", "staff"),
        UniqueConstraint("hospital_id", "assessment_id", "emergency_id"),
        one_of("reply", "", "called", "cannot_call"),
    )

    assessment_id: UUID
    emergency_id: str = Field(max_length=80)
    shown_at: datetime = moment()
    reply: str = Field(default="", max_length=12)
    replied_at: datetime | None = moment(default=None)
    seen_by: UUID | None = None
    seen_at: datetime | None = moment(default=None)


class AuditEntry(OfHospital, table=True):
    """One change or one view, chained to the one before it by its hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("hospital_id", "seq"),
        Index(
            "ix_audit_entry_content",
            "hospital_id",
            "object_id",
            postgresql_where=text(
                "object_type in ('form_draft', 'form_publication', 'rule_set_draft', "
                "'rule_set_publication', 'safety_text', 'schedule_draft', "
                "'schedule_publication', 'level_settings')"
            ),
        ),
    )

    seq: int = Field(sa_type=BigInteger)
    at: datetime = moment()
    actor: str = Field(max_length=160)
    role: str = Field(max_length=40)
    action: str = Field(max_length=60)
    object_type: str = Field(default="", max_length=60)
    object_id: str = Field(default="", max_length=80)
    patient: str = Field(default="", max_length=64)
    """HMAC of the patient's id: erasing the patient does not break the chain."""
    fields: dict[str, Any] = json_object()
    reason: str = Field(default="", max_length=80)
    outcome: str = Field(default="ok", max_length=20)
    request_id: str = Field(default="", max_length=40)
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditHead(OfHospital, table=True):
    """The end of a hospital's chain; its row lock is what makes `seq` gap-free."""

    __tablename__ = "audit_head"
    __table_args__ = (UniqueConstraint("hospital_id"),)

    seq: int = Field(default=0, sa_type=BigInteger)
    hash: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
