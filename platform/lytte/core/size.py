"""How large a questionnaire may be, whatever file it came in: what is looked through soon."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lytte.core.items.any_item import Item
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire

MOST_ITEMS = 2_500
"""A little more than the largest seen in practice; more are not read within a second."""
MOST_OPTIONS = 6_000
"""In one questionnaire, value sets included; the largest seen in practice has 4,525."""
MOST_CONDITIONS = 2_000
MOST_EXPRESSIONS = 600
MOST_LETTERS = 100_000
"""Of all expressions together: each is read, proven and put in order before it is brought in.

The largest seen in practice has 357 of them, and 78,000 letters.
"""


def too_many_items(place: str) -> Problem:
    """Return what is told where there come to be more items."""
    return error(place, f"more than {MOST_ITEMS:,} items", "Split the questionnaire.")


def too_many_options(place: str) -> Problem:
    """Return what is told where there come to be more options."""
    return error(
        place,
        f"here the questionnaire comes to over {MOST_OPTIONS:,} options",
        "Shorten the lists, or split the questionnaire.",
    )


def too_many_conditions(place: str) -> Problem:
    """Return what is told where there come to be more conditions."""
    return error(
        place,
        f"here the questionnaire comes to over {MOST_CONDITIONS:,} conditions",
        "Put what opens together in a group with one condition, or split the questionnaire.",
    )


def too_many_expressions(place: str) -> Problem:
    """Return what is told where there come to be more expressions, or more letters of them."""
    return error(
        place,
        f"here the questionnaire comes to over {MOST_EXPRESSIONS:,} expressions, or over "
        f"{MOST_LETTERS:,} letters of them",
        "Write what is repeated once, as a variable, or split the questionnaire.",
    )


class Measured(NamedTuple):
    """What a questionnaire has come to."""

    items: int = 0
    options: int = 0
    conditions: int = 0
    expressions: int = 0
    letters: int = 0

    def with_more(
        self,
        *,
        items: int = 0,
        options: int = 0,
        conditions: int = 0,
        written: tuple[str, ...] = (),
    ) -> "Measured":
        """Return what it has come to with one more part of it; `written` are expressions."""
        return Measured(
            self.items + items,
            self.options + options,
            self.conditions + conditions,
            self.expressions + len(written),
            self.letters + sum(map(len, written)),
        )

    def too_much(self, place: str) -> Problem | None:
        """Return what there is too much of, told at the place where it came to that."""
        return next((told(place) for told, is_so in self._told() if is_so), None)

    def _told(self) -> Iterator[tuple[Callable[[str], Problem], bool]]:
        yield too_many_items, self.items > MOST_ITEMS
        yield too_many_options, self.options > MOST_OPTIONS
        yield too_many_conditions, self.conditions > MOST_CONDITIONS
        yield (
            too_many_expressions,
            self.expressions > MOST_EXPRESSIONS or self.letters > MOST_LETTERS,
        )


def too_large(questionnaire: Questionnaire) -> Problem | None:
    """Return what there is too much of in a questionnaire that was read already."""
    written = tuple(each.expression for each in questionnaire.variables)
    rules = tuple(each.expression for each in questionnaire.constraints)
    listed = sum(len(each.options) for each in questionnaire.value_sets)
    found = Measured(options=listed).with_more(written=written + rules)
    for item in questionnaire.every_item():
        found = found.with_more(
            items=1,
            options=len(getattr(item, "answer_options", ())),
            conditions=len(item.enable_when),
            written=tuple(_expressions(item)),
        )
        if (told := found.too_much(item.link_id)) is not None:
            return told
    return found.too_much("")


def _expressions(item: Item) -> Iterator[str]:
    yield from (each.expression for each in item.variables)
    yield from (each.expression for each in item.constraints)
    for name in ("calculated_expression", "initial_expression", "answer_expression"):
        if (found := getattr(item, name, None)) is not None:
            yield found.expression
    if item.enable_when_expression is not None:
        yield item.enable_when_expression.expression
    yield from (each.expression.expression for each in getattr(item, "toggles", ()))
