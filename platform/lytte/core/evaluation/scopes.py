"""Which variables an expression can name: its item's, those around it, the questionnaire's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lytte.core.evaluation.formulas import Definition, Formula, formula
from lytte.core.evaluation.places import Place, Places
from lytte.core.expressions.readings import Readings
from lytte.core.items.common import Expression
from lytte.core.questionnaire import Questionnaire

Scope = Mapping[str, Definition]


@dataclass(slots=True, eq=False)
class Scopes:
    """The variables of a questionnaire, by the item they are defined at (None: the whole)."""

    scopes: dict[Place | None, Scope]
    readings: Readings
    _formulas: dict[tuple[Place | None, str, str], Formula] = field(default_factory=dict)

    def definitions(self) -> Iterator[Definition]:
        """Yield every variable once, those of the questionnaire first."""
        seen: set[Definition] = set()
        # Most items have no variable of their own, and so the scope around them.
        for scope in {id(each): each for each in self.scopes.values()}.values():
            for definition in scope.values():
                if definition not in seen:
                    seen.add(definition)
                    yield definition

    def unreadable(self) -> Iterator[Formula]:
        """Yield the expressions that cannot be read, as far as they were asked for."""
        every = [definition.formula for definition in self.definitions()]
        for found in (*every, *self._formulas.values()):
            if found.parsed is None:
                yield found

    def formula(self, place: Place | None, written: Expression, role: str) -> Formula:
        """Return an expression read, with the variables it names; read once."""
        key = (place, role, written.expression)
        found = self._formulas.get(key)
        if found is None:
            found = formula(place, written, role, self.readings)
            found.uses = _used(found, self.scopes[place])
            self._formulas[key] = found
        return found


def scopes(questionnaire: Questionnaire, places: Places, readings: Readings) -> Scopes:
    """Return what can be named where."""
    found: dict[Place | None, Scope] = {}
    found[None] = _defined(None, questionnaire.variables, _named(places, readings), readings)
    for place in places.all:
        around = found[place.parent]
        own = place.item.variables
        found[place] = _defined(place, own, around, readings) if own else around
    return Scopes(found, readings)


def _named(places: Places, readings: Readings) -> Scope:
    """Return the calculations that have a name: others may use it as if it were a variable.

    Anywhere, as lforms has it; where a variable has the same name, the variable counts.
    """
    found: dict[str, Definition] = {}
    for place in places.all:
        written = place.calculated
        if written is not None and written.name and written.name not in found:
            read = formula(place, written, "calculation", readings)
            found[written.name] = Definition(written.name, read)
    for definition in found.values():
        used = _used(definition.formula, found)
        definition.formula.uses = {n: each for n, each in used.items() if each is not definition}
    return found


def _defined(
    place: Place | None, written: tuple[Expression, ...], around: Scope, readings: Readings
) -> Scope:
    """Return the scope with the variables of one item; they may name one another."""
    scope = dict(around)
    own: list[Definition] = []
    for each in written:
        if each.name:
            definition = Definition(each.name, formula(place, each, "variable", readings))
            scope[each.name] = definition
            own.append(definition)
    for definition in own:
        used = _used(definition.formula, scope)
        # A variable that names itself means the one of that name around it.
        if used.pop(definition.name, None) is not None and definition.name in around:
            used[definition.name] = around[definition.name]
        definition.formula.uses = used
    return scope


def _used(each: Formula, scope: Scope) -> dict[str, Definition]:
    if each.reads is None:
        return {}
    return {name: scope[name] for name in each.reads.variables if name in scope}
