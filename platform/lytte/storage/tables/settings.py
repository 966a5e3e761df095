"""What each level of a hospital says of itself, version by version, and its pictures."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class LevelSettings(OfHospital, table=True):
    """One version of a level's settings; none is changed, so what held at any time can be told.

    In force from `began_at` until `ended_at`. Without `began_at` it is a proposal that came
    with a file, and ends when somebody has looked at it.
    """

    __tablename__ = "level_settings"
    __table_args__ = (
        UniqueConstraint("hospital_id", "clinic_id", "number"),
        inside("clinic_id", "clinic"),
        inside("author_id", "staff"),
        CheckConstraint("ended_at is null or ended_at >= began_at", name="ends_later"),
        Index(
            "uq_level_settings_live",
            "hospital_id",
            "clinic_id",
            unique=True,
            postgresql_where=text("began_at is not null and ended_at is null"),
        ),
        Index(
            "uq_level_settings_proposed",
            "hospital_id",
            "clinic_id",
            unique=True,
            postgresql_where=text("began_at is null and ended_at is null"),
        ),
    )

    clinic_id: UUID
    number: int
    document: dict[str, Any] = json_object()
    sha256: str = Field(max_length=64)
    comment: str = Field(default="", max_length=400)
    author_id: UUID | None = None
    created_at: datetime = moment()
    began_at: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)

    # It reads as every other kind of version does; one person puts it in force, at once.
    approver_id: ClassVar[None] = None
    restores_id: ClassVar[None] = None
    decision: ClassVar[str] = ""

    @property
    def state(self) -> str:
        if self.ended_at:
            return "retired"
        return "live" if self.began_at else "in_review"

    @property
    def live_at(self) -> datetime | None:
        return self.began_at

    @property
    def retired_at(self) -> datetime | None:
        return self.ended_at


class LogoPicture(OfHospital, table=True):
    """A logo as it was drawn anew: a PNG, kept for as long as a version names it."""

    __tablename__ = "logo_picture"
    __table_args__ = (UniqueConstraint("hospital_id", "sha256"), inside("added_by", "staff"))

    sha256: str = Field(max_length=64)
    content: bytes
    width: int
    height: int
    added_by: UUID | None = None
    added_at: datetime = moment()
