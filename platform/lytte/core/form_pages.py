"""The pages of a whole form: which are open, what each is called, and where the patient is.

A page and a question have short names made of numbers (`0-12`, in the second row of a
group `0-12-1`): a form is pinned to its publication, so the numbers never move, and a
name in an address or a field says nothing about what is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lytte.core.answered_form import AnsweredPart, CompiledForm, answer_form, compile_form
from lytte.core.answers import Answers, Key
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.initial import initial_answers
from lytte.core.evaluation.page_plan import PagePlans, page_plans
from lytte.core.evaluation.pages import Page, asked, pages
from lytte.core.evaluation.places import Place
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.forms import Form, Part
from lytte.core.items.choice import Choice

_LONGEST_NAME = 60
# Ways through a form that patients take; the rest are drawn up each time.
_MOST_MADE = 2000


@dataclass(frozen=True, eq=False)
class PagedForm:
    """A form read once for answering; `before` counts the pages of the parts before each."""

    compiled: CompiledForm
    plans: tuple[PagePlans, ...]
    before: tuple[int, ...]
    count: int
    conditional: bool
    """A part is asked only when earlier parts say so, perhaps by their scores."""
    initial: frozenset[str]
    """Parts in which something starts with a value that the patient cannot answer."""
    steady: frozenset[int]
    """Parts without rows, whose pages follow from which conditions hold and nothing else."""
    made: dict[tuple[int, tuple[bool, ...], bool], "tuple[FormPage, ...]"] = field(
        default_factory=dict
    )
    """The pages of such parts as they were drawn up before."""

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.compiled.form


class Spot(NamedTuple):
    """One occurrence of one item in the form."""

    part: int
    place: Place
    key: Key

    @property
    def name(self) -> str:
        """Its short name, the same for as long as the publication lives."""
        return "-".join(map(str, (self.part, self.place.number, *self.key.at)))


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is open now; `number` of `count` never goes back along the way."""

    id: str
    part: int
    number: int
    count: int
    spots: tuple[Spot, ...]
    groups: tuple[Spot, ...]
    adds: tuple[Spot, ...]


def paged(form: Form) -> PagedForm:
    """Read a form for answering."""
    compiled = compile_form(form)
    plans = tuple(page_plans(one.compiled) for one in compiled.parts)
    before, count = [], 0
    for plan, part in zip(plans, form.parts, strict=True):
        before.append(count)
        count += _length(plan, part)
    conditional = any(one.part.condition is not None for one in compiled.parts)
    initial = frozenset(
        one.part.id for one in compiled.parts if any(map(_is_given, one.compiled.places.all))
    )
    steady = frozenset(
        number for number, one in enumerate(compiled.parts) if _is_steady(one.compiled.places.all)
    )
    return PagedForm(compiled, plans, tuple(before), count, conditional, initial, steady)


def _length(plan: PagePlans, part: Part) -> int:
    """Return the longest way through a part: an adaptive test ends before its last item."""
    for scale in part.scales:
        method = scale.method
        if method.type == "item_response" and plan.count == len(scale.items):
            return min(plan.count, method.settings.max_items or plan.count)
    return plan.count


def work_out(
    form: PagedForm, answers: Mapping[str, Answers], around: Surroundings
) -> Mapping[str, AnsweredPart]:
    """Return every part worked out; scores only where a later part may hang on them."""
    answers = with_initial(form, answers, around)
    if form.conditional:
        return answer_form(form.compiled, answers, around)
    return {
        one.part.id: AnsweredPart(
            one,
            evaluate(one.compiled, answers.get(one.part.id, {}), one.surroundings(around)),
        )
        for one in form.compiled.parts
    }


def with_initial(
    form: PagedForm, answers: Mapping[str, Answers], around: Surroundings
) -> Mapping[str, Answers]:
    """Add the initial values of what the patient cannot answer.

    What the patient answers starts empty, whatever its author wrote: nothing is preselected.
    """
    if not form.initial:
        return answers
    found = dict(answers)
    for one in form.compiled.parts:
        if one.part.id not in form.initial:
            continue
        given = answers.get(one.part.id, {})
        where = one.compiled.places.by_link_id
        begun = initial_answers(one.compiled, one.surroundings(around), given)
        kept = {key: value for key, value in begun.items() if _is_given(where[key.link_id])}
        found[one.part.id] = {**kept, **given}
    return found


def open_pages(
    form: PagedForm, answered: Mapping[str, AnsweredPart], *, through_helper: bool = False
) -> list[FormPage]:
    """Return the pages with something on them, in order; a helper's without what is private."""
    found = []
    for number, one in enumerate(form.compiled.parts):
        evaluation = answered[one.part.id].evaluation
        if evaluation is None:
            continue
        withheld = answered[one.part.id].withheld
        found += [
            made
            for made in _pages(form, number, evaluation, through_helper)
            if not withheld or not withheld.intersection(s.key.link_id for s in made.spots)
        ]
        order = answered[one.part.id].asked_in_order
        if order:
            found = _as_asked(found, number, form.before[number], order)
    return found


