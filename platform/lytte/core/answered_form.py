"""A whole form with its answers: every part worked out, with the parts before it in sight."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from lytte.core.answers import Answers, Given, Key, Missing
from lytte.core.evaluation.compiling import Compiled, compile
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.own_conditions import verdict
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.adaptive import WalkedItems, walked_items
from lytte.core.scoring.result import ScaleResult
from lytte.core.scoring.score import score
from lytte.core.values import Coding, NativeValue, number

Measure = Decimal | Missing
_ITSELF = re.compile(r"%[`']?(questionnaire|qitem)\b")


@dataclass(frozen=True, eq=False)
class CompiledPart:
    """A part ready to be answered; `weights` are its options' numbers, by item and code."""

    part: Part
    compiled: Compiled
    weights: Mapping[str, Mapping[NativeValue, Decimal]]
    names_itself: bool
    """Whether it has %questionnaire or %qitem anywhere: few have, and only these pay for it."""

    def surroundings(self, around: Surroundings) -> Surroundings:
        """Return what is around this part, in what is around the whole form."""
        if not self.names_itself or around.questionnaires is None:
            return around
        return replace(around, questionnaire=around.questionnaires(self.part.id))


@dataclass(frozen=True, eq=False)
class CompiledForm:
    """A form read once; keep it as long as its publication."""

    form: Form
    parts: tuple[CompiledPart, ...]


@dataclass(frozen=True, eq=False)
class AnsweredPart:
    """One part with its answers; `evaluation` is None while the part is not asked."""

    compiled: CompiledPart
    evaluation: Evaluation | None
    values: Mapping[str, Measure] = field(default_factory=dict)
    """Every number in it by link_id: what scales are made of."""
    scales: Mapping[str, ScaleResult] = field(default_factory=dict)

    @cached_property
    def asked_in_order(self) -> tuple[str, ...]:
        """The items of an adaptive test that are asked, in the order they came; the last is next.

        Empty when the part is no adaptive test.
        """
        return tuple(link_id for walked in self._tests for link_id in _in_order(walked))

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The items of an adaptive test that have not come: nobody is asked them."""
        scales = [s for s in self.compiled.part.scales if s.method.type == "item_response"]
        tested = {item for scale in scales for item in scale.items} if self._tests else set()
        return frozenset(tested.difference(self.asked_in_order))

    @cached_property
    def _tests(self) -> tuple[WalkedItems, ...]:
        scales = [s for s in self.compiled.part.scales if s.method.type == "item_response"]
        if self.evaluation is None or not scales:
            return ()
        met = {
            place.item.link_id
            for place in self.compiled.compiled.places.all
            if place.at((0,) * len(place.rows)) in self.evaluation.given
        }
        numbers = {k: v for k, v in _values(self.compiled, self.evaluation) if k in met}
        walked = (walked_items(scale, numbers) for scale in scales)
        return tuple(one for one in walked if one is not None)


def compile_form(form: Form) -> CompiledForm:
    """Read every part of a form for answering."""
    return CompiledForm(
        form,
        tuple(
            CompiledPart(
                part,
                compile(part.questionnaire, part.id),
                _weights(part.questionnaire),
                _ITSELF.search(part.questionnaire.model_dump_json()) is not None,
            )
            for part in form.parts
        ),
    )


def answer_form(
    compiled: CompiledForm,
    answers: Mapping[str, Answers],
    surroundings: Surroundings | None = None,
) -> dict[str, AnsweredPart]:
    """Return every part by its id, in order, each with those before it in sight."""
    done: dict[str, AnsweredPart] = {}
    around = replace(surroundings or Surroundings(), lookup=lambda name: _look_up(done, name))
    for one in compiled.parts:
        condition = one.part.condition
        if condition is not None and verdict(condition, around.lookup) is not True:
            done[one.part.id] = AnsweredPart(one, None)
            continue
        given = answers.get(one.part.id, {})
        evaluation = evaluate(one.compiled, given, one.surroundings(around))
        done[one.part.id] = _scored(AnsweredPart(one, evaluation, dict(_values(one, evaluation))))
    return done


def _scored(part: AnsweredPart) -> AnsweredPart:
    """Return the part with its scales; what an adaptive test no longer asks counts nowhere."""
    scales = part.compiled.part.scales
    if not scales:
        return part
    values = {**part.values, **dict.fromkeys(part.withheld, Missing.NOT_SHOWN)}
    return replace(part, values=values, scales=score(scales, values))


def measures(answered: Mapping[str, AnsweredPart]) -> dict[str, Measure]:
    """Return every measure of the form by `part/id`: scored items, then scales."""
    found: dict[str, Measure] = {}
    for part_id, one in answered.items():
        for item in one.compiled.part.questionnaire.every_item():
            if is_measured(item):
                missing = one.values.get(item.link_id, Missing.NOT_SHOWN)
                found[f"{part_id}/{item.link_id}"] = missing
        for scale in one.compiled.part.scales:
            result = one.scales.get(scale.id)
            found[f"{part_id}/{scale.id}"] = _of_scale(result)
    return found


def known(measured: Mapping[str, Measure]) -> dict[str, Decimal]:
    """Return the measures that have a number."""
    return {name: value for name, value in measured.items() if isinstance(value, Decimal)}


def is_measured(item: Item) -> bool:
    """Tell whether an item's number is kept on its own, for trends and thresholds."""
    if isinstance(item, NumericRating | VisualAnalogue):
        return True
    return isinstance(item, Number | Choice) and item.scored


