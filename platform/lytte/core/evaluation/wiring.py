"""Which steps are taken again when something has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lytte.core.evaluation.formula_steps import CalculatedStep, VariableStep
from lytte.core.evaluation.formulas import Formula
from lytte.core.evaluation.open_step import OpenStep
from lytte.core.evaluation.places import Place, Places, shared_rows
from lytte.core.evaluation.steps import Step

After = tuple[tuple[Step, int], ...]
What = tuple[str, object]


def what(step: Step) -> What:
    """Return what a step works out, as `needs` names it."""
    if isinstance(step, OpenStep):
        return "open", step.guarded
    if isinstance(step, VariableStep):
        return "variable", step.definition
    return "calculated", step.place


def following(
    steps: Sequence[Step], always: Sequence[Step]
) -> tuple[list[set[int]], list[set[int]]]:
    """Return by number the steps that surely need it, and those that perhaps do."""
    number_of = {what(step): number for number, step in enumerate(steps)}
    surely: list[set[int]] = [set() for _ in steps]
    perhaps: list[set[int]] = [set() for _ in steps]
    for number, step in enumerate(steps):
        for needed in (*_needs_by_name(step), *_needs_for(step.reads.surely)):
            if needed in number_of:
                surely[number_of[needed]].add(number)
        for needed in _needs_for(step.reads.perhaps):
            if needed in number_of:
                perhaps[number_of[needed]].add(number)
    everything = {number_of[what(step)] for step in always}
    for number, step in enumerate(steps):
        if everything and _makes_answers(step):
            perhaps[number] |= everything
        perhaps[number].discard(number)
    return surely, perhaps


def _needs_by_name(step: Step) -> Iterator[What]:
    if isinstance(step, OpenStep) and step.guarded.parent is not None:
        yield "open", step.guarded.parent.guard
    formula = _formula(step)
    for definition in formula.uses.values() if formula else ():
        yield "variable", definition


def _needs_for(places: Iterable[Place]) -> Iterator[What]:
    for place in places:
        yield "open", place.guard
        yield "calculated", place


def readers(steps: Sequence[Step]) -> dict[Place, After]:
    """Return for each item the steps that look at its answer, and the rows they share."""
    found: dict[Place, list[tuple[Step, int]]] = {}
    for step in steps:
        for place in step.reads.surely | step.reads.perhaps:
            found.setdefault(place, []).append((step, _shared(step, place)))
    return {place: tuple(after) for place, after in found.items()}


def sees_itself(steps: Sequence[Step]) -> bool:
    """Tell whether a step may see what it makes itself.

    A condition that looks at everything may, and a calculated value in one of several rows.
    """
    return any(
        (step.reads.everything and _makes_answers(step))
        or not step.reads.perhaps.isdisjoint(_made_by(step))
        for step in steps
        if isinstance(step, OpenStep) or (isinstance(step, CalculatedStep) and step.chain)
    )


def _makes_answers(step: Step) -> bool:
    """Tell whether answers come and go with the step; a text that opens brings none."""
    if isinstance(step, OpenStep):
        return any(place.is_question for place in _made_by(step))
    return not isinstance(step, VariableStep)


def _made_by(step: Step) -> set[Place]:
    """Return the items whose answers are there or not because of the step."""
    if not isinstance(step, OpenStep):
        return {step.place} if step.place else set()
    found = {step.guarded}
    waiting = [step.guarded]
    while waiting:
        children = waiting.pop().children
        found.update(children)
        waiting.extend(children)
    return found


def wire(
    places: Places, ordered: Sequence[Step], read: Mapping[Place, After], always: After
) -> None:
    """Tell each step its number in the order and what is taken again after it."""
    following: dict[What, list[tuple[Step, int]]] = {}
    for number, step in enumerate(ordered):
        step.number = number
        parent = step.guarded.parent if isinstance(step, OpenStep) else None
        if parent is not None and parent.guard is not None:
            guard = parent.guard
            following.setdefault(("open", guard), []).append((step, len(guard.rows)))
        formula = _formula(step)
        for definition in formula.uses.values() if formula else ():
            there = shared_rows(definition.formula.place, step.place)
            following.setdefault(("variable", definition), []).append((step, there))
    for place, after in read.items():
        following.setdefault(("calculated", place), []).extend(after)
        if place.guard is not None:
            limit = len(place.guard.rows)
            following.setdefault(("open", place.guard), []).extend(
                (step, min(shared, limit)) for step, shared in after
            )
    for step in ordered:
        seen = always if always and _makes_answers(step) else ()
        step.after = _least_shared([*following.get(what(step), ()), *seen], step)


def _least_shared(after: Sequence[tuple[Step, int]], own: Step) -> After:
    least: dict[Step, int] = {}
    for step, shared in after:
        if step is not own:
            least[step] = min(shared, least.get(step, shared))
    return tuple(least.items())


def _shared(step: Step, place: Place) -> int:
    """A condition sees its own row, an expression sees the whole response."""
    formula = _formula(step)
    return 0 if formula is not None else shared_rows(place, step.place)


def _formula(step: Step) -> Formula | None:
    if isinstance(step, CalculatedStep):
        return step.formula
    if isinstance(step, VariableStep):
        return step.definition.formula
    return step.conditions.formula if isinstance(step, OpenStep) else None
