"""Read a questionnaire once, so that answers to it are worked out quickly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lytte.core.evaluation.circles import circle_problem
from lytte.core.evaluation.ordering import in_order
from lytte.core.evaluation.own_conditions import named
from lytte.core.evaluation.places import Place, Places, has_condition, places, shared_rows
from lytte.core.evaluation.steps import Conditions, OpenStep, Step
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire

After = tuple[tuple[Step, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A questionnaire ready to be answered; keep it as long as the questionnaire.

    `steps` are in an order in which each has what it needs. `readers` are the steps
    to take again when an item's answer changes. `is_loose` means that something looks
    at more than can be told beforehand, or in a circle: then every answer works
    everything out again. `problems` are the circles, each an error.
    """

    questionnaire: Questionnaire
    places: Places
    steps: tuple[Step, ...]
    readers: Mapping[Place, After]
    is_loose: bool
    problems: tuple[Problem, ...]


def compile(questionnaire: Questionnaire, part: str = "") -> Compiled:
    """Return the questionnaire with its dependencies found.

    `part` is what the form calls it: its own conditions may say `part/link_id`.
    What refers to nothing is read as never answered; the import reports it.
    """
    where = places(questionnaire)
    steps: list[Step] = [
        OpenStep(place, _conditions(place, where, part))
        for place in where.all
        if has_condition(place.item)
    ]
    following = _following(steps)
    order, circles = in_order(len(steps), following)
    problems = tuple(circle_problem([steps[number] for number in each]) for each in circles)
    compiled = Compiled(
        questionnaire=questionnaire,
        places=where,
        steps=tuple(steps[number] for number in order),
        readers=_readers(steps),
        is_loose=bool(circles),
        problems=problems,
    )
    _wire(compiled)
    return compiled


def _conditions(place: Place, where: Places, part: str) -> Conditions:
    item = place.item
    found: dict[str, Place] = {}
    for name in named(item.condition) if item.condition else ():
        own = name.removeprefix(f"{part}/") if part else name
        if own in where.by_link_id:
            found[name] = where.by_link_id[own]
    return Conditions(
        enable_when=tuple(
            (condition, where.by_link_id.get(condition.question)) for condition in item.enable_when
        ),
        all_of_them=item.enable_behavior == "all",
        condition=item.condition,
        named=found,
    )


def _following(steps: Sequence[Step]) -> list[set[int]]:
    """Return by number the numbers of the steps that need it."""
    number_of = {_what(step): number for number, step in enumerate(steps)}
    following: list[set[int]] = [set() for _ in steps]
    for number, step in enumerate(steps):
        for what in _needs(step):
            if what in number_of:
                following[number_of[what]].add(number)
    return following


def _needs(step: Step) -> Iterator[tuple[str, object]]:
    if isinstance(step, OpenStep) and step.item_place.parent is not None:
        yield "open", step.item_place.parent.guard
    for place in step.reads:
        yield "open", place.guard
        yield "calculated", place


def _what(step: Step) -> tuple[str, object]:
    return ("open", step.place)


def _readers(steps: Sequence[Step]) -> dict[Place, After]:
    found: dict[Place, list[tuple[Step, int]]] = {}
    for step in steps:
        for place in step.reads:
            found.setdefault(place, []).append((step, shared_rows(place, step.place)))
    return {place: tuple(after) for place, after in found.items()}


def _wire(compiled: Compiled) -> None:
    """Tell each step its number and what comes after it."""
    closing: dict[Place, list[tuple[Step, int]]] = {}
    for step in compiled.steps:
        place = step.place
        if isinstance(step, OpenStep) and place and place.parent and place.parent.guard:
            around = place.parent.guard
            closing.setdefault(around, []).append((step, len(around.rows)))
    for place in compiled.places.all:
        if place.guard is not None and place in compiled.readers:
            limit = len(place.guard.rows)
            closing.setdefault(place.guard, []).extend(
                (step, min(shared, limit)) for step, shared in compiled.readers[place]
            )
    for number, step in enumerate(compiled.steps):
        step.number = number
        if isinstance(step, OpenStep):
            step.after = _least_shared(closing.get(step.item_place, ()))


def _least_shared(after: Sequence[tuple[Step, int]]) -> After:
    least: dict[Step, int] = {}
    for step, shared in after:
        least[step] = min(shared, least.get(step, shared))
    return tuple(least.items())
