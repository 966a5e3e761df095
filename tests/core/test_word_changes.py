"""A changed text is shown word by word, and nothing of either wording is lost."""

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.word_changes import Run, word_changes


def test_two_words_that_changed_are_one_change() -> None:
    found = word_changes("Klarer du å spise og drikke?", "Klarer du å holde på mat og drikke?")

    assert found == (
        Run("same", "Klarer du å "),
        Run("gone", "spise"),
        Run("come", "holde på mat"),
        Run("same", " og drikke?"),
    )


def test_a_wording_that_stands_is_one_run() -> None:
    assert word_changes("Hvor vondt?", "Hvor vondt?") == (Run("same", "Hvor vondt?"),)


def test_arabic_words_are_kept_whole() -> None:
    found = word_changes("هل تستطيع أن تأكل؟", "هل تستطيع أن تشرب؟")

    assert [one.text for one in found if one.kind != "same"] == ["تأكل", "تشرب"]


def test_a_very_long_text_is_not_compared_word_by_word() -> None:
    before, after = "a " * 900, "b " * 900

    assert word_changes(before, after) == (Run("gone", before), Run("come", after))


TEXTS = st.text(st.sampled_from("abc æ?.{}\nش"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_wordings_can_be_read_out_of_the_change(before: str, after: str) -> None:
    runs = word_changes(before, after)

    assert "".join(one.text for one in runs if one.kind != "come") == before
    assert "".join(one.text for one in runs if one.kind != "gone") == after
