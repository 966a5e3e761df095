"""A response in the questionnaire's order and nesting, as it is sent and as FHIRPath sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.evaluation import Evaluation
from lytte.core.evaluation.places import At, Place, Places
from lytte.core.evaluation.state import State
from lytte.core.texts import Text
from lytte.core.values import NativeValue


@dataclass(frozen=True, slots=True)
class ResponseAnswer:
    """One answer, with the items that stand under it."""

    value: NativeValue
    items: tuple["ResponseItem", ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseItem:
    """An item with its answers or, for a group, one row of it with its items.

    `missing` is why a question has no answers, for a data-absent-reason.
    """

    link_id: str
    text: Text = field(default_factory=Text)
    answers: tuple[ResponseAnswer, ...] = ()
    items: tuple["ResponseItem", ...] = ()
    missing: Missing | None = None


def response_tree(evaluation: Evaluation) -> tuple[ResponseItem, ...]:
    """Return the response: nothing that is closed, hidden items included, texts left out.

    A group is there for the answers in it; a row of a repeating group is one item, a
    repeating question one item with several answers. What stands under a question
    without an answer cannot be said in FHIR and is left out.
    """
    return tuple(_items(evaluation.compiled.places.roots, (), evaluation.state))


def _items(places: Sequence[Place], at: At, state: State) -> Iterator[ResponseItem]:
    for place in places:
        if place.item.type == "display" or not state.enabled(place, at):
            continue
        if place.is_question:
            yield from _question(place, at, state)
            continue
        rows = state.rows.get((place, at), 1) if place.makes_rows else 0
        for there in [(*at, row) for row in range(rows)] if place.makes_rows else [at]:
            inside = tuple(_items(place.children, there, state))
            if inside:
                yield ResponseItem(place.item.link_id, place.item.text, items=inside)


def _question(place: Place, at: At, state: State) -> Iterator[ResponseItem]:
    values = state.values(place, at)
    missing = state.missing(place, at)
    if not values and missing is None:
        return
    answers = tuple(
        ResponseAnswer(value, _under(place, at, row, state)) for row, value in enumerate(values)
    )
    yield ResponseItem(place.item.link_id, place.item.text, answers, missing=missing)


def _under(place: Place, at: At, row: int, state: State) -> tuple[ResponseItem, ...]:
    if not place.children or (place.makes_rows and row >= state.rows.get((place, at), 1)):
        return ()
    return tuple(_items(place.children, (*at, row) if place.makes_rows else at, state))


def answers_from_tree(places: Places, items: Sequence[ResponseItem]) -> dict[Key, Given]:
    """Return the answers of a response by their keys; what the questionnaire does not know stays.

    A linkId that is unknown, or answered in two places, is for the caller to report:
    it is kept under its key without rows.
    """
    answers: dict[Key, Given] = {}
    rows: dict[tuple[str, At], int] = {}
    waiting: list[tuple[ResponseItem, At]] = [(item, ()) for item in reversed(items)]
    while waiting:
        item, at = waiting.pop()
        place = places.by_link_id.get(item.link_id)
        inside = at
        if place is not None and place.makes_rows and not place.is_question:
            row = rows.get((item.link_id, at), 0)
            rows[item.link_id, at] = row + 1
            inside = (*at, row)
        first = _keep(answers, item, Key(item.link_id, at))
        under = [
            (child, (*at, row) if place is not None and place.makes_rows else at)
            for row, answer in enumerate(item.answers, first)
            for child in answer.items
        ]
        waiting.extend(reversed([*((child, inside) for child in item.items), *under]))
    return answers


def _keep(answers: dict[Key, Given], item: ResponseItem, key: Key) -> int:
    """Keep the answers of the item and return which of all answers its first one is."""
    before = answers.get(key, ())
    if item.answers:
        given = tuple(answer.value for answer in item.answers)
        # Some senders write a repeating question as one item for each answer.
        answers[key] = given if isinstance(before, Missing) else (*before, *given)
    elif item.missing is not None and not before:
        answers[key] = item.missing
    return 0 if isinstance(before, Missing) else len(before)
