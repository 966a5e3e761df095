"""What hospitals share: the one table that another hospital may read, so nothing of patients."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class SharedForm(OfHospital, table=True):
    """A version of a form, copied to where others may copy it from.

    Read by every hospital while it is not withdrawn, written by its own only: the policies
    say so. It holds no patient, no member of staff and no telephone number.
    """

    __tablename__ = "shared_form"
    __table_args__ = (
        UniqueConstraint("hospital_id", "publication_id"),
        inside("publication_id", "form_publication"),
        inside("form_id", "form_draft"),
    )

    form_id: UUID
    publication_id: UUID
    number: int
    title: str = Field(max_length=200)
    composition: dict[str, Any] = json_object()
    instruments: dict[str, Any] = json_object()
    """`whole`: instruments that need no agreement; `named`: licensed ones, by name only."""
    sha256: str = Field(max_length=64)
    comment: str = Field(default="", max_length=400)
    shared_at: datetime = moment()
    withdrawn_at: datetime | None = moment(default=None)
