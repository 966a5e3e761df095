"""A hospital's colour can be read, by day and by night, or it is refused with one that can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core import colours

ANY = st.integers(0, 0xFFFFFF).map(lambda one: f"#{one:06x}")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("#000000", "#ffffff", "21.0"), ("#ffffff", "#ffffff", "1.0"), ("#767676", "#ffffff", "4.5")],
)
def test_contrast_is_as_wcag_counts_it(one: str, other: str, apart: str) -> None:
    assert f"{colours.contrast(one, other):.1f}" == apart


@given(ANY)
def test_what_is_offered_instead_of_a_pale_colour_can_be_read(accent: str) -> None:
    offered = colours.nearest(accent)

    assert colours.problems(offered) == []
    assert (offered == accent) == (colours.problems(accent) == [])


@given(ANY)
def test_every_shade_of_a_colour_that_holds_can_be_read(accent: str) -> None:
    made = colours.tint(colours.nearest(accent))

    night = (made.dark_soft, colours.NIGHT, made.dark_on)
    assert all(colours.contrast(made.light, one) >= 4.5 for one in (made.light_soft, "#ffffff"))
    assert all(colours.contrast(made.dark, one) >= 4.5 for one in night)


def test_a_pale_colour_is_refused_with_the_nearest_that_holds() -> None:
    [told] = colours.problems("#f2c94c")

    assert told.place == "accent"
    assert "1.5" in told.message
    assert told.way_out == f"The nearest that can be read is {colours.nearest('#f2c94c')}."


def test_where_nobody_has_chosen_the_pages_look_like_lytte() -> None:
    assert colours.tint(None) == colours.LYTTE
    assert colours.holds(colours.LYTTE.light)
