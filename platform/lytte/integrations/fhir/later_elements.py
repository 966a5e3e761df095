"""Elements that only R5 has, and the extensions HL7 defines to carry them in R4.

Of a questionnaire and its items, and of the value sets and code systems inside it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any, TypeGuard

_CARRIED = "http://hl7.org/fhir/5.0/StructureDefinition/extension-"
_ANY = "[x]"
_VALUE: Mapping[str, Any] = {"code": "Code", f"value{_ANY}": None}
_NAMED: Mapping[str, Any] = {f"versionAlgorithm{_ANY}": None, "copyrightLabel": "String"}
_PUBLISHED: Mapping[str, Any] = {
    **_NAMED,
    "approvalDate": "Date",
    "lastReviewDate": "Date",
    "effectivePeriod": "Period",
    "topic": "CodeableConcept",
    **dict.fromkeys(("author", "editor", "reviewer", "endorser"), "ContactDetail"),
    "relatedArtifact": "RelatedArtifact",
}
_DESIGNATION: Mapping[str, Any] = {"additionalUse": "Coding"}
_LATER: Mapping[str, Mapping[str, Any]] = {
    "Questionnaire": _NAMED,
    "Questionnaire.item": {"disabledDisplay": "Code", "answerConstraint": "Code"},
    "CodeSystem": _PUBLISHED,
    "CodeSystem.concept.designation": _DESIGNATION,
    "ValueSet": {
        **_PUBLISHED,
        "scope": {"inclusionCriteria": "String", "exclusionCriteria": "String"},
    },
    "ValueSet.compose": {"property": "String"},
    "ValueSet.compose.include": {"copyright": "String"},
    "ValueSet.compose.include.concept.designation": _DESIGNATION,
    "ValueSet.expansion": {"next": "Uri", "property": {"code": "Code", "uri": "Uri"}},
    "ValueSet.expansion.contains": {"property": {**_VALUE, "subProperty": _VALUE}},
    "ValueSet.expansion.contains.designation": _DESIGNATION,
}
"""What R5 adds to an element: the type of each, or its parts."""
_AMONG = {"ValueSet.compose.exclude": "ValueSet.compose.include"}
_OWN_KIND = ("contains", "concept")
"""Elements that hold others of their own kind."""
_LISTS = ("topic", "author", "editor", "reviewer", "endorser", "relatedArtifact", "property",
          "additionalUse", "subProperty")  # fmt: skip

Kind = str | Mapping[str, Any]


def is_later(name: str, path: str) -> bool:
    """Tell whether only R5 has an element of this name."""
    return _later(name, _LATER.get(path, {})) is not None


def older(element: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return an element as R4 has it; what only R5 has is in its extensions."""
    shape = _LATER.get(path, {})
    inner = _inside(element, path, older)
    gone = {
        name: value
        for name, value in inner.items()
        if value is not None and _later(name.removeprefix("_"), shape)
    }
    if not gone:
        return inner
    left = {name: value for name, value in inner.items() if name not in gone}
    there = left.get("extension", [])
    extensions = [*there, *(each for name in gone for each in _carried(name, gone, path))]
    if not _are_objects(extensions):
        return inner
    # What is not written as it should be stays as it is: nothing is lost on the way back.
    if _taken_out(extensions, f"{_CARRIED}{path}.", shape, frozenset(left)) != (gone, there):
        return inner
    return {**left, "extension": extensions}


