"""What a scale is: which items, how they become a number, and what the number means."""

from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lytte.core.frozen import Frozen
from lytte.core.scoring.bank import ItemResponse
from lytte.core.scoring.composite import Composite
from lytte.core.scoring.linear import Linear, Range
from lytte.core.scoring.method import Method
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.value_set import ValueSet
from lytte.core.scoring.weighted import Weighted
from lytte.core.texts import Text

Steps = Annotated[tuple[tuple[Decimal, Decimal], ...], Field(min_length=1)]


class CutOff(Frozen):
    """From where on a score has a name, and who says so."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    words: Text
    source: str
    verified: bool = False

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        bounds = (self.at_least, self.above, self.at_most, self.below)
        if sum(bound is not None for bound in bounds) != 1:
            raise ValueError("a cut-off has exactly one of at_least, above, at_most, below")
        return self

    def is_met(self, score: Decimal) -> bool:
        if self.at_least is not None:
            return score >= self.at_least
        if self.above is not None:
            return score > self.above
        if self.at_most is not None:
            return score <= self.at_most
        return self.below is not None and score < self.below


class MinimalImportantDifference(Frozen):
    """The smallest change of the score that patients notice, and who says so."""

    value: Decimal = Field(gt=0)
    source: str
    verified: bool = False


class Scale(Frozen):
    """One score of an instrument. Pure data: it stands on any questionnaire's link_ids.

    An answer is first recoded, then checked against `item_range`, then reversed.
    """

    id: str
    title: Text = Text()
    items: tuple[str, ...] = ()
    """link_ids; a composite of other scales may list them for the sake of its missing rule."""
    method: Method
    reverse: tuple[str, ...] = ()
    """Items that count as lowest plus highest of `item_range`, less the answer."""
    item_range: Range | None = None
    """Lowest and highest number of an item, after recoding."""
    recode: Mapping[str, Steps] = {}
    """For an item rows of (from this answer on, counts as), rising."""
    only_from: Mapping[str, Decimal] = {}
    """For an item the least answer below which nothing else here was for this person to answer."""
    answered_at_least: Literal["all", "half"] | Annotated[int, Field(ge=1)] = "all"
    """The missing rule: the fewest answered items that still give a score."""
    decimals: int | None = Field(default=None, ge=0, le=10)
    """How many decimals the source publishes, rounded half up; None keeps the score exact."""
    range: Range | None = None
    """Lowest and highest possible score; 0 to 100 where linear says nothing else."""
    worse: Literal["up", "down"]
    cut_offs: tuple[CutOff, ...] = ()
    """From mild to severe: the last one met names the score."""
    mid: MinimalImportantDifference | None = None
    source: str = ""
    verified: bool = False
    """False: written from memory, to be checked against the manual before it is relied on."""

    @property
    def needed(self) -> int:
        """How many items must be answered."""
        if self.answered_at_least == "all":
            return len(self.items)
        if self.answered_at_least == "half":
            return ceil(len(self.items) / 2)
        return self.answered_at_least

    def finding(self, score: Decimal | None) -> CutOff | None:
        """Return the cut-off that names `score`; None below all of them or without a score."""
        if score is None:
            return None
        return next((c for c in reversed(self.cut_offs) if c.is_met(score)), None)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if faults := [*_item_faults(self), *_range_faults(self), *_method_faults(self)]:
            raise ValueError(f"scale {self.id}: " + "; ".join(faults))
        return self


def _item_faults(scale: Scale) -> list[str]:
    faults = [f"{item} stands twice" for item in {*scale.items} if scale.items.count(item) > 1]
    for name, given in (("reverse", scale.reverse), ("recode", tuple(scale.recode))):
        faults += [
            f"{name} names {item}, not one of the items"
            for item in given
            if item not in scale.items
        ]
    faults += [
        f"the rows of recode {item} must rise"
        for item, steps in scale.recode.items()
        if [start for start, _ in steps] != sorted({start for start, _ in steps})
    ]
    if not scale.items and not isinstance(scale.method, Composite):
        faults.append("it has no items")
    if scale.needed > len(scale.items):
        faults.append(f"answered_at_least is {scale.needed} of {len(scale.items)} items")
    return faults


def _range_faults(scale: Scale) -> list[str]:
    faults = []
    for name, bounds in (("item_range", scale.item_range), ("range", scale.range)):
        if bounds is not None and bounds[0] >= bounds[1]:
            faults.append(f"{name} must rise")
    needs_items = bool(scale.reverse) or isinstance(scale.method, Linear | ItemResponse)
    if needs_items and scale.item_range is None:
        faults.append("item_range is needed to reverse items, for linear and item_response")
    return faults


def _method_faults(scale: Scale) -> list[str]:
    method = scale.method
    match method:
        case Weighted():
            named, needs_all = set(method.weights), True
        case ValueSet():
            named, needs_all = set(method.decrements), True
        case ItemResponse():
            named, needs_all = {item.link_id for item in method.bank.items}, False
        case ProctcaeGrade():
            named, needs_all = set(method.asked.values()), True
        case Composite() if not method.parts:
            return ["it is made of no scales"]
        case _:
            return []
    faults = []
    if named != set(scale.items):
        faults.append(
            f"items and those of {method.type} differ: "
            + ", ".join(sorted(named ^ set(scale.items)))
        )
    if needs_all and scale.answered_at_least != "all":
        faults.append(f"{method.type} estimates nothing; leave answered_at_least out")
    return faults
