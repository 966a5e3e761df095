"""Adaptive tests: which item to ask next, and when enough is known.

The state of a test is its answers and nothing else. A test is walked again from
its first item at every step, so it can be resumed after any pause, on any server,
and always asks the same next item.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from lytte.core.answers import Missing
from lytte.core.scoring.bank import Bank, ItemResponse, Settings
from lytte.core.scoring.graded_response import (
    Estimate,
    Floats,
    Spread,
    grid,
    most_telling,
    rounded,
    spread,
    updated,
)
from lytte.core.scoring.scale import Scale


class Step(NamedTuple):
    """One item that was asked, the category answered (from 0) and what is known after it."""

    link_id: str
    response: int | Missing
    estimate: Estimate


class _Walk:
    """A test on its way: what was asked and what the answers weigh."""

    def __init__(self, bank: Bank, settings: Settings) -> None:
        self.bank, self.settings = bank, settings
        self.grid = grid(bank, settings)
        self.weights: Floats = self.grid.prior
        self.used: list[int] = []
        self.answered: list[tuple[int, int]] = []
        self.now = spread(self.grid, self.weights)
        self.before: Spread | None = None
        """Theta and standard error before the last answer."""

    def next_item(self) -> int | None:
        if self._knows_enough():
            return None
        return most_telling(self.grid, self.weights, self.used)

    def take(self, item: int, response: int | Missing) -> None:
        self.used.append(item)
        if isinstance(response, Missing):
            return
        self.answered.append((item, response))
        self.weights = updated(self.grid, self.weights, item, response)
        self.before, self.now = self.now, spread(self.grid, self.weights)

    def _knows_enough(self) -> bool:
        rule, answered = self.settings, len(self.answered)
        if rule.max_items is not None and len(self.used) >= rule.max_items:
            return True
        if answered == rule.best_health_after and self._all_healthiest():
            return True
        if answered < max(rule.min_items, 1):
            return False
        if rule.max_se is not None and self.now.se < rule.max_se:
            return True
        if rule.min_change is None or self.before is None:
            return False
        return 0 < self.before.se - self.now.se < rule.min_change

    def _all_healthiest(self) -> bool:
        best = {
            item: 0 if self.settings.healthiest == "lowest" else len(self.bank.items[item].b)
            for item, _ in self.answered
        }
        return all(category == best[item] for item, category in self.answered)


def walk(
    bank: Bank, settings: Settings, answers: Mapping[str, int | Missing]
) -> tuple[list[Step], str | None]:
    """Return the steps that `answers` make, and the next item; None when the test is over.

    `answers` holds categories from 0. Answers to items that the test would not have
    asked are not looked at, and one in a category that does not exist counts as
    unreadable.
    """
    test = _Walk(bank, settings)
    steps: list[Step] = []
    while (item := test.next_item()) is not None:
        asked = bank.items[item]
        response = answers.get(asked.link_id)
        if response is None or response is Missing.NOT_REACHED:
            return steps, asked.link_id
        if not isinstance(response, Missing) and not 0 <= response < asked.categories:
            response = Missing.UNREADABLE
        test.take(item, response)
        steps.append(Step(asked.link_id, response, rounded(test.now)))
    return steps, None


def next_item(bank: Bank, settings: Settings, answers: Mapping[str, int | Missing]) -> str | None:
    """Return the link_id to ask next, None when enough is known."""
    return walk(bank, settings, answers)[1]


def next_link_id(scale: Scale, values: Mapping[str, Decimal | Missing]) -> str | None:
    """Return the item of an adaptive scale to ask next, from the answers as numbers.

    None when the test is over, and for a scale that is not an adaptive test.
    """
    walked = walked_items(scale, values)
    return walked.next_id if walked else None


class WalkedItems(NamedTuple):
    """How far an adaptive test has come: what was asked, in order, and what is next."""

    asked: tuple[str, ...]
    next_id: str | None


def walked_items(scale: Scale, values: Mapping[str, Decimal | Missing]) -> WalkedItems | None:
    """Return how far the test of a scale has come; None for a scale that is no adaptive test.

    `values` holds only what was met: an item that is not in it has not been asked yet.
    """
    method = scale.method
    if not isinstance(method, ItemResponse) or not method.adaptive or scale.item_range is None:
        return None
    lowest = scale.item_range[0]
    answers: dict[str, int | Missing] = {}
    for item in scale.items:
        value = values.get(item)
        if isinstance(value, Missing):
            answers[item] = value
        elif value is not None:
            category = method.category(value, lowest, item)
            answers[item] = Missing.UNREADABLE if category is None else category
    steps, next_id = walk(method.bank, method.settings, answers)
    return WalkedItems(tuple(step.link_id for step in steps), next_id)
