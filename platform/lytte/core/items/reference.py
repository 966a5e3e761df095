"""A pointer to something in the record."""

from typing import Literal

from lytte.core.items.common import QuestionBase


class ReferenceItem(QuestionBase):
    """Filled from the record, not by the patient."""

    type: Literal["reference"] = "reference"
    resources: tuple[str, ...] = ()
