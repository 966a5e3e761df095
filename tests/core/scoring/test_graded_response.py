"""The models against their textbook formulas, written out once more in plain Python."""

from decimal import Decimal
from math import exp, sqrt
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lytte.core.scoring.bank import Bank, BankItem, Settings
from lytte.core.scoring.graded_response import estimate, grid

Model = Literal["graded_response", "generalised_partial_credit"]
parameters = st.tuples(
    st.floats(0.05, 6), st.lists(st.floats(-6, 6), min_size=1, max_size=6).map(sorted)
)


def _probabilities(model: Model, a: float, b: list[float], theta: float) -> list[float]:
    if model == "graded_response":
        above = [1.0, *(1 / (1 + exp(-a * (theta - one))) for one in b), 0.0]
        return [above[k] - above[k + 1] for k in range(len(b) + 1)]
    weights = [exp(sum(a * (theta - one) for one in b[:k])) for k in range(len(b) + 1)]
    return [weight / sum(weights) for weight in weights]


def _information(model: Model, a: float, b: list[float], theta: float) -> float:
    """Expected squared slope of the log-likelihood, by a small step to either side."""
    step = 1e-5
    left, here, right = (_probabilities(model, a, b, theta + move) for move in (-step, 0.0, step))
    return sum(
        ((high - low) / (2 * step)) ** 2 / middle
        for low, middle, high in zip(left, here, right, strict=True)
        if middle > 1e-12
    )


@pytest.mark.parametrize("model", ["graded_response", "generalised_partial_credit"])
@given(parameters)
def test_the_curves_follow_the_formulas(model: Model, item: tuple[float, list[float]]) -> None:
    a, b = item
    bank = Bank(model=model, items=(BankItem(link_id="x", a=a, b=tuple(b)),))

    known = grid(bank, Settings(points=9))

    for point, theta in enumerate(known.at):
        expected = _probabilities(model, a, b, float(theta))
        assert known.probability[0][:, point] == pytest.approx(expected, abs=1e-9)
        information = _information(model, a, b, float(theta))
        assert known.information[0][point] == pytest.approx(information, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("model", ["graded_response", "generalised_partial_credit"])
def test_the_estimate_is_the_mean_of_the_posterior(model: Model) -> None:
    items = {"x": (1.7, [-1.0, 0.2, 1.1]), "y": (0.9, [-0.5, 0.5])}
    bank = Bank(
        model=model,
        items=tuple(BankItem(link_id=n, a=a, b=tuple(b)) for n, (a, b) in items.items()),
    )
    answers = {"x": 2, "y": 0}

    found = estimate(bank, Settings(mean=0.5, sd=1.5), answers)

    at = [-4 + n / 10 for n in range(81)]
    weights = []
    for theta in at:
        weight = exp(-0.5 * ((theta - 0.5) / 1.5) ** 2)
        for name, category in answers.items():
            weight *= _probabilities(model, *items[name], theta)[category]
        weights.append(weight)
    mean = sum(w * t for w, t in zip(weights, at, strict=True)) / sum(weights)
    variance = sum(w * (t - mean) ** 2 for w, t in zip(weights, at, strict=True)) / sum(weights)
    assert float(found.theta) == pytest.approx(mean, abs=1e-5)
    assert float(found.se) == pytest.approx(sqrt(variance), abs=1e-5)
    assert found.t == round(Decimal(50) + 10 * Decimal(repr(mean)), 3)


def test_a_higher_answer_never_lowers_the_estimate() -> None:
    bank = Bank(
        items=(BankItem(link_id="x", a=2, b=(-1, 0, 1)), BankItem(link_id="y", a=1, b=(0,)))
    )

    found = [estimate(bank, Settings(), {"x": category, "y": 0}).theta for category in range(4)]

    assert found == sorted(found)


def test_nobody_answered_gives_what_was_known_before() -> None:
    bank = Bank(items=(BankItem(link_id="x", a=2, b=(0,)),))

    assert estimate(bank, Settings(), {}).theta == 0
    assert estimate(bank, Settings(), {"x": 5, "lost": 1}) == estimate(bank, Settings(), {})


def test_impossible_parameters_still_give_a_number() -> None:
    """Steps on top of each other, and answers that no ability explains."""
    steep = Bank(
        items=(BankItem(link_id="x", a=1e6, b=(0, 0, 0)), BankItem(link_id="y", a=1e6, b=(3,)))
    )

    known = grid(steep, Settings())

    assert np.isfinite(known.information).all()
    assert estimate(steep, Settings(), {"x": 1, "y": 1}).theta.is_finite()
    assert estimate(steep, Settings(mean=1e9, sd=1), {}).theta == 0


@pytest.mark.parametrize(
    "item", [{"a": 0}, {"a": float("nan")}, {"a": 1, "b": []}, {"a": 1, "b": [float("inf")]}]
)
def test_parameters_that_are_no_numbers_are_refused(item: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BankItem.model_validate({"link_id": "x", "b": [0], **item})
