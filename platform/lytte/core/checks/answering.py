"""Rules about what an answer must be: required, limits, patterns, initial values."""

from collections.abc import Iterator
from decimal import Decimal

import re2

from lytte.core.checks.form import Form
from lytte.core.checks.telling import told
from lytte.core.evaluation.comparison import order
from lytte.core.items.any_item import Item
from lytte.core.items.free_text import FreeText
from lytte.core.problems import Problem, error, warning
from lytte.core.values import NativeValue, number

_FORMULAS, _TOTALS = "http://ehelse.no/scoringFormulas", ("SS", "TS", "TQS")


def required_but_hidden(form: Form) -> Iterator[Problem]:
    """An item must be answered but is never shown, and nothing fills it.

    The patient could never finish. Fill it (initial value, calculation), show it, or
    do not require it.
    """
    for place in form.places.all:
        item = place.item
        if item.required and place.hidden and item.type != "display" and not is_filled(item):
            yield warning(
                item.link_id,
                f"{told(item)} is required but hidden, and nothing fills it",
                "Fill it, show it, or do not require it.",
            )


def required_but_read_only(form: Form) -> Iterator[Problem]:
    """An item must be answered but cannot be changed, and nothing fills it."""
    for item in form.questions:
        if item.required and item.read_only and not item.hidden and not is_filled(item):
            yield warning(
                item.link_id,
                f"{told(item)} is required but read-only, and nothing fills it",
                "Fill it, let the patient answer, or do not require it.",
            )


def lowest_above_highest(form: Form) -> Iterator[Problem]:
    """The lowest allowed value is above the highest.

    No answer would be accepted. The same goes for lengths and numbers of answers.
    """
    for item in form.items:
        for what, least, most in _limits(item):
            if least is not None and most is not None and order(least, most) == 1:
                yield error(
                    item.link_id,
                    f"{told(item)}: the smallest {what} is above the largest, so no answer fits",
                    "Exchange the two.",
                )


def initial_outside_limits(form: Form) -> Iterator[Problem]:
    """The initial value is outside the limits, or too long."""
    for item in form.questions:
        for what, least, most in _limits(item):
            if what != "value":
                continue
            for value in item.initial:
                if _is_outside(value, least, most):
                    yield warning(
                        item.link_id,
                        f"{told(item)} starts with a value outside its limits",
                        "Change the value or the limits.",
                    )


def unreadable_pattern(form: Form) -> Iterator[Problem]:
    """A pattern for texts (regex) cannot be used.

    Patterns that look ahead or refer back can take for ever on some answers, so Lytte
    runs only those that cannot. Answers are accepted without the check.
    """
    for item in form.items:
        if isinstance(item, FreeText) and item.regex and (why := _fault(item.regex)):
            yield warning(
                item.link_id,
                f"the pattern of {told(item)} cannot be used ({why}), so answers are not checked",
                "Write it without looking ahead, looking behind or referring back.",
            )


def length_without_room(form: Form) -> Iterator[Problem]:
    """A text may be at most no characters long."""
    for item in form.questions:
        most = vars(item).get("max_length")
        if most is not None and most < 1:
            yield error(
                item.link_id,
                f"{told(item)} may be at most {most} characters long",
                "Give a length of one or more, or none.",
            )


def read_only_and_empty(form: Form) -> Iterator[Problem]:
    """An item cannot be changed and nothing fills it, so it is always empty."""
    for place in form.places.all:
        item = place.item
        if not place.is_question or place.hidden or item.required or not item.read_only:
            continue
        if _total(item):
            continue
        if not is_filled(item) and not form.questionnaire.kept.get("extension"):
            yield warning(
                item.link_id,
                f"{told(item)} is read-only, and nothing fills it",
                "Fill it, let the patient answer, or take it away.",
            )


def total_never_filled(form: Form) -> Iterator[Problem]:
    """An item is marked as a total (SS, TS, TQS), and nothing says what it is computed from.

    Helsenorge's programs add up the scores of options where they meet this mark. Lytte
    computes what an expression says, so the total would stay empty.
    """
    for place in form.places.all:
        item = place.item
        if place.is_question and _total(item) and not is_filled(item):
            yield warning(
                item.link_id,
                f"{told(item)} is marked as a total ({_total(item)}), and nothing computes it",
                "Give it a calculatedExpression that adds up the scores.",
            )


def _total(item: Item) -> str:
    """Return the mark of a total, as Helsenorge writes it; empty where there is none."""
    marks = (one.code for one in item.code if one.system == _FORMULAS)
    return next((mark for mark in marks if mark in _TOTALS), "")


def is_filled(item: object) -> bool:
    """Tell whether something gives the item a value without the patient."""
    sources = ("initial", "initial_expression", "calculated_expression", "answer_expression")
    options = vars(item).get("answer_options", ())
    # A fixed value may come from anywhere the file names and Lytte keeps.
    kept = getattr(item, "kept", {})
    return (
        any(vars(item).get(name) for name in sources)
        or any(option.initial_selected for option in options)
        or "extension" in kept
        or bool(getattr(item, "items", ()))
    )


_Limit = tuple[str, NativeValue | None, NativeValue | None]


def _limits(item: object) -> Iterator[_Limit]:
    for what, least, most in (
        ("value", "minimum", "maximum"),
        ("length", "min_length", "max_length"),
        ("number of answers", "min_occurs", "max_occurs"),
    ):
        # A field that this kind of item lacks is asked for often: `getattr` would be slow.
        yield what, vars(item).get(least), vars(item).get(most)


def _is_outside(value: NativeValue, least: NativeValue | None, most: NativeValue | None) -> bool:
    below = least is not None and order(_plain(value), _plain(least)) == -1
    above = most is not None and order(_plain(value), _plain(most)) == 1
    return below or above


def _plain(value: NativeValue) -> NativeValue:
    found = number(value)
    return value if found is None else Decimal(found)


def _fault(pattern: str) -> str:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as fault:
        said = fault.args[0] if fault.args else "unreadable"
        return said.decode() if isinstance(said, bytes) else str(said)
    return ""


RULES = (
    required_but_hidden,
    required_but_read_only,
    read_only_and_empty,
    total_never_filled,
    lowest_above_highest,
    initial_outside_limits,
    unreadable_pattern,
    length_without_room,
)
