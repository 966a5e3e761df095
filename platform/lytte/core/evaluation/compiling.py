"""Read a questionnaire once, so that answers to it are worked out quickly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lytte.core.evaluation.circles import circle_problem
from lytte.core.evaluation.formula_steps import CalculatedStep, VariableStep
from lytte.core.evaluation.open_step import Conditions, OpenStep
from lytte.core.evaluation.ordering import in_order
from lytte.core.evaluation.own_conditions import named
from lytte.core.evaluation.places import Place, Places, has_condition, places
from lytte.core.evaluation.scopes import Scopes, scopes
from lytte.core.evaluation.steps import Arrows, Step
from lytte.core.evaluation.wiring import After, following, readers, sees_itself, wire
from lytte.core.expressions.readings import Readings
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A questionnaire ready to be answered; keep it as long as the questionnaire.

    `steps` are in an order in which each has what it needs. `readers` are the steps
    to take again when an item's answer changes, `always` those to take again when any
    does. `is_loose` means that something looks at more than can be told beforehand, or
    in a circle: then every answer works everything out again. `problems` are the
    circles, each an error.
    """

    questionnaire: Questionnaire
    places: Places
    scopes: Scopes
    steps: tuple[Step, ...]
    readers: Mapping[Place, After]
    always: After
    is_loose: bool
    problems: tuple[Problem, ...]


def compile(
    questionnaire: Questionnaire, part: str = "", readings: Readings | None = None
) -> Compiled:
    """Return the questionnaire with its dependencies found.

    `part` is what the form calls it: its own conditions may say `part/link_id`. `readings`
    are those of somebody who has read its expressions before.
    What refers to nothing is read as never answered; the import reports it.
    """
    where = places(questionnaire)
    known = scopes(questionnaire, where, readings or Readings())
    arrows = Arrows()
    steps = list(_steps(where, known, part, arrows))
    always = [step for step in steps if step.reads.everything]
    is_coarse = not arrows.take(len(always) * len(steps))
    surely, perhaps = following(steps, [] if is_coarse else always)
    together = [own | other for own, other in zip(surely, perhaps, strict=True)]
    _, around = in_order(len(steps), together)
    cut = _cut(perhaps, around)
    order, circles = in_order(
        len(steps), [own | other for own, other in zip(surely, perhaps, strict=True)]
    )
    ordered = tuple(steps[number] for number in order)
    compiled = Compiled(
        questionnaire=questionnaire,
        places=where,
        scopes=known,
        steps=ordered,
        readers=readers(steps),
        always=() if is_coarse else tuple((step, 0) for step in always),
        is_loose=is_coarse or cut or bool(circles) or sees_itself(steps),
        problems=tuple(circle_problem([steps[number] for number in each]) for each in circles),
    )
    wire(where, ordered, compiled.readers, compiled.always)
    return compiled


def _steps(where: Places, known: Scopes, part: str, arrows: Arrows) -> Iterator[Step]:
    for definition in known.definitions():
        if definition.formula.parsed is not None:
            yield VariableStep(definition, where, arrows)
    for place in where.all:
        if has_condition(place.item):
            yield OpenStep(place, _conditions(place, where, known, part), where, arrows)
        if place.calculated is not None:
            formula = known.formula(place, place.calculated, "calculatedExpression")
            yield CalculatedStep(place, formula, where, arrows)


def _conditions(place: Place, where: Places, known: Scopes, part: str) -> Conditions:
    item = place.item
    found: dict[str, Place] = {}
    for name in named(item.condition) if item.condition else ():
        own = name.removeprefix(f"{part}/") if part else name
        if own in where.by_link_id:
            found[name] = where.by_link_id[own]
    written = item.enable_when_expression
    return Conditions(
        enable_when=tuple(
            (condition, where.by_link_id.get(condition.question)) for condition in item.enable_when
        ),
        all_of_them=item.enable_behavior == "all",
        formula=known.formula(place, written, "enableWhenExpression") if written else None,
        condition=item.condition,
        named=found,
    )


def _cut(perhaps: list[set[int]], circles: Sequence[Sequence[int]]) -> bool:
    """Leave out what is only perhaps needed where it would close a circle; tell if it did."""
    found = False
    for circle in map(set, circles):
        for number in circle:
            if perhaps[number] & circle:
                perhaps[number] -= circle
                found = True
    return found
