"""What an expression walks over: elements of a resource, read from JSON or made to measure.

An `Element` answers four questions: what it is, what value it has itself, which
children it has of a name, and which names there are. `Tree` answers them from FHIR
JSON; whoever has answers in another shape (a response under way) answers them from
that, and no JSON need be built. A child that is no Element is a plain value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.decimals import is_sensible
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.types import CHOICE, choice_ending, element_type, possible_keys


class Element:
    """One element. Subclass it to show another shape of answers to expressions.

    `type_name` is FHIR's name for what it is: integer, Coding, QuestionnaireResponse.item.
    """

    __slots__ = ("type_name",)

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    @property
    def is_complex(self) -> bool:
        """Whether it has children only, and can have no value of its own."""
        return True

    @property
    def value(self) -> object:
        """The value as FHIRPath sees it (bool, int, Decimal, str, Temporal); None for none."""
        return None

    def children(self, name: str) -> Sequence[object]:
        """Return the children of a name; `value` finds what JSON calls valueInteger."""
        raise NotImplementedError

    def names(self) -> Iterable[str]:
        """Return the names there are, each to be given to `children`."""
        raise NotImplementedError

    def has(self, name: str, text: str) -> bool:
        """Whether its only child of that name is that text. A quick way may be given here."""
        children = self.children(name)
        if len(children) != 1:
            return False
        [child] = children
        return (child.value if isinstance(child, Element) else child) == text

    def items_called(self, reach: str, link_id: str) -> Sequence[object] | None:
        """Return the items of a linkId, where they are known without a search; None if not.

        `reach` says where: `item` directly below, `repeat` below through items alone,
        `descendants` anywhere below.
        """
        return None

    def json(self) -> object:
        """Return the element as FHIR JSON, for what is handed out."""
        return self.value


class Primitive(Element):
    """A value of a FHIR type without extensions, as an answer of a form."""

    __slots__ = ("_value",)

    def __init__(self, value: object, type_name: str) -> None:
        super().__init__(type_name)
        self._value = value

    @property
    def is_complex(self) -> bool:
        return False

    @property
    def value(self) -> object:
        return self._value

    def children(self, name: str) -> Sequence[object]:
        return ()

    def names(self) -> Iterable[str]:
        return ()


_NOTHING: Final[tuple[object, ...]] = ()
# From this size on it is quicker to try the keys that may be than those that are.
_MANY: Final = 40
_READ: Final[Mapping[str, Callable[[str], object]]] = {
    "date": temporal.date,
    "dateTime": temporal.moment,
    "instant": temporal.moment,
    "time": temporal.time,
}


class Tree(Element):
    """An element of a resource in JSON.

    `raw` is its JSON, `shadow` the JSON of the name with an underscore (id and
    extensions of a primitive), `parent` the element it was reached from.
    """

    __slots__ = ("parent", "raw", "shadow")

    def __init__(
        self, raw: object, type_name: str = "", shadow: object = None, parent: "Tree | None" = None
    ) -> None:
        if type(raw) is dict and "resourceType" in raw:
            type_name = str(raw["resourceType"])
        self.type_name = type_name
        self.raw = raw
        self.shadow = shadow
        self.parent = parent

    @property
    def is_complex(self) -> bool:
        return type(self.raw) is dict

    @property
    def value(self) -> object:
        raw = self.raw
        if type(raw) is str:
            read = _READ.get(self.type_name)
            # A date that is none stays a text, so that it can be shown and compared.
            return raw if read is None else read(raw) or raw
        if type(raw) is int or type(raw) is Decimal:
            number = _checked(raw)
            return Decimal(number) if self.type_name == "decimal" else number
        if type(raw) is float:
            raise ExpressionError("A number in the answers is not exact.")
        # A list inside a list is no value: nothing in FHIR is written so.
        return None if type(raw) is dict or type(raw) is list else raw

    def children(self, name: str) -> Sequence[object]:
        holder = self.raw if type(self.raw) is dict else self.shadow
        if type(holder) is not dict:
            return _NOTHING
        raw, shadow = holder.get(name), holder.get("_" + name)
        if raw is None and shadow is None:
            return self._chosen(holder, name)
        return self._wrapped(raw, shadow, self._type_of(name))

    def names(self) -> Iterable[str]:
        holder = self.raw if type(self.raw) is dict else self.shadow
        if type(holder) is not dict:
            return
        for name in holder:
            if name[:1] == "_":
                if name[1:] not in holder:
                    yield name[1:]
            elif name != "resourceType":
                yield name

    def has(self, name: str, text: str) -> bool:
        found = self.raw.get(name) if type(self.raw) is dict else None
        return found == text if type(found) is str else super().has(name, text)

    def json(self) -> object:
        return self.raw

    def _type_of(self, name: str) -> str:
        return element_type(self.type_name, name)

    def _chosen(self, holder: Mapping[str, object], name: str) -> Sequence[object]:
        """Return what value[x] holds, whatever its type."""
        for key in holder if len(holder) < _MANY else possible_keys(name):
            bare = key[1:] if key[:1] == "_" else key
            kind = choice_ending(self.type_name, name, bare)
            if kind and (bare in holder or "_" + bare in holder):
                return self._wrapped(holder.get(bare), holder.get("_" + bare), kind)
        return _NOTHING

    def _wrapped(self, raw: object, shadow: object, kind: str) -> Sequence[object]:
        if type(raw) is not list and type(shadow) is not list:
            return (self._child(raw, shadow, kind),)
        values = raw if type(raw) is list else []
        if type(shadow) is not list:
            return [self._child(value, None, kind) for value in values if value is not None]
        # With the ids and extensions in a list of their own, places must be kept.
        return [self._child(value, extra, kind) for value, extra in zip_longest(values, shadow)]

    def _child(self, raw: object, shadow: object, kind: str) -> Element:
        if kind in {"", CHOICE, "Resource"}:
            kind = _type_by_sight(raw, self.type_name)
        return Tree(raw, kind, shadow, self)


class PlainTree(Tree):
    """JSON that is read without knowing FHIR: no types but those of JSON itself."""

    __slots__ = ()

    def _type_of(self, name: str) -> str:
        return ""

    def _chosen(self, holder: Mapping[str, object], name: str) -> Sequence[object]:
        return _NOTHING

    def _child(self, raw: object, shadow: object, kind: str) -> Element:
        return PlainTree(raw, "", shadow, self)


def _type_by_sight(raw: object, owner: str) -> str:
    if type(raw) is dict:
        return "BackboneElement" if owner else ""
    if type(raw) is bool:
        return "boolean"
    if type(raw) is int:
        return "integer"
    return "decimal" if type(raw) is Decimal else "string"


def _checked(raw: int | Decimal) -> int | Decimal:
    if not is_sensible(raw):
        raise ExpressionError("A number in the answers is too long to be computed with.")
    return raw


def items_of(value: object, *, knows_fhir: bool) -> list[object]:
    """Return what a caller hands in (JSON, elements, plain values, lists of them) as items."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [item for each in value for item in items_of(each, knows_fhir=knows_fhir)]
    if isinstance(value, dict):
        return [Tree(value) if knows_fhir else PlainTree(value)]
    if isinstance(value, float):
        raise TypeError("Decimals come in as Decimal (parse_float=Decimal), never as float.")
    if isinstance(value, int | Decimal):
        return [_checked(value)]
    return [value]
