"""Terms written as REDCap's branching logic and calculations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import Asked, Questions, option_code
from lytte.integrations.logic.terms import (
    COMPARISONS,
    Answer,
    Call,
    Negative,
    Number,
    Operation,
    Term,
    Ticked,
    Truth,
    Words,
)

_RANKS = {"or": 0, "and": 1, "+": 4, "-": 4, "*": 5, "/": 5, "^": 7}
_RANKS |= dict.fromkeys(COMPARISONS, 3)
_TIGHTEST = 8
_NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}


@dataclass(frozen=True)
class Names:
    """What questions and their options are called in REDCap."""

    fields: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]

    def code(self, link_id: str, code: str) -> str:
        return self.codes.get((link_id, code), code)


@dataclass(frozen=True)
class LogicWriter:
    """Writes terms about the questions of one dictionary."""

    questions: Questions
    names: Names

    def logic(self, term: Term) -> str:
        """Return a condition or calculation. Raises NotExpressible."""
        return self._within(term, 0)

    def field(self, link_id: str) -> str:
        """Return the name of a question's field."""
        if link_id not in self.names.fields:
            raise NotExpressible(f"there is no field for {link_id[:60]}")
        return self.names.fields[link_id]

    def _within(self, term: Term, rank: int) -> str:
        text, own = self._written(term)
        return text if own >= rank else f"({text})"

    def _written(self, term: Term) -> tuple[str, int]:
        match term:
            case Number():
                return number_text(term.value), _TIGHTEST if term.value >= 0 else 6
            case Words() | Truth():
                return _quoted(term), _TIGHTEST
            case Answer():
                return f"[{self.field(term.name)}]", _TIGHTEST
            case Ticked():
                return self._ticked(term, "="), _RANKS["="]
            case Negative():
                return f"-{self._within(term.of, 6)}", 6
            case Operation():
                return self._operation(term)
            case Call():
                return self._call(term)
            case _:
                raise NotExpressible("REDCap has no rules about a field's own answer")

    def _ticked(self, term: Ticked, sign: str) -> str:
        asked = self._asked(term.name)
        code = self.names.code(term.name, term.option)
        if asked.kind != "codes":
            return f"[{self.field(term.name)}] {_sign(sign)} '{code}'"
        return f"[{self.field(term.name)}({code})] {_sign(sign)} '1'"

    def _asked(self, name: str) -> Asked:
        if name not in self.questions:
            raise NotExpressible(f"there is no question called {name[:60]}")
        return self.questions[name]

    def _operation(self, term: Operation) -> tuple[str, int]:
        if term.operator == "mod":
            return f"mod({self.logic(term.left)}, {self.logic(term.right)})", _TIGHTEST
        rank = _RANKS[term.operator]
        left, right = self._literals(term)
        text = f"{self._within(left, rank)} {_sign(term.operator)} {self._within(right, rank + 1)}"
        return text, rank

    def _literals(self, term: Operation) -> tuple[Term, Term]:
        """Return both sides, with a code written as REDCap has it."""
        left, right = term.left, term.right
        if isinstance(left, Answer) and isinstance(right, Words):
            return left, Words(self.names.code(left.name, right.text))
        if isinstance(right, Answer) and isinstance(left, Words):
            return Words(self.names.code(right.name, left.text)), right
        return left, right

    def _call(self, term: Call) -> tuple[str, int]:
        special = _SPECIAL.get(term.name)
        if special is not None:
            return special(self, term.arguments)
        name = _NAMES.get(term.name)
        if name is None:
            raise NotExpressible(f"REDCap has no function for “{term.name}”")
        arguments = ", ".join(self.logic(each) for each in term.arguments)
        return f"{name}({arguments})", _TIGHTEST

    def negated(self, term: Term) -> tuple[str, int]:
        """Return the opposite of a condition."""
        match term:
            case Ticked():
                return self._ticked(term, "!="), _RANKS["="]
            case Operation(operator="=" | "!=" as sign):
                return self._operation(Operation(_NEGATED[sign], term.left, term.right))
            case _:
                return f"not({self.logic(term)})", _TIGHTEST

    def answered(self, term: Term, sign: str) -> tuple[str, int]:
        """Return whether something is answered (`!=`), or not (`=`)."""
        if isinstance(term, Answer) and self._is_checkbox(term.name):
            name = self.field(term.name)
            ticked = [
                f"[{name}({self.names.code(term.name, code)})] = '{1 if sign == '!=' else 0}'"
                for code in self._asked(term.name).codes
            ]
            glue = " or " if sign == "!=" else " and "
            return glue.join(ticked), _RANKS["or" if sign == "!=" else "and"]
        return f"{self._within(term, 4)} {_sign(sign)} ''", _RANKS["="]

    def _is_checkbox(self, name: str) -> bool:
        asked = self._asked(name)
        return asked.kind == "codes" and bool(asked.codes)

    def weight(self, term: Term) -> tuple[str, int]:
        """Return what the chosen option counts, option by option."""
        if not isinstance(term, Answer):
            raise NotExpressible("only an answer has a weight")
        asked = self._asked(term.name)
        weighed = [
            (self.names.code(term.name, code), option.weight)
            for option in asked.options
            if option.weight is not None and (code := option_code(option)) is not None
        ]
        if not weighed:
            raise NotExpressible(f"the options of {term.name[:60]} carry no numbers")
        name = self.field(term.name)
        if asked.kind == "codes":
            parts = [f"[{name}({code})] * {number_text(weight)}" for code, weight in weighed]
            return f"sum({', '.join(parts)})", _TIGHTEST
        if all(code == number_text(weight) for code, weight in weighed):
            return f"[{name}]", _TIGHTEST
        found = "''"
        for code, weight in reversed(weighed):
            found = f"if([{name}] = '{code}', {number_text(weight)}, {found})"
        return found, _TIGHTEST


