"""The functions that FHIR and its forms (SDC) add to FHIRPath."""

from collections.abc import Sequence
from typing import Final

from lytte.core.expressions.coercion import as_quantity, plain, single, text
from lytte.core.expressions.elements import Element, PlainTree, items_of
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.quantities import ratio
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.type_tests import type_of

Arguments = Sequence[Collection]


def _extension(items: Collection, arguments: Arguments, run: Run) -> Collection:
    url = text(arguments[0], "extension()")
    found: Collection = []
    for item in items:
        if url and isinstance(item, Element):
            extensions = item.children("extension")
            run.spend(len(extensions))
            found.extend(each for each in extensions if _has_url(each, url))
    return found


def _has_url(extension: object, url: str) -> bool:
    return isinstance(extension, Element) and extension.has("url", url)


def _has_value(items: Collection, _: Arguments, run: Run) -> Collection:
    return [bool(_values(items))]


def _get_value(items: Collection, _: Arguments, run: Run) -> Collection:
    return _values(items)


def _values(items: Collection) -> Collection:
    """Return the value of the only item, if that is a primitive that has one."""
    if len(items) != 1:
        return []
    [item] = items
    if isinstance(item, Element) and (item.is_complex or item.type_name == "xhtml"):
        return []
    value = plain(item)
    return [value] if isinstance(item, Element) and value is not None else _system_value(value)


def _system_value(value: object) -> Collection:
    return [] if value is None or as_quantity(value) is value else [value]


def _type(items: Collection, _: Arguments, run: Run) -> Collection:
    return [
        PlainTree(dict(zip(("namespace", "name"), type_of(item), strict=True))) for item in items
    ]


def _resolve(items: Collection, _: Arguments, run: Run) -> Collection:
    found: Collection = []
    for item in items:
        reference = _reference(item)
        if reference:
            found.extend(_resolved(reference, run))
    return found


def _reference(item: object) -> str:
    if isinstance(item, Element) and item.is_complex:
        references = item.children("reference")
        item = references[0] if references else None
    value = plain(item)
    return value if isinstance(value, str) else ""


def _resolved(reference: str, run: Run) -> Collection:
    """Look among what is contained in the resource, then ask whoever can look further."""
    if reference.startswith("#"):
        return [
            resource
            for root in run.variable("rootResource")
            if isinstance(root, Element)
            for resource in _counted(root.children("contained"), run)
            if isinstance(resource, Element) and resource.has("id", reference[1:])
        ]
    resolve = run.environment.resolve
    if resolve is None:
        return []
    return items_of(resolve(reference), knows_fhir=run.environment.knows_fhir)


def _counted(items: Sequence[object], run: Run) -> Sequence[object]:
    run.spend(len(items))
    return items


def _member_of(items: Collection, arguments: Arguments, run: Run) -> Collection:
    value_set = text(arguments[0], "memberOf()")
    if not items or value_set is None:
        return []
    if len(items) > 1:
        raise ExpressionError(f"memberOf() asks about one code, but there are {len(items)}.")
    ask = run.environment.member_of
    if ask is None:
        raise ExpressionError("memberOf() needs a list of codes, and none is available here.")
    [item] = items
    answer = ask(item.json() if isinstance(item, Element) else item, value_set)
    return [] if answer is None else [answer]


def _comparable(items: Collection, arguments: Arguments, run: Run) -> Collection:
    if not items or not arguments[0]:
        raise ExpressionError("comparable() needs two quantities.")
    left = as_quantity(single(items, "comparable()"))
    right = as_quantity(single(arguments[0], "comparable()"))
    return [left is not None and right is not None and ratio(left, right) is not None]


FHIR: Final[Functions] = {
    "extension": Eager(_extension, 1, 1),
    "hasValue": Eager(_has_value),
    "getValue": Eager(_get_value),
    "type": Eager(_type),
    "resolve": Eager(_resolve),
    "memberOf": Eager(_member_of, 1, 1),
    "comparable": Eager(_comparable, 1, 1),
}
