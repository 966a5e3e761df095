"""What is written out in a condition: numbers, texts, dates, yes and no."""

import re
from decimal import Decimal

from lytte.integrations.logic.pieces import RANKS, TIGHTEST, Piece, number_text, quoted
from lytte.integrations.logic.terms import Number, Term, Truth, Words

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?")


def literal(term: Number | Words | Truth) -> Piece:
    """Return it in FHIRPath."""
    match term:
        case Number():
            return numeral(term.value)
        case Words():
            return Piece(quoted(term.text), "text")
        case Truth():
            return Piece("true" if term.value else "false", "truth", is_certain=True)


def literal_date(written: str) -> Piece | None:
    """Return a text as a date or time, None when it is neither."""
    if match := _DATE.fullmatch(written.strip()):
        day, moment = match[1], match[2]
        return Piece(f"@{day}T{moment}", "dateTime") if moment else Piece(f"@{day}", "date")
    if _TIME.fullmatch(written.strip()):
        return Piece(f"@T{written.strip()}", "time")
    return None


def numeral(value: Decimal) -> Piece:
    """Return a number; one below nought is held together loosely: -3.abs() is -(3.abs())."""
    return Piece(number_text(value), "number", TIGHTEST if value >= 0 else RANKS["sign"])


def yes_or_no(term: Term) -> bool | None:
    """Return what a literal means where a question is answered yes or no."""
    match term:
        case Truth():
            return term.value
        case Words(text="1" | "true" | "yes" | "OK"):
            return True
        case Words(text="0" | "false" | "no"):
            return False
        case Number() if term.value in (0, 1):
            return bool(term.value)
        case _:
            return None
