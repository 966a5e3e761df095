"""Which numbers of a form stand on a clinician's page, and how each one reads."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.linear import Linear
from lytte.core.scoring.maximum import Maximum
from lytte.core.scoring.mean import Mean
from lytte.core.scoring.scale import CutOff, Scale
from lytte.core.scoring.sum import Sum
from lytte.core.sheet_layout import Kind

Worse = Literal["up", "down"]
Ends = tuple[Decimal, Decimal] | None

RATING = (Decimal(0), Decimal(10))
PER_CENT = (Decimal(0), Decimal(100))
# A step of the rating that patients call a change, and a tenth of a function.
SMALL_RATING, SMALL_SHARE = Decimal(2), Decimal(10)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One number of a form. `small` is the least change that is news.

    `exact` is a number somebody wrote, of which every decimal counts.
    """

    address: str
    part: Part
    name: str
    ends: Ends
    worse: Worse | None
    small: Decimal | None = None
    cut_offs: tuple[CutOff, ...] = ()
    exact: bool = False

    @property
    def kind(self) -> Kind:
        """The table it stands in: directions never share one."""
        match self.worse:
            case None:
                return "undirected"
            case "up":
                return "symptoms" if self.ends == RATING else "higher_is_worse"
            case "down":
                return "functions" if self.ends == PER_CENT else "higher_is_better"


def measured(form: Form, language: str) -> Iterator[Measured]:
    """Yield each measure of `form`, in the order it is asked, a part's scales last.

    An option or a number that counts in a scale is told by the scale; a rating stands
    for itself as well, because it is what the patient was asked.
    """
    for part in form.parts:
        counted = {item for scale in part.scales for item in scale.items}
        for item in part.questionnaire.every_item():
            found = _of_item(part, item, language, in_scale=item.link_id in counted)
            if found is not None and not item.hidden:
                yield found
        for scale in part.scales:
            yield _of_scale(part, scale, language)


def told_apart(measures: Iterable[Measured], language: str) -> tuple[Measured, ...]:
    """Add the recall period, or the part's title, to names that stand twice in a form."""
    found = tuple(measures)
    often = Counter(one.name for one in found)
    return tuple(
        one
        if often[one.name] == 1
        else replace(one, name=f"{one.name}, {_occasion(one.part, language)}")
        for one in found
    )


def _occasion(part: Part, language: str) -> str:
    recall = part.recall.read(language)
    return recall[:1].lower() + recall[1:] if recall else part.title.read(language) or part.id


def item_name(item: Item, language: str) -> str:
    """Return what an item is called in a table: its short text, or its question."""
    return item.short_text.read(language) or item.text.read(language) or item.link_id


def names(form: Form, language: str) -> Mapping[str, str]:
    """Return the name of every item and scale by its address `part/id`."""
    found = {
        f"{part.id}/{item.link_id}": item_name(item, language)
        for part in form.parts
        for item in part.questionnaire.every_item()
    }
    for part in form.parts:
        for scale in part.scales:
            found[f"{part.id}/{scale.id}"] = scale.title.read(language) or scale.id
    return found


def _of_item(part: Part, item: Item, language: str, *, in_scale: bool) -> Measured | None:
    worse: Worse | None
    ends: Ends
    match item:
        case NumericRating() | VisualAnalogue():
            ends, worse = (Decimal(item.minimum), Decimal(item.maximum)), item.worse
        case Number() if item.scored and not in_scale:
            ends, worse = _both(item.minimum, item.maximum), item.worse
        case Choice() if item.scored and not in_scale:
            ends, worse = _weights(part.questionnaire, item), item.worse
        case _:
            return None
    return Measured(
        address=f"{part.id}/{item.link_id}",
        part=part,
        name=item_name(item, language),
        ends=ends,
        worse=worse,
        small=_small(ends),
        exact=isinstance(item, Number),
    )


def _of_scale(part: Part, scale: Scale, language: str) -> Measured:
    ends = scale.range or _implied(scale)
    return Measured(
        address=f"{part.id}/{scale.id}",
        part=part,
        name=scale.title.read(language) or scale.id,
        ends=ends,
        worse=scale.worse,
        small=scale.mid.value if scale.mid else _small(ends),
        cut_offs=scale.cut_offs,
    )


def _implied(scale: Scale) -> Ends:
    """The ends that follow from the method where the recipe does not state them."""
    match scale.method:
        case Linear():
            return PER_CENT
        case Mean() | Maximum():
            return scale.item_range
        case Sum() if scale.item_range:
            low, high = scale.item_range
            return low * len(scale.items), high * len(scale.items)
        case _:
            return None


def _small(ends: Ends) -> Decimal | None:
    if ends is None:
        return None
    return SMALL_RATING if ends == RATING else (ends[1] - ends[0]) * SMALL_SHARE / 100


def _both(low: Decimal | None, high: Decimal | None) -> Ends:
    return None if low is None or high is None or low >= high else (low, high)


def _weights(questionnaire: Questionnaire, item: Choice) -> Ends:
    weights = [o.weight for o in questionnaire.options(item) if o.weight is not None]
    return _both(min(weights), max(weights)) if weights else None
