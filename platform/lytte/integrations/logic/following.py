"""The steps of a FHIRPath path, followed to the answers they lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lytte.core.expressions.item_patterns import pinned
from lytte.core.expressions.syntax import Call as CallStep
from lytte.core.expressions.syntax import Literal, Member, Path, Step
from lytte.core.expressions.syntax import Operation as OperationTerm
from lytte.core.expressions.syntax import Term as PathTerm
from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.terms import Answer, Call, Operation, Term, Ticked, Words

if TYPE_CHECKING:
    from lytte.integrations.logic.reading_fhirpath import Reader


@dataclass(frozen=True)
class Way:
    """On the way to answers: the items that are meant, all of them where it is None.

    `level` is how far it has come: at items, at their answers.
    """

    link_ids: tuple[str, ...] | None
    level: str = "root"


@dataclass(frozen=True)
class Several:
    """Several terms that have not been put together yet."""

    terms: tuple[Term, ...]


Found = Term | Way | Several


def one(found: Found) -> Term:
    """Return the one term that was found."""
    if isinstance(found, Several) and len(found.terms) == 1:
        return found.terms[0]
    if isinstance(found, Several):
        raise NotExpressible("it takes several answers as one")
    if isinstance(found, Way):
        raise NotExpressible("it does not come to an answer")
    return found


def follow(reader: "Reader", found: Found, step: Step) -> Found:
    """Return what one more step leads to."""
    if isinstance(found, Way):
        return _on_the_way(reader, found, step)
    if isinstance(step, Member):
        if step.name in ("code", "value", "display"):
            return found
        raise NotExpressible(f"it looks at the {step.name[:40]} of an answer")
    if not isinstance(step, CallStep):
        raise NotExpressible("it takes one of several answers by its number")
    return _called(reader, found, step)


def _on_the_way(reader: "Reader", way: Way, step: Step) -> Found:
    match step:
        case Member(name="item") | CallStep(name="descendants" | "repeat" | "repeatAll"):
            return Way(_inside(reader, way, deep=isinstance(step, CallStep)), "items")
        case CallStep(name="where", arguments=(criterion,)) if way.level == "items":
            return Way(_chosen(way, criterion), "items")
        case CallStep(name="first" | "single" | "ofType"):
            return way
        case Member(name="answer") if way.level == "items":
            return Way(way.link_ids, "answers")
        case Member(name=name) if way.level == "answers" and name.startswith("value"):
            return _answers(reader, way)
        case CallStep(name="ordinal" | "weight") if way.level == "answers":
            return _several([Call("weight", (each,)) for each in _weighed(reader, way)])
        case CallStep(name="exists" | "empty") if way.level == "answers":
            return follow(reader, _answers(reader, way), step)
        case _:
            raise NotExpressible("it takes a way through the response that has no counterpart")


def _inside(reader: "Reader", way: Way, *, deep: bool) -> tuple[str, ...] | None:
    if way.link_ids is None:
        return None
    found: list[str] = []
    waiting = [reader.questions[name].item for name in way.link_ids if name in reader.questions]
    while waiting:
        item = waiting.pop(0)
        found += [each.link_id for each in item.items]
        if deep:
            waiting = [*item.items, *waiting]
    return tuple(found)


def _chosen(way: Way, criterion: PathTerm) -> tuple[str, ...]:
    found = pinned(criterion)
    if found is None or found[1]:
        raise NotExpressible("it chooses questions by something else than their linkId")
    ids = found[0]
    if way.link_ids is None:
        return tuple(sorted(ids))
    return tuple(name for name in way.link_ids if name in ids)


def _weighed(reader: "Reader", way: Way) -> list[Term]:
    """Return the answers that carry a number; of all questions, where none are named."""
    names = reader.questions if way.link_ids is None else way.link_ids
    found: list[Term] = [
        Answer(name)
        for name in names
        if name in reader.questions
        and any(option.weight is not None for option in reader.questions[name].options)
    ]
    if not found:
        raise NotExpressible("it adds up numbers that no option carries")
    return found


def _answers(reader: "Reader", way: Way) -> Found:
    if way.link_ids is None:
        raise NotExpressible("it looks at all answers at once")
    names = [name for name in way.link_ids if _is_answered(reader, name)]
    if not names:
        raise NotExpressible("it refers to a question that does not exist")
    terms = tuple(Answer(name) for name in names)
    return terms[0] if len(terms) == 1 else Several(terms)


def _is_answered(reader: "Reader", name: str) -> bool:
    asked = reader.questions.get(name)
    return asked is not None and asked.item.type not in ("group", "display")


def _called(reader: "Reader", found: Term | Several, step: CallStep) -> Found:
    name, arguments = step.name, step.arguments
    if name in ("combine", "union"):
        other = reader.found(arguments[0])
        more = other.terms if isinstance(other, Several) else (one(other),)
        return Several((*_terms(found), *more))
    if name in ("ordinal", "weight"):
        return _several([Call("weight", (each,)) for each in _terms(found)])
    if name == "where":
        return _where(found, arguments)
    together = _together(found, name)
    if together is not None:
        return together
    special = _SPECIAL.get(name)
    if special is not None:
        return special(one(found), [one(reader.found(each)) for each in arguments])
    raise NotExpressible(f"the function {name[:40]}() has no counterpart")


def _together(found: Term | Several, name: str) -> Term | None:
    """Return what a function that puts several answers together comes to."""
    if name in _TOGETHER:
        return Call(_TOGETHER[name], _terms(found))
    if isinstance(found, Several):
        return (
            Call({"first": "coalesce"}.get(name, name), found.terms) if name in _OF_MANY else None
        )
    if name == "count":
        return Call("count_selected", (found,))
    return found if name in _UNCHANGED else None


def _terms(found: Term | Several) -> tuple[Term, ...]:
    return found.terms if isinstance(found, Several) else (found,)


def _several(terms: list[Term]) -> Found:
    return terms[0] if len(terms) == 1 else Several(tuple(terms))


def _where(found: Term | Several, arguments: tuple[PathTerm, ...]) -> Found:
    """Return whether an answer is the one asked for: where(code = 'a'), before exists()."""
    match arguments:
        case (
            OperationTerm(
                first=Path(start=None, steps=(Member(name="code"),)),
                rest=(("=", Literal(value=str() as code), _),),
            ),
        ) if isinstance(found, Answer):
            return Ticked(found.name, code)
        case _:
            raise NotExpressible("it picks answers by something else than their code")


def _named(name: str) -> Callable[[Term, list[Term]], Term]:
    return lambda term, arguments: Call(name, (term, *arguments))


def _exists(term: Term, _: list[Term]) -> Term:
    return term if isinstance(term, Ticked) else Call("answered", (term,))


def _empty(term: Term, _: list[Term]) -> Term:
    return Call("not", (term,)) if isinstance(term, Ticked) else Call("blank", (term,))


def _difference(term: Term, arguments: list[Term]) -> Term:
    units = {"days": "d", "day": "d", "minutes": "m", "seconds": "s"}
    if len(arguments) != 2 or not isinstance(arguments[1], Words):
        raise NotExpressible("it does not say in which unit two dates are compared")
    unit = units.get(arguments[1].text)
    if unit is None:
        raise NotExpressible(f"it counts {arguments[1].text[:20]} between two dates")
    return Call("span", (term, arguments[0], Words(unit)))


def _absolute(term: Term, _: list[Term]) -> Term:
    if isinstance(term, Call) and term.name == "span":
        return Call("difference", term.arguments)
    return Call("abs", (term,))


def _matches(term: Term, arguments: list[Term]) -> Term:
    pattern = arguments[0]
    if not isinstance(pattern, Words):
        raise NotExpressible("its pattern is computed")
    plain = pattern.text.removeprefix("^(?:").removesuffix(")$")
    return Call("matches", (term, Words(plain)))


_SPECIAL: Mapping[str, Callable[[Term, list[Term]], Term]] = {
    "abs": _absolute,
    "ceiling": _named("ceiling"),
    "contains": _named("contains"),
    "dayOf": _named("day"),
    "difference": _difference,
    "empty": _empty,
    "endsWith": _named("ends_with"),
    "exists": _exists,
    "exp": _named("exp"),
    "floor": _named("floor"),
    "hasValue": _exists,
    "length": _named("length"),
    "ln": _named("log"),
    "log": _named("log"),
    "lower": _named("lower"),
    "matches": _matches,
    "matchesFull": _named("matches"),
    "monthOf": _named("month"),
    "not": _named("not"),
    "round": _named("round"),
    "sqrt": _named("sqrt"),
    "startsWith": _named("starts_with"),
    "substring": _named("substring"),
    "trim": _named("trim"),
    "truncate": _named("truncate"),
    "upper": _named("upper"),
    "power": lambda term, arguments: Operation("^", term, arguments[0]),
    "yearOf": _named("year"),
}
_OF_MANY = {"first": "coalesce", "count": "count"}
_TOGETHER = {"sum": "sum", "avg": "mean", "min": "min", "max": "max"}
_UNCHANGED = {"first", "single", "toDecimal", "toInteger", "toString", "toQuantity", "distinct"}
