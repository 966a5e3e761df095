"""The expressions of an XLSForm, read: `${age} >= 18 and selected(${ill}, 'pain')`."""

import re
from collections.abc import Callable, Iterator, Mapping
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
    This,
    Ticked,
    Truth,
    Words,
    mapped,
    number_of,
)

LONGEST = 100_000
WEIGHT = "weight"
"""The column of the choices that says what a choice counts."""
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_PIECES = (
    ("space", re.compile(r"\s+")),
    (
        "lookup",
        re.compile(
            rf"instance\(\s*'[^']*'\s*\)/root/item\[\s*name\s*=\s*\$\{{\s*({_NAME})\s*\}}\s*\]"
            rf"/({_NAME})"
        ),
    ),
    ("beside", re.compile(rf"(?:current\(\)/)?\.\./({_NAME})(?!\s*[(/])")),
    ("answer", re.compile(r"\$\{\s*([^{}]{1,200}?)\s*\}")),
    ("number", re.compile(r"\d+(?:\.\d*)?|\.\d+")),
    ("text", re.compile(r"'([^']*)'|\"([^\"]*)\"|‘([^’]*)’|“([^”]*)”")),
    ("path", re.compile(r"\.\.|/")),
    ("this", re.compile(r"\.")),
    ("operator", re.compile(r"!=|<=|>=|[=<>+\-*|]")),
    ("name", re.compile(rf"{_NAME}(?::{_NAME})?")),
    ("sign", re.compile(r"[(),]")),
)
_CALLED = re.compile(r"\s*\(")
_WORD_OPERATORS = {"and": "and", "or": "or", "div": "/", "mod": "mod"}
_ENDS = frozenset({"number", "text", "answer", "this", ")"})
"""After these an operator is expected, so `and` is one and no name."""

_FUNCTIONS: Mapping[str, str] = {
    "abs": "abs",
    "ceiling": "ceiling",
    "coalesce": "coalesce",
    "concat": "concat",
    "contains": "contains",
    "count-non-empty": "count",
    "count-selected": "count_selected",
    "ends-with": "ends_with",
    "exp": "exp",
    "floor": "floor",
    "if": "if",
    "int": "truncate",
    "log": "log",
    "lower-case": "lower",
    "max": "max",
    "min": "min",
    "normalize-space": "trim",
    "not": "not",
    "now": "now",
    "number": "number",
    "regex": "matches",
    "round": "round",
    "sqrt": "sqrt",
    "starts-with": "starts_with",
    "string": "text",
    "string-length": "length",
    "sum": "sum",
    "today": "today",
    "upper-case": "upper",
}
"""Functions of ODK that have the same arguments as ours."""


def read_expression(written: str, bare: Mapping[str, str] | None = None) -> Term:
    """Return what an expression says; `bare` are the texts that plain names stand for.

    Raises NotUnderstood where it is written wrongly, NotExpressible where it asks for
    something that only ODK has.
    """
    if len(written) > LONGEST:
        raise NotUnderstood(f"it has more than {LONGEST:,} characters")
    known = {"null": ""} if bare is None else bare
    return mapped(parsed(list(_tokens(written, known)), _call), _settled)


def _tokens(written: str, bare: Mapping[str, str]) -> Iterator[Token]:
    place, before = 0, ""
    while place < len(written):
        kind, match = piece(_PIECES, written, place)
        place = match.end()
        if kind == "space":
            continue
        text = match.group()
        called = _CALLED.match(written, place) is not None
        if kind == "name" and not called and before not in _ENDS and text in bare:
            token = Token("text", bare[text], match.start())
        else:
            token = _made(kind, match, before)
        before = token.kind
        yield token


def _made(kind: str, match: re.Match[str], before: str) -> Token:
    text, place = match.group(), match.start()
    if kind in ("lookup", "beside", "answer", "this"):
        return Token("this" if kind == "this" else "answer", text, place, _seen(kind, match))
    match kind:
        case "path":
            raise NotExpressible("it walks through the form by its path")
        case "text":
            return Token("text", next(one for one in match.groups() if one is not None), place)
        case "name" if text in _WORD_OPERATORS and before in _ENDS:
            return Token("operator", _WORD_OPERATORS[text], place)
        case "operator" if text == "|":
            raise NotExpressible("it joins two sets of answers")
        case "sign":
            return Token(text, text, place)
        case _:
            return Token(kind, text, place)


