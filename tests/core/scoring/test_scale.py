"""What a scale may say, what its numbers mean, and each method once by hand."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from lytte.core.answers import Missing
from lytte.core.scoring.renamed import renamed
from lytte.core.scoring.result import Reason
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.score import score

WORDS = {"en": "word"}


def scale(**fields: Any) -> Scale:
    whole = {"id": "x", "items": ["a", "b"], "method": {"type": "sum"}, "worse": "up", **fields}
    return Scale.model_validate(whole)


def scored(*scales: Scale, **values: float | str | Missing) -> Decimal | Reason | None:
    taken = {k: v if isinstance(v, Missing) else Decimal(str(v)) for k, v in values.items()}
    result = score(scales, taken)[scales[0].id]
    return result.reason or result.value


@pytest.mark.parametrize(
    ("fields", "answers", "expected"),
    [
        ({}, {"a": 1, "b": 2}, 3),
        ({"method": {"type": "sum", "prorated": False}, "answered_at_least": 1}, {"b": 2}, 2),
        ({"answered_at_least": 1}, {"b": 2}, 4),
        ({"method": {"type": "mean"}}, {"a": 1, "b": 2}, "1.5"),
        ({"method": {"type": "maximum"}}, {"a": 1, "b": 2}, 2),
        ({"method": {"type": "linear"}, "item_range": [1, 5]}, {"a": 1, "b": 2}, "12.5"),
        (
            {"method": {"type": "weighted", "weights": {"a": "0.5", "b": -1}, "constant": 10}},
            {"a": 1, "b": 2},
            "8.5",
        ),
        ({"method": {"type": "lookup", "table": [[3, "41.5"]]}}, {"a": 1, "b": 2}, "41.5"),
        # 1 x 2 / 1 = 2; 1.5 x 2 = 3 after rounding up is looked up too.
        (
            {"method": {"type": "lookup", "table": [[3, 41]]}, "answered_at_least": 1},
            {"a": "1.3"},
            41,
        ),
        ({"reverse": ["a"], "item_range": [1, 4]}, {"a": 1, "b": 2}, 6),
        ({"recode": {"a": [[0, 5], [1, 4], [10, 1]]}}, {"a": 9, "b": 2}, 6),
        ({"decimals": 1, "method": {"type": "mean"}}, {"a": "0.1", "b": "0.2"}, "0.2"),
        ({"decimals": 0, "method": {"type": "mean"}}, {"a": -1, "b": 0}, -1),
    ],
)
def test_each_method_by_hand(
    fields: dict[str, Any], answers: dict[str, Any], expected: float | str
) -> None:
    assert scored(scale(**fields), **answers) == Decimal(str(expected))


@pytest.mark.parametrize(
    ("fields", "answers", "kind", "items"),
    [
        ({}, {"a": 1}, "too_few_answered", ("b",)),
        ({}, {"a": 1, "b": Missing.DECLINED}, "too_few_answered", ("b",)),
        ({}, {"a": 1, "b": Missing.NOT_SHOWN}, "not_asked", ("b",)),
        ({}, {"a": Missing.SKIPPED, "b": Missing.NOT_SHOWN}, "too_few_answered", ("a", "b")),
        ({"item_range": [0, 3]}, {"a": 4, "b": 1}, "out_of_range", ("a",)),
        ({}, {"a": "NaN", "b": "Infinity"}, "out_of_range", ("a", "b")),
        ({"recode": {"a": [[1, 5]]}}, {"a": 0, "b": 1}, "out_of_range", ("a",)),
        ({"method": {"type": "lookup", "table": [[9, 1]]}}, {"a": 1, "b": 2}, "not_in_table", ()),
        ({"range": [0, 2]}, {"a": 1, "b": 2}, "score_out_of_range", ()),
        (
            {"method": {"type": "value_set", "decrements": {"a": [0, 1], "b": [0, 1]}}},
            {"a": 1, "b": 3},
            "out_of_range",
            ("b",),
        ),
        ({"method": {"type": "composite", "combine": "sum", "scales": ["y"]}, "items": []}, {},
         "part_missing", ("y",)),
    ],
)  # fmt: skip
def test_a_score_that_cannot_be_had_says_why(
    fields: dict[str, Any], answers: dict[str, Any], kind: str, items: tuple[str, ...]
) -> None:
    reason = scored(scale(**fields), **answers)

    assert isinstance(reason, Reason)
    assert (reason.kind, reason.items) == (kind, items)


def test_a_composite_may_stand_before_its_parts() -> None:
    total = scale(
        id="total",
        items=[],
        method={"type": "composite", "combine": "mean", "scales": ["p"], "turned": ["q"]},
    )
    p, q = scale(id="p", items=["a"]), scale(id="q", items=["b"])

    assert scored(total, p, q, a=40, b=30) == 55
    assert scored(total, p, q, a=40) == Reason(kind="part_missing", items=("q",))


def test_scales_made_of_each_other_have_no_score() -> None:
    method = {"type": "composite", "combine": "sum"}
    a = scale(id="a", items=[], method={**method, "scales": ["b"]})
    b = scale(id="b", items=[], method={**method, "scales": ["a"]})

    assert scored(a, b) == Reason(kind="part_missing", items=("b",))


def test_a_long_chain_of_composites_is_no_trouble() -> None:
    method = {"type": "composite", "combine": "sum"}
    chain = [
        scale(id=f"s{n}", items=[], method={**method, "scales": [f"s{n + 1}"]}) for n in range(1500)
    ]

    assert scored(*chain, scale(id="s1500"), a=1, b=2) == 3


def test_thirds_add_up_exactly() -> None:
    third = {"method": {"type": "linear"}, "item_range": [1, 4], "range": [0, 100]}
    names = ("a", "b", "c")
    parts = [scale(id=name, items=[name], **third) for name in names]
    total = scale(id="t", items=[], method={"type": "composite", "combine": "sum", "scales": names})

    # Each is 33.333…; with as many digits as are kept they would make 99.999….
    assert scored(total, *parts, a=2, b=2, c=2) == 100


@pytest.mark.parametrize("method", ["sum", "mean"])
def test_numbers_too_large_to_add_are_no_score_and_no_error(method: str) -> None:
    reason = scored(scale(method={"type": method}), a="9E+999999", b="9E+999999")

    assert reason == Reason(kind="score_out_of_range")


def test_the_last_limit_that_is_met_names_the_score() -> None:
    limits = [
        {"at_least": 5, "words": {"en": "mild"}, "source": "s"},
        {"above": 9, "words": {"en": "severe"}, "source": "s"},
    ]
    named = scale(cut_offs=limits)

    found = [named.finding(Decimal(n)) for n in (4, 5, 9, 10)]

    assert [f and f.words.read("en") for f in found] == [None, "mild", "mild", "severe"]
    assert named.finding(None) is None


def test_a_limit_can_lie_below() -> None:
    limits = [
        {"at_most": 14, "words": WORDS, "source": "s"},
        {"below": 5, "words": {"en": "worse"}, "source": "s"},
    ]
    named = scale(worse="down", cut_offs=limits)

    assert [bool(named.finding(Decimal(n))) for n in (15, 14)] == [False, True]
    assert named.finding(Decimal("4.9")) == named.cut_offs[1]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"items": []}, "it has no items"),
        ({"items": ["a", "a"]}, "a stands twice"),
        ({"reverse": ["a"]}, "item_range is needed"),
        ({"reverse": ["c"], "item_range": [0, 1]}, "reverse names c"),
        ({"recode": {"c": [[0, 1]]}}, "recode names c"),
        ({"recode": {"a": [[1, 1], [0, 1]]}}, "the rows of recode a must rise"),
        ({"answered_at_least": 3}, "answered_at_least is 3 of 2"),
        ({"item_range": [3, 3]}, "item_range must rise"),
        ({"method": {"type": "linear"}}, "item_range is needed"),
        ({"method": {"type": "weighted", "weights": {"a": 1}}}, "those of weighted differ: b"),
        ({"method": {"type": "proctcae_grade", "severity": "a"}}, "differ: b"),
        ({"method": {"type": "composite", "combine": "sum"}}, "made of no scales"),
        (
            {"method": {"type": "weighted", "weights": {"a": 1, "b": 1}}, "answered_at_least": 1},
            "estimates nothing",
        ),
        ({"cut_offs": [{"at_least": 1, "below": 2, "words": WORDS, "source": "s"}]}, "exactly one"),
        ({"cut_offs": [{"words": WORDS, "source": "s"}]}, "exactly one"),
        ({"mid": {"value": 0, "source": "s"}}, "greater than 0"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused(fields: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        scale(**fields)


@pytest.mark.parametrize(
    "method",
    [
        {"type": "sum"},
        {"type": "weighted", "weights": {"a": 1, "b": 2}},
        {"type": "value_set", "decrements": {"a": [0, 1, 2], "b": [0, 3, 4]}},
        {"type": "proctcae_grade", "frequency": "a", "severity": "b"},
        {
            "type": "item_response",
            "bank": {"items": [{"link_id": n, "a": 1, "b": [0, 1]} for n in "ab"]},
        },
    ],
    ids=lambda method: str(method["type"]),
)
def test_a_scale_moves_to_other_link_ids(method: dict[str, Any]) -> None:
    here = scale(method=method, reverse=["a"], item_range=[1, 3], recode={"b": [[0, 1], [2, 3]]})

    there = renamed(here, {"a": "/1/pain", "b": "/1/sleep"})

    assert Scale.model_validate(there.model_dump()) == there
    assert there.items == ("/1/pain", "/1/sleep")
    values = {"a": Decimal(1), "b": Decimal(2)}
    moved = {"/1/pain": Decimal(1), "/1/sleep": Decimal(2)}
    assert score([here], values)["x"].value == score([there], moved)["x"].value is not None


def test_a_score_is_written_plainly() -> None:
    assert str(scored(scale(), a="25.0", b="25.00")) == "50"
    assert str(scored(scale(), a="0.10", b="0.20")) == "0.3"
