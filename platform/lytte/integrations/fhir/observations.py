"""Observations out of a response, as SDC's observationExtract asks for them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lytte.core.evaluation.places import Place, places
from lytte.core.items.any_item import Item
from lytte.core.items.number import Number
from lytte.core.questionnaire import Questionnaire
from lytte.core.values import Coding
from lytte.integrations.fhir import extensions, values

FINISHED: Final = ("completed", "amended")
Json = Mapping[str, Any]


def observations(questionnaire: Questionnaire, response: Json) -> list[dict[str, Any]]:
    """Return an Observation for each answer that its author wants taken out.

    Of a finished response only, and of items with a code. The identifier is the same each
    time, so that sending again replaces and never doubles.
    """
    if response.get("status") not in FINISHED:
        return []
    where, about = places(questionnaire).by_link_id, _about(response)
    seen: dict[str, int] = {}
    found = []
    for link_id, answer in _answers(response.get("item", ())):
        place = where[link_id]
        value = _value(place.item, answer)
        if value and place.item.code and _is_wanted(place, questionnaire):
            seen[link_id] = seen.get(link_id, 0) + 1
            found.append(
                {**_head(place.item), **value, **about, **_named(response, link_id, seen[link_id])}
            )
    return found


def _answers(items: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    waiting = list(reversed(items))
    while waiting:
        item = waiting.pop()
        answers = item.get("answer", ())
        yield from ((item["linkId"], answer) for answer in answers)
        below = [one for answer in answers for one in answer.get("item", ())]
        waiting += reversed([*item.get("item", ()), *below])


def _is_wanted(place: Place, questionnaire: Questionnaire) -> bool:
    """The nearest word counts: on the item, on a group around it, on the whole."""
    around: Place | None = place
    while around is not None:
        said = _said(around.item.kept, extensions.OBSERVATION_EXTRACT)
        if said is not None:
            return said.get("valueBoolean") is True
        around = around.parent
    whole = _said(questionnaire.kept, extensions.OBSERVATION_EXTRACT)
    return whole is not None and whole.get("valueBoolean") is True


def _said(kept: Json, urls: Sequence[str]) -> Json | None:
    every = kept.get("extension")
    found = every if isinstance(every, list | tuple) else ()
    return next((e for e in found if isinstance(e, Mapping) and e.get("url") in urls), None)


def _head(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"resourceType": "Observation", "status": "final"}
    category = _said(item.kept, extensions.OBSERVATION_CATEGORY)
    if category is not None and "valueCodeableConcept" in category:
        found["category"] = [category["valueCodeableConcept"]]
    return {**found, "code": {"coding": [values.coded(each) for each in item.code]}}


def _value(item: Item, answer: Json) -> dict[str, Any]:
    """An Observation has no decimal, coding, day, address or file of its own to hold."""
    unit = item.unit if isinstance(item, Number) else None
    match {name: value for name, value in answer.items() if name.startswith("value")}:
        case {"valueCoding": coding}:
            return {"valueCodeableConcept": {"coding": [coding]}}
        case {"valueDate": day}:
            return {"valueDateTime": day}
        case {"valueUri": address}:
            return {"valueString": address}
        case {"valueReference": {"display": str(name)}}:
            return {"valueString": name}
        case {"valueAttachment": _} | {"valueReference": _}:
            return {}
        case {"valueInteger": number} if unit is None:
            return {"valueInteger": number}
        case {"valueDecimal": number} | {"valueInteger": number}:
            return {"valueQuantity": {"value": number, **_unit(unit)}}
        case other:
            return other


def _unit(unit: Coding | None) -> dict[str, str]:
    if unit is None:
        return {}
    named = {"unit": unit.display or unit.code, "system": unit.system, "code": unit.code}
    return {name: said for name, said in named.items() if said}


def _about(response: Json) -> dict[str, Any]:
    found = {name: response[name] for name in ("subject", "encounter") if name in response}
    if "authored" in response:
        found |= {"effectiveDateTime": response["authored"], "issued": response["authored"]}
    if "author" in response:
        found["performer"] = [response["author"]]
    if "id" in response:
        found["derivedFrom"] = [{"reference": f"QuestionnaireResponse/{response['id']}"}]
    return found


def _named(response: Json, link_id: str, number: int) -> dict[str, Any]:
    if "id" not in response:
        return {}
    of = f"{response['id']}/{link_id}/{number}"
    return {"identifier": [{"system": "urn:lytte:observation", "value": of}]}
