"""Any text in the patient's fields for a date, a time and a number."""

from lytte.web.forms.dates import FIRST_YEAR, LAST_YEAR, clock, month_number, partial_date, readings
from lytte.web.forms.typed import amount
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

SEEDS = [
    b"14.03.1951", b"14/3-51", b"14 mars 1951", b"1951-03-14", b"14031951", "١٤/٣/١٩٥١".encode(),
    b"29.02.2024", b"14.30", b"7,5", "−3 000,25".encode(), b"1\n2\n2026", b"\n\n1999",
]  # fmt: skip
WORDS = [
    b".", b",", b"/", b"-", b"mai", b"okt", b"e", b"E9", b"_", b"'", b"inf", b"nan",
    "٣".encode(), "²".encode(), "−".encode(), "Ⅷ".encode(), "\u00a0".encode(),
]  # fmt: skip


def attempt(document: bytes) -> None:
    """Read it every way there is: a real day, a real time, a real number, or nothing."""
    text = document.decode("utf-8", "replace")
    day, month, year = (*text.split("\n"), "", "", "")[:3]
    with within_bounds():
        assert all(FIRST_YEAR <= one.year <= LAST_YEAR for one in readings(text))
        assert month_number(text) in (None, *range(1, 13))
        found = partial_date(day, month, year)
        assert found is None or len(found.text) in (4, 7, 10)
        assert len(clock(text) or "00:00:00") == 8
        number = amount(text)
        assert number is None or number.is_finite()


if __name__ == "__main__":
    guided.start("written")
