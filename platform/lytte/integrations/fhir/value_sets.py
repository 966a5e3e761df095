"""Value sets that come with a questionnaire, and the options they hold."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lytte.core.items.choice import AnswerOption
from lytte.core.questionnaire import ValueSet
from lytte.core.values import Coding
from lytte.integrations.fhir import extensions
from lytte.integrations.fhir.code_systems import CodeSystems, option_of
from lytte.integrations.fhir.compositions import (
    Circle,
    Compositions,
    Member,
    Unresolved,
    id_of,
)
from lytte.integrations.fhir.exact_json import packed, unpacked
from lytte.integrations.fhir.reading import Reading
from lytte.integrations.fhir.versions import every_item

_MOST_VALUE_SETS = 500


def value_sets(
    resources: Iterable[Mapping[str, Any]], document: Mapping[str, Any], reading: Reading
) -> tuple[tuple[ValueSet, ...], list[Mapping[str, Any]]]:
    """Return the value sets among `resources`, and the rest of them as they are."""
    sets: list[Mapping[str, Any]] = []
    others: list[Mapping[str, Any]] = []
    for resource in resources:
        is_set = resource.get("resourceType") == "ValueSet" and id_of(resource) is not None
        (sets if is_set else others).append(resource)
    if len(sets) > _MOST_VALUE_SETS:
        said = f"more than {_MOST_VALUE_SETS} value sets"
        reading.error("", said, "Split the questionnaire.")
        sets = []
    systems = CodeSystems(others, reading)
    comes_to = Compositions(sets, systems)
    users = _users(document)
    found = (_value_set(each, comes_to, systems, users, reading) for each in sets)
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


def _value_set(
    resource: Mapping[str, Any],
    sets: Compositions,
    systems: CodeSystems,
    users: Mapping[str, str],
    reading: Reading,
) -> ValueSet:
    listed: list[Member] = []
    unresolved = ""
    try:
        # Past the limit the file is refused: what is left in it need not be worked out.
        is_wanted = reading.options_left >= 0
        listed = sets.members(resource) if is_wanted else []
        if is_wanted and not listed:
            raise Unresolved("nothing is left in it")
    except Circle as why:
        reading.error(
            next((users[each] for each in _names(resource) if each in users), ""),
            f"the value set {id_of(resource)} cannot be worked out: {why}",
            "Take the include away that closes the circle.",
        )
    except Unresolved as why:
        unresolved = str(why)
    options: list[AnswerOption] = []
    if reading.count_options("", len(listed)):
        options = [_option(each, systems, reading) for each in listed]
    url = resource.get("url")
    return ValueSet(
        id=id_of(resource) or "",
        url=url if isinstance(url, str) else None,
        options=tuple(options),
        unresolved=unresolved,
        kept={"resource": packed({**resource, "id": id_of(resource)})},
    )


def _option(one: Member, systems: CodeSystems, reading: Reading) -> AnswerOption:
    found = option_of(one.concept, one.system, reading)
    code = found.value.code if isinstance(found.value, Coding) else None
    # What stands in the code system itself has nothing more to be told of it.
    is_whole = systems.concept(one.system, code) is one.concept
    return found if is_whole else systems.completed(found)


def _users(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the linkId of the first question that takes its options from each value set."""
    found: dict[str, str] = {}
    for item in every_item(document):
        name = str(item.get("answerValueSet")).partition("|")[0]
        found.setdefault(name, str(item.get("linkId")))
    return found


def _names(resource: Mapping[str, Any]) -> Iterator[str]:
    yield f"#{id_of(resource)}"
    if isinstance(url := resource.get("url"), str):
        yield url
