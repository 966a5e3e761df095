"""A rule that the sentence's fields cannot hold is never changed by opening and saving it."""

from decimal import Decimal

import pytest

from lytte.core.thresholds import AtLeast, Combined, Criterion, Persisted, Worsened
from lytte_admin.rule_words import halves

PAIN = AtLeast(measure="p/pain", value=Decimal(4))
RISE = Worsened(measure="p/pain", by=Decimal(2))


@pytest.mark.parametrize(
    "criterion",
    [
        Persisted(of=PAIN, times=3, among=5),
        Combined(of=(PAIN, Persisted(of=PAIN, times=2, among=4))),
        Combined(of=(PAIN, RISE, PAIN)),
        Combined(of=(PAIN, Combined(of=(RISE, PAIN)))),
    ],
)
def test_it_stays_a_sentence(criterion: Criterion) -> None:
    assert halves(criterion) is None


@pytest.mark.parametrize(
    "criterion", [PAIN, RISE, Persisted(of=PAIN, times=2, among=3), Combined(of=(PAIN, RISE))]
)
def test_what_the_fields_hold_is_given_as_fields(criterion: Criterion) -> None:
    assert halves(criterion) is not None
