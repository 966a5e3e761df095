"""The expressions of a questionnaire, found and read once for all rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from lytte.core.checks.telling import told
from lytte.core.evaluation.places import Place, Places
from lytte.core.expressions.dependencies import Dependencies
from lytte.core.expressions.readings import Readings
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.common import Expression
from lytte.core.questionnaire import Questionnaire

_FHIRPATH = "text/fhirpath"
_FIELDS = (
    ("condition", "enable_when_expression"),
    ("initial value", "initial_expression"),
    ("calculation", "calculated_expression"),
    ("list of options", "answer_expression"),
)


@dataclass(frozen=True)
class Written:
    """A FHIRPath expression where it stands; `place` is None at the questionnaire itself.

    `reads` is None when it cannot be read; then `fault` says why.
    """

    place: Place | None
    purpose: str
    text: str
    reads: Dependencies | None
    fault: str = ""

    @property
    def link_id(self) -> str:
        return self.place.item.link_id if self.place else ""

    @property
    def told(self) -> str:
        of = f" of {told(self.place.item)}" if self.place else ""
        return f"the {self.purpose}{of}"


def written(questionnaire: Questionnaire, places: Places, readings: Readings) -> Iterator[Written]:
    """Yield every FHIRPath expression with where it stands and what it reads."""
    everything: list[tuple[Place | None, str, Expression]] = [
        (None, *each) for each in _shared(questionnaire)
    ]
    everything += [(place, *each) for place in places.all for each in _of_item(place.item)]
    for place, purpose, expression in everything:
        if expression.language != _FHIRPATH:
            continue
        text = expression.expression
        _, reads, fault = readings.read(text, at_item=place is not None)
        yield Written(place, purpose, text, reads, fault)


def _shared(at: Item | Questionnaire) -> Iterator[tuple[str, Expression]]:
    for variable in at.variables:
        yield f"variable %{variable.name}", variable
    for rule in at.constraints:
        yield "rule", Expression(expression=rule.expression, language=rule.language)


def _of_item(item: Item) -> Iterator[tuple[str, Expression]]:
    yield from _shared(item)
    for purpose, name in _FIELDS:
        expression = vars(item).get(name)
        if isinstance(expression, Expression):
            yield purpose, expression
    for toggle in item.toggles if isinstance(item, Choice) else ():
        yield "condition on options", toggle.expression
