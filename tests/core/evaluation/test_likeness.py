"""Looking among many values finds what going through them one by one finds."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.evaluation.comparison import equal
from lytte.core.evaluation.likeness import Likeness
from lytte.core.values import (
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Reference,
    Time,
    Uri,
)

words = st.sampled_from(["a", "b", "1", "2026-05-17", "14:30:00"])
codings = st.builds(
    Coding,
    system=st.sampled_from([None, "", "s", "t"]),
    code=st.none() | words,
    display=st.none() | words,
)
values: st.SearchStrategy[NativeValue] = (
    codings
    | words
    | st.booleans()
    | st.sampled_from([0, 1, 2])
    | st.sampled_from([Decimal(1), Decimal("1.0"), Decimal("2.5")])
    | st.builds(Uri, text=words)
    | st.builds(Date, text=st.sampled_from(["2026", "2026-05", "2026-05-17"]))
    | st.builds(
        DateTime,
        text=st.sampled_from(["2026-05-17", "2026-05-17T10:00:00Z", "2026-05-17T12:00:00+02:00"]),
    )
    | st.builds(Time, text=st.sampled_from(["14:30:00", "14:30:00.0", "14:30:01"]))
    | st.builds(
        Quantity,
        value=st.sampled_from([None, Decimal(1), Decimal(1000)]),
        unit=st.sampled_from([None, "kg", "g"]),
        system=st.sampled_from([None, "http://unitsofmeasure.org"]),
        code=st.sampled_from([None, "kg", "g"]),
    )
    | st.builds(Reference, reference=st.sampled_from([None, "Patient/1"]))
)


@given(st.lists(values, max_size=12), values)
def test_it_finds_what_equal_says(among: list[NativeValue], wanted: NativeValue) -> None:
    expected = [place for place, one in enumerate(among) if equal(wanted, one) is True]

    alike = Likeness(among)

    assert list(alike.every(wanted)) == expected
    assert alike.first(wanted) == next(iter(expected), None)
