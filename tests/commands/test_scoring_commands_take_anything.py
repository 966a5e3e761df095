"""Whatever file is given to `lytte score` and `lytte cat simulate`: an answer or a sentence."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.commands.scoring import NotUnderstood, cat_simulate, score

KEYS = ["q1", "q5", "f", "s", "bank", "cases", "settings", "responses", "a", "b", "link_id", "lo"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=12,
)


def _take(text: str) -> None:
    for command in (
        cat_simulate,
        lambda one: score("g8", one),
        lambda one: score("pro-ctcae", one),
    ):
        with suppress(NotUnderstood):
            json.loads(command(text))


@given(anything)
def test_any_json_is_scored_or_refused(document: Any) -> None:
    _take(json.dumps(document))


@given(st.text(max_size=30))
def test_any_text_is_scored_or_refused(text: str) -> None:
    _take(text)


@pytest.mark.parametrize("number", ["1e400", "-1e-400", "1e99999999999999999999", "9" * 5000])
def test_any_number_is_scored_or_refused(number: str) -> None:
    _take(
        '{"q1": '
        + number
        + ', "bank": [{"link_id": "x", "a": '
        + number
        + ', "b": [0]}], "cases": []}'
    )
