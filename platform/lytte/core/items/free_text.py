"""The patient's own words."""

from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text


class FreeText(QuestionBase):
    """One line (`string`) or several (`text`); stored and printed verbatim, never scanned."""

    type: Literal["string", "text"] = "string"
    max_length: int | None = None
    min_length: int | None = None
    regex: str | None = None
    entry_format: Text = Text()
