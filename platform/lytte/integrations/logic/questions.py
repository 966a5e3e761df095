"""What the questions of a questionnaire are answered with, for those who write about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Literal

from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption
from lytte.core.values import Coding, NativeValue
from lytte.integrations.logic.terms import Words, number_of

Kind = Literal[
    "number", "amount", "text", "truth", "date", "dateTime", "time", "code", "codes", "other"
]
_KINDS: Mapping[str, Kind] = {
    "boolean": "truth",
    "date": "date",
    "dateTime": "dateTime",
    "decimal": "number",
    "integer": "number",
    "numeric_rating": "number",
    "quantity": "amount",
    "string": "text",
    "text": "text",
    "time": "time",
    "url": "text",
    "visual_analogue": "number",
}
DATES = ("date", "dateTime", "time")


@dataclass(frozen=True)
class Asked:
    """A question, what may be chosen at it, and the repeating groups it stands in, outermost
    first."""

    item: Item
    options: tuple[AnswerOption, ...] = ()
    rows: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> Kind:
        """What its answers are, as far as a condition on them goes."""
        if self.item.type == "choice" or self.item.type == "open-choice":
            return self._of_options()
        return _KINDS.get(self.item.type, "other")

    def meant(self, written: str) -> int | None:
        """Return the place of the option that is meant: 1 means the option 1, else 01."""
        exact = self.codes.get(written)
        return self._by_number.get(number_of(Words(written))) if exact is None else exact

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """The codes of its options, in their order, each with its place among them."""
        found: dict[str, int] = {}
        for place, one in enumerate(self.options):
            if (code := option_code(one)) is not None:
                found.setdefault(code, place)
        return found

    @cached_property
    def _by_number(self) -> Mapping[Decimal | None, int]:
        found: dict[Decimal | None, int] = {}
        for code, place in self.codes.items():
            if (number := number_of(Words(code))) is not None:
                found.setdefault(number, place)
        return found

    def _of_options(self) -> Kind:
        kinds = {type(option.value) for option in self.options}
        if kinds <= {Coding}:
            return "codes" if self.item.repeats else "code"
        if kinds == {str}:
            return "text"
        return "number" if kinds == {int} else "other"


Questions = Mapping[str, Asked]

TWO_OF_ONE_CODE = "options with one code get codes of their own, and conditions see the first"


def option_code(option: AnswerOption) -> str | None:
    """Return what stands for an option in a file: its code, else the value itself."""
    value = option.value
    if isinstance(value, Coding):
        return value.code or value.display
    if isinstance(value, str | int):
        return str(value)
    return getattr(value, "text", None)


def beside_others(options: Sequence[AnswerOption]) -> Iterator[tuple[AnswerOption, str]]:
    """Yield each option with what its name ends with, so that what differs is told apart.

    FHIR tells codes apart by their systems too; a table has nothing but the code.
    """
    known: dict[str | None, list[tuple[NativeValue, str]]] = {}
    taken = {option_code(option) for option in options}
    for option in options:
        code = option_code(option)
        ends = known.setdefault(code, [])
        found = next((end for value, end in ends if value == option.value), None)
        if found is None:
            free = (f"_{number}" for number in count(2) if f"{code}_{number}" not in taken)
            found = next(free) if ends else ""
            taken.add(f"{code}{found}")
            ends.append((option.value, found))
        yield option, found


def questions(
    items: Iterable[Item], options: Mapping[str, tuple[AnswerOption, ...]] | None = None
) -> dict[str, Asked]:
    """Return every item at every depth by its linkId, with the rows it stands in.

    `options` are those that come from elsewhere than the item itself.
    """
    found: dict[str, Asked] = {}
    waiting: list[tuple[Item, tuple[str, ...]]] = [(each, ()) for each in reversed([*items])]
    while waiting:
        item, rows = waiting.pop()
        own = getattr(item, "answer_options", ())
        found[item.link_id] = Asked(item, own or (options or {}).get(item.link_id, ()), rows)
        inside = (*rows, item.link_id) if item.type == "group" and item.repeats else rows
        waiting.extend((each, inside) for each in reversed(item.items))
    return found
