"""Terms written as the expressions of an XLSForm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lytte.core.items.boolean import Boolean
from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.literals import literal_date, yes_or_no
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import Asked, Questions
from lytte.integrations.logic.terms import (
    COMPARISONS,
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
)
from lytte.integrations.xlsform.kept import kept_of

_RANKS = {"or": 0, "and": 1, "=": 2, "!=": 2, "+": 4, "-": 4, "*": 5, "/": 5, "mod": 5}
_RANKS |= dict.fromkeys(COMPARISONS - {"=", "!="}, 3)
_SIGN = 6
_TIGHTEST = 7
Text = tuple[str, int]


@dataclass(frozen=True)
class FormNames:
    """What questions, their options and their lists of choices are called in the form."""

    rows: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]
    lists: Mapping[str, str]

    def code(self, link_id: str, code: str) -> str:
        return self.codes.get((link_id, code), code)


@dataclass(frozen=True)
class ExpressionWriter:
    """Writes terms about the questions of one form; `this` is what a constraint is about."""

    questions: Questions
    names: FormNames
    this: Asked | None = None

    def expression(self, term: Term) -> str:
        """Return an expression. Raises NotExpressible."""
        return self.within(term, 0)

    def row(self, link_id: str) -> str:
        """Return how the answer to a question is named."""
        if link_id not in self.names.rows:
            raise NotExpressible(f"there is no question called {link_id[:60]}")
        return f"${{{self.names.rows[link_id]}}}"

    def within(self, term: Term, rank: int) -> str:
        """Return the term as it stands next to an operator of that rank."""
        text, own = self._written(term)
        return text if own >= rank else f"({text})"

    def _written(self, term: Term) -> Text:
        match term:
            case Number():
                return number_text(term.value), _TIGHTEST if term.value >= 0 else _SIGN
            case Words() | Truth():
                return _literal(term), _TIGHTEST
            case Answer() | This():
                return self._answer(term), _TIGHTEST
            case Ticked():
                code = _quoted(self.names.code(term.name, term.option))
                return f"selected({self.row(term.name)}, {code})", _TIGHTEST
            case Negative():
                return f"-{self.within(term.of, _SIGN)}", _SIGN
            case Operation():
                return self._operation(term)
            case Call():
                return self._call(term)

    def _answer(self, term: Answer | This) -> str:
        return "." if isinstance(term, This) else self.row(term.name)

    def _operation(self, term: Operation) -> Text:
        if term.operator == "^":
            return f"pow({self.expression(term.left)}, {self.expression(term.right)})", _TIGHTEST
        rank = _RANKS[term.operator]
        sign = "div" if term.operator == "/" else term.operator
        left, right = self._sides(term)
        return f"{self.within(left, rank)} {sign} {self.within(right, rank + 1)}", rank

    def _sides(self, term: Operation) -> tuple[Term, Term]:
        """Return both sides, with a literal written as the form has it."""
        left, right = term.left, term.right
        if isinstance(left, Answer | This):
            return left, self._beside(left, right)
        if isinstance(right, Answer | This):
            return self._beside(right, left), right
        return left, right

    def _beside(self, answer: Answer | This, literal: Term) -> Term:
        asked = self.this if isinstance(answer, This) else self.questions.get(answer.name)
        if asked is None:
            return literal
        if isinstance(asked.item, Boolean) and (wanted := yes_or_no(literal)) is not None:
            return Words(spoken(asked, wanted=wanted))
        if isinstance(literal, Words) and literal.text and asked.codes:
            return Words(self.names.code(asked.item.link_id, literal.text))
        return literal

    def _call(self, term: Call) -> Text:
        special = _SPECIAL.get(term.name)
        if special is not None:
            return special(self, term.arguments)
        name = _NAMES.get(term.name)
        if name is None:
            raise NotExpressible(f"a form has no function for “{term.name}”")
        return f"{name}({self.listed(term.arguments)})", _TIGHTEST

    def listed(self, terms: tuple[Term, ...]) -> str:
        """Return terms with commas between them."""
        return ", ".join(self.expression(each) for each in terms)

    def is_in_rows(self, term: Term) -> bool:
        """Tell whether an answer stands in rows, so that a function adds up all of them."""
        return isinstance(term, Answer) and bool(self.questions[term.name].rows)


def spoken(asked: Asked, *, wanted: bool) -> str:
    """Return what a yes or a no is in the form."""
    if kept_of(asked.item.kept).get("type"):
        return "OK" if wanted else ""
    return "yes" if wanted else "no"


def _literal(term: Words | Truth) -> str:
    if isinstance(term, Truth):
        return "true()" if term.value else "false()"
    if literal_date(term.text) is not None and len(term.text) == len("2026-05-17"):
        return f"date('{term.text}')"
    return _quoted(term.text)


def _quoted(text: str) -> str:
    if "'" in text and '"' in text:
        raise NotExpressible("it holds a text with both kinds of quotation marks")
    return f'"{text}"' if "'" in text else f"'{text}'"


Write = Callable[[ExpressionWriter, tuple[Term, ...]], Text]


def _sum(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    if len(terms) == 1 and writer.is_in_rows(terms[0]):
        return f"sum({writer.expression(terms[0])})", _TIGHTEST
    added = " + ".join(f"coalesce({writer.expression(each)}, 0)" for each in terms)
    # A form's coalesce makes nothing of nothing 0, and a score of nobody's answers is none.
    return f"if(count-non-empty({writer.listed(terms)}) > 0, {added}, '')", _TIGHTEST


def _mean(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    given = f"count-non-empty({writer.listed(terms)})"
    added = " + ".join(f"coalesce({writer.expression(each)}, 0)" for each in terms)
    return f"if({given} > 0, ({added}) div {given}, '')", _TIGHTEST


def _rounded(towards: str) -> Write:
    """Forms know int() only, which cuts: one more, or one less, where something was cut."""

    def write(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
        if any(each != Number(Decimal(0)) for each in terms[1:]):
            raise NotExpressible("it rounds to decimals in one direction")
        value = writer.within(terms[0], _RANKS["<"] + 1)
        cut = f"int({writer.expression(terms[0])})"
        sign, compared = ("+", ">") if towards == "up" else ("-", "<")
        return f"{cut} {sign} if({value} {compared} {cut}, 1, 0)", _RANKS["+"]

    return write


def _coalesced(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    found = writer.expression(terms[-1])
    for each in reversed(terms[:-1]):
        found = f"coalesce({writer.expression(each)}, {found})"
    return found, _TIGHTEST


def _compared_with_nothing(sign: str) -> Write:
    def write(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
        return f"{writer.within(terms[0], _RANKS['='] + 1)} {sign} ''", _RANKS["="]

    return write


_PER_DAY = {"y": " div 365.2425", "M": " div 30.44", "d": "", "h": " * 24", "m": " * 1440",
            "s": " * 86400"}  # fmt: skip


def _span(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    unit = terms[2].text if isinstance(terms[2], Words) else ""
    if unit not in _PER_DAY:
        raise NotExpressible("it does not say in which unit two dates are compared")
    days = f"{writer.within(terms[1], _RANKS['-'])} - {writer.within(terms[0], _RANKS['-'] + 1)}"
    return (f"({days}){_PER_DAY[unit]}", _RANKS["/"]) if _PER_DAY[unit] else (days, _RANKS["-"])


def _difference(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    days, _ = _span(writer, (*terms[:2], Words("d")))
    unit = terms[2].text if isinstance(terms[2], Words) else ""
    return f"abs({days}){_PER_DAY.get(unit, '')}", _RANKS["/"] if _PER_DAY.get(unit) else _TIGHTEST


def _weight(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    term = terms[0]
    if not isinstance(term, Answer) or term.name not in writer.names.lists:
        raise NotExpressible("only the answer to a choice has a weight")
    if writer.questions[term.name].kind == "codes":
        raise NotExpressible("the weights of several answers are added up")
    where = f"item[name = {writer.row(term.name)}]"
    return f"instance('{writer.names.lists[term.name]}')/root/{where}/weight", _TIGHTEST


def _substring(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    if len(terms) == 3 and isinstance(terms[1], Number) and isinstance(terms[2], Number):
        end = Number(terms[1].value + terms[2].value)
        return f"substr({writer.listed((*terms[:2], end))})", _TIGHTEST
    if len(terms) == 2:
        return f"substr({writer.listed(terms)})", _TIGHTEST
    raise NotExpressible("it takes a part of a text from a place that is computed")


def _part_of_date(sign: str) -> Write:
    def write(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
        return f"format-date({writer.expression(terms[0])}, '{sign}')", _TIGHTEST

    return write


def _log(writer: ExpressionWriter, terms: tuple[Term, ...]) -> Text:
    if len(terms) == 1:
        return f"log({writer.expression(terms[0])})", _TIGHTEST
    base = writer.expression(terms[1])
    if base == "10":
        return f"log10({writer.expression(terms[0])})", _TIGHTEST
    return f"log({writer.expression(terms[0])}) div log({base})", _RANKS["/"]


_SPECIAL: Mapping[str, Write] = {
    "answered": _compared_with_nothing("!="),
    "blank": _compared_with_nothing("="),
    "ceiling": _rounded("up"),
    "coalesce": _coalesced,
    "day": _part_of_date("%e"),
    "difference": _difference,
    "floor": _rounded("down"),
    "log": _log,
    "mean": _mean,
    "month": _part_of_date("%n"),
    "round_down": _rounded("down"),
    "round_up": _rounded("up"),
    "span": _span,
    "substring": _substring,
    "sum": _sum,
    "weight": _weight,
    "year": _part_of_date("%Y"),
}
_NAMES: Mapping[str, str] = {
    "abs": "abs",
    "concat": "concat",
    "contains": "contains",
    "count": "count-non-empty",
    "count_selected": "count-selected",
    "ends_with": "ends-with",
    "exp": "exp",
    "if": "if",
    "length": "string-length",
    "matches": "regex",
    "max": "max",
    "min": "min",
    "not": "not",
    "now": "now",
    "number": "number",
    "round": "round",
    "sqrt": "sqrt",
    "starts_with": "starts-with",
    "text": "string",
    "today": "today",
    "trim": "normalize-space",
    "truncate": "int",
}
