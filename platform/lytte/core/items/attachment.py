"""A file from the patient."""

from typing import Literal

from lytte.core.items.common import QuestionBase


class AttachmentItem(QuestionBase):
    """A picture or a document; size in bytes, types as MIME."""

    type: Literal["attachment"] = "attachment"
    max_size: int | None = None
    mime_types: tuple[str, ...] = ()
