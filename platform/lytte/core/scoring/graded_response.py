"""Item response models: how much of something a person has, and what to ask next.

Graded response model (Samejima 1969) and generalised partial credit model (Muraki
1992); estimate by expected a posteriori on a grid, the next item by maximum
posterior-weighted information. Everything that does not depend on the answers is
computed once per bank. Floats live here and nowhere else; what leaves is a Decimal.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from math import sqrt
from typing import NamedTuple, assert_never

import numpy as np
import numpy.typing as npt

from lytte.core.frozen import Frozen
from lytte.core.scoring.bank import Bank, BankItem, ItemResponse, Settings

Floats = npt.NDArray[np.float64]

_DECIMALS = 5
"""Digits kept of theta and its standard error; the parameters carry no more."""


class Estimate(Frozen):
    """Where on the scale somebody is, with the standard error; `t` is 50 + 10 theta."""

    theta: Decimal
    se: Decimal
    t: Decimal
    t_se: Decimal


class Spread(NamedTuple):
    """Mean and standard deviation of where somebody probably is."""

    theta: float
    se: float


class Grid(NamedTuple):
    """What is known of a bank before anybody has answered."""

    at: Floats
    """The points of theta."""
    prior: Floats
    """Weight of each point."""
    probability: tuple[Floats, ...]
    """For each item, row k: how likely category k is at each point."""
    information: Floats
    """For each item: Fisher information at each point."""


@lru_cache(maxsize=16)
def grid(bank: Bank, settings: Settings) -> Grid:
    """Compute the probabilities and the information of every item over the grid."""
    at = np.linspace(settings.lo, settings.hi, settings.points)
    prior = np.exp(-0.5 * ((at - settings.mean) / settings.sd) ** 2)
    if not prior.sum() > 0:  # a prior that lies far outside the grid
        prior = np.ones_like(at)
    rows = [_curves(bank, item, at) for item in bank.items]
    return Grid(
        at,
        prior / prior.sum(),
        tuple(probability for probability, _ in rows),
        np.array([information for _, information in rows]),
    )


def _curves(bank: Bank, item: BankItem, at: Floats) -> tuple[Floats, Floats]:
    match bank.model:
        case "graded_response":
            return _graded(item, at)
        case "generalised_partial_credit":
            return _partial_credit(item, at)
        case _:
            assert_never(bank.model)


def _graded(item: BankItem, at: Floats) -> tuple[Floats, Floats]:
    slope = np.clip(item.a * (at[None, :] - np.array(item.b)[:, None]), -500, 500)
    inner = 1 / (1 + np.exp(-slope))
    ones, zeros = np.ones((1, at.size)), np.zeros((1, at.size))
    above = np.vstack([ones, inner, zeros])
    probability = above[:-1] - above[1:]
    steepness = item.a * above * (1 - above)
    change = steepness[:-1] - steepness[1:]
    # 0/0 counts as 0: a category nobody can choose tells nothing.
    share = np.divide(change**2, probability, out=np.zeros_like(probability), where=probability > 0)
    return probability, share.sum(axis=0)


def _partial_credit(item: BankItem, at: Floats) -> tuple[Floats, Floats]:
    steps = item.a * (at[None, :] - np.array(item.b)[:, None])
    score: Floats = np.vstack([np.zeros((1, at.size)), np.cumsum(steps, axis=0)])
    weight = np.exp(score - score.max(axis=0))
    probability = weight / weight.sum(axis=0)
    category = np.arange(len(item.b) + 1)[:, None]
    expected = (probability * category).sum(axis=0)
    variance = (probability * (category - expected) ** 2).sum(axis=0)
    return probability, item.a**2 * variance


def updated(known: Grid, weights: Floats, item: int, category: int) -> Floats:
    """Return the weight of each grid point after one more answer."""
    product = weights * known.probability[item][category]
    total = product.sum()
    # An answer that no ability explains leaves what was known before everything.
    return product / total if total > 0 else known.prior


def posterior(known: Grid, answered: Sequence[tuple[int, int]]) -> Floats:
    """Return the weight of each grid point given (item, category), both counted from 0."""
    weights = known.prior
    for item, category in answered:
        weights = updated(known, weights, item, category)
    return weights


def spread(known: Grid, weights: Floats) -> Spread:
    """Return the mean of theta and its standard deviation."""
    theta = float(weights @ known.at)
    variance = float(weights @ (known.at - theta) ** 2)
    return Spread(theta, sqrt(max(variance, 0.0)))


def most_telling(known: Grid, weights: Floats, used: Sequence[int]) -> int | None:
    """Return the unused item with most information where the person probably is.

    The first of equals; None when all are used.
    """
    if len(used) == len(known.information):
        return None
    information = known.information @ weights
    information[list(used)] = -1.0
    return int(np.argmax(information))


def rounded(found: Spread, t_mean: Decimal = Decimal(50), t_sd: Decimal = Decimal(10)) -> Estimate:
    """Leave the floats: theta and SE to five decimals, the T-score to three."""
    exact = Decimal(repr(found.theta)), Decimal(repr(found.se))
    return Estimate(
        theta=round(exact[0], _DECIMALS) + 0,  # + 0: never written as -0
        se=round(exact[1], _DECIMALS),
        t=round(t_mean + t_sd * exact[0], 3),
        t_se=round(t_sd * exact[1], 3),
    )


def estimate(bank: Bank, settings: Settings, answers: Mapping[str, int]) -> Estimate:
    """Estimate from the categories, from 0, of whichever items were answered.

    An answer to an item that the bank does not have, or in a category that the item
    does not have, is left out.
    """
    known = grid(bank, settings)
    return rounded(spread(known, posterior(known, answered_items(bank, answers))))


def answered_items(bank: Bank, answers: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return (item, category) in the order of the bank, so that order changes no digit."""
    return [
        (index, answers[item.link_id])
        for index, item in enumerate(bank.items)
        if 0 <= answers.get(item.link_id, -1) < item.categories
    ]


def answers_estimate(
    method: ItemResponse, values: Mapping[str, Decimal], item_range: tuple[Decimal, Decimal]
) -> Estimate:
    """Estimate from numeric answers whose lowest is the lowest of `item_range`."""
    categories = {
        item: category
        for item, value in values.items()
        if (category := method.category(value, item_range[0], item)) is not None
    }
    known = grid(method.bank, method.settings)
    weights = posterior(known, answered_items(method.bank, categories))
    return rounded(spread(known, weights), method.t_mean, method.t_sd)
