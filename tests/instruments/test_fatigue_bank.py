"""The demo bank: an adaptive test that ships, with parameters that are made up."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.answers import Missing
from lytte.core.items.choice import Choice
from lytte.core.scoring.adaptive import next_link_id
from lytte.core.scoring.bank import ItemResponse
from lytte.core.scoring.score import score
from lytte.instruments.folder import read
from lytte.instruments.recipes import INSTRUMENTS

FOLDER = INSTRUMENTS / "lytte-fatigue-bank"
EXAMPLES = tomllib.loads((FOLDER / "examples" / "by-formula.toml").read_text())["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(one["name"]))
def test_the_examples_are_the_tests_that_would_be_given(example: dict[str, Any]) -> None:
    """Asked one by one, the patient meets these questions in this order, and no others."""
    instrument, _ = read(FOLDER)
    assert instrument is not None
    [scale] = instrument.scales

    values: dict[str, Decimal | Missing] = {}
    while (item := next_link_id(scale, values)) is not None and item in example["answers"]:
        values[item] = Decimal(example["answers"][item])

    assert list(values) == list(example["answers"])
    found = score([scale], values)["fatigue"].value
    expected = example["scores"]["fatigue"]
    assert found == (None if expected == "none" else Decimal(expected))
    assert (item is None) == (expected != "none")


def test_it_says_that_it_is_not_validated() -> None:
    instrument, problems = read(FOLDER)

    assert problems == []
    assert instrument is not None
    assert not instrument.validated
    assert not instrument.verified
    assert all(not scale.cut_offs for scale in instrument.scales)
    assert "invented" in (FOLDER / "README.md").read_text()


def test_every_item_of_the_bank_can_be_asked_and_answered() -> None:
    instrument, _ = read(FOLDER)
    assert instrument is not None
    method = instrument.scales[0].method
    assert isinstance(method, ItemResponse)

    asked = {item.link_id: item for item in instrument.questionnaire.every_item()}
    for item in method.bank.items:
        choice = asked[item.link_id]
        assert isinstance(choice, Choice)
        assert [option.weight for option in choice.answer_options] == [1, 2, 3, 4, 5]
        assert all(choice.text.has(language) for language in ("nb", "nn", "en"))
