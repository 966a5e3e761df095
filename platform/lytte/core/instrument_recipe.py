"""Recipes: how an instrument is scored, without a word of it.

Most questionnaires belong to somebody, and their wording needs a licence. A recipe
knows the items by number, their range and the scoring; a hospital that holds the
licence imports the wording onto it, item by item.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from lytte.core.answers import Missing
from lytte.core.frozen import Frozen
from lytte.core.instrument import Licence
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.renamed import renamed
from lytte.core.scoring.scale import Scale
from lytte.core.texts import Text


class RecipeItem(Frozen):
    """One item by its number in the instrument; what it asks is the owner's text."""

    id: str
    minimum: Decimal
    maximum: Decimal
    step: Decimal = Decimal(1)
    optional_attribute: bool = False
    """True: without this key the question does not have the attribute at all (PRO-CTCAE)."""

    @property
    def options(self) -> int:
        """How many different answers there are."""
        return int((self.maximum - self.minimum) / self.step) + 1

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Every answer there is, from the lowest up."""
        return tuple(self.minimum + self.step * number for number in range(self.options))

    def allows(self, value: Decimal) -> bool:
        if not value.is_finite() or not self.minimum <= value <= self.maximum:
            return False
        return (value - self.minimum) % self.step == 0

    def __str__(self) -> str:
        return f"{self.minimum} to {self.maximum}" + (
            "" if self.step == 1 else f" in steps of {self.step}"
        )


class Example(Frozen):
    """A case scored by hand; every one of them is a test.

    A key that is left out was not answered; a score of None is one that cannot be had.
    """

    name: str
    answers: Mapping[str, Decimal | Missing]
    scores: Mapping[str, Decimal | Literal["none"]]


class Recipe(Frozen):
    """The scoring of somebody else's instrument, and on what terms it may be used."""

    id: str
    version: str
    title: Text
    wording: Literal["licensed"]
    verified: bool
    """False: written from memory, to be checked against the manual."""
    printed_in_order: bool = True
    """False: the form does not print its answers from the lowest number up, so options
    that carry no numbers cannot be counted off."""
    recall: Text = Text()
    source: str
    items: tuple[RecipeItem, ...]
    scales: tuple[Scale, ...]
    licence: Licence
    examples: tuple[Example, ...] = ()

    def scales_asked(self, keys: frozenset[str]) -> tuple[Scale, ...]:
        """Return the scales of a question that has only the optional attributes in `keys`."""
        gone = frozenset(i.id for i in self.items if i.optional_attribute and i.id not in keys)
        return tuple(_without(scale, gone) for scale in self.scales)

    def scales_on(self, pairs: Sequence[tuple[str, str]]) -> tuple[Scale, ...]:
        """Return the scales on a questionnaire's link_ids, from pairs (recipe item, link_id)."""
        asked = self.scales_asked(frozenset(name for name, _ in pairs))
        return tuple(renamed(scale, dict(pairs)) for scale in asked)


def _without(scale: Scale, gone: frozenset[str]) -> Scale:
    if not gone or not isinstance(scale.method, ProctcaeGrade):
        return scale
    items = tuple(item for item in scale.items if item not in gone)
    return scale.model_copy(update={"items": items, "method": scale.method.without(gone)})
