"""What must hold for any answers at all."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lytte.core.answers import Missing
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe, recipe_ids

missing = st.sampled_from(list(Missing))
absurd = st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from(
    [Decimal("1E+999999"), Decimal("-1E-999999"), Decimal("sNaN"), Decimal("-0"), Decimal(10**60)]
)
ratings = st.lists(st.integers(0, 10) | missing, min_size=1, max_size=12)
ALL = [scale for name in recipe_ids() for scale in read_recipe(INSTRUMENTS / name).scales]


def _scale(of: int, **fields: object) -> Scale:
    items = [f"q{n}" for n in range(of)]
    return Scale.model_validate({"id": "x", "items": items, "worse": "up", **fields})


def _values(given_answers: list[int | Missing]) -> dict[str, Decimal | Missing]:
    return {
        f"q{n}": answer if isinstance(answer, Missing) else Decimal(answer)
        for n, answer in enumerate(given_answers)
    }


@pytest.mark.parametrize("scale", ALL, ids=lambda scale: scale.id)
@settings(max_examples=30)
@given(st.data())
def test_no_answers_break_the_scorer(scale: Scale, data: st.DataObject) -> None:
    values = data.draw(st.dictionaries(st.sampled_from([*scale.items, "?"]), missing | absurd))

    result = score([scale], values)[scale.id]

    assert (result.value is None) != (result.reason is None)
    assert result.answered <= result.of
    if result.value is not None and scale.range:
        assert scale.range[0] <= result.value <= scale.range[1]
    if result.reason is not None:
        assert str(result.reason)


@given(ratings)
def test_a_prorated_sum_is_the_mean_times_the_number_of_items(
    answers: list[int | Missing],
) -> None:
    scale = _scale(len(answers), method={"type": "sum"}, answered_at_least=1)
    answered = [answer for answer in answers if not isinstance(answer, Missing)]

    found = score([scale], _values(answers))["x"].value

    if not answered:
        assert found is None
    else:
        exact = Fraction(sum(answered), len(answered)) * len(answers)
        assert found is not None
        assert abs(Fraction(found) - exact) < Fraction(1, 10**20)


@given(ratings, st.integers(0, 11))
def test_giving_the_mean_for_what_is_missing_changes_no_prorated_sum(
    answers: list[int | Missing], place: int
) -> None:
    answered = [answer for answer in answers if not isinstance(answer, Missing)]
    if not answered or sum(answered) % len(answered):
        return
    scale = _scale(len(answers), method={"type": "sum"}, answered_at_least=1)
    mean = sum(answered) // len(answered)
    filled = [mean if isinstance(answer, Missing) else answer for answer in answers]

    assert (
        score([scale], _values(answers))["x"].value == score([scale], _values([*filled]))["x"].value
    )


@given(st.integers(1, 40), st.data())
def test_half_is_enough_and_less_than_half_is_not(of: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(0, of))
    scale = _scale(of, method={"type": "mean"}, answered_at_least="half")

    result = score([scale], {f"q{n}": Decimal(1) for n in range(answered)})["x"]

    assert (result.value is not None) == (2 * answered >= of)
    if result.reason:
        assert result.reason.kind == "too_few_answered"
        assert len(result.reason.items) == of - answered
        assert result.reason.needed == (of + 1) // 2


@given(
    st.lists(st.integers(1, 7), min_size=1, max_size=10),
    st.lists(st.integers(1, 7), min_size=10, max_size=10),
)
def test_a_linear_score_rises_with_the_sum_and_falls_when_reversed(
    one: list[int], longer: list[int]
) -> None:
    other = longer[: len(one)]
    method = {"method": {"type": "linear"}, "item_range": [1, 7], "range": [0, 100]}
    straight = _scale(len(one), **method)
    turned = _scale(len(one), **method, reverse=straight.items)

    up = [score([straight], _values([*answers]))["x"].value for answers in (one, other)]
    down = [score([turned], _values([*answers]))["x"].value for answers in (one, other)]

    assert None not in up
    assert (up[0] < up[1]) == (sum(one) < sum(other))  # type: ignore[operator]
    # What is reversed is exactly what is left of 100, thirds included.
    assert [round(u + d, 20) for u, d in zip(up, down, strict=True)] == [100, 100]  # type: ignore[operator]


@given(ratings)
def test_the_maximum_is_one_of_the_answers(answers: list[int | Missing]) -> None:
    scale = _scale(len(answers), method={"type": "maximum"}, answered_at_least=1)
    answered = [answer for answer in answers if not isinstance(answer, Missing)]

    assert score([scale], _values(answers))["x"].value == (max(answered) if answered else None)


@given(ratings)
def test_every_way_of_being_missing_counts_the_same(answers: list[int | Missing]) -> None:
    scale = _scale(len(answers), method={"type": "sum"}, answered_at_least=1)
    values = _values(answers)
    left_out = {name: value for name, value in values.items() if not isinstance(value, Missing)}

    one, other = (score([scale], every)["x"] for every in (values, left_out))
    assert (one.value, one.answered) == (other.value, other.answered)
