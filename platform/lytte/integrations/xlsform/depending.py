"""What rows say of other rows: relevant, constraint, calculation, default, choice_filter."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from lytte.core.items.any_item import Item
from lytte.core.items.choice import OptionsToggle
from lytte.core.items.common import Constraint
from lytte.core.problems import Problem, warning
from lytte.core.values import NativeValue
from lytte.integrations.logic.applying import Findings
from lytte.integrations.logic.asking import Said, asked_when, calculated, opened_by, rule
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood, way_out
from lytte.integrations.logic.questions import Questions, questions
from lytte.integrations.logic.terms import Answer, Term, Ticked, Truth, folded, mapped
from lytte.integrations.xlsform.choices import Lists, looking_at
from lytte.integrations.xlsform.columns import Line
from lytte.integrations.xlsform.defaults import literal_default
from lytte.integrations.xlsform.kept import kept
from lytte.integrations.xlsform.labels import worded
from lytte.integrations.xlsform.limits import limited
from lytte.integrations.xlsform.survey import Made
from lytte.integrations.xlsform.xpath import read_expression

_YES = re.compile(r"(?i)(yes|true|true\(\))")
_NO = re.compile(r"(?i)(no|false|false\(\))")
_CALLED = {
    "relevant": ("its “relevant”", "it is asked of everybody"),
    "constraint": ("its constraint", "every answer is accepted"),
    "calculation": ("its calculation", "nothing is calculated"),
    "default": ("its default", "it starts empty"),
    "choice_filter": ("its choice filter", "all choices are offered"),
}
_Found = TypeVar("_Found")


def depending(made: Made, lists: Lists, problems: list[Problem]) -> tuple[Item, ...]:
    """Return the items of a survey with what each row says of others."""
    reading = _Reading(questions(made.items), made, lists, problems)
    found = Findings()
    for link_id, line in made.lines.items():
        for said in reading.of(link_id, line):
            found.add(link_id, said)
        if found.is_too_much:
            break
    return found.applied(made.items)


class _Reading:
    def __init__(self, asked: Questions, made: Made, lists: Lists, problems: list[Problem]) -> None:
        self._asked = asked
        self._made = made
        self._lists = lists
        self._problems = problems

    def of(self, link_id: str, line: Line) -> Iterator[Said]:
        """Yield all that one row says; what cannot be said here is a problem, and kept."""
        left: dict[str, str] = {}
        for name, work in (
            ("relevant", self._relevant),
            ("calculation", self._calculation),
            ("constraint", self._constraint),
            ("default", self._default),
            ("choice_filter", self._filter),
        ):
            written = line.get(name)
            if not written or link_id not in self._asked:
                continue
            said = self._tried(partial(work, link_id, written), line, name)
            if said is None:
                left[name] = written
            else:
                yield said
        if left:
            before = self._asked[link_id].item.kept.get("extension", [])
            yield Said({"kept": {"extension": [*before, *kept(left)["extension"]]}})

    def _relevant(self, link_id: str, written: str) -> Said:
        return asked_when(self._term(written), self._asked, self._rows(link_id))

    def _calculation(self, link_id: str, written: str) -> Said:
        return calculated(self._term(written), self._asked, self._rows(link_id))

    def _constraint(self, link_id: str, written: str) -> Said:
        asked = self._asked[link_id]
        human, _ = worded(self._made.lines[link_id].texts("constraint_message"))
        term = self._term(written)
        if not human and (limits := limited(term, asked.item)) is not None:
            return Said(limits)
        expression, rows = rule(term, self._asked, self._rows(link_id), asked)
        return Said({"constraints": (Constraint(expression=expression, human=human),)}, rows)

    def _default(self, link_id: str, written: str) -> Said:
        asked = self._asked[link_id]
        if asked.item.type in ("display", "group", "attachment"):
            raise NotExpressible("it stands on something that is not answered")
        values: tuple[NativeValue, ...] | None = literal_default(written, asked)
        if values is not None:
            return Said({"initial": values})
        return calculated(
            self._term(written), self._asked, self._rows(link_id), "initial_expression"
        )

    def _filter(self, link_id: str, written: str) -> Said:
        found = self._made.asked[link_id]
        listed = self._lists.get(found.choices, ())
        toggles: dict[str, list[NativeValue]] = {}
        rows: set[str] = set()
        expressions = {}
        known: dict[tuple[str, ...], tuple[Term, Said]] = {}
        for one, seen in zip(listed, looking_at(written, listed), strict=True):
            if seen not in known:
                term = folded(self._term(written, one.columns))
                known[seen] = (term, opened_by(term, self._asked, self._rows(link_id)))
            term, said = known[seen]
            expression = said.fields["expression"]
            if term == Truth(True):
                continue
            toggles.setdefault(expression.expression, []).append(one.option.value)
            expressions[expression.expression] = expression
            rows |= said.rows
        if not toggles:
            raise NotExpressible("there are no choices here to filter")
        offered = tuple(
            OptionsToggle(options=tuple(options), expression=expressions[text])
            for text, options in toggles.items()
        )
        return Said({"toggles": offered}, rows)

    def _rows(self, link_id: str) -> tuple[str, ...]:
        return self._asked[link_id].rows

    def _term(self, written: str, columns: Mapping[str, str] | None = None) -> Term:
        if _YES.fullmatch(written) or _NO.fullmatch(written):
            return Truth(bool(_YES.fullmatch(written)))
        bare = None if columns is None else _Columns(columns)
        return mapped(read_expression(written, bare), self._named)

    def _named(self, term: Term) -> Term:
        """Return the term with the linkId of a row in place of its name."""
        match term:
            case Answer():
                return Answer(self._link_id(term.name))
            case Ticked():
                return Ticked(self._link_id(term.name), term.option)
            case _:
                return term

    def _link_id(self, name: str) -> str:
        named = self._made.named.get(name, [])
        if len(named) > 1:
            raise NotExpressible(f"several rows are called {name[:60]}")
        return named[0] if named else name

    def _tried(self, work: Callable[[], _Found], line: Line, name: str) -> _Found | None:
        called, instead = _CALLED[name]
        try:
            return work()
        except (NotUnderstood, NotExpressible) as found:
            fault = found
        said = f"{line.called}: {called} cannot be used, because {fault}"
        self._problems.append(warning(line.place, said, way_out(fault, "in the form", instead)))
        return None


class _Columns(dict[str, str]):
    """The columns of a choice; one that it does not fill in is empty."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return ""
