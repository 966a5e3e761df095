"""Expressions as questionnaires carry them: read once, asked often.

parse("%resource.item.where(linkId = 'a').answer.value + 1").evaluate(response)
"""

from dataclasses import dataclass, field
from decimal import DecimalException
from typing import Final

from lytte.core.expressions.coercion import plain, truth
from lytte.core.expressions.compiler import compiled
from lytte.core.expressions.elements import Element, items_of
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.parser import MAX_DEPTH, MAX_NODES, syntax
from lytte.core.expressions.scope import Collection, Environment, Evaluate, Run, Scope, Tank
from lytte.core.expressions.syntax import Term

_BARE: Final = Environment()


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read: `text` as written, `term` its parts."""

    text: str
    term: Term = field(repr=False)
    _evaluate: Evaluate = field(repr=False, compare=False)

    def items(
        self, focus: object, environment: Environment = _BARE, tank: Tank | None = None
    ) -> Collection:
        """Return what the expression comes to on `focus`, Elements as they are.

        `focus` is JSON, an Element, a plain value, or a list of these. What is used up
        is taken from `tank`, for those who have many expressions to work out.
        """
        run = Run(environment, items_of(focus, knows_fhir=environment.knows_fhir))
        try:
            return self._evaluate(Scope(run, run.focus, None, [], {}))
        except RecursionError:
            raise ExpressionError("The answers are nested too deep to be worked on.") from None
        except DecimalException:
            raise ExpressionError("A number is too long to be computed with.") from None
        finally:
            if tank is not None:
                tank.fuel -= environment.fuel - run.fuel

    def evaluate(self, focus: object, environment: Environment = _BARE) -> list[object]:
        """Return the values: bool, int, Decimal, str, Temporal, Quantity, or JSON of a group.

        An element without a value (only a reason why it is absent) is left out.
        """
        return [
            value
            for item in self.items(focus, environment)
            if (value := _handed_out(item)) is not None
        ]

    def truth(self, focus: object, environment: Environment = _BARE) -> bool | None:
        """Return whether it holds; None if that is not known. For conditions and constraints."""
        return truth(self.items(focus, environment))


def parse(text: str, *, max_nodes: int = MAX_NODES, max_depth: int = MAX_DEPTH) -> Expression:
    """Read the expression; ExpressionError says what is wrong with it and where."""
    try:
        term = syntax(text, max_nodes=max_nodes, max_depth=max_depth)
        return Expression(text, term, compiled(term))
    except RecursionError:
        raise ExpressionError("The expression is nested too deep.") from None


def _handed_out(item: object) -> object:
    if isinstance(item, Element) and item.is_complex:
        return item.json()
    return plain(item)
