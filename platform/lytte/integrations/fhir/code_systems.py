"""Code systems that come with a questionnaire, and the options their concepts make."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from lytte.core.items.choice import AnswerOption
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.integrations.fhir import extensions, wording
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.options import weight
from lytte.integrations.fhir.reading import Reading

_LABEL = "http://hl7.org/fhir/StructureDefinition/valueset-label"
_BY_PROPERTY = ("parent", "child", "subsumedBy")
"""Properties that put a concept below another; brackets inside brackets are the usual way."""
_READ = frozenset({"extension", "modifierExtension", "designation", "property"})
"""What is read of a concept beside its code and display."""


class CodeSystem:
    """One code system: its concepts as they stand, children after their parents."""

    def __init__(self, resource: Mapping[str, Any]) -> None:
        self._resource = resource
        self.is_whole = resource.get("content", "complete") == "complete"

    @cached_property
    def concepts(self) -> list[Mapping[str, Any]]:
        return list(_downwards(self._resource))

    @cached_property
    def by_code(self) -> Mapping[str, Mapping[str, Any]]:
        return {code_of(each): each for each in reversed(self.concepts)}

    @cached_property
    def _headings(self) -> frozenset[int]:
        return frozenset(id(each) for each in self.concepts if _is_true(each, "notSelectable"))

    @cached_property
    def inactive(self) -> frozenset[str]:
        """The codes that are no longer used."""
        return frozenset(code for code, each in self.by_code.items() if is_inactive(each))

    def selectable(self, concepts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return those of its concepts that may be chosen and do not only head others."""
        headings = self._headings
        return [each for each in concepts if id(each) not in headings]

    @cached_property
    def _is_by_property(self) -> bool:
        """Whether what stands below what is told by more than the brackets."""
        return any(_states(each, *_BY_PROPERTY) for each in self.concepts)

    def below(self, code: str) -> list[Mapping[str, Any]] | None:
        """Return what stands below a concept, itself left out; None when that is not told."""
        if code not in self.by_code or self._is_by_property:
            return None
        return list(_downwards(self.by_code[code]))


class CodeSystems:
    """The code systems that came along, by url, each read once."""

    def __init__(self, resources: Iterable[Mapping[str, Any]], reading: Reading) -> None:
        self._reading = reading
        self._options: dict[tuple[str, str], AnswerOption] = {}
        self._by_url = {
            resource["url"]: CodeSystem(resource)
            for resource in resources
            if resource.get("resourceType") == "CodeSystem" and isinstance(resource.get("url"), str)
        }

    def get(self, url: str | None) -> CodeSystem | None:
        return None if url is None else self._by_url.get(url)

    def concept(self, url: str | None, code: str | None) -> Mapping[str, Any] | None:
        system = self.get(url)
        return None if system is None or code is None else system.by_code.get(code)

    def completed(self, option: AnswerOption) -> AnswerOption:
        """Give an option without a weight or a name those of its concept here."""
        value = option.value
        if not isinstance(value, Coding) or (found := self._option(value)) is None:
            return option
        changes: dict[str, Any] = {}
        if option.weight is None and found.weight is not None:
            changes["weight"] = found.weight
        named = found.value.display if isinstance(found.value, Coding) else None
        if value.display is None and named is not None:
            changes["value"] = value.model_copy(update={"display": named})
            changes["text"] = found.text
        return option.model_copy(update=changes) if changes else option

    def _option(self, value: Coding) -> AnswerOption | None:
        concept = self.concept(value.system, value.code)
        if concept is None:
            return None
        key = (value.system or "", value.code or "")
        if key not in self._options:
            self._options[key] = option_of(concept, value.system, self._reading)
        return self._options[key]


def option_of(given: Mapping[str, Any], system: str | None, reading: Reading) -> AnswerOption:
    """Return the option that a concept is to whoever chooses."""
    if (plain := _plain_option(given, system, reading.language)) is not None:
        return plain
    element = Element(given, "", reading, f"the code “{str(given.get('code'))[:60]}”")
    code, display = element.text("code"), element.text("display")
    texts = {reading.language: display or code or ""}
    for designation in objects(given, "designation"):
        tag, text = designation.get("language"), designation.get("value")
        if isinstance(tag, str) and isinstance(text, str):
            texts.setdefault(tag, text)
    return AnswerOption(
        value=Coding(system=system, code=code, display=display),
        text=Text(texts),
        prefix=wording.extended_text(element, "label", (extensions.OPTION_PREFIX[0], _LABEL)),
        weight=_weight(element),
    )


def _plain_option(
    given: Mapping[str, Any], system: str | None, language: str
) -> AnswerOption | None:
    """Return the option of a concept of which only code and words are read; None for others."""
    if not _READ.isdisjoint(given):
        return None
    code, display = given.get("code"), given.get("display")
    if not isinstance(code, str | None) or not isinstance(display, str | None):
        return None
    # FHIR has no empty texts; one means that there is none.
    value = Coding(system=system, code=code or None, display=display or None)
    return AnswerOption(value=value, text=Text({language: display or code or ""}))


def code_of(concept: Mapping[str, Any]) -> str:
    return str(concept.get("code") or "")


def is_inactive(concept: Mapping[str, Any]) -> bool:
    """Tell whether a concept is no longer used."""
    retired = [each.get("valueCode") for each in _states(concept, "status")]
    return _is_true(concept, "inactive") or "retired" in retired or "inactive" in retired


def objects(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _downwards(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = list(reversed(objects(given, "concept")))
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(reversed(objects(concept, "concept")))


def _states(concept: Mapping[str, Any], *codes: str) -> list[Mapping[str, Any]]:
    return [each for each in objects(concept, "property") if each.get("code") in codes]


def _is_true(concept: Mapping[str, Any], code: str) -> bool:
    return any(each.get("valueBoolean") is True for each in _states(concept, code))


def _weight(concept: Element) -> Decimal | None:
    """Take what a concept counts; 0 is a number like any other, and "not at all" counts it."""
    found = concept.extension("weight", extensions.WEIGHT, weight)
    return _property(concept) if found is None else found


def _property(concept: Element) -> Decimal | None:
    """Take the weight that R5, and CodeSystem, write as a property of the concept."""
    for each in concept.children("property"):
        if each.text("code") in ("itemWeight", "ordinalValue"):
            return weight(each)
    return None
