"""What was kept of an element put back into the element that is written."""

from collections.abc import Mapping
from typing import Any

from lytte.integrations.fhir.element import EXTENSION_REST
from lytte.integrations.fhir.exact_json import unpacked

ROLE = "$role"
"""Marks which reader an extension is for, until it is written out."""


def merged(written: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return `written` with `kept` in its places; what was kept wins where both say something."""
    found = dict(written)
    for name, left in kept.items():
        if name == EXTENSION_REST:
            continue
        found[name] = _together(found[name], left) if name in found else unpacked(left)
    if EXTENSION_REST in kept:
        found["extension"] = _completed(found.get("extension", []), kept[EXTENSION_REST])
    return found


def without_roles(value: Any) -> Any:
    """Return what can be written out."""
    if isinstance(value, Mapping):
        return {name: without_roles(inner) for name, inner in value.items() if name != ROLE}
    if isinstance(value, list | tuple):
        return [without_roles(inner) for inner in value]
    return value


def _together(written: Any, left: Any) -> Any:
    if isinstance(written, Mapping) and isinstance(left, Mapping):
        return merged(written, left)
    if isinstance(written, list) and isinstance(left, Mapping):
        # What was left of single elements of the list, by their number.
        by_number = {int(number): rest for number, rest in left.items()}
        length = max(len(written), *(number + 1 for number in by_number))
        more = [*written, *({} for _ in range(length - len(written)))]
        return [merged(each, by_number.get(n, {})) for n, each in enumerate(more)]
    if isinstance(written, list) and isinstance(left, list | tuple):
        return [*written, *unpacked(left)]
    return unpacked(left)


def _completed(extensions: list[Any], left: Mapping[str, Any]) -> list[Any]:
    seen: dict[str, int] = {}
    found = []
    for each in extensions:
        role = each.get(ROLE) if isinstance(each, Mapping) else None
        if role is None:
            found.append(each)
            continue
        number = seen.get(role, 0)
        seen[role] = number + 1
        found.append(merged(each, left.get(f"{role}#{number}", {})))
    return found
