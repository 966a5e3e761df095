"""What a question starts with, where the form writes it out."""

from lytte.core.values import Coding, Date, DateTime, NativeValue, Time
from lytte.integrations.logic.literals import literal_date, number_of, yes_or_no
from lytte.integrations.logic.questions import Asked
from lytte.integrations.logic.terms import Words


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
            return Coding(code=written) if written in asked.codes else None
        case "truth":
            return yes_or_no(Words(written))
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


def _moment(written: str, asked: Asked) -> NativeValue | None:
    found = literal_date(written)
    if found is None or found.kind not in (asked.kind, "date"):
        return None
    plain = found.text.lstrip("@T") if found.kind == "time" else found.text.lstrip("@")
    match asked.kind:
        case "date":
            return Date(plain) if found.kind == "date" else None
        case "dateTime":
            return DateTime(plain)
        case _:
            return Time(plain) if found.kind == "time" else None
