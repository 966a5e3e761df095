"""An answer as words, for the patient to read over."""

from datetime import date

from babel.dates import format_date

from lytte.core.answers import Given, Missing
from lytte.core.foreign import together
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time
from lytte.web.forms.shown import Shown, text_of
from lytte.wording.catalogue import Words


def said(given: Given | None, drawn: Shown, _: Words) -> str:
    """Return what was answered, or that it was not."""
    if given is Missing.DECLINED:
        return _("Do not want to answer")
    if given is None or isinstance(given, Missing):
        return _("Not answered")
    return together([_value(value, drawn, _) for value in given], ", ")


def _value(value: NativeValue, drawn: Shown, _: Words) -> str:
    item = drawn.item
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(item, NumericRating | VisualAnalogue):
        return _("{number} of {most}", number=value, most=item.maximum)
    if isinstance(item, Number):
        return f"{str(value).replace('.', ',')} {drawn.unit}".strip()
    if isinstance(value, Quantity):
        return f"{str(value.value).replace('.', ',')} {value.unit or value.code or ''}".strip()
    code = value.code if isinstance(value, Coding) else None
    for option in drawn.options:
        if option.answer == value or (code and getattr(option.answer, "code", None) == code):
            return option.text
    return _moment(value, _)


def _moment(value: NativeValue, _: Words) -> str:
    if isinstance(value, Date | DateTime):
        day, __, at = value.text.partition("T")
        whole = len(day) == len("2026-01-01")
        shown = format_date(date.fromisoformat(day), "long", locale=_.language) if whole else day
        return f"{shown} {_hour(at)}".strip()
    if isinstance(value, Time):
        return _hour(value.text)
    return text_of(value)


def _hour(written: str) -> str:
    """Return a time of day as the page asks for it: 14.30."""
    return written[:5].replace(":", ".")
