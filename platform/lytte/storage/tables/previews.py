"""What a preview link shows, for the few hours that it holds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lytte.storage.tables.base import OfHospital, inside, json_object, moment


class PreviewLink(OfHospital, table=True):
    """One version of a draft with the telephone numbers around it, as a phone is shown it.

    A copy, because a phone without a sign-in reaches this table and no other. It holds
    neither patients nor rules, and no answer is ever put into it.
    """

    __tablename__ = "preview_link"
    __table_args__ = (inside("form_id", "form_draft"), inside("made_by", "staff"))

    form_id: UUID
    draft_version: int
    document: dict[str, Any] = json_object()
    made_by: UUID | None = None
    made_at: datetime = moment()
    expires_at: datetime = moment()
