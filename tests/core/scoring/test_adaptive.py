"""Adaptive tests: what is asked next, when it ends, and that it can be resumed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.answers import Missing
from lytte.core.scoring.adaptive import next_item, next_link_id, walk
from lytte.core.scoring.bank import Bank, BankItem, ItemResponse, Settings
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.score import score

BANK = Bank(
    items=tuple(
        BankItem(link_id=f"i{n}", a=1.2 + 0.2 * n, b=(n / 5 - 2, n / 5 - 1, n / 5))
        for n in range(10)
    )
)
FIXED = Settings(min_items=4, max_items=6)
answers = st.dictionaries(
    st.sampled_from([item.link_id for item in BANK.items]),
    st.one_of(st.integers(-1, 4), st.sampled_from(list(Missing))),
)


@given(answers)
def test_the_answers_are_the_whole_state(given_answers: dict[str, int | Missing]) -> None:
    """Whatever order the answers are kept in, the same test is resumed."""
    turned = dict(reversed(given_answers.items()))

    assert walk(BANK, FIXED, given_answers) == walk(BANK, FIXED, turned)


@given(st.lists(st.integers(0, 3), min_size=10, max_size=10))
def test_a_test_answered_one_by_one_is_the_test_answered_at_once(responses: list[int]) -> None:
    everything: dict[str, int | Missing] = {f"i{n}": r for n, r in enumerate(responses)}

    asked: dict[str, int | Missing] = {}
    while (item := next_item(BANK, FIXED, asked)) is not None:
        assert item not in asked
        asked[item] = everything[item]

    assert [step.link_id for step in walk(BANK, FIXED, everything)[0]] == list(asked)
    assert len(asked) == 6


def test_answers_off_the_path_are_not_looked_at() -> None:
    first = next_item(BANK, FIXED, {})
    elsewhere: dict[str, int | Missing] = {
        item.link_id: 3 for item in BANK.items if item.link_id != first
    }

    assert walk(BANK, FIXED, elsewhere) == ([], first)


def test_a_skipped_item_is_not_asked_again_and_moves_nothing() -> None:
    first = next_item(BANK, FIXED, {})
    assert first is not None

    steps, following = walk(BANK, FIXED, {first: Missing.DECLINED})

    assert following not in (None, first)
    assert steps[0].estimate == walk(BANK, FIXED, {first: Missing.SKIPPED})[0][0].estimate
    assert abs(steps[0].estimate.theta) < Decimal("0.001")


def test_somebody_who_skips_everything_is_let_go() -> None:
    skipped: dict[str, int | Missing] = {item.link_id: Missing.SKIPPED for item in BANK.items}

    steps, following = walk(BANK, FIXED, skipped)

    assert len(steps) == 6
    assert following is None


def test_an_answer_the_item_does_not_have_counts_as_unreadable() -> None:
    first = next_item(BANK, FIXED, {})
    assert first is not None

    assert walk(BANK, FIXED, {first: 7})[0][0].response is Missing.UNREADABLE


@pytest.mark.parametrize(
    ("settings", "category", "length"),
    [
        (Settings(min_items=2, max_items=5), 1, 5),
        (Settings(min_items=2, max_items=None), 1, 10),
        (Settings(min_items=2, max_items=10, max_se=2), 1, 2),
        (Settings(min_items=0, max_items=10, max_se=2), 1, 1),
        (Settings(min_items=3, max_items=10, min_change=1), 1, 3),
        (Settings(min_items=4, max_items=10, best_health_after=3), 0, 3),
        (Settings(min_items=4, max_items=10, best_health_after=3), 1, 10),
        (Settings(min_items=4, max_items=10, best_health_after=3, healthiest="highest"), 3, 3),
    ],
)
def test_a_test_ends_by_its_rules(settings: Settings, category: int, length: int) -> None:
    same: dict[str, int | Missing] = {item.link_id: category for item in BANK.items}

    steps, following = walk(BANK, settings, same)

    assert len(steps) == length
    assert following is None


def test_it_stops_as_soon_as_the_standard_error_is_small_enough() -> None:
    settings = Settings(min_items=1, max_items=10, max_se=0.45)
    same: dict[str, int | Missing] = {item.link_id: 1 for item in BANK.items}

    errors = [step.estimate.se for step in walk(BANK, settings, same)[0]]

    assert errors[-1] < Decimal("0.45")
    assert all(se >= Decimal("0.45") for se in errors[:-1])


def test_of_equally_telling_items_the_first_is_asked() -> None:
    twins = Bank(items=tuple(BankItem(link_id=name, a=1.5, b=(0,)) for name in ("c", "a", "b")))

    assert next_item(twins, FIXED, {}) == "c"


SCALE = Scale(
    id="fatigue",
    items=tuple(item.link_id for item in BANK.items),
    method=ItemResponse(bank=BANK, settings=FIXED, adaptive=True),
    item_range=(Decimal(1), Decimal(4)),
    answered_at_least=4,
    worse="up",
)


def test_a_scale_asks_by_the_numbers_of_its_answers() -> None:
    values: dict[str, Decimal | Missing] = {}
    while (item := next_link_id(SCALE, values)) is not None:
        assert score([SCALE], values)["fatigue"].value is None or len(values) >= 4
        values[item] = Decimal(2)

    result = score([SCALE], values)["fatigue"]
    categories: dict[str, int | Missing] = dict.fromkeys(values, 1)
    [*_, last] = walk(BANK, FIXED, categories)[0]
    assert (result.value, result.se) == (last.estimate.t, last.estimate.t_se)
    assert (result.answered, result.of) == (6, 10)


def test_a_scale_that_is_not_adaptive_asks_nothing() -> None:
    fixed = SCALE.model_copy(update={"method": ItemResponse(bank=BANK)})

    assert next_link_id(fixed, {}) is None
