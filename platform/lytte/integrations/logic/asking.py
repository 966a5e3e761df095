"""Conditions and calculations put on items, and taken off them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lytte.core.conditions import EnableWhen, Operator
from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.items.common import Expression
from lytte.core.values import Coding, Date, DateTime, NativeValue, Time
from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.fhirpath import Writer, row_name
from lytte.integrations.logic.literals import yes_or_no
from lytte.integrations.logic.questions import Asked, Questions
from lytte.integrations.logic.terms import (
    COMPARISONS,
    TURNED,
    Answer,
    Call,
    Number,
    Operation,
    Term,
    Ticked,
    Truth,
    Words,
    number_of,
    operands,
)

_ENOUGH_FOR_ONE = 900
"""Characters of a part that is put in a variable of its own; Lytte runs 200 parts at once."""


@dataclass
class Said:
    """What an item says of itself in expressions, and the groups whose rows it looks at."""

    fields: dict[str, Any] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)


def asked_when(term: Term, questions: Questions, rows: tuple[str, ...]) -> Said:
    """Return when an item is asked: plain conditions where they can say it.

    Raises NotExpressible.
    """
    for operator, behavior in (("and", "all"), ("or", "any")):
        each = operands(term, operator)
        plain = [_plain(one, questions, rows) for one in each]
        if all(plain) and (len(each) > 1 or operator == "and"):
            found: dict[str, Any] = {"enable_when": tuple(one for one in plain if one)}
            return Said(found | ({"enable_behavior": behavior} if len(each) > 1 else {}))
    return _written("enable_when_expression", "truth", term, questions, rows)


def calculated(
    term: Term, questions: Questions, rows: tuple[str, ...], name: str = "calculated_expression"
) -> Said:
    """Return how an item is computed. Raises NotExpressible."""
    return _written(name, "piece", term, questions, rows)


def opened_by(term: Term, questions: Questions, rows: tuple[str, ...]) -> Said:
    """Return a condition as an expression under `expression`. Raises NotExpressible."""
    writer = Writer(questions, rows)
    text = writer.truth(term).text
    _readable(text)
    return Said({"expression": Expression(expression=text)}, writer.needed)


def rule(
    term: Term, questions: Questions, rows: tuple[str, ...], this: Asked
) -> tuple[str, set[str]]:
    """Return a rule about the answers to `this` as FHIRPath, and the rows it looks at.

    Raises NotExpressible.
    """
    writer = Writer(questions, rows, this)
    found = writer.truth(term).text
    _readable(found)
    return found, writer.needed


def row_variables(groups: Iterable[str]) -> Mapping[str, Expression]:
    """Return what each repeating group has to carry, so that what is in a row finds the row."""
    return {
        group: Expression(name=row_name(group), expression="%context") for group in sorted(groups)
    }


def _written(
    name: str,
    how: Literal["truth", "piece"],
    term: Term,
    questions: Questions,
    rows: tuple[str, ...],
) -> Said:
    writer = Writer(questions, rows)
    piece = writer.truth(term) if how == "truth" else writer.piece(term)
    if piece.kind in ("code", "codes"):
        piece = piece.then("code", "text")
    try:
        _readable(piece.text)
        fields: dict[str, Any] = {name: Expression(expression=piece.text)}
    except NotExpressible:
        fields = _in_parts(name, term, writer)
    return Said(fields, writer.needed)


def _in_parts(name: str, term: Term, writer: Writer) -> dict[str, Any]:
    """Return a long expression as a short one over variables, each a part of it."""
    together = _Together.of(term, writer)
    if together is None:
        raise NotExpressible("it is longer than Lytte runs at once")
    stem = {"enable_when_expression": "when", "calculated_expression": "sum"}.get(name, "part")
    variables = [
        Expression(name=f"{stem}_{number}", expression=part)
        for number, part in enumerate(together.parts(), 1)
    ]
    for each in variables:
        _readable(each.expression)
    whole = together.whole([f"%{each.name}" for each in variables])
    _readable(whole)
    return {name: Expression(expression=whole), "variables": tuple(variables)}


@dataclass
class _Together:
    """Many terms that are put together in one way: any of, all of, or the sum of."""

    texts: list[str]
    glue: str
    end: str

    @classmethod
    def of(cls, term: Term, writer: Writer) -> "_Together | None":
        for operator in ("or", "and"):
            each = operands(term, operator)
            if len(each) > 1:
                return cls([writer.truth(one).within(1) for one in each], f" {operator} ", "")
        if isinstance(term, Call) and term.name in ("sum", "mean", "min", "max", "count"):
            end = f".{'avg' if term.name == 'mean' else term.name}()"
            return cls([writer.number(one).text for one in term.arguments], ".combine", end)
        each = operands(term, "+")
        if len(each) > 1:
            return cls([writer.number(one).text for one in each], " + ", "")
        return None

    def parts(self) -> Iterable[str]:
        """Yield the parts, as many terms in each as go together."""
        part: list[str] = []
        for text in self.texts:
            if part and sum(map(len, part)) + len(text) > _ENOUGH_FOR_ONE:
                yield self._glued(part)
                part = []
            part.append(text)
        yield self._glued(part)

    def whole(self, names: list[str]) -> str:
        return self._glued(names) + self.end

    def _glued(self, texts: list[str]) -> str:
        if self.glue != ".combine":
            return self.glue.join(texts)
        first = texts[0] if len(texts) == 1 else f"({texts[0]})"
        return first + "".join(f".combine({text})" for text in texts[1:])


def _readable(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as fault:
        raise NotExpressible(str(fault).rstrip(".")) from None


def _plain(term: Term, questions: Questions, rows: tuple[str, ...]) -> EnableWhen | None:
    """Return a FHIR condition that says the same, None when there is none."""
    match term:
        case Ticked():
            return _ticked(term, "=", questions, rows)
        case Call(name="not", arguments=(Ticked() as ticked,)):
            return _ticked(ticked, "!=", questions, rows)
        case Call(name="answered", arguments=(Answer() as answer,)):
            return _of(answer.name, "!=", Words(""), questions, rows)
        case Call(name="blank", arguments=(Answer() as answer,)):
            return _of(answer.name, "=", Words(""), questions, rows)
        case Operation(operator=operator, left=Answer() as answer, right=right) if (
            operator in COMPARISONS
        ):
            return _of(answer.name, operator, right, questions, rows)
        case Operation(operator=operator, left=left, right=Answer() as answer) if (
            operator in COMPARISONS
        ):
            return _of(answer.name, TURNED.get(operator, operator), left, questions, rows)
        case _:
            return None


def _ticked(
    term: Ticked, operator: Operator, questions: Questions, rows: tuple[str, ...]
) -> EnableWhen | None:
    asked = _seen(term.name, questions, rows)
    option = _option(asked, Words(term.option)) if asked else None
    return EnableWhen(question=term.name, operator=operator, answer=option) if option else None


def _seen(name: str, questions: Questions, rows: tuple[str, ...]) -> Asked | None:
    """Return the question, None when it stands in rows that are not those of the item."""
    asked = questions.get(name)
    return asked if asked is not None and rows[: len(asked.rows)] == asked.rows else None


def _of(
    name: str, operator: str, literal: Term, questions: Questions, rows: tuple[str, ...]
) -> EnableWhen | None:
    asked = _seen(name, questions, rows)
    if asked is None:
        return None
    if isinstance(literal, Words) and not literal.text and operator in ("=", "!="):
        return EnableWhen(question=name, operator="exists", answer=operator == "!=")
    value = _value(asked, literal, operator)
    if value is None:
        return None
    sign: Operator = operator  # type: ignore[assignment]  # one of COMPARISONS
    return EnableWhen(question=name, operator=sign, answer=value)


def _value(asked: Asked, literal: Term, operator: str) -> NativeValue | None:
    """Return the literal as the answer it is compared with, None when it cannot be one."""
    equal = operator in ("=", "!=")
    match asked.kind:
        case "number":
            return _number(asked, literal)
        case "truth":
            return yes_or_no(literal) if equal else None
        case "code":
            # Of several answers a plain `=` means exactly this one: an expression says that.
            return _option(asked, literal) if equal else None
        case "text":
            return literal.text if equal and isinstance(literal, Words) else None
        case "date" | "dateTime" | "time":
            return _date(asked, literal)
        case _:
            return None


def _number(asked: Asked, literal: Term) -> NativeValue | None:
    found = number_of(literal)
    if found is None:
        return None
    return found if asked.item.type == "decimal" or found % 1 else int(found)


def _option(asked: Asked, literal: Term) -> NativeValue | None:
    """Return the option that is meant, as the question lists it."""
    if isinstance(literal, Truth) or not isinstance(literal, Words | Number):
        return None
    written = literal.text if isinstance(literal, Words) else format(literal.value, "f")
    place = asked.meant(written)
    value = None if place is None else asked.options[place].value
    if isinstance(value, Coding):
        return Coding(system=value.system, code=value.code)
    return Coding(code=written) if asked.kind == "code" or asked.kind == "codes" else None


def _date(asked: Asked, literal: Term) -> NativeValue | None:
    if not isinstance(literal, Words):
        return None
    text = literal.text.strip()
    try:
        parse(f"@{'T' if asked.kind == 'time' else ''}{text.replace(' ', 'T')}")
    except ExpressionError:
        return None
    match asked.kind:
        case "date":
            return Date(text) if len(text) == 10 else None
        case "dateTime":
            return DateTime(text.replace(" ", "T"))
        case _:
            return Time(text)
