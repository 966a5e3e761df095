"""What a question starts with, where the form writes it out."""

from lytte.core.expressions.temporal import moment, time
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time
from lytte.integrations.logic.literals import literal_date, yes_or_no
from lytte.integrations.logic.questions import Asked
from lytte.integrations.logic.terms import Words, number_of


def literal_default(written: str, asked: Asked) -> tuple[NativeValue, ...] | None:
    """Return the answer that is written out; None where it is computed, or none at all."""
    if asked.kind == "codes":
        codes = written.split()
        known = all(code in asked.codes for code in codes)
        return tuple(Coding(code=code) for code in codes) if known else None
    found = _one(written, asked)
    return None if found is None else (found,)


def _one(written: str, asked: Asked) -> NativeValue | None:
    match asked.kind:
        case "code":
            return _chosen(written, asked)
        case "truth":
            return yes_or_no(Words(written))
        case "amount":
            amount = number_of(Words(written))
            return None if amount is None else Quantity(value=amount)
        case "number":
            number = number_of(Words(written))
            whole = number is not None and asked.item.type != "decimal" and not number % 1
            return int(number) if number is not None and whole else number
        case "text":
            return None if "${" in written or "(" in written else written
        case "date" | "dateTime" | "time":
            return _moment(written, asked)
        case _:
            return None


def _chosen(written: str, asked: Asked) -> NativeValue | None:
    """Return the option, or the own words that stand beside the options."""
    if written in asked.codes:
        return Coding(code=written)
    own = asked.item.type == "open-choice" and "${" not in written and "(" not in written
    return written if own else None


def _moment(written: str, asked: Asked) -> NativeValue | None:
    if asked.kind == "dateTime" and (moment(written) or moment(written.replace(" ", "T"))):
        return DateTime(written.replace(" ", "T"))
    if asked.kind == "time" and time(written):
        return Time(written)
    found = literal_date(written)
    if found is None or found.kind not in (asked.kind, "date"):
        return None
    plain = found.text.lstrip("@")
    return Date(plain) if asked.kind == "date" and found.kind == "date" else None
