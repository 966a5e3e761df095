"""What differs between two versions of a form: moved is not deleted and added."""

import pytest

from lytte.core.form_changes import FormChange, between
from lytte.core.forms import Form, Part
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text


def form(order: str, *, title: str = "Før timen", languages: tuple[str, ...] = ("nb",)) -> Form:
    """Return a form with a part for each letter; an upper-case letter has other content."""
    parts = tuple(
        Part(
            id=letter.lower(),
            title=Text({"nb": letter.lower()}),
            version="2" if letter.isupper() else "1",
            questionnaire=Questionnaire(),
        )
        for letter in order
    )
    return Form(title=Text({"nb": title}), parts=parts, languages=languages)


@pytest.mark.parametrize(("before", "after", "told"), [
    ("abc", "abc", []),
    ("abc", "ab", [("gone", "c")]),
    ("ab", "axb", [("added", "x")]),
    ("abc", "bca", [("moved", "a")]),
    ("abc", "cab", [("moved", "c")]),
    ("abcd", "acbd", [("moved", "b")]),
    ("abc", "aBc", [("changed", "b")]),
    ("abc", "Bca", [("changed", "b"), ("moved", "a")]),
    ("abc", "xcb", [("gone", "a"), ("added", "x"), ("moved", "c")]),
])  # fmt: skip
def test_the_fewest_differences_are_told(
    before: str, after: str, told: list[tuple[str, str]]
) -> None:
    found = between(form(before), form(after), "nb")

    kinds = sorted((one.kind, one.name) for one in found)
    if ("moved", "b") in told or ("moved", "c") in told:
        # Of two that changed places either may be called the one that moved.
        assert [kind for kind, _ in kinds] == sorted(kind for kind, _ in told)
    else:
        assert kinds == sorted(told)


def test_what_belongs_to_the_whole_form_is_told() -> None:
    found = between(form("a"), form("a", title="Nå", languages=("nb", "en")), "nb")

    assert found == [FormChange("texts"), FormChange("languages")]


def test_everything_is_new_where_nothing_was_in_use() -> None:
    assert between(None, form("ab"), "nb") == [FormChange("added", "a"), FormChange("added", "b")]