def _seen(kind: str, match: re.Match[str]) -> Term:
    """Return the answer that a piece stands for."""
    match kind:
        case "this":
            return This()
        case "lookup" if match[2] == WEIGHT:
            return Call("weight", (Answer(match[1]),))
        case "lookup":
            raise NotExpressible(f"it looks up {match[2][:40]} in the list of choices")
        case _:
            return _answer(match[1])


def _answer(name: str) -> Term:
    if re.fullmatch(_NAME, name) is None:
        raise NotExpressible(f"“{name[:60]}” is known to ODK only")
    return Answer(name)


def _call(name: str, arguments: tuple[Term, ...]) -> Term:
    return counterpart(name, arguments, _SPECIAL, _FUNCTIONS)


def _selected(arguments: tuple[Term, ...]) -> Term:
    if len(arguments) != 2:
        raise NotUnderstood("selected() needs a question and a choice")
    asked, option = arguments
    written = _written(option)
    if written is None:
        raise NotExpressible("selected() asks for a choice that is computed")
    if isinstance(asked, Answer):
        return Ticked(asked.name, written)
    if isinstance(asked, This):
        return Operation("=", asked, Words(written))
    raise NotExpressible("selected() asks for something else than an answer")


def _written(term: Term) -> str | None:
    if isinstance(term, Words):
        return term.text
    number = number_of(term)
    return None if number is None else format(number, "f")


def _part_of_text(arguments: tuple[Term, ...]) -> Term:
    """Return `substr(text, start, end)`, which ends before `end`."""
    if len(arguments) == 2:
        return Call("substring", arguments)
    start, end = (number_of(each) for each in (*arguments[1:3], Words(""))[:2])
    if len(arguments) != 3 or start is None or end is None:
        raise NotExpressible("substr() has a place that is computed")
    return Call("substring", (arguments[0], Number(start), Number(end - start)))


def _power(arguments: tuple[Term, ...]) -> Term:
    if len(arguments) != 2:
        raise NotUnderstood("pow() needs a number and an exponent")
    return Operation("^", *arguments)


def _same(arguments: tuple[Term, ...]) -> Term:
    if len(arguments) != 1:
        raise NotUnderstood("a function needs one argument")
    return arguments[0]


def _since_1970(arguments: tuple[Term, ...]) -> Term:
    return Operation("-", _same(arguments), Words("1970-01-01"))


def _constant(term: Term) -> Callable[[tuple[Term, ...]], Term]:
    return lambda arguments: term


def _decimal_log(arguments: tuple[Term, ...]) -> Term:
    return Call("log", (_same(arguments), Number(Decimal(10))))


def _part_of_date(arguments: tuple[Term, ...]) -> Term:
    """Return `format-date(x, '%Y')`: a year, a month or a day."""
    parts = {"%Y": "year", "%m": "month", "%n": "month", "%d": "day", "%e": "day"}
    wanted = arguments[1] if len(arguments) == 2 else None
    if not isinstance(wanted, Words) or wanted.text not in parts:
        raise NotExpressible("format-date() writes a date as a text")
    return Call(parts[wanted.text], (arguments[0],))


_SPECIAL: Mapping[str, Callable[[tuple[Term, ...]], Term]] = {
    "boolean": _same,
    "date": _same,
    "date-time": _same,
    "decimal-date-time": _since_1970,
    "false": _constant(Truth(False)),
    "format-date": _part_of_date,
    "log10": _decimal_log,
    "once": _same,
    "pow": _power,
    "selected": _selected,
    "substr": _part_of_text,
    "true": _constant(Truth(True)),
}


def _settled(term: Term) -> Term:
    """Write a minus in front of a number as part of it."""
    if isinstance(term, Negative) and isinstance(term.of, Number):
        return Number(-term.of.value)
    return term
