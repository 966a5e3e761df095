"""What an expression may know besides what it looks at, and what it may use up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from lytte.core.expressions.elements import Element, items_of
from lytte.core.expressions.faults import ExpressionError, suggestion

Collection = list[object]

FUEL: Final = 200_000
LONGEST_TEXT: Final = 100_000

_NAMED: Final = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
_PREFIXED: Final = {
    "vs-": "http://hl7.org/fhir/ValueSet/",
    "ext-": "http://hl7.org/fhir/StructureDefinition/",
}


class Tank(Protocol):
    """What several evaluations draw their fuel from."""

    fuel: int


@dataclass(frozen=True, slots=True)
class Environment:
    """What surrounds an expression.

    `variables` are by their name without %: JSON (dicts with Decimal for decimals),
    Elements, plain values, or lists of these; %resource, %rootResource and %context are
    what the expression looks at unless given. `now` has a zone, which also holds for
    moments written without one. `resolve` finds what a reference names, `member_of`
    tells whether a code is in a value set (None: unknown), `weight` how much an answer
    counts (None: nothing is said). `trace` receives what trace() is asked to show.
    `knows_fhir` is off only to read JSON that is no FHIR.
    """

    variables: Mapping[str, object] = field(default_factory=dict)
    now: datetime | None = None
    resolve: Callable[[str], object] | None = None
    member_of: Callable[[object, str], bool | None] | None = None
    weight: Callable[[object], Decimal | None] | None = None
    trace: Callable[[str, Sequence[object]], None] | None = None
    fuel: int = FUEL
    knows_fhir: bool = True


class Run:
    """One evaluation: its environment, what it looks at, and the fuel that is left."""

    __slots__ = ("_items", "environment", "focus", "fuel", "weights", "zone")

    def __init__(self, environment: Environment, focus: Collection) -> None:
        self.environment = environment
        self.focus = focus
        self.fuel = environment.fuel
        self._items: dict[str, Collection] = {}
        # What the form says answers count, once someone has asked.
        self.weights: Mapping[tuple[object, object], Decimal] | None = None
        offset = environment.now.utcoffset() if environment.now else None
        self.zone = int(offset.total_seconds()) // 60 if offset else 0

    def spend(self, steps: int) -> None:
        """Count work done; an expression that never seems to end is stopped here."""
        self.fuel -= steps
        if self.fuel < 0:
            raise ExpressionError("The expression takes too long to work out.")

    def text(self, text: str) -> Collection:
        """Return a text that was put together, unless it has grown beyond measure."""
        self.spend(len(text) >> 6)
        if len(text) > LONGEST_TEXT:
            raise ExpressionError("The expression makes a text that is too long.")
        return [text]

    def variable(self, name: str, position: int | None = None) -> Collection:
        """Return what %name stands for; one that nobody knows is an error."""
        found = self._items.get(name)
        if found is None:
            found = self._items[name] = self._look_up(name, position)
        return found

    def _look_up(self, name: str, position: int | None) -> Collection:
        variables = self.environment.variables
        if name in variables:
            return items_of(variables[name], knows_fhir=self.environment.knows_fhir)
        if name in {"resource", "rootResource", "context"}:
            return self.focus
        if name in _NAMED:
            return [_NAMED[name]]
        for prefix, url in _PREFIXED.items():
            if name.startswith(prefix):
                return [url + name[len(prefix) :]]
        known = [*variables, *_NAMED, "resource", "rootResource", "context"]
        raise ExpressionError(f"Nothing is known as %{name}.{suggestion(name, known)}", position)


class Scope:
    """What $this, $index, $total and the variables of the expression itself mean at a place."""

    __slots__ = ("index", "own", "run", "this", "total")

    def __init__(
        self,
        run: Run,
        this: Collection,
        index: int | None,
        total: Collection,
        own: dict[str, Collection],
    ) -> None:
        self.run = run
        self.this = this
        self.index = index
        self.total = total
        self.own = own

    def at(self, item: object, index: int) -> "Scope":
        """Return the scope in which a criterion looks at one item."""
        return Scope(self.run, [item], index, self.total, self.own)

    def on(self, items: Collection) -> "Scope":
        """Return the scope in which an argument looks at all items together."""
        return Scope(self.run, items, self.index, self.total, self.own)

    def fork(self) -> "Scope":
        """Return a scope whose new variables are not seen outside it."""
        return Scope(self.run, self.this, self.index, self.total, dict(self.own))


Evaluate = Callable[[Scope], Collection]
Step = Callable[[Collection, Scope], Collection]


def is_element(item: object) -> bool:
    return isinstance(item, Element)
