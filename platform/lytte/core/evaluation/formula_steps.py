"""The steps that are expressions: variables, calculated values, enableWhenExpression."""

from collections.abc import Iterable

from lytte.core.evaluation.fitting import fitted
from lytte.core.evaluation.formulas import Definition, Formula
from lytte.core.evaluation.places import At, Place, Places, with_questions_around
from lytte.core.evaluation.state import State
from lytte.core.evaluation.steps import Arrows, Reads, Step
from lytte.core.evaluation.value_elements import Simple, Structured, natives


class VariableStep(Step):
    """A variable, for each occurrence of the item it is defined at."""

    __slots__ = ("definition",)

    def __init__(self, definition: Definition, places: Places, arrows: Arrows) -> None:
        formula = definition.formula
        rows = formula.place.inside if formula.place else ()
        super().__init__(formula.place, rows, reads(formula, places, arrows))
        self.definition = definition

    @property
    def shows(self) -> Place | None:
        """Nobody sees a variable."""
        return None

    def work_out(self, state: State, at: At) -> bool:
        before = state.variables.get((self.definition, at))
        found = self.definition.formula.items(state, at)
        state.variables[self.definition, at] = found
        return before is None or not _are_same(before, found)


class CalculatedStep(Step):
    """The calculated value of a question; what it was before is not seen by it."""

    __slots__ = ("formula", "question")

    def __init__(self, place: Place, formula: Formula, places: Places, arrows: Arrows) -> None:
        super().__init__(place, place.rows, reads(formula, places, arrows))
        self.formula = formula
        self.question = place

    def work_out(self, state: State, at: At) -> bool:
        before = state.calculated.pop((self.question, at), ())
        items = self.formula.items(state, at)
        found = fitted(self.question.item, natives(items), state.options(self.question))
        state.calculated[self.question, at] = found
        return not _are_identical(before, found)


def reads(formula: Formula, places: Places, arrows: Arrows) -> Reads:
    """Return which items an expression looks at, and which of them only perhaps."""
    found = formula.reads
    if found is None:
        return Reads()
    by_link_id = places.by_link_id
    surely = {by_link_id[each] for each in found.link_ids if each in by_link_id}
    tops = {by_link_id[each] for each in found.subtrees if each in by_link_id}
    surely |= {top for top in tops if top.is_question}
    if found.reads_own and formula.place is not None:
        tops.add(formula.place)
    everything = not found.is_certain or (found.reads_own and formula.place is None)
    if everything or not arrows.take(sum(top.end - top.number for top in tops)):
        return Reads(frozenset(surely), with_questions_around(surely) - surely, True)
    perhaps = {place for top in tops for place in (top, *places.inside(top))}
    return Reads(frozenset(surely), with_questions_around(surely | perhaps) - surely)


def _are_same(before: list[object], after: list[object]) -> bool:
    if len(before) != len(after):
        return False
    return all(_is_same(own, other) for own, other in zip(before, after, strict=True))


def _is_same(own: object, other: object) -> bool:
    if type(own) is not type(other):
        return False
    if isinstance(own, Simple | Structured) and isinstance(other, Simple | Structured):
        return own.place is other.place and _are_identical((own.native,), (other.native,))
    # An item looks its answers up when it is asked: it is never the same as before.
    return isinstance(own, bool | int | str) and own == other


def _are_identical(before: Iterable[object], after: Iterable[object]) -> bool:
    """1.0 and 1.00 are equal, but not written alike."""
    return list(map(repr, before)) == list(map(repr, after))
