"""Which items share a page, decided once for a questionnaire.

One question a page, except what its author put together: a page, table or grid, a
group of at most five questions, a row. A question that another one on the page can
open, or that shows what is computed from it, starts a new page: without a script
nothing appears before the page is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lytte.core.evaluation.compiling import Compiled
from lytte.core.evaluation.places import Chain, Place, ancestors
from lytte.core.evaluation.steps import Step

FEW: Final = 5
# What hangs on more than this hangs on everything.
_MOST_TOUCHED: Final = 500
_TOGETHER: Final = frozenset({"page", "table", "gtable", "grid", "group-table", "htable"})


@dataclass(slots=True, eq=False)
class PagePlan:
    """A page as it would be with everything open.

    `number` counts the pages from 1 along the longest way through, so that progress
    never goes back. `groups` are the headings around all of it, outermost first;
    groups that hold only some of it stand among `shown`, before what they hold.
    """

    number: int
    chain: Chain
    together: Place | None
    shown: list[Place] = field(default_factory=list)
    groups: tuple[Place, ...] = ()


@dataclass(slots=True, eq=False)
class RowPlan:
    """The pages that every row of a repeating item has."""

    of: Place
    inside: list["PagePlan | RowPlan"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class PagePlans:
    """All pages in order; `count` is the length of the longest way through."""

    plans: Sequence[PagePlan | RowPlan]
    count: int


def page_plans(compiled: Compiled) -> PagePlans:
    """Return the pages of the questionnaire."""
    planner = _Planner(compiled, _kept_together(compiled))
    for place in compiled.places.all:
        if not place.hidden:
            planner.take(place)
    planner.enter(())
    planner.settle()
    for page in planner.pages:
        _head(page)
    return PagePlans(planner.plans, len(planner.pages))


class _Planner:
    """Goes through the items as they are read and puts each on a page."""

    def __init__(self, compiled: Compiled, together: Sequence[Place | None]) -> None:
        self.plans: list[PagePlan | RowPlan] = []
        self.pages: list[PagePlan] = []
        self._together = together
        self._readers = compiled.readers
        self._always = compiled.always
        self._rows: list[RowPlan] = []
        self._page: PagePlan | None = None
        self._texts: list[Place] = []
        self._own_page = False
        self._touched: set[Step] = set()
        self._changing: set[Place] = set()

    def take(self, place: Place) -> None:
        """Put one item on the page it belongs to."""
        self.enter(place.rows)
        self._own_page = self._own_page or place.item.own_page
        page = self._page
        if place.item.type == "group":
            return
        if not place.is_question:
            if page is not None and place.parent in page.shown:
                page.shown.append(place)
            else:
                self._texts.append(place)
            return
        if page is None or self._starts_page(page, place):
            page = self._start(place.rows, self._together[place.number])
        page.shown += [*self._texts, place]
        self._texts = []
        self._own_page = False
        self._touch(place)

    def enter(self, chain: Chain) -> None:
        """Leave the rows that are over and go into those that begin."""
        here = tuple(plan.of for plan in self._rows)
        if here == chain:
            return
        self.settle()
        self._page = None
        shared = sum(1 for ours, theirs in zip(here, chain, strict=False) if ours is theirs)
        del self._rows[shared:]
        for place in chain[shared:]:
            plan = RowPlan(place)
            self._siblings().append(plan)
            self._rows.append(plan)

    def settle(self) -> None:
        """Give the texts after the last question its page, or one of their own."""
        texts, self._texts = self._texts, []
        if not texts:
            return
        page = self._page
        if page is None or self._own_page or any(map(self._is_changing, texts)):
            page = self._start(tuple(plan.of for plan in self._rows), None)
        page.shown += texts

    def _siblings(self) -> list[PagePlan | RowPlan]:
        return self._rows[-1].inside if self._rows else self.plans

    def _starts_page(self, page: PagePlan, place: Place) -> bool:
        together = self._together[place.number]
        if together is None or together is not page.together or self._own_page:
            return True
        # A question under an answer is asked once that answer is there.
        if place.parent is not None and place.parent.is_question:
            return True
        return any(map(self._is_changing, (place, *self._texts)))

    def _start(self, chain: Chain, together: Place | None) -> PagePlan:
        before = self._page
        if before is not None and before.together is not None:
            stay = [
                text
                for text in self._texts
                if self._together[text.number] is before.together is not together
                and not self._is_changing(text)
            ]
            before.shown += stay
            self._texts = [text for text in self._texts if text not in stay]
        self._page = page = PagePlan(len(self.pages) + 1, chain, together)
        self._touched, self._changing = set(), set()
        self.pages.append(page)
        self._siblings().append(page)
        return page

    def _is_changing(self, place: Place) -> bool:
        """Whether an answer on this page can open the item or change what it shows."""
        if len(self._touched) >= _MOST_TOUCHED:
            return place.guard is not None or place.calculated is not None
        return place in self._changing or place.guard in self._changing

    def _touch(self, place: Place) -> None:
        """Remember what hangs on this answer, through what nobody sees on the way."""
        waiting = [step for step, _ in (*self._readers.get(place, ()), *self._always)]
        while waiting and len(self._touched) < _MOST_TOUCHED:
            step = waiting.pop()
            if step in self._touched:
                continue
            self._touched.add(step)
            if step.shows is not None:
                self._changing.add(step.shows)
            if step.shows is None or step.shows.hidden or not step.shows.is_question:
                waiting.extend(after for after, _ in step.after)


def _kept_together(compiled: Compiled) -> list[Place | None]:
    """Return for each item the group that it shares pages within, the outermost one."""
    places = compiled.places.all
    questions = [0] * (len(places) + 1)
    for place in reversed(places):
        own = place.is_question and not place.hidden
        questions[place.number] = own + sum(questions[child.number] for child in place.children)
    inside: list[Place | None] = []
    for place in places:
        around = inside[place.parent.number] if place.parent else None
        if place.makes_rows or (around is None and _is_page(place, questions[place.number])):
            around = place
        inside.append(around)
    return [inside[place.parent.number] if place.parent else None for place in places]


def _is_page(place: Place, questions: int) -> bool:
    item = place.item
    return item.type == "group" and (item.control in _TOGETHER or questions <= FEW)


def _head(page: PagePlan) -> None:
    """Give the page the headings of the groups its items stand in."""
    paths = [
        [each for each in reversed(list(ancestors(place))) if each.item.type == "group"]
        for place in page.shown
    ]
    around = 0
    while all(len(path) > around and path[around] is paths[0][around] for path in paths):
        around += 1
    page.groups = tuple(paths[0][:around])
    headed: list[Place] = []
    for place, path in zip(page.shown, paths, strict=True):
        headed += [group for group in path[around:] if group not in headed]
        headed.append(place)
    page.shown = headed
