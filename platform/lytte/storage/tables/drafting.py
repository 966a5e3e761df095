"""What drafts were before each change, so that a change can be taken back, or merged."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class DraftStep(OfHospital, table=True):
    """One change of a form, a rule set or a plan that is being made: what stood before it.

    `version` is the draft's before the change; `did` is a word for what was done. `origin`
    is what a copied form remembered, where the change laid it on a newer version.
    """

    __tablename__ = "draft_step"
    __table_args__ = (
        inside("form_id", "form_draft"),
        inside("rules_id", "rule_set_draft"),
        inside("schedule_id", "schedule_draft"),
        inside("by", "staff"),
        CheckConstraint("num_nonnulls(form_id, rules_id, schedule_id) = 1", name="of_one_draft"),
        UniqueConstraint(
            "hospital_id", "form_id", "rules_id", "schedule_id", "version",
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip

    form_id: UUID | None = None
    rules_id: UUID | None = None
    schedule_id: UUID | None = None
    version: int
    document: dict[str, Any] = json_object()
    origin: dict[str, Any] = json_object()
    did: str = Field(default="", max_length=40)
    by: UUID | None = None
    at: datetime = moment()
    taken_back_at: datetime | None = moment(default=None)