def _pages(
    form: PagedForm, part: int, evaluation: Evaluation, through_helper: bool
) -> tuple[FormPage, ...]:
    which = (part, tuple(evaluation.state.is_open.values()), through_helper)
    if which in form.made:
        return form.made[which]
    every = pages(form.plans[part], evaluation)
    drawn_up = (_made(form, part, page, through_helper) for page in every)
    found = tuple(page for page in drawn_up if page is not None)
    if part in form.steady and len(form.made) < _MOST_MADE:
        form.made[which] = found
    return found


def _made(form: PagedForm, part: int, page: Page, through_helper: bool) -> FormPage | None:
    spots = [_spot(form, part, key) for key in page.keys]
    if through_helper:
        spots = _for_helper(spots)
    if not spots:
        return None
    return FormPage(
        id=next(s for s in spots if s.place.item.type != "group").name,
        part=part,
        number=form.before[part] + page.number,
        count=form.count,
        spots=tuple(spots),
        groups=tuple(_spot(form, part, key) for key in page.groups),
        adds=tuple(_spot(form, part, key) for key in page.adds),
    )


def _as_asked(
    found: list[FormPage], part: int, before: int, order: Sequence[str]
) -> list[FormPage]:
    """Return the pages with those of an adaptive test in the order its questions came."""
    others = [page for page in found if page.part != part]
    place = {link_id: number for number, link_id in enumerate(order)}
    tested = sorted(
        (page for page in found if page.part == part),
        key=lambda page: min(place.get(s.key.link_id, -1) for s in page.spots[-1:]),
    )
    return others + [replace(page, number=before + n) for n, page in enumerate(tested, 1)]


def questions(
    form: PagedForm, answered: Mapping[str, AnsweredPart], *, through_helper: bool = False
) -> list[Spot]:
    """Return every question that is shown and can be answered, in order."""
    found = []
    for number, one in enumerate(form.compiled.parts):
        evaluation = answered[one.part.id].evaluation
        if evaluation is not None:
            withheld = answered[one.part.id].withheld
            keys = (key for key in asked(evaluation) if key.link_id not in withheld)
            found += [_spot(form, number, key) for key in keys]
    return [
        spot
        for spot in found
        if is_answerable(spot.place) and not (through_helper and is_private(spot.place))
    ]


def is_answerable(place: Place) -> bool:
    """Tell whether the patient is asked it, rather than shown it or computed it."""
    item = place.item
    if item.type in ("group", "display", "reference", "attachment"):
        return False
    return not item.read_only and place.calculated is None


def _is_steady(every: Sequence[Place]) -> bool:
    """Tell whether no item has rows and no question stands under another's answer."""
    return not any(
        place.makes_rows
        or (place.is_question and place.parent is not None and place.parent.is_question)
        for place in every
    )


def _is_given(place: Place) -> bool:
    """Tell whether the item has a value from the start that the patient cannot change."""
    item = place.item
    if item.type == "group" or item.type == "display" or place.calculated is not None:
        return False
    starts = bool(item.initial or item.initial_expression)
    if isinstance(item, Choice):
        starts = starts or any(option.initial_selected for option in item.answer_options)
    return starts and (place.hidden or item.read_only)


def is_private(place: Place) -> bool:
    """Tell whether the question goes to the patient alone (P8)."""
    item = place.item
    return item.type != "group" and item.type != "display" and item.not_through_helper


def named(form: PagedForm, name: str) -> Spot | None:
    """Return what a short name stands for; None when the form has no such place."""
    numbers = name.split("-") if len(name) <= _LONGEST_NAME else []
    if len(numbers) < 2 or not all(one.isascii() and one.isdecimal() for one in numbers):
        return None
    part, number, *at = map(int, numbers)
    if part >= len(form.compiled.parts):
        return None
    places = form.compiled.parts[part].compiled.places.all
    if number >= len(places) or len(places[number].rows) != len(at):
        return None
    return Spot(part, places[number], places[number].at(tuple(at)))


def _spot(form: PagedForm, part: int, key: Key) -> Spot:
    return Spot(part, form.compiled.parts[part].compiled.places.by_link_id[key.link_id], key)


def _for_helper(spots: list[Spot]) -> list[Spot]:
    """Leave out what is private, and the headings that then stand alone."""
    left = [spot for spot in spots if not is_private(spot.place)]
    shown = [spot.place.number for spot in left if spot.place.is_question]
    if not shown and any(spot.place.is_question for spot in spots):
        return []
    return [
        spot
        for spot in left
        if spot.place.item.type != "group"
        or any(spot.place.number < number < spot.place.end for number in shown)
    ]
