"""When an item is asked and what it is computed from, as terms."""

from collections.abc import Iterable, Mapping

from lytte.core import conditions as own
from lytte.core.conditions import EnableWhen
from lytte.core.items.any_item import Item
from lytte.core.items.common import Expression
from lytte.core.values import (
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Time,
    Uri,
    number,
)
from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.questions import Questions
from lytte.integrations.logic.reading_fhirpath import Reader
from lytte.integrations.logic.terms import (
    Answer,
    Call,
    Number,
    Operation,
    Term,
    Ticked,
    Truth,
    Words,
    joined,
)

FHIRPATH = "text/fhirpath"


def when(item: Item, questions: Questions, known: Mapping[str, str]) -> Term | None:
    """Return when the item is asked, None when it always is; `known` are the variables.

    Raises NotExpressible and NotUnderstood.
    """
    if item.enable_when_expression is not None:
        return worked_out(item.enable_when_expression, questions, known)
    if item.enable_when:
        operator = "and" if item.enable_behavior == "all" else "or"
        return joined(operator, [_condition(each, questions) for each in item.enable_when])
    return _own(item.condition, questions) if item.condition is not None else None


def worked_out(given: Expression, questions: Questions, known: Mapping[str, str]) -> Term:
    """Return what an expression says. Raises NotExpressible and NotUnderstood."""
    if given.language != FHIRPATH:
        raise NotExpressible(f"it is written in {given.language[:40]}")
    return Reader(questions, known).term(given.expression)


def variables(around: Iterable[Expression]) -> dict[str, str]:
    """Return variables by name, those further in last."""
    return {each.name: each.expression for each in around if each.name}


def literal(value: NativeValue) -> Term:
    """Return a value as it is written out."""
    match value:
        case bool():
            return Truth(value)
        case str():
            return Words(value)
        case Date() | DateTime() | Time() | Uri():
            return Words(value.text.replace("T", " "))
        case Coding():
            return Words(value.code or value.display or "")
        case _:
            found = number(value)
            if found is None or (isinstance(value, Quantity) and value.comparator):
                raise NotExpressible("it compares with something that is not a plain value")
            return Number(found)


def _condition(given: EnableWhen, questions: Questions) -> Term:
    asked = questions.get(given.question)
    if asked is None:
        raise NotExpressible(f"there is no question called {given.question[:60]}")
    answer = Answer(given.question)
    if given.operator == "exists":
        return Call("answered" if given.answer is True else "blank", (answer,))
    if asked.item.repeats and given.operator in ("=", "!=") and asked.kind == "codes":
        ticked = Ticked(given.question, _words(literal(given.answer)))
        return ticked if given.operator == "=" else Call("not", (ticked,))
    return Operation(given.operator, answer, literal(given.answer))


def _words(term: Term) -> str:
    return term.text if isinstance(term, Words) else ""


def _own(given: own.Condition, questions: Questions) -> Term:
    match given:
        case own.AtLeast():
            return Operation(">=", Answer(given.item), Number(given.value))
        case own.AtMost():
            return Operation("<=", Answer(given.item), Number(given.value))
        case own.IsTrue():
            return Operation("=", Answer(given.item), Truth(True))
        case own.Chosen():
            return joined("or", [_chosen(given.item, each, questions) for each in given.options])
        case own.AllOf():
            return joined("and", [_own(each, questions) for each in given.of])
        case own.AnyOf():
            return joined("or", [_own(each, questions) for each in given.of])
        case own.Not():
            return _opposite(given.of, questions)


def _chosen(name: str, option: Coding, questions: Questions) -> Term:
    code = option.code or ""
    if name in questions and questions[name].kind == "codes":
        return Ticked(name, code)
    return Operation("=", Answer(name), Words(code))


def _opposite(given: own.Condition, questions: Questions) -> Term:
    """Return the opposite, which here is unknown, and so not met, while nothing is answered."""
    names = dict.fromkeys(_names(given))
    answered: list[Term] = [Call("answered", (Answer(name),)) for name in names]
    return joined("and", [Call("not", (_own(given, questions),)), *answered])


def _names(given: own.Condition) -> Iterable[str]:
    match given:
        case own.AllOf() | own.AnyOf():
            for each in given.of:
                yield from _names(each)
        case own.Not():
            yield from _names(given.of)
        case _:
            yield given.item
