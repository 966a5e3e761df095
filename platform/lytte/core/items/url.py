"""An address."""

from typing import Literal

from lytte.core.items.common import QuestionBase


class Url(QuestionBase):
    """A web address or identifier, kept as text and never fetched."""

    type: Literal["url"] = "url"
    max_length: int | None = None
