"""A day, a time of day, or both."""

from typing import Literal

from lytte.core.items.common import QuestionBase
from lytte.core.texts import Text
from lytte.core.values import Value


class DateItem(QuestionBase):
    """A date may be only a month or a year: the patient may not know the day."""

    type: Literal["date", "dateTime", "time"] = "date"
    minimum: Value | None = None
    maximum: Value | None = None
    entry_format: Text = Text()
