"""%factory: making values of FHIR's types (FHIR, fhirpath.html, type factory)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.coercion import described, plain, single, text
from lytte.core.expressions.elements import Element, Tree
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.conversion import as_boolean, as_decimal, as_integer
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal
from lytte.core.expressions.type_tests import type_of

Arguments = Sequence[Collection]

# R4, datatypes.html: what each primitive may look like.
_TEXTS: Final = {
    "base64Binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "canonical": r"\S*",
    "code": r"[^\s]+(?: [^\s]+)*",
    "id": r"[A-Za-z0-9.-]{1,64}",
    "markdown": r"(?s:.+)",
    "oid": r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+",
    "string": r"(?s:.+)",
    "uri": r"\S*",
    "url": r"\S*",
    "uuid": r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
}
_TEMPORALS: Final[Mapping[str, Callable[[str], Temporal | None]]] = {
    "date": temporal.date,
    "dateTime": temporal.moment,
    "instant": temporal.moment,
    "time": temporal.time,
}
_LEAST: Final = {"integer": -(2**31), "integer64": -(2**63), "unsignedInt": 0, "positiveInt": 1}

# Each in the order of the arguments; a star means that there may be several.
_GROUPS: Final = {
    "Identifier": ("system", "value", "use", "type"),
    "HumanName": ("family", "given*", "prefix*", "suffix*", "text", "use"),
    "ContactPoint": ("system", "value", "use"),
    "Address": ("line*", "city", "state", "postalCode", "country", "use", "type"),
    "Quantity": ("system", "code", "value", "unit"),
    "Coding": ("system", "code", "display", "version"),
    "CodeableConcept": ("coding*", "text"),
}
_NOT_TEXTS: Final = {"coding": "Coding", "type": "CodeableConcept"}
_ENDINGS: Final = {"System": {"DateTime": "DateTime", "Long": "Integer64"}}


def _made(name: str, value: object) -> object:
    """Return the value in JSON, or raise ExpressionError when it is none of that type."""
    if name in _TEXTS:
        found = value if isinstance(value, str) and re.fullmatch(_TEXTS[name], value) else None
    elif name in _TEMPORALS:
        known = value if isinstance(value, Temporal) else _TEMPORALS[name](str(value))
        found = None if known is None else known.text
    elif name == "boolean":
        return _sure(as_boolean(value), name, value)
    elif name == "decimal":
        return _sure(as_decimal(value), name, value)
    else:
        whole = as_integer(value)
        return _sure(whole if whole is not None and whole >= _LEAST[name] else None, name, value)
    return _sure(found, name, value)


def _sure(found: object, name: str, value: object) -> object:
    if found is None:
        raise ExpressionError(f"No {name} can be made of {described(value)}.")
    return found


def _primitive(name: str) -> Eager:
    def apply(_: Collection, arguments: Arguments, run: Run) -> Collection:
        value = single(arguments[0], f"{name}()")
        extensions = [
            item.raw for argument in arguments[1:] for item in argument if isinstance(item, Tree)
        ]
        raw = None if value is None else _made(name, value)
        return [Tree(raw, name, {"extension": extensions} if extensions else None)]

    return Eager(apply, 1, 2)


def _group(name: str) -> Eager:
    elements = _GROUPS[name]

    def apply(_: Collection, arguments: Arguments, run: Run) -> Collection:
        raw: dict[str, object] = {}
        for starred, argument in zip(elements, arguments, strict=False):
            element = starred.removesuffix("*")
            values = [_part(name, element, item) for item in argument]
            if element == starred and len(values) > 1:
                raise ExpressionError(f"{name}() takes one {element}, not {len(values)}.")
            if values:
                raw[element] = values[0] if element == starred else values
        return [Tree(raw, name)]

    return Eager(apply, 1, len(elements))


def _part(group: str, element: str, item: object) -> object:
    wanted = _NOT_TEXTS.get(element) if group != "Address" else None
    if wanted:
        if isinstance(item, Tree) and item.type_name == wanted:
            return item.raw
        raise ExpressionError(f"{group}() needs a {wanted} here, not {described(plain(item))}.")
    if (group, element) == ("Quantity", "value"):
        return _made("decimal", plain(item))
    return text([item], f"{group}()")


def _extension(_: Collection, arguments: Arguments, run: Run) -> Collection:
    return [Tree(_extension_of(arguments), "Extension")]


def _extension_of(arguments: Arguments) -> dict[str, object]:
    url = text(arguments[0], "Extension()")
    raw: dict[str, object] = {"url": url}
    for item in arguments[1][:1]:
        namespace, name = type_of(item)
        name = _ENDINGS.get(namespace, {}).get(name, name)
        raw[f"value{name[:1].upper()}{name[1:]}"] = _json(item)
    return raw


def _json(item: object) -> object:
    value = item.json() if isinstance(item, Element) else item
    return value.text if isinstance(value, Temporal) else value


def _tree(arguments: Arguments, name: str) -> Tree:
    if len(arguments[0]) == 1 and isinstance(arguments[0][0], Tree):
        return arguments[0][0]
    raise ExpressionError(f"{name}() needs one element to add to.")


def _with_extension(_: Collection, arguments: Arguments, run: Run) -> Collection:
    tree = _tree(arguments, "withExtension")
    holder = tree.raw if isinstance(tree.raw, dict) else tree.shadow
    known = holder.get("extension") if isinstance(holder, dict) else None
    extensions = [*(known if isinstance(known, list) else []), _extension_of(arguments[1:])]
    return [_with(tree, "extension", extensions)]


def _with_property(_: Collection, arguments: Arguments, run: Run) -> Collection:
    tree = _tree(arguments, "withProperty")
    name = text(arguments[1], "withProperty()")
    values = [_json(item) for item in arguments[2]]
    if name is None or not values:
        return [tree]
    return [_with(tree, name, values[0] if len(values) == 1 else values)]


def _with(tree: Tree, name: str, value: object) -> Tree:
    """Return the element with one more part; the element itself is never changed."""
    if isinstance(tree.raw, dict):
        return Tree({**tree.raw, name: value}, tree.type_name, tree.shadow)
    shadow = tree.shadow if isinstance(tree.shadow, dict) else {}
    return Tree(tree.raw, tree.type_name, {**shadow, name: value})


def created(wanted: tuple[str, str]) -> Collection:
    """Return an element of that type with nothing in it yet."""
    _, name = wanted
    return [Tree({} if name[:1].isupper() else None, name)]


FACTORY: Final[Functions] = {
    **{name: _primitive(name) for name in (*_TEXTS, *_TEMPORALS, *_LEAST, "boolean", "decimal")},
    **{name: _group(name) for name in _GROUPS},
    "Extension": Eager(_extension, 2, 2),
    "withExtension": Eager(_with_extension, 3, 3),
    "withProperty": Eager(_with_property, 3, 3),
}
