"""The answers of one response and what has been worked out from them so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lytte.core.answers import Answers, Given, Key, Missing
from lytte.core.evaluation.likeness import Likeness
from lytte.core.evaluation.places import At, Chain, Place, Places
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.items.choice import AnswerOption
from lytte.core.questionnaire import Questionnaire
from lytte.core.values import NativeValue

# Nobody fills in more; a response that says so is a mistake or an attack.
ROWS_IN_A_GROUP: Final = 1000
ITEMS_IN_ROWS: Final = 50_000
# What all expressions together may do for one response; half a second at the most.
FUEL_IN_ALL: Final = 600_000

Values = tuple[NativeValue, ...]


@dataclass(slots=True, eq=False)
class State:
    """What was given, the rows there are, and what each step came to.

    `is_open` and `calculated` are filled step by step in dependency order. What is not
    there yet counts as open and as not calculated; only circles come to ask.
    """

    places: Places
    questionnaire: Questionnaire
    surroundings: Surroundings
    zone: int = 0
    """Minutes from UTC, for moments written without a zone."""
    given: dict[Key, Given] = field(default_factory=dict)
    strays: list[Key] = field(default_factory=list)
    """Answers to no question of the questionnaire."""
    added: dict[Key, int] = field(default_factory=dict)
    """Rows the patient asked for, by the group they are rows of."""
    rows: dict[tuple[Place, At], int] = field(default_factory=dict)
    is_open: dict[tuple[Place, At], bool] = field(default_factory=dict)
    calculated: dict[tuple[Place, At], Values] = field(default_factory=dict)
    variables: dict[tuple[object, At], list[object]] = field(default_factory=dict)
    faults: dict[tuple[Place | None, str, str], str] = field(default_factory=dict)
    """What went wrong in which expression: its item, its role, the variable's name."""
    fuel: int = FUEL_IN_ALL
    known: dict[str, Any] | None = None
    definitions: dict[str, Any] | None = None
    _occurrences: dict[Chain, tuple[At, ...]] = field(default_factory=dict)

    @property
    def ignored(self) -> list[Key]:
        """Answers to no question, or in a row there is not: looked up, for rows come and go."""
        return [*self.strays, *(key for key in self.given if not self.stands(key))]

    @property
    def canonical(self) -> str:
        """What the questionnaire is called, with its version."""
        url, version = self.questionnaire.url or "", self.questionnaire.version
        return f"{url}|{version}" if url and version else url

    @property
    def language(self) -> str:
        """The language the questionnaire was written in."""
        return self.questionnaire.language or "en"

    def options(self, place: Place) -> Sequence[AnswerOption]:
        """Return what can be chosen at an item, toggles and expressions apart."""
        return self.questionnaire.options(place.item)

    def likeness(self, options: Sequence[AnswerOption]) -> Likeness:
        """Return what looks among options as they are written, made once for all who share them."""
        known = self.places.likeness
        if (found := known.get(id(options))) is None:
            found = known[id(options)] = Likeness([each.value for each in options])
        return found

    def enabled(self, place: Place, at: At) -> bool:
        """Tell whether the occurrence is open, it and everything around it."""
        guard = place.guard
        return guard is None or self.is_open.get((guard, at[: len(guard.rows)]), True)

    def values(self, place: Place, at: At) -> Values:
        """Return what everything else sees as answered: nothing while closed or missing.

        Nor where the question it stands under has lost its answer: FHIR has no place
        for it then, so it counts nowhere.
        """
        guard = place.guard
        if guard is not None and not self.is_open.get((guard, at[: len(guard.rows)]), True):
            return ()
        if place.under is not None and not self.has_answer_around(place, at):
            return ()
        if place.calculated is not None:
            return self.result(place, at)
        given = self.given.get(place.at(at))
        return () if given is None or isinstance(given, Missing) else given

    def has_answer_around(self, place: Place, at: At) -> bool:
        """Tell whether the question an item stands under is answered, in the row it is in."""
        under = place.under
        if under is None:
            return True
        depth = len(under.rows)
        answers = self.values(under, at[:depth])
        return len(answers) > at[depth] if under.makes_rows else bool(answers)

    def result(self, place: Place, at: At) -> Values:
        """Return a calculated question's value, open or not.

        What the patient wrote over it counts, unless it cannot be written over.
        """
        given = self.given.get(place.at(at))
        is_editable = not (place.item.read_only or place.hidden)
        if is_editable and given and not isinstance(given, Missing):
            return given
        return self.calculated.get((place, at), ())

    def missing(self, place: Place, at: At) -> Missing | None:
        """Return why there is no answer, None when there is one or no reason was given."""
        if not self.enabled(place, at):
            return Missing.NOT_SHOWN
        given = self.given.get(place.at(at))
        return given if isinstance(given, Missing) and not self.values(place, at) else None

    def occurrences(self, chain: Chain) -> tuple[At, ...]:
        """Return the row numbers under which an item inside these rows occurs."""
        found = self._occurrences.get(chain)
        if found is None:
            if not chain:
                return ((),)
            last = chain[-1]
            found = tuple(
                (*at, row)
                for at in self.occurrences(chain[:-1])
                for row in range(self.rows.get((last, at), 1))
            )
            self._occurrences[chain] = found
        return found

    def under(self, chain: Chain, start: At) -> Iterable[At]:
        """Return the occurrences whose first row numbers are `start`."""
        if not chain:
            return ((),)
        if len(chain) == len(start):
            return (start,)
        count = len(start)
        if not count:
            return self.occurrences(chain)
        return [at for at in self.occurrences(chain) if at[:count] == start]

    def forget(self) -> None:
        """Forget what was worked out; the answers and their rows stay."""
        self.is_open = {}
        self.calculated = {}
        self.variables = {}
        self.faults = {}
        self.fuel = FUEL_IN_ALL

    def count_rows(self) -> None:
        """Work out from the answers how many rows each repeating item has."""
        self.rows = {}
        self._occurrences = {}
        left = ITEMS_IN_ROWS
        for key, count in self.added.items():
            place = self.places.by_link_id.get(key.link_id)
            if place is not None and place.makes_rows and len(key.at) == len(place.rows):
                self.rows[place, key.at] = min(count, ROWS_IN_A_GROUP)
        for key in self.given:
            if key.at or self.places.by_link_id[key.link_id].makes_rows:
                left = self._count(key, left)

    def _count(self, key: Key, left: int) -> int:
        place = self.places.by_link_id[key.link_id]
        if place.makes_rows and place.is_question:
            left = self._count_answers(place, key, left)
        for depth, around in enumerate(place.rows):
            if around.is_question:
                continue
            before = self.rows.get((around, key.at[:depth]), 1)
            more = key.at[depth] + 1 - before
            size = around.end - around.number
            if more > 0 and key.at[depth] < ROWS_IN_A_GROUP and more * size <= left:
                self.rows[around, key.at[:depth]] = before + more
                left -= more * size
        return left

    def _count_answers(self, place: Place, key: Key, left: int) -> int:
        """Count a row for each answer, as far as there is room for what stands under it."""
        given = self.given[key]
        number = 1 if isinstance(given, Missing) else len(given)
        size = place.end - place.number
        more = max(0, min(number - 1, ROWS_IN_A_GROUP - 1, left // size))
        self.rows[place, key.at] = 1 + more
        return left - more * size

    def stands(self, key: Key) -> bool:
        """Tell whether the key is an occurrence there is."""
        place = self.places.by_link_id.get(key.link_id)
        if place is None or len(key.at) != len(place.rows):
            return False
        return all(
            0 <= key.at[depth] < self.rows.get((around, key.at[:depth]), 1)
            for depth, around in enumerate(place.rows)
        )


def state_of(
    places: Places,
    questionnaire: Questionnaire,
    answers: Answers,
    surroundings: Surroundings,
    added: Mapping[Key, int],
) -> State:
    """Return the answers laid over the questionnaire's places, nothing worked out yet."""
    state = State(places, questionnaire, surroundings, surroundings.zone)
    for key, given in answers.items():
        place = places.by_link_id.get(key.link_id)
        fits = place is not None and place.is_question and len(key.at) == len(place.rows)
        if fits and all(row >= 0 for row in key.at):
            state.given[key] = given
        else:
            state.strays.append(key)
    state.added = dict(added)
    state.count_rows()
    return state
