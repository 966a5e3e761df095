"""A quick way to the item that a path names: item.where(linkId = 'a') and its kin.

Nearly every expression of a form begins so. Whoever shows answers as Elements may
know where an item is; then the others need not be walked past.
"""

from collections.abc import Sequence
from typing import Final

from lytte.core.expressions.elements import Element
from lytte.core.expressions.scope import Collection, Scope, Step
from lytte.core.expressions.syntax import Call, Literal, Member, Operation, Path
from lytte.core.expressions.syntax import Step as StepTerm

_ITEM: Final = "item"


def shortened(terms: Sequence[StepTerm], steps: Sequence[Step]) -> list[Step]:
    """Return the steps of a path, two made into one where there is a quick way."""
    found: list[Step] = []
    number = 0
    while number < len(terms):
        reach = _reach(terms[number])
        wanted = _wanted(terms[number + 1]) if reach and number + 1 < len(terms) else None
        if reach is None or wanted is None:
            found.append(steps[number])
            number += 1
        else:
            found.append(_quick(reach, wanted, steps[number], steps[number + 1]))
            number += 2
    return found


def _quick(reach: str, wanted: str, walk: Step, choose: Step) -> Step:
    def apply(items: Collection, scope: Scope) -> Collection:
        # What several items lead to together is compared item by item: no short cut.
        if len(items) == 1 and isinstance(items[0], Element):
            found = items[0].items_called(reach, wanted)
            if found is not None:
                scope.run.spend(1 + len(found))
                return list(found)
        return choose(walk(items, scope), scope)

    return apply


def _reach(step: StepTerm) -> str | None:
    """Return which items a step leads to: those below (item), or at every depth."""
    match step:
        case Member(name="item"):
            return _ITEM
        case Call(name="repeat", arguments=(Path(start=None, steps=(Member(name="item"),)),)):
            return "repeat"
        case Call(name="descendants", arguments=()):
            return "descendants"
        case _:
            return None


def _wanted(step: StepTerm) -> str | None:
    match step:
        case Call(
            name="where",
            arguments=(
                Operation(
                    first=Path(start=None, steps=(Member(name="linkId"),)),
                    rest=(("=", Literal(value=str() as wanted), _),),
                ),
            ),
        ):
            return wanted
        case _:
            return None
