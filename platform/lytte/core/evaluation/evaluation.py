"""One response under way: what is open and what it comes to, kept right answer by answer."""

from collections.abc import Mapping
from heapq import heappop, heappush
from typing import Final

from lytte.core.answers import Answers, Given, Key, Missing
from lytte.core.evaluation.compiling import Compiled
from lytte.core.evaluation.places import At, Place
from lytte.core.evaluation.state import FUEL_IN_ALL, State, Values, state_of
from lytte.core.evaluation.steps import Step
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.items.common import QuestionBase

_NOWHERE: Final = Surroundings()

# A circle that has not come to rest by then never does.
_MOST_ROUNDS: Final = 10


class Evaluation:
    """What a set of answers to a questionnaire means.

    Answers on closed branches are kept in `given` and count as unanswered everywhere.
    """

    def __init__(self, compiled: Compiled, state: State) -> None:
        self.compiled = compiled
        self.state = state
        self._work_out_everything()

    @property
    def given(self) -> Answers:
        """Every answer as given, those on closed branches included."""
        return self.state.given

    def enabled(self, key: Key) -> bool:
        """Tell whether the occurrence exists and is open."""
        place = self.compiled.places.by_link_id.get(key.link_id)
        return place is not None and self.state.stands(key) and self.state.enabled(place, key.at)

    def enabled_link_ids(self) -> list[str]:
        """Return the link_ids with at least one open occurrence, in reading order."""
        state = self.state
        found = (
            place.item.link_id
            for place in self.compiled.places.all
            if place.guard is None
            or any(state.enabled(place, at) for at in state.occurrences(place.rows))
        )
        return list(dict.fromkeys(found))

    def values(self, key: Key) -> Values:
        """Return what everything else sees as answered: nothing while closed or missing."""
        place = self.compiled.places.by_link_id.get(key.link_id)
        if place is None or not self.state.stands(key):
            return ()
        return self.state.values(place, key.at)

    def missing(self, key: Key) -> Missing | None:
        """Return why there is no answer, None when there is one or no reason was given."""
        place = self.compiled.places.by_link_id.get(key.link_id)
        return self.state.missing(place, key.at) if place is not None else None

    def calculated(self) -> dict[str, Values]:
        """Return what each calculated question comes to, by link_id, all rows in order.

        Closed ones too: what they come to is left out of the response, not unknown.
        One that is not FHIRPath has what was sent for it.
        """
        state = self.state
        found: dict[str, Values] = {}
        for place in self.compiled.places.all:
            item = place.item
            if isinstance(item, QuestionBase) and item.calculated_expression is not None:
                told = state.result if place.calculated else state.values
                rows = [told(place, at) for at in state.occurrences(place.rows)]
                found[item.link_id] = tuple(value for row in rows for value in row)
        return found

    def rows(self, key: Key) -> int:
        """Return how many rows the repeating group at `key` has."""
        place = self.compiled.places.by_link_id[key.link_id]
        return self.state.rows.get((place, key.at), 1)

    def answer(self, key: Key, given: Given | None) -> list[Key]:
        """Take one answer (None takes it back) and return what opened, closed or changed.

        The same as evaluating all answers afresh, but only what depends on it is done.
        """
        self.state.fuel = FUEL_IN_ALL
        return self.put_in(key, given)

    def put_in(self, key: Key, given: Given | None) -> list[Key]:
        """Do what `answer` does, as one of many: expressions have what the others left."""
        state = self.state
        if not self._keep(key, given):
            return []
        if key.at or self.compiled.places.by_link_id[key.link_id].makes_rows:
            rows = state.rows
            state.count_rows()
            if state.rows != rows:
                return [key, *self._work_out_everything()]
        if self.compiled.is_loose:
            return [key, *self._work_out_everything()]
        return [key, *self._work_out_after(key)]

    def add_row(self, key: Key) -> None:
        """Add an empty row to the repeating group at `key`."""
        self.state.added[key] = self.rows(key) + 1
        self.state.count_rows()
        self._work_out_everything()

    def _keep(self, key: Key, given: Given | None) -> bool:
        place = self.compiled.places.by_link_id.get(key.link_id)
        if place is None or not place.is_question or len(key.at) != len(place.rows):
            return False
        if any(row < 0 for row in key.at):
            return False
        if given is None:
            self.state.given.pop(key, None)
        else:
            self.state.given[key] = given
        return True

    def _work_out_everything(self) -> list[Key]:
        state = self.state
        was_open, was_calculated = state.is_open, state.calculated
        state.forget()
        for _ in range(_MOST_ROUNDS if self.compiled.is_loose else 1):
            if not self._work_out_once():
                break
        changed = [place.at(at) for (place, at) in _differing(was_open, state.is_open)]
        changed += [place.at(at) for (place, at) in _differing(was_calculated, state.calculated)]
        return changed

    def _work_out_once(self) -> bool:
        state = self.state
        changed = False
        for step in self.compiled.steps:
            for at in state.occurrences(step.chain):
                changed = step.work_out(state, at) or changed
        return changed

    def _work_out_after(self, key: Key) -> list[Key]:
        """Take the steps that depend on the answer, each once and in their order."""
        state = self.state
        waiting: list[tuple[int, At]] = []
        queued: set[tuple[int, At]] = set()
        steps = self.compiled.steps

        def queue(after: tuple[tuple[Step, int], ...], at: At) -> None:
            for step, shared in after:
                for there in state.under(step.chain, at[:shared]):
                    entry = (step.number, there)
                    if entry not in queued:
                        queued.add(entry)
                        heappush(waiting, entry)

        place = self.compiled.places.by_link_id[key.link_id]
        queue((*self.compiled.readers.get(place, ()), *self.compiled.always), key.at)
        changed: list[Key] = []
        while waiting:
            number, at = heappop(waiting)
            step = steps[number]
            if step.work_out(state, at):
                if step.shows is not None:
                    changed.append(step.shows.at(at))
                queue(step.after, at)
        return changed


def evaluate(
    compiled: Compiled,
    answers: Answers,
    surroundings: Surroundings = _NOWHERE,
    added: Mapping[Key, int] | None = None,
) -> Evaluation:
    """Work out from scratch what `answers` mean; `added` are rows asked for, by their group.

    Initial values are not put in: see `initial.initial_answers`.
    """
    state = state_of(compiled.places, compiled.questionnaire, answers, surroundings, added or {})
    return Evaluation(compiled, state)


def _differing(
    before: Mapping[tuple[Place, At], object], after: Mapping[tuple[Place, At], object]
) -> list[tuple[Place, At]]:
    return [each for each, found in after.items() if before.get(each) != found]
