"""The response under way as expressions see it: %resource, its items and answers.

Nothing is copied: an element looks its answers up when it is asked, and what is
closed or unanswered is not there.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from lytte.core.evaluation.places import At, Place
from lytte.core.evaluation.state import State, Values
from lytte.core.evaluation.value_elements import AnswerValue, fhir_type, value_element
from lytte.core.expressions.elements import Element
from lytte.core.expressions.faults import ExpressionError
from lytte.core.values import NativeValue

_NOTHING: Final[tuple[object, ...]] = ()


class ResponseElement(Element):
    """The QuestionnaireResponse."""

    __slots__ = ("_state",)

    def __init__(self, state: State) -> None:
        super().__init__("QuestionnaireResponse")
        self._state = state

    def children(self, name: str) -> Sequence[object]:
        if name == "item":
            return items_of(self._state, self._state.places.roots, ())
        if name == "status":
            return ("in-progress",)
        if name == "questionnaire" and self._state.canonical:
            return (self._state.canonical,)
        return _NOTHING

    def items_called(self, reach: str, link_id: str) -> Sequence[object] | None:
        return _called(self._state, None, (), reach, link_id)

    def names(self) -> Iterable[str]:
        return ("questionnaire", "status", "item")

    def json(self) -> object:
        return {"resourceType": "QuestionnaireResponse", **_json(self)}


class ItemElement(Element):
    """A question with its answers, or one row of a group (`at` includes that row)."""

    __slots__ = ("_at", "_state", "place")

    def __init__(self, state: State, place: Place, at: At) -> None:
        super().__init__("QuestionnaireResponse.item")
        self._state = state
        self.place = place
        self._at = at

    def has(self, name: str, text: str) -> bool:
        return self.place.item.link_id == text if name == "linkId" else super().has(name, text)

    def children(self, name: str) -> Sequence[object]:
        place = self.place
        if name == "linkId":
            return (place.item.link_id,)
        if name == "answer":
            values = self._state.values(place, self._at) if place.is_question else ()
            return answer_elements(self._state, place, self._at, values)
        if name == "item" and not place.is_question:
            return items_of(self._state, place.children, self._at)
        if name == "text":
            text = place.item.text.read(self._state.language)
            return (text,) if text else _NOTHING
        return _NOTHING

    def items_called(self, reach: str, link_id: str) -> Sequence[object] | None:
        return _called(self._state, self.place, self._at, reach, link_id)

    def names(self) -> Iterable[str]:
        return ("linkId", "text", "answer", "item")

    def json(self) -> object:
        return _json(self)


class AnswerElement(Element):
    """One answer of a question; `at` is where the items under it stand."""

    __slots__ = ("_at", "_state", "native", "place")

    def __init__(self, state: State, place: Place, at: At, native: NativeValue) -> None:
        super().__init__("QuestionnaireResponse.item.answer")
        self._state = state
        self.place = place
        self._at = at
        self.native = native

    def children(self, name: str) -> Sequence[object]:
        if name == "value":
            return (value_element(self.native, self.place),)
        if name == "item":
            return items_of(self._state, self.place.children, self._at)
        if name.startswith("value") and name[5:].lower() == fhir_type(self.native).lower():
            # answer.valueCoding, as JSON has it: not FHIRPath, but what many authors write.
            return (value_element(self.native, self.place),)
        return _NOTHING

    def names(self) -> Iterable[str]:
        return ("value", "item")

    def json(self) -> object:
        kind = fhir_type(self.native)
        name = f"value{kind[:1].upper()}{kind[1:]}"
        inside = [each.json() for each in self.children("item") if isinstance(each, Element)]
        value: AnswerValue = value_element(self.native, self.place)
        return {name: value.json(), **({"item": inside} if inside else {})}


def answer_elements(
    state: State, place: Place, at: At, values: Values
) -> tuple[AnswerElement, ...]:
    """Return the answers of one question."""
    if not place.makes_rows:
        return tuple(AnswerElement(state, place, at, value) for value in values)
    return tuple(AnswerElement(state, place, (*at, row), value) for row, value in enumerate(values))


def items_of(state: State, places: Sequence[Place], at: At) -> list[ItemElement]:
    """Return the items that stand there: questions with answers, groups with any inside.

    Looking for them in a form of thousands of items is work that has to be paid for.
    """
    state.fuel -= len(places)
    if state.fuel < 0:
        raise ExpressionError("The expression takes too long to work out.")
    return list(_items(state, places, at))


def answered_rows(state: State, group: Place, at: At) -> int:
    """Return how many rows of the group (one, if it does not repeat) hold an answer."""
    rows = rows_of(state, group, at)
    return sum(1 for there in rows if any(_items(state, group.children, there)))


def _items(state: State, places: Sequence[Place], at: At) -> Iterator[ItemElement]:
    for place in places:
        if place.is_question:
            if state.values(place, at):
                yield ItemElement(state, place, at)
        elif place.item.type == "group" and state.enabled(place, at):
            for there in rows_of(state, place, at):
                state.fuel -= len(place.children) >> 1
                if any(_items(state, place.children, there)):
                    yield ItemElement(state, place, there)


def _called(
    state: State, within: Place | None, at: At, reach: str, link_id: str
) -> Sequence[ItemElement] | None:
    """Return the items of that linkId; None where only a search can tell.

    That is under the answers of a question, where two rows may be alike (repeat()
    keeps one of them), and where a linkId was given twice.
    """
    place = state.places.by_link_id.get(link_id)
    if place is None:
        return ()
    if state.places.has_twins or _is_under_answer(place, within):
        return None
    if within is not None and not within.number < place.number < within.end:
        return ()
    if reach == "item" and place.parent is not within:
        return ()
    found = [
        item
        for there in state.under(place.rows, at)
        if _is_around(state, place, there)
        for item in _items(state, (place,), there)
    ]
    return None if reach == "repeat" and len(found) > 1 else found


def _is_around(state: State, place: Place, at: At) -> bool:
    return place.parent is None or state.enabled(place.parent, at[: len(place.parent.rows)])


def _is_under_answer(place: Place, within: Place | None) -> bool:
    around = place.parent
    while around is not None and around is not within:
        if around.is_question:
            return True
        around = around.parent
    return within is not None and within.is_question


def rows_of(state: State, group: Place, at: At) -> Sequence[At]:
    """Return where the items inside the group stand, once for each of its rows."""
    if not group.makes_rows:
        return (at,)
    return [(*at, row) for row in range(state.rows.get((group, at), 1))]


def element_at(state: State, place: Place | None, at: At) -> list[Element]:
    """Return %context: the response, the question, the row of the group, or all its rows."""
    if place is None:
        return [ResponseElement(state)]
    if place.is_question or len(at) > len(place.rows):
        return [ItemElement(state, place, at)]
    return [ItemElement(state, place, there) for there in rows_of(state, place, at)]


def _json(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in element.names():
        children = element.children(name)
        written = [child.json() if isinstance(child, Element) else child for child in children]
        if written:
            found[name] = written if name in ("item", "answer") else written[0]
    return found
