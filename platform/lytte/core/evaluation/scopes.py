"""Which variables an expression can name: its item's, those around it, the questionnaire's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lytte.core.evaluation.formulas import Definition, Formula, formula
from lytte.core.evaluation.places import Place, Places
from lytte.core.items.common import Expression
from lytte.core.questionnaire import Questionnaire

Scope = Mapping[str, Definition]


@dataclass(slots=True, eq=False)
class Scopes:
    """The variables of a questionnaire, by the item they are defined at (None: the whole)."""

    scopes: dict[Place | None, Scope]
    _formulas: dict[tuple[Place | None, str, str], Formula] = field(default_factory=dict)

    def definitions(self) -> Iterator[Definition]:
        """Yield every variable once, those of the questionnaire first."""
        seen: set[Definition] = set()
        for scope in self.scopes.values():
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
            found = formula(place, written, role)
            found.uses = _used(found, self.scopes[place])
            self._formulas[key] = found
        return found


def scopes(questionnaire: Questionnaire, places: Places) -> Scopes:
    """Return what can be named where."""
    found: dict[Place | None, Scope] = {}
    found[None] = _defined(None, questionnaire.variables, _named(places))
    for place in places.all:
        around = found[place.parent]
        own = place.item.variables
        found[place] = _defined(place, own, around) if own else around
    return Scopes(found)


def _named(places: Places) -> Scope:
    """Return the calculations that have a name: others may use it as if it were a variable.

    Anywhere, as lforms has it; where a variable has the same name, the variable counts.
    """
    found: dict[str, Definition] = {}
    for place in places.all:
        written = place.calculated
        if written is not None and written.name and written.name not in found:
            found[written.name] = Definition(written.name, formula(place, written, "calculation"))
    for definition in found.values():
        others = {name: each for name, each in found.items() if each is not definition}
        definition.formula.uses = _used(definition.formula, others)
    return found


def _defined(place: Place | None, written: tuple[Expression, ...], around: Scope) -> Scope:
    """Return the scope with the variables of one item; they may name one another."""
    scope = dict(around)
    own: list[Definition] = []
    for each in written:
        if each.name:
            definition = Definition(each.name, formula(place, each, "variable"))
            scope[each.name] = definition
            own.append(definition)
    for definition in own:
        # A variable that names itself means the one of that name around it.
        visible = dict(scope)
        visible.pop(definition.name)
        if definition.name in around:
            visible[definition.name] = around[definition.name]
        definition.formula.uses = _used(definition.formula, visible)
    return scope


def _used(each: Formula, scope: Scope) -> Scope:
    if each.reads is None:
        return {}
    return {name: scope[name] for name in each.reads.variables if name in scope}
