"""REDCap's branching logic and calculations, read: `[age] >= 18 and [ill(2)] = "1"`."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.grammar import Token, counterpart, parsed, piece
from lytte.integrations.logic.terms import (
    Answer,
    Call,
    Negative,
    Number,
    Operation,
    Term,
    Ticked,
    Truth,
    Words,
    mapped,
    number_of,
)

LONGEST = 100_000
_SPACE = re.compile(r"\s+|(?:#|//)[^\n]*")
_PIECES = (
    ("answer", re.compile(r"\[([^\[\]]{0,200})\]")),
    ("number", re.compile(r"\d+(?:\.\d+)?|\.\d+")),
    ("text", re.compile(r"'([^']*)'|\"([^\"]*)\"")),
    ("operator", re.compile(r"<>|!=|<=|>=|==|&&|\|\||[=<>+\-*/^%]")),
    ("not", re.compile(r"!")),
    ("name", re.compile(r"[A-Za-z_][A-Za-z0-9_]*")),
    ("sign", re.compile(r"[(),]")),
)
_SAME = {"<>": "!=", "==": "=", "&&": "and", "||": "or", "%": "mod"}
_FIELD = re.compile(r"([a-z][a-z0-9_]*)(?:\(([^()]+)\))?")

_FUNCTIONS: Mapping[str, str] = {
    "abs": "abs",
    "concat": "concat",
    "contains": "contains",
    "day": "day",
    "ends_with": "ends_with",
    "exponential": "exp",
    "if": "if",
    "isblankormissingcode": "blank",
    "isblanknotmissingcode": "blank",
    "len": "length",
    "length": "length",
    "lower": "lower",
    "max": "max",
    "mean": "mean",
    "min": "min",
    "month": "month",
    "not": "not",
    "round": "round",
    "rounddown": "round_down",
    "roundup": "round_up",
    "sqrt": "sqrt",
    "starts_with": "starts_with",
    "sum": "sum",
    "trim": "trim",
    "upper": "upper",
    "year": "year",
}
"""REDCap's functions that have the same arguments as ours."""
_UNITS = frozenset("yMdhms")


def read_logic(written: str) -> Term:
    """Return what a condition or calculation says.

    Raises NotUnderstood where it is written wrongly, NotExpressible where it asks for
    something that only REDCap has.
    """
    if len(written) > LONGEST:
        raise NotUnderstood(f"it has more than {LONGEST:,} characters")
    return mapped(parsed(list(_tokens(written)), _call), _settled)


def _tokens(written: str) -> Iterator[Token]:
    place = 0
    before: Token | None = None
    while place < len(written):
        if space := _SPACE.match(written, place):
            place = space.end()
            continue
        token, place = _token(written, place)
        if before is not None and before.kind == token.kind == "answer":
            raise NotExpressible(f"{before.text}{token.text} is an answer of another event")
        before = token
        yield token


def _token(written: str, place: int) -> tuple[Token, int]:
    kind, match = piece(_PIECES, written, place)
    return _made(kind, match.group(), match, place), match.end()


def _made(kind: str, text: str, match: re.Match[str], place: int) -> Token:
    match kind:
        case "answer":
            return Token(kind, text, place, _answer(match[1].strip()))
        case "text":
            return Token(kind, match[1] if match[1] is not None else match[2], place)
        case "operator":
            return Token(kind, _SAME.get(text, text), place)
        case "sign":
            return Token(text, text, place)
        case "name" if text.lower() in ("true", "false"):
            return Token("answer", text, place, Truth(text.lower() == "true"))
        case "name" if text.lower() in ("and", "or"):
            return Token("operator", text.lower(), place)
        case _:
            return Token(kind, text.lower() if kind == "name" else text, place)


def _answer(written: str) -> Term:
    match = _FIELD.fullmatch(written.lower() if "(" not in written else written)
    if match is None:
        raise NotExpressible(f"[{written[:60]}] is known to REDCap only")
    return Ticked(match[1], match[2].strip()) if match[2] else Answer(match[1])


def _call(name: str, arguments: tuple[Term, ...]) -> Term:
    return counterpart(name, arguments, _SPECIAL, _FUNCTIONS)


def _difference(arguments: tuple[Term, ...]) -> Term:
    if len(arguments) < 3:
        raise NotUnderstood("datediff() needs two dates and a unit")
    unit = arguments[2]
    if not isinstance(unit, Words) or unit.text not in _UNITS:
        raise NotUnderstood("datediff() knows the units y, M, d, h, m and s")
    signed = any(_is_true(each) for each in arguments[3:])
    name = "span" if signed else "difference"
    return Call(name, (_moment(arguments[0]), _moment(arguments[1]), unit))


def _is_true(term: Term) -> bool:
    return term == Truth(True) or (isinstance(term, Words) and term.text.lower() == "true")


def _moment(term: Term) -> Term:
    if isinstance(term, Words) and term.text.strip().lower() in ("today", "now"):
        return Call(term.text.strip().lower())
    return term


def _left(arguments: tuple[Term, ...]) -> Term:
    _wanted(arguments, 2, "left")
    return Call("substring", (arguments[0], Number(Decimal(0)), arguments[1]))


def _middle(arguments: tuple[Term, ...]) -> Term:
    _wanted(arguments, 3, "mid")
    start = number_of(arguments[1])
    if start is None:
        raise NotExpressible("mid() starts at a place that is computed")
    return Call("substring", (arguments[0], Number(start - 1), arguments[2]))


def _lacks(arguments: tuple[Term, ...]) -> Term:
    return Call("not", (Call("contains", arguments),))


def _modulo(arguments: tuple[Term, ...]) -> Term:
    _wanted(arguments, 2, "mod")
    return Operation("mod", *arguments)


def _logarithm(arguments: tuple[Term, ...]) -> Term:
    return Call("log", arguments)


def _wanted(arguments: tuple[Term, ...], number: int, name: str) -> None:
    if len(arguments) != number:
        raise NotUnderstood(f"{name}() needs {number} arguments")


_SPECIAL = {
    "datediff": _difference,
    "left": _left,
    "log": _logarithm,
    "mid": _middle,
    "mod": _modulo,
    "not_contain": _lacks,
}


def _settled(term: Term) -> Term:
    """Write `[ill(2)] = "1"` as what it is: whether an option is ticked."""
    if isinstance(term, Negative) and isinstance(term.of, Number):
        return Number(-term.of.value)
    if not isinstance(term, Operation) or term.operator not in ("=", "!="):
        return term
    ticked, value = term.left, number_of(term.right)
    if not isinstance(ticked, Ticked):
        ticked, value = term.right, number_of(term.left)
    if not isinstance(ticked, Ticked) or value not in (0, 1):
        return term
    is_wanted = (value == 1) == (term.operator == "=")
    return ticked if is_wanted else Call("not", (ticked,))
