"""What fields say of other fields: branching, calculations, moving limits, defaults."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from lytte.core.items.any_item import Item
from lytte.core.items.common import Expression
from lytte.core.problems import Problem, warning
from lytte.core.values import Coding, Date, NativeValue
from lytte.integrations.logic.applying import Findings
from lytte.integrations.logic.asking import Said, asked_when, calculated, rule
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood, way_out
from lytte.integrations.logic.literals import literal_date
from lytte.integrations.logic.questions import Asked, Questions, questions
from lytte.integrations.logic.terms import (
    Answer,
    Call,
    Operation,
    Term,
    This,
    Ticked,
    Words,
    mapped,
    number_of,
)
from lytte.integrations.redcap.annotations import annotation
from lytte.integrations.redcap.building import called, limit_rule, moving_limits
from lytte.integrations.redcap.kept import kept
from lytte.integrations.redcap.laying_out import Laid
from lytte.integrations.redcap.logic import read_logic
from lytte.integrations.redcap.table import Field

_Found = TypeVar("_Found")


def depending(
    items: tuple[Item, ...], rows: Sequence[Laid], problems: list[Problem]
) -> tuple[Item, ...]:
    """Return the items with what each row says of others."""
    reading = _Reading(questions(items), {row.field.field_name: row.item.link_id for row in rows})
    found = Findings()
    for row in rows:
        for told in reading.of(row, problems):
            found.add(row.item.link_id, told)
        if found.is_too_much:
            break
    return found.applied(items)


class _Reading:
    def __init__(self, asked: Questions, names: Mapping[str, str]) -> None:
        self._asked = asked
        self._names = names

    def of(self, row: Laid, problems: list[Problem]) -> list[Said]:
        """Return all that one row says; what cannot be said here is a problem, and kept."""
        field, tags = row.field, annotation(row.field.annotation).tags
        left: dict[str, str] = {}
        found = []
        for name, written, work in (
            ("branching_logic", field.branching_logic, self._asked_when),
            ("calculation", calculation(field, tags), self._calculated),
        ):
            if not written:
                continue
            said = _tried(partial(work, written), field, name, problems)
            if said is None:
                left[name] = written
            else:
                found.append(said)
        found += self._limits(row, problems)
        found += _defaults(row, tags, self._asked[row.item.link_id], problems)
        if left:
            found.append(Said({"kept": _also(row.item, left)}))
        return found

    def _asked_when(self, written: str) -> Said:
        return asked_when(self._term(written), self._asked, ())

    def _calculated(self, written: str) -> Said:
        return calculated(self._term(written), self._asked, ())

    def _limits(self, row: Laid, problems: list[Problem]) -> list[Said]:
        rules = []
        asked = self._asked[row.item.link_id]
        for sign, written in moving_limits(row.field):
            term = self._limit(written)
            said = _tried(partial(self._rule, sign, term, asked), row.field, "limit", problems)
            if said is not None:
                rules.append(limit_rule(said, sign))
        return [Said({"constraints": tuple(rules)})] if rules else []

    def _limit(self, written: str) -> Term:
        plain = written.lower()
        return Call(plain) if plain in ("today", "now") else self._term(written)

    def _rule(self, sign: str, term: Term, asked: Asked) -> str:
        return rule(Operation(sign, This(), term), self._asked, (), asked)[0]

    def _term(self, written: str) -> Term:
        return mapped(read_logic(written), self._named)

    def _named(self, term: Term) -> Term:
        """Return the term with the linkId of a field in place of its name."""
        match term:
            case Answer():
                return Answer(self._names.get(term.name, term.name))
            case Ticked():
                return Ticked(self._names.get(term.name, term.name), term.option)
            case _:
                return term


_CALLED = {
    "branching_logic": "its branching logic",
    "calculation": "its calculation",
    "limit": "its limit",
}
_INSTEAD = {
    "branching_logic": "it is asked of everybody",
    "calculation": "nothing is calculated",
    "limit": "every answer is accepted",
}


def _tried(
    work: Callable[[], _Found], field: Field, name: str, problems: list[Problem]
) -> _Found | None:
    try:
        return work()
    except (NotUnderstood, NotExpressible) as found:
        fault = found
    said = f"{called(field)}: {_CALLED[name]} cannot be used, because {fault}"
    problems.append(warning(field.place, said, way_out(fault, "in REDCap", _INSTEAD[name])))
    return None


def calculation(field: Field, tags: Mapping[str, str]) -> str:
    return field.choices if field.field_type == "calc" else tags.get("@CALCTEXT", "")


def _also(item: Item, left: Mapping[str, str]) -> Mapping[str, Any]:
    before = item.kept.get("extension", [])
    return {"extension": [*before, *kept(left)["extension"]]}


def _defaults(
    row: Laid, tags: Mapping[str, str], asked: Asked, problems: list[Problem]
) -> list[Said]:
    """Return what the field starts with."""
    for tag, expression in (("@TODAY", "today()"), ("@NOW", "now()")):
        if tag in tags and asked.kind in ("date", "dateTime"):
            return [Said({"initial_expression": Expression(expression=expression)})]
    written = tags.get("@DEFAULT", "")
    if not written:
        return []
    codes = written.split(",") if asked.kind == "codes" else [written]
    values = [_value(each.strip(), asked) for each in codes]
    if None in values or row.item.type in ("display", "attachment"):
        said = f"{called(row.field)}: the default “{written[:60]}” is not an answer to it"
        problems.append(
            warning(row.field.place, said, "Correct it in REDCap. Until then it starts empty.")
        )
        return []
    return [Said({"initial": tuple(values)})]


def _value(written: str, asked: Asked) -> NativeValue | None:
    match asked.kind:
        case "code" | "codes":
            return Coding(code=written) if written in asked.codes else None
        case "truth":
            return {"1": True, "0": False}.get(written)
        case "number":
            number = number_of(Words(written))
            if number is None:
                return None
            return number if asked.item.type == "decimal" else int(number)
        case "date":
            found = literal_date(written)
            return Date(written) if found is not None and found.kind == "date" else None
        case "text":
            return None if "[" in written else written
        case _:
            return None
