"""Fields answered by writing: numbers, amounts, dates, own words."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import re2

from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time, Uri
from lytte.web.forms.answer_field import AnswerField, Unreadable
from lytte.web.forms.dates import clock, partial_date
from lytte.web.forms.shown import text_of

LONGEST_TEXT = 4000
LONGEST_NUMBER = 24
MOST_LINES = 50
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")


class WholeNumber(Unreadable):
    """The number has decimals and may not have any."""


class NumberField(AnswerField):
    """A number, with comma or point."""

    def show(self, values: Sequence[NativeValue]) -> None:
        written = [_written(value) for value in values]
        self.lines = (*written, "") if self.shown.item.repeats else written[:1]

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.lines = list(_lines(self, sent)) or [""]
        return [self._number(line) for line in self.lines if line]

    def _number(self, line: str) -> NativeValue:
        item = self.shown.item
        assert isinstance(item, Number | NumericRating | VisualAnalogue)  # noqa: S101  for mypy
        found = amount(line)
        if found is None:
            raise Unreadable(self.words("Write a number, for example 7 or 7,5."))
        check_range(self, found, item.minimum, item.maximum)
        if item.type == "decimal":
            return found
        if found != found.to_integral_value():
            raise WholeNumber(self.words("Write a whole number, without decimals."))
        return int(found)


class AmountField(AnswerField):
    """A number with a unit."""

    def show(self, values: Sequence[NativeValue]) -> None:
        value = values[0]
        if isinstance(value, Quantity):
            self.text_value = _written(value.value) if value.value is not None else ""
            units = [one for one in self.shown.options if isinstance(one.answer, Coding)]
            self.checked = frozenset(
                one.value for one in units if getattr(one.answer, "code", None) == value.code
            )

    def read(self, sent: Any) -> Sequence[NativeValue]:
        item = self.shown.item
        assert isinstance(item, QuantityItem)  # noqa: S101  for mypy
        self.text_value, picked = self.sent(sent), self.sent(sent, ".u")
        self.checked = frozenset((picked,))
        if not self.text_value:
            return ()
        found = amount(self.text_value)
        if found is None:
            raise Unreadable(self.words("Write a number, for example 7 or 7,5."))
        unit = item.unit
        if picked in self.shown.chosen:
            answer = self.shown.chosen[picked].answer
            unit = answer if isinstance(answer, Coding) else unit
        low, high = (_limit(one, unit) for one in (item.minimum, item.maximum))
        check_range(self, found, low, high)
        if unit is None:
            return (Quantity(value=found),)
        named = unit.display or unit.code
        return (Quantity(value=found, unit=named, system=unit.system, code=unit.code),)


class DateField(AnswerField):
    """Day, month and year, of which the first two may be left out; a time of day."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.day = {"d": "", "m": "", "y": "", "t": ""}
        self.asks_day = self.shown.item.type != "time"
        self.asks_time = self.shown.item.type != "date"

    def show(self, values: Sequence[NativeValue]) -> None:
        written = text_of(values[0])
        if self.asks_day:
            day, _, at = written.partition("T")
            pieces = [*day.split("-"), "", ""][:3]
            self.day.update(zip(("y", "m", "d"), pieces, strict=True))
            self.day["t"] = at[:5]
        else:
            self.day["t"] = written[:5]

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.day = {name: self.sent(sent, f".{name}") for name in self.day}
        if not any(self.day.values()):
            return ()
        at = self._clock()
        if not self.asks_day:
            return (Time(at),) if at else ()
        found = partial_date(self.day["d"], self.day["m"], self.day["y"])
        if found is None:
            raise Unreadable(self.words("Write the day, the month and the year with four digits."))
        return (self._whole(found, at),)

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

    def _clock(self) -> str:
        if not self.asks_time or not self.day["t"]:
            return ""
        found = clock(self.day["t"])
        if found is None:
            raise Unreadable(self.words("Write the time as hours and minutes, for example 14.30."))
        return found


class WordsField(AnswerField):
    """The patient's own words, kept as they were written."""

    @property
    def long(self) -> bool:
        """Whether there is room for several lines."""
        return self.shown.item.type == "text"

    @property
    def max_length(self) -> int | None:
        """The most characters the author allows."""
        item = self.shown.item
        return item.max_length if isinstance(item, FreeText | Url) else None

    def show(self, values: Sequence[NativeValue]) -> None:
        written = [text_of(value) for value in values]
        self.lines = (*written, "") if self.shown.item.repeats else written[:1]

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.lines = list(_lines(self, sent)) or [""]
        return [self._checked(line) for line in self.lines if line]

    def _checked(self, line: str) -> NativeValue:
        item = self.shown.item
        most = self.max_length or LONGEST_TEXT
        if len(line) > most:
            raise Unreadable(
                self.words(
                    "You have written {written} characters; there is room for {number}.",
                    written=len(line),
                    number=most,
                )
            )
        if isinstance(item, Url):
            return Uri(line)
        assert isinstance(item, FreeText)  # noqa: S101  for mypy
        if item.min_length and len(line) < item.min_length:
            raise Unreadable(
                self.words("Write at least {number} characters.", number=item.min_length)
            )
        if item.regex and not _fits(item.regex, line):
            raise Unreadable(
                self.shown.hint or self.words("This does not look like what is asked for.")
            )
        return line


def amount(text: str) -> Decimal | None:
    """Read a number as people write it: 7,5 and 7.5 and 1 000."""
    plain = text.strip().translate(_SPACES).replace(",", ".").replace("−", "-").replace("٫", ".")
    if len(plain) > LONGEST_NUMBER or not re2.fullmatch(r"[+-]?(\pN+\.?\pN*|\.\pN+)", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def check_range(
    field: AnswerField, found: Decimal, low: Decimal | int | None, high: Decimal | int | None
) -> None:
    """Refuse a number outside the author's limits, in words."""
    too_low = low is not None and found < low
    too_high = high is not None and found > high
    if not (too_low or too_high):
        return
    if low is not None and high is not None:
        said = field.words("Write a number from {low} to {high}.", low=low, high=high)
    elif too_low:
        said = field.words("Write a number that is {low} or more.", low=low)
    else:
        said = field.words("Write a number that is {high} or less.", high=high)
    raise Unreadable(said)


def _lines(field: AnswerField, sent: Any) -> Iterator[str]:
    found = [str(line).replace("\r\n", "\n").strip() for line in sent.getlist(field.name)]
    yield from [line for line in found if line][: MOST_LINES if field.shown.item.repeats else 1]


def _written(value: NativeValue) -> str:
    return str(value).replace(".", ",")


def _limit(limit: Quantity | None, unit: Coding | None) -> Decimal | None:
    """A limit in another unit is not compared with: nobody has said how to convert."""
    if limit is None or (unit and limit.code and limit.code != unit.code):
        return None
    return limit.value


def _fits(pattern: str, line: str) -> bool:
    try:
        return bool(re2.fullmatch(pattern, line))
    except re2.error:
        # A pattern that re2 refuses was reported to its author; it stops no patient.
        return True
