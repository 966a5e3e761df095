"""The field for a day, a time of day, or both."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from lytte.core.items.date import DateItem
from lytte.core.values import Date, DateTime, NativeValue, Time
from lytte.web.forms.answer_field import AnswerField, Unreadable
from lytte.web.forms.dates import clock, partial_date
from lytte.web.forms.shown import text_of
from lytte.web.forms.typed import MOST_LINES, check_count, with_room

Written = dict[str, str]
EMPTY: Written = {"d": "", "m": "", "y": "", "t": ""}


class DateField(AnswerField):
    """Day, month and year, of which the first two may be left out; a time of day."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.days: Sequence[Written] = with_room(self.shown.item, [], EMPTY)
        self.asks_day = self.shown.item.type != "time"
        self.asks_time = self.shown.item.type != "date"

    def show(self, values: Sequence[NativeValue]) -> None:
        given = [self._row(text_of(value)) for value in values]
        self.days = with_room(self.shown.item, given, EMPTY)

    def _row(self, written: str) -> Written:
        if not self.asks_day:
            return {**EMPTY, "t": written[:5]}
        day, _, at = written.partition("T")
        pieces = [*day.split("-"), "", ""][:3]
        return {**dict(zip(("y", "m", "d"), pieces, strict=True)), "t": at[:5]}

    def read(self, sent: Any) -> Sequence[NativeValue]:
        columns = [sent.getlist(f"{self.name}.{name}") for name in EMPTY]
        rows = [
            dict(zip(EMPTY, (str(one).strip() for one in row), strict=True))
            for row in zip_longest(*columns, fillvalue="")
        ]
        given = [row for row in rows if any(row.values())][: MOST_LINES + 1]
        self.days = with_room(self.shown.item, given, EMPTY)
        check_count(self, given)
        return [self._moment(row) for row in given]

    def _moment(self, written: Written) -> NativeValue:
        at = self._clock(written["t"])
        if not self.asks_day:
            return Time(at)
        found = partial_date(written["d"], written["m"], written["y"])
        if found is None:
            raise Unreadable(self.words("Write the day, the month and the year with four digits."))
        return self._whole(found, at)

    def _whole(self, day: Date, at: str) -> NativeValue:
        item = self.shown.item
        assert isinstance(item, DateItem)  # noqa: S101  for mypy
        for limit, fault in (
            (item.minimum, self.words("The date is too early.")),
            (item.maximum, self.words("The date is too late.")),
        ):
            if limit is None:
                continue
            edge = text_of(limit)[: len(day.text)]
            if day.text < edge if limit is item.minimum else day.text > edge:
                raise Unreadable(fault)
        if item.type == "date":
            return day
        if at and len(day.text) < len("2026-01-01"):
            raise Unreadable(self.words("With a time, the whole date is needed."))
        return DateTime(f"{day.text}T{at}" if at else day.text)

    def _clock(self, written: str) -> str:
        if not self.asks_time or not written:
            return ""
        found = clock(written)
        if found is None:
            raise Unreadable(self.words("Write the time as hours and minutes, for example 14.30."))
        return found
