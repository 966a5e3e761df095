"""QuestionnaireResponse in and out: answers with their rows, and why some are missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.places import Place, Places, places
from lytte.core.evaluation.response_tree import ResponseAnswer, ResponseItem, answers_from_tree
from lytte.core.evaluation.value_faults import wrong_kind
from lytte.core.items.any_item import Item
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire
from lytte.core.values import NativeValue
from lytte.integrations.fhir import extensions, values
from lytte.integrations.fhir.answer_types import fitted, kinds_offered
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.exact_json import NotJson, exact, parse
from lytte.integrations.fhir.reading import Reading

MISSING_CODES: Mapping[Missing, str] = {
    Missing.DECLINED: "asked-declined",
    Missing.SKIPPED: "asked-unknown",
    Missing.NOT_REACHED: "not-asked",
    Missing.NOT_SHOWN: "not-applicable",
    Missing.UNREADABLE: "error",
}
"""HL7 data-absent-reason, one code for each reason Lytte knows."""
MOST_GIVEN = 10_000
"""Items and answers in one response; the largest questionnaire has 2,500 items."""
TOO_MANY = error(
    "",
    f"the response holds more than {MOST_GIVEN:,} items and answers",
    "Leave out what answers nothing.",
)
_REASONS = {code: reason for reason, code in MISSING_CODES.items()} | {
    "unknown": Missing.SKIPPED,
    "temp-unknown": Missing.SKIPPED,
    "not-performed": Missing.NOT_REACHED,
    "not-permitted": Missing.NOT_REACHED,
    "masked": Missing.DECLINED,
    "as-text": Missing.UNREADABLE,
    "unsupported": Missing.UNREADABLE,
}


def answers(
    document: bytes | str | Mapping[str, Any], questionnaire: Questionnaire
) -> tuple[dict[Key, Given], list[Problem]]:
    """Return the answers of a QuestionnaireResponse, and what does not fit the questionnaire.

    Everything that can be read is returned even when there are problems: whether to
    take it is for the caller to decide.
    """
    reading = Reading()
    try:
        given = exact(document) if isinstance(document, Mapping) else parse(document)
    except NotJson as fault:
        reading.error("", str(fault))
        return {}, reading.problems
    if not isinstance(given, Mapping) or given.get("resourceType") != "QuestionnaireResponse":
        reading.error("", "this is not a QuestionnaireResponse")
        return {}, reading.problems
    if not _is_bounded(given):
        return {}, [TOO_MANY]
    where = places(questionnaire)
    tree = _items(Element(given, "", reading).objects("item"), where, None, reading)
    return answers_from_tree(where, tree), reading.problems


def _is_bounded(given: Mapping[str, Any]) -> bool:
    """Tell whether a response holds no more items and answers than are read soon."""
    number, waiting = 0, [given]
    while waiting and number <= MOST_GIVEN:
        one = waiting.pop()
        inside = [each for name in ("item", "answer") for each in _objects(one.get(name))]
        number += len(inside)
        waiting += inside
    return number <= MOST_GIVEN


def _objects(given: Any) -> list[Mapping[str, Any]]:
    return [each for each in given if isinstance(each, Mapping)] if isinstance(given, list) else []


def response(
    tree: Sequence[ResponseItem],
    questionnaire: Questionnaire,
    *,
    status: str = "completed",
    language: str | None = None,
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the QuestionnaireResponse of a response tree, decimals as Decimal.

    `about` is what else stands at the top: id, subject, author, authored, encounter, …
    Write it with `exact_json.write`.
    """
    read_in = language or questionnaire.language or "und"
    found: dict[str, Any] = {"resourceType": "QuestionnaireResponse", **(about or {})}
    if questionnaire.url:
        version = f"|{questionnaire.version}" if questionnaire.version else ""
        found["questionnaire"] = questionnaire.url + version
    found["status"] = status
    if items := [_written(item, read_in) for item in tree]:
        found["item"] = items
    return found