def _sign(operator: str) -> str:
    return "<>" if operator == "!=" else operator


def _quoted(term: Words | Truth) -> str:
    if isinstance(term, Truth):
        return f"'{int(term.value)}'"
    if "'" in term.text and '"' in term.text:
        raise NotExpressible("it holds a text with both kinds of quotation marks")
    return f'"{term.text}"' if "'" in term.text else f"'{term.text}'"


Write = Callable[[LogicWriter, tuple[Term, ...]], tuple[str, int]]


def _rounded(name: str) -> Write:
    return lambda writer, terms: (f"{name}({writer.logic(terms[0])}, 0)", _TIGHTEST)


def _difference(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    dates = [
        f"'{each.name}'"
        if isinstance(each, Call) and each.name in ("today", "now")
        else writer.logic(each)
        for each in terms[:2]
    ]
    return f"datediff({', '.join(dates)}, {writer.logic(terms[2])})", _TIGHTEST


def _span(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    text, rank = _difference(writer, terms)
    return f"{text[:-1]}, true)", rank


def _coalesced(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    found = writer.logic(terms[-1])
    for each in reversed(terms[:-1]):
        own = writer.logic(each)
        found = f"if({own} <> '', {own}, {found})"
    return found, _TIGHTEST


def _counted(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    parts = [f"if({writer.answered(each, '!=')[0]}, 1, 0)" for each in terms]
    return f"sum({', '.join(parts)})", _TIGHTEST


def _counted_options(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    term = terms[0]
    if not isinstance(term, Answer):
        raise NotExpressible("only answers are counted")
    name = writer.field(term.name)
    codes = [writer.names.code(term.name, code) for code in writer.questions[term.name].codes]
    return f"sum({', '.join(f'[{name}({code})]' for code in codes)})", _TIGHTEST


def _middle(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    if len(terms) != 3 or not isinstance(terms[1], Number):
        raise NotExpressible("it takes a part of a text from a place that is computed")
    start = number_text(terms[1].value + 1)
    return f"mid({writer.logic(terms[0])}, {start}, {writer.logic(terms[2])})", _TIGHTEST


def _inner(writer: LogicWriter, terms: tuple[Term, ...]) -> tuple[str, int]:
    return writer.logic(terms[0]), 0


_SPECIAL: Mapping[str, Write] = {
    "answered": lambda writer, terms: writer.answered(terms[0], "!="),
    "blank": lambda writer, terms: writer.answered(terms[0], "="),
    "ceiling": _rounded("roundup"),
    "coalesce": _coalesced,
    "count": _counted,
    "count_selected": _counted_options,
    "difference": _difference,
    "floor": _rounded("rounddown"),
    "not": lambda writer, terms: writer.negated(terms[0]),
    "number": _inner,
    "span": _span,
    "substring": _middle,
    "text": _inner,
    "truncate": _rounded("rounddown"),
    "weight": lambda writer, terms: writer.weight(terms[0]),
}
_NAMES: Mapping[str, str] = {
    name: name
    for name in (
        "abs", "concat", "contains", "day", "ends_with", "if", "length", "log", "lower", "max",
        "mean", "min", "month", "round", "sqrt", "starts_with", "sum", "trim", "upper", "year",
    )
} | {"exp": "exponential", "round_down": "rounddown", "round_up": "roundup"}  # fmt: skip
