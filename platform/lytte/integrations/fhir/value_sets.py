"""Value sets that come with a questionnaire, and the options they hold."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from lytte.core.items.choice import AnswerOption
from lytte.core.questionnaire import ValueSet
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.integrations.fhir import extensions, wording
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.exact_json import packed, unpacked
from lytte.integrations.fhir.options import weight
from lytte.integrations.fhir.reading import Reading

_MOST_VALUE_SETS = 500
_LABEL = "http://hl7.org/fhir/StructureDefinition/valueset-label"


def value_sets(
    resources: Iterable[Mapping[str, Any]], reading: Reading
) -> tuple[tuple[ValueSet, ...], list[Mapping[str, Any]]]:
    """Return the value sets among `resources`, and the rest of them as they are."""
    given = list(resources)
    systems = _CodeSystems(given, reading)
    found: list[ValueSet] = []
    others: list[Mapping[str, Any]] = []
    for resource in given:
        if resource.get("resourceType") == "ValueSet" and isinstance(_id(resource), str):
            if len(found) == _MOST_VALUE_SETS:
                reading.error(
                    "", f"more than {_MOST_VALUE_SETS} value sets", "Split the questionnaire."
                )
                break
            found.append(_value_set(resource, systems, reading))
        else:
            others.append(resource)
    return tuple(found), others


def written(given: ValueSet, language: str) -> dict[str, Any]:
    """Write a value set: as it came, or with its options listed by system."""
    if "resource" in given.kept:
        found: dict[str, Any] = unpacked(given.kept["resource"])
        return found
    by_system: dict[str | None, list[dict[str, Any]]] = {}
    for option in given.options:
        if isinstance(option.value, Coding):
            by_system.setdefault(option.value.system, []).append(_listed(option, language))
    include = [
        {**({"system": system} if system else {}), "concept": concepts}
        for system, concepts in by_system.items()
    ]
    url = {"url": given.url} if given.url else {}
    found = {"resourceType": "ValueSet", "id": given.id, **url, "status": "active"}
    return {**found, "compose": {"include": include}}


def _listed(option: AnswerOption, language: str) -> dict[str, Any]:
    code = option.value.code if isinstance(option.value, Coding) else None
    found: dict[str, Any] = {"code": code, "display": option.text.root.get(language) or code}
    if option.weight is not None:
        found["extension"] = [{"url": extensions.WEIGHT[0], "valueDecimal": option.weight}]
    others = [
        {"language": tag, "value": text}
        for tag, text in option.text.root.items()
        if tag != language
    ]
    return found | ({"designation": others} if others else {})


def _id(resource: Mapping[str, Any]) -> str | None:
    given, url = resource.get("id"), resource.get("url")
    if isinstance(given, str):
        return given
    return url.rsplit("/", 1)[-1] if isinstance(url, str) else None


class _CodeSystems:
    """The concepts of the code systems that came along, by url, read once."""

    def __init__(self, resources: Iterable[Mapping[str, Any]], reading: Reading) -> None:
        self._reading = reading
        self._read: dict[str, dict[str | None, AnswerOption]] = {}
        self._by_url = {
            resource["url"]: resource
            for resource in resources
            if resource.get("resourceType") == "CodeSystem" and isinstance(resource.get("url"), str)
        }

    def concepts(self, url: str | None) -> Mapping[str | None, AnswerOption]:
        """Return every concept by its code, children after their parents."""
        if url is None or url not in self._by_url:
            return {}
        if url not in self._read:
            self._read[url] = {}
            waiting = list(reversed(_objects(self._by_url[url], "concept")))
            while waiting:
                concept = waiting.pop()
                option = _concept(concept, url, self._reading)
                if isinstance(option.value, Coding):
                    self._read[url][option.value.code] = option
                waiting.extend(reversed(_objects(concept, "concept")))
        return self._read[url]


def _value_set(resource: Mapping[str, Any], systems: _CodeSystems, reading: Reading) -> ValueSet:
    url = resource.get("url")
    options = list(islice(_options(resource, systems, reading), reading.options_left + 1))
    reading.count_options("", len(options))
    return ValueSet(
        id=_id(resource) or "",
        url=url if isinstance(url, str) else None,
        options=tuple(_completed(option, systems) for option in options),
        kept={"resource": packed({**resource, "id": _id(resource)})},
    )


def _options(
    resource: Mapping[str, Any], systems: _CodeSystems, reading: Reading
) -> Iterator[AnswerOption]:
    expanded = _objects(_object(resource, "expansion"), "contains")
    if expanded:
        yield from _expanded(expanded, reading)
        return
    for included in _objects(_object(resource, "compose"), "include"):
        system = included.get("system")
        system = system if isinstance(system, str) else None
        listed = _objects(included, "concept")
        if listed:
            yield from (_concept(concept, system, reading) for concept in listed)
        elif not included.get("filter"):
            yield from systems.concepts(system).values()


def _expanded(contains: list[Mapping[str, Any]], reading: Reading) -> Iterator[AnswerOption]:
    waiting = list(reversed(contains))
    while waiting:
        each = waiting.pop()
        system = each.get("system")
        if each.get("abstract") is not True and each.get("code") is not None:
            yield _concept(each, system if isinstance(system, str) else None, reading)
        waiting.extend(reversed(_objects(each, "contains")))


def _concept(given: Mapping[str, Any], system: str | None, reading: Reading) -> AnswerOption:
    element = Element(given, "", reading, f"the code “{str(given.get('code'))[:60]}”")
    code, display = element.text("code"), element.text("display")
    texts = {reading.language: display or code or ""}
    for designation in _objects(given, "designation"):
        tag, text = designation.get("language"), designation.get("value")
        if isinstance(tag, str) and isinstance(text, str):
            texts.setdefault(tag, text)
    return AnswerOption(
        value=Coding(system=system, code=code, display=display),
        text=Text(texts),
        prefix=wording.extended_text(element, "label", (extensions.OPTION_PREFIX[0], _LABEL)),
        weight=_weight(element),
    )


def _weight(concept: Element) -> Decimal | None:
    """Take what a concept counts; 0 is a number like any other, and "not at all" counts it."""
    found = concept.extension("weight", extensions.WEIGHT, weight)
    return _property(concept) if found is None else found


def _property(concept: Element) -> Decimal | None:
    """Take the weight that R5, and CodeSystem, write as a property of the concept."""
    given = concept.extensions("property", (extensions.CONTAINS_PROPERTY,), _as_property)
    for each in (*given, *concept.children("property")):
        if each.text("code") in ("itemWeight", "ordinalValue"):
            return weight(each)
    return None


def _as_property(extension: Element) -> Element | None:
    """Return the R5 property that the extension stands for in R4."""
    parts = extension.objects("extension")
    fields = {
        str(part.get("url")) if name == "valueCode" else name: value
        for part in parts
        for name, value in part.items()
        if name.startswith("value")
    }
    return Element(fields, extension.place, extension.reading, extension.named)


def _completed(option: AnswerOption, systems: _CodeSystems) -> AnswerOption:
    """Give an option without a weight or a name those of its concept in the code system."""
    value = option.value
    if not isinstance(value, Coding):
        return option
    found = systems.concepts(value.system).get(value.code)
    if found is None or not isinstance(found.value, Coding):
        return option
    changes: dict[str, Any] = {}
    if option.weight is None and found.weight is not None:
        changes["weight"] = found.weight
    if value.display is None and found.value.display is not None:
        changes["value"] = value.model_copy(update={"display": found.value.display})
        changes["text"] = found.text
    return option.model_copy(update=changes) if changes else option


def _object(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _objects(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
