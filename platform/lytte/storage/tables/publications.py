"""What was published: forms, thresholds and safety texts, each version frozen for good."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment, one_of

STATES = ("in_review", "scheduled", "live", "retired", "rejected", "withdrawn")
UNDECIDED = "'in_review', 'rejected', 'withdrawn'"


class Publication(OfHospital):
    """A version: nothing published is deleted, only retired.

    It is in force from `live_at` until `retired_at`. While it waits for a second person,
    `live_at` is when its author wants it in force, empty for at once.
    """

    clinic_id: UUID
    number: int
    document: dict[str, Any] = Field(
        default_factory=dict,
        sa_type=JSONB,
        nullable=False,
        sa_column_kwargs={"server_default": text("'{}'")},
    )
    sha256: str = Field(max_length=64)
    state: str = Field(max_length=12)
    comment: str = Field(default="", max_length=400)
    """Why, in its author's words."""
    decision: str = Field(default="", max_length=400)
    """What the second person said."""
    ending: str = Field(default="", max_length=400)
    """Why it was taken out of use, when nothing came in its place."""
    author_id: UUID | None = None
    approver_id: UUID | None = None
    restores_id: UUID | None = None
    """The earlier version this one is equal to: going back takes one person."""
    created_at: datetime = moment()
    decided_at: datetime | None = moment(default=None)
    live_at: datetime | None = moment(default=None)
    retired_at: datetime | None = moment(default=None)


def rules_of(table: str, owner: str, one_may: str) -> tuple[SchemaItem, ...]:
    """Return what holds for every kind of publication; `owner` is what it is a version of.

    `one_may` says in SQL when one person alone may put it in force.
    """
    one_at_most = [
        Index(
            f"uq_{table}_{state}",
            "hospital_id",
            owner,
            unique=True,
            postgresql_where=text(f"state = '{state}'"),
        )
        for state in ("live", "scheduled", "in_review")
    ]
    return (
        UniqueConstraint("hospital_id", owner, "number"),
        inside("clinic_id", "clinic"),
        inside("author_id", "staff"),
        inside("approver_id", "staff"),
        inside("restores_id", table),
        one_of("state", *STATES),
        CheckConstraint("approver_id is null or approver_id <> author_id", name="four_eyes"),
        CheckConstraint(
            f"{one_may} or approver_id is not null or restores_id is not null",
            name="second_person",
        ),
        CheckConstraint(
            f"state in ({UNDECIDED}) or live_at is not null"
            " and (state = 'retired') = (retired_at is not null)",
            name="in_force",
        ),
        *one_at_most,
    )


class FormPublication(Publication, table=True):
    """A form resolved and frozen; with a second person where the hospital asks for one."""

    __tablename__ = "form_publication"
    __table_args__ = (
        *rules_of("form_publication", "form_id", f"not needs_second or state in ({UNDECIDED})"),
        inside("form_id", "form_draft"),
    )

    form_id: UUID
    title: str = Field(max_length=200)
    composition: dict[str, Any] = json_object()
    """What `document` was resolved from, for what builds on it; empty in the oldest."""
    needs_second: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """The hospital asked for a second person when it was made."""

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class RuleSetPublication(Publication, table=True):
    """Thresholds frozen; always author and a second person (C6)."""

    __tablename__ = "rule_set_publication"
    __table_args__ = rules_of("rule_set_publication", "clinic_id", f"state in ({UNDECIDED})")


class SafetyText(Publication, table=True):
    """What a clinic tells patients about help now, and when answers are read.

    Required fields in every language, never prose with a number in it: numbers and
    hours come from `ClinicContact`. Author and a second person (C6).
    """

    __tablename__ = "safety_text"
    __table_args__ = (
        *rules_of("safety_text", "clinic_id", f"state in ({UNDECIDED})"),
        inside("base_id", "safety_text"),
    )

    base_id: UUID | None = None
    """The hospital's version that a clinic's was written on; none where it stands alone."""


class HouseRules(OfHospital, table=True):
    """What the hospital has decided about how its own people publish; one row at most."""

    __tablename__ = "house_rules"
    __table_args__ = (UniqueConstraint("hospital_id"), inside("changed_by", "staff"))

    forms_need_second: bool = False
    """A form takes two people, as thresholds and safety texts always do."""
    changed_by: UUID | None = None
    changed_at: datetime = moment()
