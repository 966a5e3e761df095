"""The closed union of every kind of item."""

from typing import Annotated

from pydantic import Field

from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.reference import ReferenceItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue

Question = (
    AttachmentItem
    | Boolean
    | Choice
    | DateItem
    | FreeText
    | Number
    | NumericRating
    | QuantityItem
    | ReferenceItem
    | Url
    | VisualAnalogue
)
Item = Annotated[Question | Display | Group, Field(discriminator="type")]

for _kind in (
    AttachmentItem,
    Boolean,
    Choice,
    DateItem,
    Display,
    FreeText,
    Group,
    Number,
    NumericRating,
    QuantityItem,
    ReferenceItem,
    Url,
    VisualAnalogue,
):
    # Any question may have items under its answers, so the kinds need their own union.
    _kind.model_rebuild(_types_namespace={"Item": Item})
