"""Texts that only a machine writes: what a patient reads of them stays, and soon."""

import json
import tracemalloc

from lytte.integrations.fhir.formatting import DEEPEST, sanitised
from lytte.integrations.fhir.read import read
from tests.integrations.fhir.questionnaires import asked, document


def test_formatting_nested_deeper_than_anybody_writes_leaves_its_words() -> None:
    assert sanitised("<div>" * 18_000 + "<b>Rest</b> well") == "Rest  well"


def test_formatting_that_closes_what_it_opens_stays_however_long_it_is() -> None:
    long = "<p>One <b>two</b><br>" * (2 * DEEPEST)

    assert sanitised(long).count("<b>two</b>") == 2 * DEEPEST


def test_formatting_as_deep_as_it_may_be_stays() -> None:
    deep = "<div>" * DEEPEST + "in" + "</div>" * DEEPEST

    assert sanitised(deep) == deep


def test_a_long_text_takes_no_hundred_times_its_size() -> None:
    text = json.dumps(document(asked("a", text="x " * 900_000)))
    tracemalloc.start()
    try:
        assert read(text).questionnaire is not None
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 20 * len(text)
