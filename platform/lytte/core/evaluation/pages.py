"""What is asked, and on which page, given the answers so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lytte.core.answers import Key
from lytte.core.evaluation.evaluation import Evaluation
from lytte.core.evaluation.page_plan import PagePlan, PagePlans, RowPlan
from lytte.core.evaluation.places import At, Place
from lytte.core.evaluation.state import State


@dataclass(slots=True)
class Page:
    """Items to show together, those that are open now.

    `id` stays the same while branches open and close. `number` of `count` tells how
    far the patient is on the longest way through; it never goes back. `keys` are
    questions, texts and the groups that head some of them; `groups` head all of them.
    `row` is the row of a repeating item it stands in, counted from 0, and `row_of` that
    item; `adds` are the repeating groups that may get a further row after this page, the
    innermost first.
    """

    id: str
    number: int
    count: int
    keys: tuple[Key, ...]
    groups: tuple[Key, ...] = ()
    row_of: Key | None = None
    row: int | None = None
    adds: tuple[Key, ...] = ()


def pages(plans: PagePlans, evaluation: Evaluation) -> list[Page]:
    """Return the pages with something open on them, in order."""
    return list(_pages(plans.plans, (), evaluation.state, plans.count))


def asked(evaluation: Evaluation) -> list[Key]:
    """Return the questions that are shown, in the order they are asked."""
    state = evaluation.state
    found = [
        (_sorting(place, at), place.at(at))
        for place in evaluation.compiled.places.all
        if place.is_question and not place.hidden
        for at in state.occurrences(place.rows)
        if is_shown(state, place, at)
    ]
    if any(key.at for _, key in found):
        found.sort(key=lambda each: each[0])
    return [key for _, key in found]


def is_shown(state: State, place: Place, at: At) -> bool:
    """Tell whether an item that is not hidden is open, and the answer it stands under there."""
    return state.enabled(place, at) and state.has_answer_around(place, at)


def _sorting(place: Place, at: At) -> tuple[int, ...]:
    """Row 0 with all it holds comes before row 1."""
    found: list[int] = []
    for around, row in zip(place.rows, at, strict=True):
        found += (around.number, row)
    return (*found, place.number)


def _pages(plans: Sequence[PagePlan | RowPlan], at: At, state: State, count: int) -> Iterator[Page]:
    for plan in plans:
        if isinstance(plan, PagePlan):
            keys = _keys(plan, at, state)
            if keys:
                yield _page(plan, at, keys, count)
            continue
        rows = state.rows.get((plan.of, at), 1)
        for row in range(rows):
            inside = list(_pages(plan.inside, (*at, row), state, count))
            if row == rows - 1 and inside and not plan.of.is_question:
                inside[-1] = _adding(inside[-1], plan.of, at, rows)
            yield from inside


def _keys(plan: PagePlan, at: At, state: State) -> tuple[Key, ...]:
    shown = [
        place
        for place in plan.shown
        if (place.guard is None and place.under is None) or is_shown(state, place, at)
    ]
    if any(place.item.type == "group" for place in shown):
        numbers = [place.number for place in shown if place.item.type != "group"]
        shown = [
            place
            for place in shown
            if place.item.type != "group" or any(place.number < n < place.end for n in numbers)
        ]
    return tuple(place.at(at) for place in shown)


def _page(plan: PagePlan, at: At, keys: tuple[Key, ...], count: int) -> Page:
    first = next(place for place in plan.shown if place.item.type != "group")
    row_of = plan.chain[-1].at(at[:-1]) if plan.chain else None
    return Page(
        id=str(first.at(at)),
        number=plan.number,
        count=count,
        keys=keys,
        groups=tuple(group.at(at[: len(group.rows)]) for group in plan.groups),
        row_of=row_of,
        row=at[-1] if at else None,
    )


def _adding(page: Page, group: Place, at: At, rows: int) -> Page:
    most = group.item.max_occurs
    if most is not None and rows >= most:
        return page
    return replace(page, adds=(*page.adds, group.at(at)))
