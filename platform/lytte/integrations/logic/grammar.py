"""One grammar for the languages that are infix with functions; each brings its own tokens."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.terms import (
    Call,
    Negative,
    Number,
    Operation,
    Term,
    Words,
    parts,
)

MOST_TOKENS = 5_000
DEEPEST = 60
MOST_TOGETHER = 200
"""Terms within one another, as in a sum of so many; whoever writes them goes down with them."""
_RANKS = {
    operator: rank
    for rank, operators in enumerate(
        (
            ("or",),
            ("and",),
            ("=", "!="),
            ("<", ">", "<=", ">="),
            ("+", "-"),
            ("*", "/", "div", "mod"),
            ("^",),
        )
    )
    for operator in operators
}
_UNARY = _RANKS["*"] + 1


class Token(NamedTuple):
    """A piece of what was written: a number, text, name, operator, sign, or a term ready made."""

    kind: str
    text: str
    position: int
    term: Term | None = None


Caller = Callable[[str, tuple[Term, ...]], Term]
"""Makes the term of a function called by its name in the language that is read."""


def piece(
    pieces: Sequence[tuple[str, re.Pattern[str]]], written: str, place: int
) -> tuple[str, re.Match[str]]:
    """Return the first of a language's pieces that stands at a place. Raises NotUnderstood."""
    for kind, pattern in pieces:
        if match := pattern.match(written, place):
            return kind, match
    raise NotUnderstood(f"“{written[place : place + 10]}” cannot be read")


def counterpart(
    name: str,
    arguments: tuple[Term, ...],
    special: Mapping[str, Callable[[tuple[Term, ...]], Term]],
    functions: Mapping[str, str],
) -> Term:
    """Return what a function of another language is here; `functions` only have another name.

    Raises NotExpressible where there is none.
    """
    if name in special:
        return special[name](arguments)
    if name not in functions:
        raise NotExpressible(f"the function {name}() has no counterpart in Lytte")
    return Call(functions[name], arguments)


def parsed(tokens: Sequence[Token], call: Caller) -> Term:
    """Return what the tokens say. Raises NotUnderstood and NotExpressible."""
    if len(tokens) > MOST_TOKENS:
        raise NotUnderstood(f"it has more than {MOST_TOKENS:,} parts")
    if not tokens:
        raise NotUnderstood("it is empty")
    found = _Parser(tokens, call).whole()
    if _is_deep(found):
        raise NotUnderstood(f"it puts more than {MOST_TOGETHER} parts together")
    return found


def _is_deep(term: Term) -> bool:
    level, depth = [term], 0
    while level and depth <= MOST_TOGETHER:
        level, depth = [inner for each in level for inner in parts(each)], depth + 1
    return depth > MOST_TOGETHER


class _Parser:
    def __init__(self, tokens: Sequence[Token], call: Caller) -> None:
        self._tokens = tokens
        self._call = call
        self._next = 0
        self._depth = 0

    def whole(self) -> Term:
        found = self._ranked(0)
        if (left := self._peek()) is not None:
            raise NotUnderstood(f"“{left.text[:40]}” is not expected where it stands")
        return found

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        found = self._peek()
        if found is None:
            last = self._tokens[-1]
            raise NotUnderstood(f"something is missing after “{last.text[:40]}”")
        self._next += 1
        return found

    def _is_next(self, kind: str) -> bool:
        found = self._peek()
        return found is not None and found.kind == kind

    def _ranked(self, lowest: int) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotUnderstood(f"it is nested more than {DEEPEST} deep")
        left = self._operand()
        while (found := self._peek()) is not None and found.kind == "operator":
            rank = _RANKS[found.text]
            if rank < lowest:
                break
            self._next += 1
            left = Operation(found.text, left, self._ranked(rank + 1))
        self._depth -= 1
        return left

    def _operand(self) -> Term:
        found = self._take()
        if found.term is not None:
            return found.term
        if found.kind == "operator" and found.text in "+-":
            inner = self._ranked(_UNARY)
            return Negative(inner) if found.text == "-" else inner
        match found.kind:
            case "number":
                return Number(Decimal(found.text))
            case "text":
                return Words(found.text)
            case "not":
                return Call("not", (self._ranked(_UNARY),))
            case "(":
                inner = self._ranked(0)
                self._close("(")
                return inner
            case "name":
                return self._function(found)
            case _:
                raise NotUnderstood(f"“{found.text[:40]}” is not expected where it stands")

    def _function(self, name: Token) -> Term:
        if not self._is_next("("):
            raise NotUnderstood(f"“{name.text[:40]}” is neither a question nor a function")
        self._next += 1
        arguments: list[Term] = []
        while not self._is_next(")"):
            if arguments:
                comma = self._take()
                if comma.kind != ",":
                    raise NotUnderstood(f"a comma is missing before “{comma.text[:40]}”")
            arguments.append(self._ranked(0))
        self._close(name.text)
        return self._call(name.text, tuple(arguments))

    def _close(self, opened: str) -> None:
        found = self._take()
        if found.kind != ")":
            raise NotUnderstood(f"the bracket after “{opened[:40]}” is not closed")