def _items(
    given: Sequence[Mapping[str, Any]], where: Places, above: Place | None, reading: Reading
) -> tuple[ResponseItem, ...]:
    seen: dict[str, int] = {}
    found = []
    for number, each in enumerate(given):
        element = Element(each, str(each.get("linkId", "")), reading, f"item {number + 1}")
        link_id = element.text("linkId")
        place = where.by_link_id.get(link_id or "")
        if not link_id or place is None:
            reading.error(
                link_id or "",
                f"the questionnaire has no item {link_id!r}" if link_id else "no linkId",
            )
            continue
        seen[link_id] = seen.get(link_id, 0) + 1
        _report_place(place, above, seen[link_id], reading)
        found.append(_item(element, place, where))
    return tuple(found)


def _report_place(place: Place, above: Place | None, times: int, reading: Reading) -> None:
    link_id = place.item.link_id
    if place.parent is not above:
        expected = f"inside {place.parent.item.link_id}" if place.parent else "at the top"
        reading.error(link_id, f"stands in the wrong place; in the questionnaire it is {expected}")
    if times == 2 and place.is_question:
        reading.warning(
            link_id, "comes as several items; a question that repeats is one item, many answers"
        )
    elif times == 2 and not place.item.repeats:
        reading.error(link_id, "comes several times, but the group does not repeat")


def _item(element: Element, place: Place, where: Places) -> ResponseItem:
    reading, link_id = element.reading, place.item.link_id
    given = [
        Element(each, link_id, reading, f"answer {number + 1}")
        for number, each in enumerate(element.objects("answer"))
    ]
    if given and not place.is_question:
        reading.error(link_id, f"has an answer, but it is a {place.item.type}")
        given = []
    if len(given) > 1 and not place.item.repeats:
        reading.error(link_id, f"has {len(given)} answers; the question takes one")
    missing, offered = _reason(element), kinds_offered(place.item)
    found = []
    for each in given:
        inside = _items(each.objects("item"), where, place, reading)
        missing = missing or _reason(each)
        if (value := _value(each, place.item, offered)) is not None:
            found.append(ResponseAnswer(value, inside))
    return ResponseItem(
        link_id,
        place.item.text,
        tuple(found),
        _items(element.objects("item"), where, place, reading),
        None if found else missing,
    )


def _value(element: Element, item: Item, offered: frozenset[type]) -> NativeValue | None:
    given = values.value(element)
    if given is None:
        if not _absent(element) and not element.names("_value"):
            element.reading.error(element.place, f"{element.named} has no value")
        return None
    fits = fitted(item, given, offered)
    if fits is None:
        element.reading.error(element.place, wrong_kind(item, given))
        return given
    return fits


def _reason(element: Element) -> Missing | None:
    code = _absent(element)
    for name in element.names("_value"):
        beside = element.peek(name)
        if code is None and isinstance(beside, Mapping):
            code = _absent(Element(beside, element.place, element.reading))
    return None if code is None else _REASONS.get(code, Missing.SKIPPED)


def _absent(element: Element) -> str | None:
    found = element.extension_peeked(extensions.DATA_ABSENT)
    code = found.get("valueCode") if found else None
    return code if isinstance(code, str) else None


def _written(item: ResponseItem, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"linkId": item.link_id}
    if item.missing is not None and not item.answers:
        code = MISSING_CODES[item.missing]
        found = {"extension": [{"url": extensions.DATA_ABSENT, "valueCode": code}], **found}
    if text := item.text.read(language):
        found["text"] = text
    if item.answers:
        found["answer"] = [_answer(each, language) for each in item.answers]
    if item.items:
        found["item"] = [_written(each, language) for each in item.items]
    return found


def _answer(answer: ResponseAnswer, language: str) -> dict[str, Any]:
    found = values.written(answer.value)
    if answer.items:
        found["item"] = [_written(each, language) for each in answer.items]
    return found