def _in_order(walked: WalkedItems) -> tuple[str, ...]:
    return (*walked.asked, walked.next_id) if walked.next_id else walked.asked


def _of_scale(result: ScaleResult | None) -> Measure:
    if result is None:
        return Missing.NOT_SHOWN
    if result.value is not None:
        return result.value
    is_not_asked = result.reason is not None and result.reason.kind == "not_asked"
    return Missing.NOT_SHOWN if is_not_asked else Missing.SKIPPED


def _values(one: CompiledPart, evaluation: Evaluation) -> Iterator[tuple[str, Measure]]:
    """Yield the first occurrence of each question as a number, or why there is none."""
    for place in one.compiled.places.all:
        if not place.is_question:
            continue
        key = Key(place.item.link_id, (0,) * len(place.rows))
        if not evaluation.enabled(key):
            yield key.link_id, Missing.NOT_SHOWN
            continue
        given = evaluation.values(key)
        amount = _number(one, key.link_id, given)
        if amount is not None:
            yield key.link_id, amount
        elif not given:
            yield key.link_id, evaluation.missing(key) or Missing.SKIPPED


def _number(one: CompiledPart, link_id: str, given: Sequence[NativeValue]) -> Decimal | None:
    weights = one.weights.get(link_id)
    found = [
        amount
        for value in given
        if (amount := weights.get(_code(value)) if weights else number(value)) is not None
    ]
    return max(found) if found else None


def _weights(questionnaire: Questionnaire) -> dict[str, dict[NativeValue, Decimal]]:
    of_list: dict[int, dict[NativeValue, Decimal]] = {}  # several questions share one
    found = {}
    for item in questionnaire.every_item():
        options = questionnaire.options(item)
        if id(options) not in of_list:
            of_list[id(options)] = {
                _code(each.value): each.weight for each in options if each.weight is not None
            }
        if weighted := of_list[id(options)]:
            found[item.link_id] = weighted
    return found


def _code(value: NativeValue) -> NativeValue:
    """Codings are looked up by their code: a display may have been translated."""
    return value.code or value.display or "" if isinstance(value, Coding) else value


def _look_up(done: Mapping[str, AnsweredPart], name: str) -> Sequence[NativeValue]:
    part_id, _, rest = name.partition("/")
    part = done.get(part_id)
    if part is None or part.evaluation is None:
        return ()
    if rest in part.scales:
        value = part.scales[rest].value
        return () if value is None else (value,)
    return () if rest in part.withheld else part.evaluation.values(Key(rest))


def given_parts(answered: Mapping[str, AnsweredPart]) -> dict[str, dict[Key, Given]]:
    """Return what is sent: every open question with its answer, or why there is none."""
    found: dict[str, dict[Key, Given]] = {}
    for part_id, one in answered.items():
        if one.evaluation is not None:
            every = _open(one.compiled.compiled, one.evaluation)
            found[part_id] = {k: given for k, given in every if k.link_id not in one.withheld}
    return found


def _open(compiled: Compiled, evaluation: Evaluation) -> Iterator[tuple[Key, Given]]:
    for place in compiled.places.all:
        if not place.is_question:
            continue
        for at in evaluation.state.occurrences(place.rows):
            key = place.at(at)
            if evaluation.enabled(key):
                yield key, evaluation.values(key) or evaluation.missing(key) or Missing.SKIPPED
