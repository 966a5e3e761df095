"""A row while it becomes an item, and the limits it sets."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from lytte.core.checks.telling import quoted
from lytte.core.items.common import Constraint
from lytte.core.problems import Problem, error, warning
from lytte.core.texts import Text
from lytte.core.values import Date, DateTime, NativeValue, Time
from lytte.integrations.markup import formatted, words
from lytte.integrations.redcap.annotations import Annotation
from lytte.integrations.redcap.table import Field

UNDETERMINED = "und"
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{2}:\d{2}(:\d{2})?")


class Building(NamedTuple):
    """One row while it becomes an item."""

    field: Field
    annotation: Annotation
    common: dict[str, Any]
    problems: list[Problem]

    def warn(self, message: str, way_out: str) -> None:
        self.problems.append(warning(self.field.place, self._said(message), way_out))

    def fault(self, message: str, way_out: str) -> None:
        self.problems.append(error(self.field.place, self._said(message), way_out))

    def _said(self, message: str) -> str:
        return f"{called(self.field)}: {message}"


def text(words_: str) -> Text:
    """Return a text of the file; it does not say in which language it is."""
    return Text({UNDETERMINED: words_}) if words_ else Text()


def called(field: Field) -> str:
    """Name a row by the words of its question and the name of its field."""
    label = " ".join(words(field.field_label).split())
    return f"{quoted(label)} ({field.field_name})" if label else field.field_name


def labelled(label: str) -> dict[str, Any]:
    """Return the fields of an item for a label that may hold HTML."""
    return {"text": text(words(label)), "formatted": text(formatted(label))}


def bound(given: Building, name: str, otherwise: Decimal) -> Decimal:
    found = decimal(getattr(given.field, name))
    return otherwise if found is None else found


def decimal(written: str) -> Decimal | None:
    return Decimal(written.replace(",", ".")) if _NUMBER.fullmatch(written) else None


def limit(given: Building, name: str, kind: str) -> Any:
    """Return a lowest or highest value; one that depends on something becomes a rule."""
    written = getattr(given.field, name)
    if not written or written.lower() in ("today", "now") or written.startswith("["):
        return None
    found = decimal(written) if kind == "number" else _moment(written, kind)
    if found is None:
        given.fault(
            f"“{written[:40]}” cannot be its lowest or highest value",
            "Write a number, a date as year-month-day, or a time as hours:minutes.",
        )
    return found


def _moment(written: str, kind: str) -> NativeValue | None:
    day, _, clock = written.replace("T", " ").partition(" ")
    match kind:
        case "date":
            return Date(day) if _DAY.fullmatch(day) and not clock else None
        case "dateTime":
            clocked = _DAY.fullmatch(day) and (not clock or _CLOCK.fullmatch(clock))
            return DateTime(f"{day}T{clock}" if clock else day) if clocked else None
        case _:
            return Time(written) if _CLOCK.fullmatch(written) else None


def moving_limits(field: Field) -> list[tuple[str, str]]:
    """Return the limits that are not fixed, each with its sign: (`<=`, `today`)."""
    found = []
    for sign, written in ((">=", field.minimum), ("<=", field.maximum)):
        if written.lower() in ("today", "now") or written.startswith("["):
            found.append((sign, written))
    return found


def limit_rule(expression: str, sign: str) -> Constraint:
    """Return the rule that a moving limit is; it has no words, so it stops no patient."""
    return Constraint(key="lowest" if sign == ">=" else "highest", expression=expression)
