"""Fields answered by writing: numbers, amounts, own words."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import zip_longest
from typing import Any, TypeVar

import re2

from lytte.core.evaluation.comparison import order
from lytte.core.items.any_item import Item
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding, NativeValue, Quantity, Uri
from lytte.web.forms.answer_field import AnswerField, Unreadable
from lytte.web.forms.shown import text_of

LONGEST_TEXT = 4000
LONGEST_NUMBER = 24
MOST_LINES = 50
# Lines that a question with several answers begins with.
LINES = 3
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")


class WholeNumber(Unreadable):
    """The number has decimals and may not have any."""


class LinesField(AnswerField):
    """Answers written one in each line; a repeating question has lines to spare."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.lines = with_room(self.shown.item, [], "")

    def written(self, sent: Any) -> Sequence[str]:
        """Return what stands in the lines, and keep it for showing again."""
        found = (str(line).replace("\r\n", "\n").strip() for line in sent.getlist(self.name))
        given = [line for line in found if line][: MOST_LINES + 1]
        self.lines = with_room(self.shown.item, given, "")
        check_count(self, given)
        return given


class NumberField(LinesField):
    """A number, with comma or point."""

    def show(self, values: Sequence[NativeValue]) -> None:
        self.lines = with_room(self.shown.item, [_written(value) for value in values], "")

    def read(self, sent: Any) -> Sequence[NativeValue]:
        return [self._number(line) for line in self.written(sent)]

    def _number(self, line: str) -> NativeValue:
        item = self.shown.item
        assert isinstance(item, Number | NumericRating | VisualAnalogue)  # noqa: S101  for mypy
        found = amount(line)
        if found is None:
            raise Unreadable(self.words("Write a number, for example 7 or 7,5."))
        if isinstance(item, Number):
            check_decimals(self, found, item.max_decimal_places)
        check_range(self, found, item.minimum, item.maximum)
        if isinstance(item, Number):
            check_step(self, found, item)
        if item.type == "decimal":
            return found
        if found != found.to_integral_value():
            raise WholeNumber(self.words("Write a whole number, without decimals."))
        return int(found)


