"""Read an expression, by FHIRPath's grammar and order of operators, into its parts."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.decimals import Long
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.lexer import Token, tokens
from lytte.core.expressions.quantities import CALENDAR_UNITS, quantity
from lytte.core.expressions.syntax import (
    Call,
    Index,
    Indexer,
    Literal,
    Member,
    Operation,
    Path,
    Sign,
    Step,
    Term,
    This,
    Total,
    TypeTest,
    Variable,
)

MAX_NODES: Final = 200
MAX_DEPTH: Final = 32

# From the loosest to the tightest (FHIRPath N1, section 6.8).
_RANKS: Final = {
    operator: rank
    for rank, operators in enumerate(
        (
            ("implies",),
            ("or", "xor"),
            ("and",),
            ("in", "contains"),
            ("=", "~", "!=", "!~"),
            ("<", ">", "<=", ">="),
            ("|",),
            ("is", "as"),
            ("+", "-", "&"),
            ("*", "/", "div", "mod"),
        )
    )
    for operator in operators
}
_TYPE_RANK: Final = _RANKS["is"]
_SPECIALS: Final[dict[str, Callable[[int], Term]]] = {
    "$this": This,
    "$index": Index,
    "$total": Total,
}
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def syntax(text: str, *, max_nodes: int, max_depth: int) -> Term:
    """Return the parts of the expression, or raise ExpressionError saying where it goes wrong."""
    parser = _Parser(tokens(text), max_nodes, max_depth)
    term = parser.operation(0)
    if parser.token.kind != "end":
        raise ExpressionError(f"{_shown(parser.token)} is not expected here.", parser.position)
    return term


class _Parser:
    def __init__(self, found: list[Token], max_nodes: int, max_depth: int) -> None:
        self._tokens = found
        self._place = 0
        self._nodes = 0
        self._max_nodes = max_nodes
        self._depth = 0
        self._max_depth = max_depth

    @property
    def token(self) -> Token:
        return self._tokens[self._place]

    @property
    def position(self) -> int:
        return self.token.position

    def operation(self, least: int) -> Term:
        """Read operands joined by operators of rank `least` or tighter."""
        left = self._prefixed()
        while (rank := self._rank()) >= least:
            position = self.position
            if rank == _TYPE_RANK:
                operator = self._take().text
                left = TypeTest(operator, left, self._type_name(), self._counted(position))
                continue
            rest: list[tuple[str, Term, int]] = []
            while self._rank() == rank:
                at = self._counted(self.position)
                rest.append((self._take().text, self.operation(rank + 1), at))
            left = Operation(left, tuple(rest), position)
        return left

    def _rank(self) -> int:
        token = self.token
        return _RANKS.get(token.text, -1) if token.kind in {"sign", "word"} else -1

    def _prefixed(self) -> Term:
        token = self.token
        if not self._is_sign("+", "-"):
            return self._path()
        self._take()
        self._enter(token.position)
        # A sign in front binds less than a dot: -1.abs() is -(1.abs()).
        operand = self._prefixed()
        self._depth -= 1
        return Sign(token.text, operand, self._counted(token.position))

    def _path(self) -> Term:
        position = self.position
        start: Term | None = None
        steps: list[Step] = []
        if self._is_name(self.token) and not self._is_truth():
            steps.append(self._invocation())
        else:
            start = self._start()
        while self._is_sign(".", "["):
            steps.append(self._step())
        if start is not None and not steps:
            return start
        return Path(start, tuple(steps), position)

    def _step(self) -> Step:
        sign = self._take()
        if sign.text == "[":
            self._enter(sign.position)
            index = self.operation(0)
            self._close("[", sign.position)
            return Indexer(index, self._counted(sign.position))
        if self.token.kind == "special":
            raise ExpressionError(f"{self.token.text} cannot follow a dot.", self.position)
        if not self._is_name(self.token):
            raise ExpressionError(
                f"A name must follow the dot, not {_shown(self.token)}.", self.position
            )
        return self._invocation()

    def _invocation(self) -> Member | Call:
        name = self._take()
        position = self._counted(name.position)
        if not self._is_sign("("):
            return Member(name.text, position)
        opening = self._take()
        self._enter(opening.position)
        arguments: list[Term] = []
        if not self._is_sign(")"):
            arguments.append(self.operation(0))
            while self._is_sign(","):
                self._take()
                arguments.append(self.operation(0))
        self._close("(", opening.position)
        return Call(name.text, tuple(arguments), position)

    def _start(self) -> Term:
        token = self._take()
        position = self._counted(token.position)
        match token.kind:
            case "text":
                return Literal(token.text, position)
            case "number" | "long":
                return self._number(token, position)
            case "date" | "time":
                return Literal(_temporal(token), position)
            case "word":
                return Literal(token.text == "true", position)
            case "variable":
                return Variable(token.text, position)
            case "special" if token.text in _SPECIALS:
                return _SPECIALS[token.text](position)
        if token.kind == "sign" and token.text in {"(", "{"}:
            return self._bracketed(token)
        raise ExpressionError(f"A value is missing before {_shown(token)}.", token.position)

    def _bracketed(self, opening: Token) -> Term:
        self._enter(opening.position)
        inner: Term = Literal(None, opening.position)
        if opening.text == "(":
            inner = self.operation(0)
        self._close(opening.text, opening.position)
        return inner

    def _number(self, token: Token, position: int) -> Literal:
        if token.kind == "long":
            return Literal(Long(_digits(token)), position)
        unit = self.token
        is_code = unit.kind == "text"
        if is_code or (unit.kind == "word" and unit.text in CALENDAR_UNITS):
            self._take()
            return Literal(quantity(Decimal(_digits(token)), unit.text, is_code=is_code), position)
        if "." in token.text:
            return Literal(Decimal(_digits(token)), position)
        return Literal(int(_digits(token)), position)

    def _type_name(self) -> str:
        first = self.token
        if not self._is_name(first):
            raise ExpressionError("The name of a type must follow is and as.", first.position)
        name = self._take().text
        if name in {"System", "FHIR"} and self._is_sign("."):
            self._take()
            name = f"{name}.{self._take().text}"
        return name

    def _is_truth(self) -> bool:
        return self.token.kind == "word" and self.token.text in {"true", "false"}

    @staticmethod
    def _is_name(token: Token) -> bool:
        return token.kind in {"word", "quoted"}

    def _is_sign(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def _take(self) -> Token:
        token = self.token
        if token.kind == "end":
            raise ExpressionError("The expression stops too early.", token.position)
        self._place += 1
        return token

    def _enter(self, position: int) -> None:
        self._depth += 1
        if self._depth > self._max_depth:
            raise ExpressionError(
                f"The expression is nested more than {self._max_depth} deep.", position
            )

    def _close(self, opening: str, position: int) -> None:
        closing = _CLOSING[opening]
        if not self._is_sign(closing):
            fault = f"The '{opening}' of character {position + 1} is not closed."
            if self.token.text:
                fault = (
                    f"{_shown(self.token)} is not expected here, where the '{opening}' of "
                    f"character {position + 1} is not closed."
                )
            raise ExpressionError(fault, self.position)
        self._take()
        self._depth -= 1

    def _counted(self, position: int) -> int:
        self._nodes += 1
        if self._nodes > self._max_nodes:
            raise ExpressionError(
                f"The expression has more than {self._max_nodes} parts. "
                "Move some of it into a variable.",
                position,
            )
        return position


def _digits(token: Token) -> str:
    if len(token.text) > 40 or len(token.text.partition(".")[0]) > 28:
        raise ExpressionError("This number is too long.", token.position)
    return token.text


def _temporal(token: Token) -> temporal.Temporal:
    if token.kind == "time":
        found = temporal.time(token.text)
    elif "T" in token.text:
        found = temporal.moment(token.text)
    else:
        found = temporal.date(token.text)
    if found is None:
        raise ExpressionError(
            f"@{token.text} is not in the calendar or on the clock.", token.position
        )
    return found


def _shown(token: Token) -> str:
    return "the end" if token.kind == "end" else f"'{token.text}'"