def newer(element: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return an element with what its extensions carry of R5 in its own place."""
    found = _inside(element, path, newer)
    extensions = found.get("extension")
    if not _are_objects(extensions):
        return found
    prefix = f"{_CARRIED}{path}."
    there, left = _taken_out(extensions, prefix, _LATER.get(path, {}), frozenset(found))
    if not there:
        return found
    plain = {name: value for name, value in found.items() if name != "extension"}
    return {**plain, **({"extension": left} if left else {}), **there}


def _later(name: str, shape: Mapping[str, Any]) -> tuple[str, Kind] | None:
    """Return the end of the url that carries an element, and its type or parts."""
    for each, kind in shape.items():
        plain = each.removesuffix(_ANY)
        if each == name:
            return each, kind
        if plain != each and name.startswith(plain) and name[len(plain) :][:1].isupper():
            return plain, name[len(plain) :]
    return None


def _inside(
    element: Mapping[str, Any], path: str, change: Callable[[Mapping[str, Any], str], Any]
) -> dict[str, Any]:
    found = dict(element)
    for name, value in element.items():
        if (below := _below(path, name)) is None:
            continue
        if isinstance(value, Mapping):
            found[name] = change(value, below)
        elif _are_objects(value):
            found[name] = [change(each, below) for each in value]
    return found


@lru_cache(maxsize=500)
def _below(path: str, name: str) -> str | None:
    """Return the path of what stands inside under a name; None where nothing of R5 can be."""
    below = path if path.endswith(f".{name}") and name in _OWN_KIND else f"{path}.{name}"
    below = _AMONG.get(below, below)
    return below if any(each.startswith(below) for each in _LATER) else None


def _carried(name: str, element: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    if name.startswith("_") and name[1:] in element:
        return
    if (known := _later(name.removeprefix("_"), _LATER.get(path, {}))) is not None:
        yield from _extensions(f"{_CARRIED}{path}.{known[0]}", name, element, known[1])


def _extensions(
    url: str, name: str, element: Mapping[str, Any], kind: Kind
) -> Iterator[dict[str, Any]]:
    name = name.removeprefix("_")
    values, beside = element.get(name), element.get(f"_{name}")
    listed = values if isinstance(values, list) else [values]
    besides = beside if isinstance(beside, list) else [beside]
    for value, more in zip_longest(listed, besides):
        if value is None and more is None:
            continue
        if isinstance(kind, str):
            parts = {f"value{kind}": value, f"_value{kind}": more}
            yield {"url": url, **{key: part for key, part in parts.items() if part is not None}}
        elif isinstance(value, Mapping):
            yield {"url": url, **_as_parts(value, kind)}


def _as_parts(value: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    parts = list(value.get("extension", ()))
    for name in value:
        known = _later(name, shape)
        parts += [] if known is None else _extensions(known[0], name, value, known[1])
    return {**({"id": value["id"]} if "id" in value else {}), "extension": parts}


def _taken_out(
    extensions: list[Mapping[str, Any]],
    prefix: str,
    shape: Mapping[str, Any],
    there: frozenset[str],
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return the elements that extensions carry, and the extensions that carry none."""
    found: dict[str, Any] = {}
    left: list[Mapping[str, Any]] = []
    for each in extensions:
        url = each.get("url")
        carried: dict[str, Any] = {}
        if isinstance(url, str) and url.startswith(prefix):
            carried = _elements(each, url.removeprefix(prefix).removesuffix(_ANY), shape)
        [name, *_] = carried or [""]
        if not carried or name in there or (name in found and name not in _LISTS):
            left.append(each)
        elif name in _LISTS:
            found.setdefault(name, []).append(carried[name])
        else:
            found |= carried
    return found, left


def _elements(extension: Mapping[str, Any], tail: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    """Return the element an extension carries, and what stands beside it; none if not wholly."""
    kind = shape.get(tail, shape.get(tail + _ANY, "")) if tail else ""
    if isinstance(kind, Mapping):
        parts = extension.get("extension")
        if set(extension) - {"url", "id", "extension"} or not _are_objects(parts):
            return {}
        inner, left = _taken_out(parts, "", kind, frozenset())
        more = {"id": extension["id"]} if "id" in extension else {}
        return {tail: {**more, **inner, **({"extension": left} if left else {})}}
    [key, *_] = [name for name in extension if name.startswith("value")] or [""]
    others = set(extension) - {"url", key, *(() if tail in _LISTS else (f"_{key}",))}
    if not key or others or kind not in (None, key.removeprefix("value")):
        return {}
    name = tail if kind else tail + key.removeprefix("value")
    beside = {f"_{name}": extension[f"_{key}"]} if f"_{key}" in extension else {}
    return {name: extension[key], **beside}


def _are_objects(given: Any) -> TypeGuard[list[Mapping[str, Any]]]:
    return isinstance(given, list) and all(isinstance(each, Mapping) for each in given)