class AmountField(AnswerField):
    """A number with a unit; `rows` are what is written and the unit picked beside it."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.rows: Sequence[tuple[str, str]] = tuple(with_room(self.shown.item, [], ("", "")))

    def show(self, values: Sequence[NativeValue]) -> None:
        given = [self._row(value) for value in values if isinstance(value, Quantity)]
        self.rows = tuple(with_room(self.shown.item, given, ("", "")))

    def _row(self, value: Quantity) -> tuple[str, str]:
        units = (one for one in self.shown.options if isinstance(one.answer, Coding))
        picked = (one.value for one in units if getattr(one.answer, "code", None) == value.code)
        return _written(value.value) if value.value is not None else "", next(picked, "")

    def read(self, sent: Any) -> Sequence[NativeValue]:
        written, picked = sent.getlist(self.name), sent.getlist(f"{self.name}.u")
        rows = [
            (str(one).strip(), unit) for one, unit in zip_longest(written, picked, fillvalue="")
        ]
        given = [row for row in rows if row[0]][: MOST_LINES + 1]
        self.rows = tuple(with_room(self.shown.item, given, ("", "")))
        check_count(self, given)
        return [self._amount(text, unit) for text, unit in given]

    def _amount(self, text: str, picked: str) -> Quantity:
        item = self.shown.item
        assert isinstance(item, QuantityItem)  # noqa: S101  for mypy
        found = amount(text)
        if found is None:
            raise Unreadable(self.words("Write a number, for example 7 or 7,5."))
        check_decimals(self, found, item.max_decimal_places)
        unit = item.unit
        if picked in self.shown.chosen:
            answer = self.shown.chosen[picked].answer
            unit = answer if isinstance(answer, Coding) else unit
        given = Quantity(value=found)
        if unit is not None:
            named = unit.display or unit.code
            given = Quantity(value=found, unit=named, system=unit.system, code=unit.code)
        too_low = item.minimum is not None and order(given, item.minimum) == -1
        too_high = item.maximum is not None and order(given, item.maximum) == 1
        if too_low or too_high:
            raise out_of_range(
                self, _limit(item.minimum, unit), _limit(item.maximum, unit), too_low
            )
        return given


class WordsField(LinesField):
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
        self.lines = with_room(self.shown.item, [text_of(value) for value in values], "")

    def read(self, sent: Any) -> Sequence[NativeValue]:
        return [self._checked(line) for line in self.written(sent)]

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
            if self.shown.hint:
                raise Unreadable(self.words("Write it like this: {hint}", hint=self.shown.hint))
            raise Unreadable(self.words("This does not look like what is asked for."))
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
    if too_low or (high is not None and found > high):
        raise out_of_range(field, low, high, too_low)


def check_step(field: AnswerField, found: Decimal, item: Number) -> None:
    """Refuse a number between the steps of a slider, and name the nearest that is on one."""
    step, start = item.slider_step, item.minimum or Decimal()
    if not item.slider or not step or step < 0:
        return
    steps = (Fraction(found) - Fraction(start)) / Fraction(step)
    if steps.denominator == 1:
        return
    nearest = start + round(steps) * step
    if item.maximum is not None and nearest > item.maximum:
        nearest -= step
    told = "Write a number in steps of {step}. The nearest is {nearest}."
    raise Unreadable(field.words(told, step=_written(step), nearest=_written(nearest)))


def out_of_range(field: AnswerField, low: object, high: object, too_low: bool) -> Unreadable:
    """Return what is said of a number outside the author's limits."""
    low, high = (None if one is None else str(one).replace(".", ",") for one in (low, high))
    if low is not None and high is not None:
        return Unreadable(field.words("Write a number from {low} to {high}.", low=low, high=high))
    if too_low:
        return Unreadable(field.words("Write a number that is {low} or more.", low=low))
    return Unreadable(field.words("Write a number that is {high} or less.", high=high))


def check_decimals(field: AnswerField, found: Decimal, most: int | None) -> None:
    """Refuse more decimals than the author wants; noughts at the end say nothing more."""
    exponent = found.normalize().as_tuple().exponent
    if most is None or not isinstance(exponent, int) or -exponent <= most:
        return
    if most == 0:
        raise WholeNumber(field.words("Write a whole number, without decimals."))
    told = field.words.count("Write at most one decimal.", "Write at most {number} decimals.", most)
    raise Unreadable(told)


Row = TypeVar("Row")


def with_room(item: Item, given: Sequence[Row], empty: Row) -> Sequence[Row]:
    """Return what is written with lines to spare where several answers may be given."""
    if not item.repeats:
        return given[:1] or [empty]
    room = min(most_lines(item), max(LINES, len(given) + 1))
    return [*given, *[empty] * max(0, room - len(given))]


def most_lines(item: Item) -> int:
    """Return how many answers may be given."""
    return min(item.max_occurs or MOST_LINES, MOST_LINES) if item.repeats else 1


def check_count(field: AnswerField, given: Sequence[object]) -> None:
    """Refuse more answers than there is room for: none is dropped unsaid."""
    most = most_lines(field.shown.item)
    if len(given) > most:
        raise Unreadable(field.words("Give at most {number} answers.", number=most))


def _written(value: NativeValue) -> str:
    return str(value).replace(".", ",")


def _limit(limit: Quantity | None, unit: Coding | None) -> str | None:
    """Return a limit as it is told: with its unit where that is not the one written in."""
    if limit is None or limit.value is None:
        return None
    number = _written(limit.value)
    is_same = unit is None or limit.code in (None, unit.code)
    return number if is_same else f"{number} {limit.unit or limit.code}"


def _fits(pattern: str, line: str) -> bool:
    try:
        return bool(re2.fullmatch(pattern, line))
    except re2.error:
        # A pattern that re2 refuses was reported to its author; it stops no patient.
        return True
