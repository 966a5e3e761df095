"""Functions written as FHIRPath."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.pieces import TIGHTEST, Piece, infix, number_text, quoted
from lytte.integrations.logic.questions import Kind
from lytte.integrations.logic.terms import Answer, Number, Term, This, Words

if TYPE_CHECKING:
    from lytte.integrations.logic.fhirpath import Writer

Arguments = tuple[Term, ...]
Write = Callable[["Writer", Arguments], Piece]

SPANS: Mapping[str, tuple[str, str]] = {
    "y": ("days", "365.2425"),
    "M": ("days", "30.44"),
    "d": ("days", ""),
    "h": ("minutes", "60"),
    "m": ("minutes", ""),
    "s": ("seconds", ""),
}
"""The units of `difference`: what FHIRPath counts, and what that is divided by."""


def combined(writer: "Writer", terms: Arguments) -> Piece:
    """Return the numbers of several terms together, unanswered ones left out."""
    found = writer.number(terms[0])
    for each in terms[1:]:
        found = found.then(f"combine({writer.number(each).text})", "number")
    return found


def _all_of(function: str) -> Write:
    def write(writer: "Writer", terms: Arguments) -> Piece:
        if not terms:
            raise NotExpressible(f"{function} has nothing to work on")
        return combined(writer, terms).then(f"{function}()", "number")

    return write


def _of_number(step: str) -> Write:
    def write(writer: "Writer", terms: Arguments) -> Piece:
        return writer.number(_one(terms)).then(step, "number")

    return write


def _of_text(step: str, kind: Kind = "text") -> Write:
    """A function of a text, with texts beside it where the step has a gap."""

    def write(writer: "Writer", terms: Arguments) -> Piece:
        others = [writer.text(each).text for each in terms[1:]]
        return writer.text(_one(terms)).then(step.format(*others), kind)

    return write


def _of_date(step: str) -> Write:
    def write(writer: "Writer", terms: Arguments) -> Piece:
        return writer.date(_one(terms)).then(step, "number")

    return write


def _one(terms: Arguments) -> Term:
    if not terms:
        raise NotExpressible("a function has nothing to work on")
    return terms[0]


def _if(writer: "Writer", terms: Arguments) -> Piece:
    if len(terms) not in (2, 3):
        raise NotExpressible("an “if” needs a condition and what it comes to either way")
    condition = writer.truth(terms[0])
    found = [_either(writer, each) for each in terms[1:]]
    kinds = {each.kind for each in found if each.text != "{}"}
    if len(kinds) > 1:
        turn = writer.number if kinds <= {"number", "code", "amount", "truth"} else writer.text
        found = [each if each.text == "{}" else turn(term) for each, term in _pairs(found, terms)]
    kind: Kind = next((each.kind for each in found if each.text != "{}"), "other")
    return Piece(f"iif({condition.text}, {', '.join(each.text for each in found)})", kind)


def _pairs(found: list[Piece], terms: Arguments) -> list[tuple[Piece, Term]]:
    return list(zip(found, terms[1:], strict=True))


def _either(writer: "Writer", term: Term) -> Piece:
    if isinstance(term, Words) and not term.text:
        return Piece("{}", "other")
    found = writer.piece(term)
    return found.then("code", "text") if found.kind == "code" else found


def _round(writer: "Writer", terms: Arguments) -> Piece:
    places = writer.number(terms[1]).text if len(terms) > 1 else "0"
    return writer.number(_one(terms)).then(f"round({places})", "number")


def _towards(step: str) -> Write:
    def write(writer: "Writer", terms: Arguments) -> Piece:
        places = terms[1] if len(terms) > 1 else Number(Decimal(0))
        if not isinstance(places, Number) or places.value % 1 or not 0 <= places.value <= 10:
            raise NotExpressible("it rounds to a number of decimals that is computed")
        value = writer.number(_one(terms))
        if not places.value:
            return value.then(f"{step}()", "number")
        scale = Piece(number_text(10 ** int(places.value)), "number")
        larger = infix(value, "*", scale, "number").then(f"{step}()", "number")
        return infix(larger, "/", scale, "number")

    return write


def _not(writer: "Writer", terms: Arguments) -> Piece:
    return writer.negated(writer.truth(_one(terms)))


def _concat(writer: "Writer", terms: Arguments) -> Piece:
    found = writer.text(_one(terms))
    for each in terms[1:]:
        found = infix(found, "&", writer.text(each), "text")
    return found


def _substring(writer: "Writer", terms: Arguments) -> Piece:
    bounds = ", ".join(writer.number(each).text for each in terms[1:])
    return writer.text(_one(terms)).then(f"substring({bounds})", "text")


def _difference(writer: "Writer", terms: Arguments) -> Piece:
    return _in_unit(_apart(writer, terms).then("abs()", "number"), terms)


def _span(writer: "Writer", terms: Arguments) -> Piece:
    return _in_unit(_apart(writer, terms), terms)


def _apart(writer: "Writer", terms: Arguments) -> Piece:
    """Return how far the second of two dates is after the first."""
    if len(terms) != 3 or not isinstance(terms[2], Words) or terms[2].text not in SPANS:
        raise NotExpressible("it does not say in which unit two dates are compared")
    unit, _ = SPANS[terms[2].text]
    first, second = writer.date(terms[0]), writer.date(terms[1])
    return first.then(f"difference({second.text}, {quoted(unit)})", "number")


def _in_unit(found: Piece, terms: Arguments) -> Piece:
    unit = terms[2]
    divisor = SPANS[unit.text][1] if isinstance(unit, Words) else ""
    return infix(found, "/", Piece(divisor, "number"), "number") if divisor else found


def _is_blank(writer: "Writer", terms: Arguments) -> Piece:
    found = writer.piece(_one(terms)).within(TIGHTEST)
    return Piece(f"{found}.empty()", "truth", is_certain=True)


def _is_answered(writer: "Writer", terms: Arguments) -> Piece:
    found = writer.piece(_one(terms)).within(TIGHTEST)
    return Piece(f"{found}.exists()", "truth", is_certain=True)


def _coalesce(writer: "Writer", terms: Arguments) -> Piece:
    found = _either(writer, _one(terms))
    for each in terms[1:]:
        found = found.then(f"combine({_either(writer, each).text})", found.kind)
    return found.then("first()", found.kind)


def _count_selected(writer: "Writer", terms: Arguments) -> Piece:
    return writer.piece(_one(terms)).then("count()", "number")


def _matches(writer: "Writer", terms: Arguments) -> Piece:
    if len(terms) != 2 or not isinstance(terms[1], Words):
        raise NotExpressible("its pattern is computed")
    pattern = quoted(f"^(?:{terms[1].text})$")
    return writer.text(terms[0]).then(f"matches({pattern})", "truth")


def _weight(writer: "Writer", terms: Arguments) -> Piece:
    term = _one(terms)
    if not isinstance(term, Answer | This):
        raise NotExpressible("only an answer has a weight")
    return writer.answer(term).then("weight()", "number")


def _log(writer: "Writer", terms: Arguments) -> Piece:
    base = writer.number(terms[1]).text if len(terms) > 1 else None
    step = f"log({base})" if base else "ln()"
    return writer.number(_one(terms)).then(step, "number")


def _number(writer: "Writer", terms: Arguments) -> Piece:
    return writer.number(_one(terms))


def _text(writer: "Writer", terms: Arguments) -> Piece:
    return writer.text(_one(terms))


def _today(kind: Kind, text: str) -> Write:
    return lambda writer, terms: Piece(text, kind)


CALLS: Mapping[str, Write] = {
    "abs": _of_number("abs()"),
    "answered": _is_answered,
    "blank": _is_blank,
    "ceiling": _of_number("ceiling()"),
    "coalesce": _coalesce,
    "concat": _concat,
    "contains": _of_text("contains({})", "truth"),
    "count": _all_of("count"),
    "count_selected": _count_selected,
    "day": _of_date("dayOf()"),
    "difference": _difference,
    "ends_with": _of_text("endsWith({})", "truth"),
    "exp": _of_number("exp()"),
    "floor": _of_number("floor()"),
    "if": _if,
    "length": _of_text("length()", "number"),
    "log": _log,
    "lower": _of_text("lower()"),
    "matches": _matches,
    "max": _all_of("max"),
    "mean": _all_of("avg"),
    "min": _all_of("min"),
    "month": _of_date("monthOf()"),
    "not": _not,
    "now": _today("dateTime", "now()"),
    "number": _number,
    "round": _round,
    "round_down": _towards("floor"),
    "round_up": _towards("ceiling"),
    "span": _span,
    "sqrt": _of_number("sqrt()"),
    "starts_with": _of_text("startsWith({})", "truth"),
    "substring": _substring,
    "sum": _all_of("sum"),
    "text": _text,
    "today": _today("date", "today()"),
    "trim": _of_text("trim()"),
    "truncate": _of_number("truncate()"),
    "upper": _of_text("upper()"),
    "weight": _weight,
    "year": _of_date("yearOf()"),
}
"""What each function of `terms.Call` is in FHIRPath."""
