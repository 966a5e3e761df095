"""A telephone number reads the same in every direction."""

import pytest

from lytte.core.texts import unbroken


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ring 116 117 nå", "Ring 116\N{NO-BREAK SPACE}117 nå"),
        ("22 00 00 00", "\N{NO-BREAK SPACE}".join(("22", "00", "00", "00"))),
        ("113", "113"),
        ("+47 22", "\N{LEFT-TO-RIGHT MARK}+47\N{NO-BREAK SPACE}22"),
        ("3 + 4 og 5", "3 + 4 og 5"),
    ],
)
def test_the_groups_of_a_number_are_held_together(written: str, read: str) -> None:
    assert unbroken(written) == read
