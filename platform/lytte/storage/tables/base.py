"""What every walled table shares: its hospital, and keys that cannot leave it."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Computed, ForeignKeyConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import DateTime, Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class OfHospital(SQLModel):
    """A row behind a hospital's wall.

    The database key is (hospital_id, id); the ORM, addresses and the CMS know a row by
    `id` alone, because a session sees one hospital only.
    """

    # What the database works out itself comes back with the row it was worked out for.
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": ["id"], "eager_defaults": True}

    hospital_id: UUID = Field(primary_key=True, foreign_key="hospital.id")
    id: UUID = Field(default_factory=uuid4, primary_key=True)


def inside(column: str, table: str, *, circle: bool = False) -> ForeignKeyConstraint:
    """Return a foreign key that cannot leave the hospital.

    `circle`: the other table points back, so neither can be made first with its keys.
    """
    return ForeignKeyConstraint(
        ["hospital_id", column], [f"{table}.hospital_id", f"{table}.id"], use_alter=circle
    )


def built_on() -> Any:
    """Return a column for the publication a draft builds on: its document names it."""
    return Field(
        default=None,
        sa_column=Column(Uuid, Computed("(document ->> 'base'::text)::uuid", persisted=True)),
    )


def to_one(mine: str, column: str, theirs: str) -> dict[str, Any]:
    """Join on the row's id; only `column` is written, and the wall keeps the hospital."""
    return {"primaryjoin": f"foreign({mine}.{column}) == {theirs}.id"}


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return a check that `column` holds one of `values`; kinds are text, not enum types."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def moment(**options: Any) -> Any:
    """Return a column for a point in time, with its zone."""
    return Field(sa_type=DateTime(timezone=True), **options)


def json_object() -> Any:
    """Return a column for one JSON object, never NULL."""
    return Field(
        default_factory=dict,
        sa_column=Column(JSONB, nullable=False, server_default=text("'{}'")),
    )
