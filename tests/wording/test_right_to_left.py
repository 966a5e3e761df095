"""A name of Latin letters inside Arabic does not carry off the number that stands after it."""

import pytest

from lytte.wording.catalogue import words

RING = "Can it not wait? Ring {name}, {number}."


def test_a_name_in_other_letters_is_held_apart_from_the_number_after_it() -> None:
    said = words("patient", "ar")(RING, name="Legevakt", number="116\u00a0117")

    assert "\u2068Legevakt\u2069، 116\u00a0117" in said


@pytest.mark.parametrize(("language", "name"), [("nb", "Legevakt"), ("ar", "الطبيب")])
def test_nothing_is_added_where_all_runs_the_same_way(language: str, name: str) -> None:
    said = words("patient", language)(RING, name=name, number="113")

    assert not {"\u2068", "\u2069"} & set(said)
