"""Where fewer answers stand than the author asks for: told once, never forced."""

from collections.abc import Iterator
from dataclasses import dataclass

from lytte.core.answers import Key
from lytte.core.evaluation.evaluation import Evaluation
from lytte.core.evaluation.pages import is_shown
from lytte.core.evaluation.places import Place
from lytte.core.evaluation.response_elements import answered_rows


@dataclass(frozen=True, slots=True)
class TooFew:
    """A question, or a group with rows, that has `count` answers of at least `least`."""

    place: Place
    key: Key
    count: int
    least: int


def too_few(evaluation: Evaluation) -> Iterator[TooFew]:
    """Yield what has some answers, but fewer than its minOccurs.

    What has none at all is an open question like any other, and is told as one.
    """
    state = evaluation.state
    for place in evaluation.compiled.places.all:
        least = place.item.min_occurs or 0
        if least < 2 or place.hidden or place.item.read_only or place.calculated is not None:
            continue
        for at in state.occurrences(place.rows):
            given = state.values(place, at) if place.is_question else ()
            count = len(given) if place.is_question else answered_rows(state, place, at)
            if 0 < count < least and is_shown(state, place, at):
                yield TooFew(place, place.at(at), count, least)
