"""Random answers on every recipe, and on scales made up: a score in range, or a reason."""

from decimal import Decimal
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from lytte.core.answers import Missing
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe, recipe_ids
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

SEEDS: list[bytes] = []
WORDS: list[bytes] = []

RECIPES = [read_recipe(INSTRUMENTS / name) for name in recipe_ids()]
ITEMS = ("a", "b", "c", "d")
MISSING = st.sampled_from(list(Missing))
NUMBERS = st.one_of(
    st.integers(-2, 11).map(Decimal),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal("1E+999999"), Decimal("-1E-999999"), Decimal("-0"), Decimal("sNaN")]),
)
FEW = st.sampled_from([Decimal(n) for n in range(-1, 6)] + [Decimal("0.5"), Decimal("1E+40")])
PAIRS = st.lists(st.tuples(FEW, FEW), min_size=1, max_size=5)
METHODS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.sampled_from(
        [
            {"type": "sum"}, {"type": "sum", "prorated": False}, {"type": "mean"},
            {"type": "linear"}, {"type": "maximum"},
            {"type": "proctcae_grade", "frequency": "a", "severity": "b"},
            {"type": "composite", "combine": "mean", "scales": ["x", "y"], "turned": ["z"],
             "turned_from": 100},
        ]
    ),
    st.fixed_dictionaries({"type": st.just("lookup"), "table": PAIRS}),
    st.fixed_dictionaries(
        {
            "type": st.just("weighted"),
            "weights": st.dictionaries(st.sampled_from(ITEMS), FEW, min_size=1),
            "constant": FEW,
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("value_set"),
            "full_health": FEW,
            "decrements": st.dictionaries(
                st.sampled_from(ITEMS), st.lists(FEW, min_size=1, max_size=4), min_size=1
            ),
        }
    ),
)  # fmt: skip
SCALES = st.fixed_dictionaries(
    {"id": st.sampled_from("xyz"), "method": METHODS, "worse": st.just("up")},
    optional={
        "items": st.lists(st.sampled_from(ITEMS), max_size=5),
        "reverse": st.lists(st.sampled_from(ITEMS), max_size=2),
        "item_range": st.tuples(FEW, FEW),
        "range": st.tuples(FEW, FEW),
        "answered_at_least": st.sampled_from(["all", "half", 0, 1, 2, 9]),
        "recode": st.dictionaries(st.sampled_from(ITEMS), PAIRS, max_size=2),
        "decimals": st.integers(-1, 7),
    },
)


def _check(scales: tuple[Scale, ...], values: dict[str, Decimal | Missing]) -> None:
    with within_bounds():
        found = score(scales, values)
    for scale in scales:
        result = found[scale.id]
        assert (result.value is None) == (result.reason is not None)
        if result.value is not None:
            assert result.value.is_finite()
            low, high = scale.range or (result.value, result.value)
            assert low <= result.value <= high
    # Nothing depends on the order in which the answers came.
    assert score(scales, dict(reversed(values.items()))) == found


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.data())
def given_answers(data: st.DataObject) -> None:
    """Score a recipe, or up to three scales that an author may have written."""
    if data.draw(st.booleans()):
        recipe = data.draw(st.sampled_from(RECIPES))
        scales, names = recipe.scales, [item.id for item in recipe.items]
    else:
        drawn = data.draw(st.lists(SCALES, min_size=1, max_size=3, unique_by=lambda one: one["id"]))
        try:
            scales = tuple(Scale.model_validate(one) for one in drawn)
        except ValidationError:
            return  # Refused when it was written, so it never meets an answer.
        names = [*ITEMS]
    values = data.draw(st.dictionaries(st.sampled_from([*names, "?"]), MISSING | NUMBERS))
    _check(scales, values)


def attempt(document: bytes) -> None:
    """Let the bytes choose the scales and the answers."""
    cast(Any, given_answers).hypothesis.fuzz_one_input(document)


if __name__ == "__main__":
    guided.start("scorer")
