"""The strip of answers never promises another thing than the engine does."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lytte.core.alerting import alerts
from lytte.core.consequence import alerts_at
from lytte.core.thresholds import Criterion, Occasion, Rule
from tests.core.rehearsed_lives import MEASURES, Life, criteria, lives

SCALE = (Decimal(0), Decimal(100))


@given(when=criteria, answer=st.integers(0, 10), life=lives(), others=st.booleans())
@settings(max_examples=400)
def test_what_it_says_for_certain_is_what_happens(
    when: Criterion, answer: int, life: Life, others: bool
) -> None:
    said = alerts_at(when, "a/pain", Decimal(answer), SCALE)
    assume(said is not None)
    history = [
        Occasion(one.at, {name: Decimal(w) for name, w in one.measures.items()}, one.proxy)
        for one in life.sent
    ]
    measures = dict.fromkeys(MEASURES, Decimal(3)) if others else {}
    measures["a/pain"] = Decimal(answer)

    raised = alerts([Rule(id="r", severity="red", when=when)], measures, history)

    assert bool(raised) is said
