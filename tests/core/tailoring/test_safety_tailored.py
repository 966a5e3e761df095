"""Safety texts obey the law of forms: what was changed is found again, and lays the same."""

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.safety import NAMES, SafetyLines, SafetyText
from lytte.core.tailoring.safe import SayLine, SpeakIn, difference, lay, rebase

lines = st.builds(
    SafetyLines, **{name: st.sampled_from(["", "Ring oss.", "Ring legevakten."]) for name in NAMES}
)
texts = st.builds(
    SafetyText,
    languages=st.dictionaries(st.sampled_from(["nb", "en", "ar"]), lines, max_size=3),
)


@given(texts, texts)
def test_the_changes_found_make_the_text_again(base: SafetyText, made: SafetyText) -> None:
    laid = lay(base, difference(base, made))

    assert laid == made
    assert list(laid.languages) == list(made.languages)


@given(texts)
def test_what_is_the_same_has_no_changes(base: SafetyText) -> None:
    assert difference(base, base) == ()


@given(texts, texts, texts)
def test_every_line_on_a_newer_text_is_ours_or_theirs_for_a_reason(
    old: SafetyText, new: SafetyText, mine: SafetyText
) -> None:
    found = rebase(old, new, mine)

    assert list(found.made.languages) == list(mine.languages)
    for tag in mine.languages:
        for name in NAMES:
            had, has, ours = (
                getattr(one.languages.get(tag, SafetyLines()), name) for one in (old, new, mine)
            )
            made = getattr(found.made.languages[tag], name)
            assert made == (has if ours == had else ours)
            assert ((tag, name) in found.torn) == (ours not in (had, has) and has != had)
            assert ((tag, name) in found.came) == (ours == had and has != had)


def test_one_line_reworded_is_one_change() -> None:
    base = SafetyText(languages={"nb": SafetyLines(danger="Ring 113"), "en": SafetyLines()})
    made = SafetyText(languages={"nb": SafetyLines(danger="Ring straks")})

    assert difference(base, made) == (
        SpeakIn(languages=("nb",)),
        SayLine(language="nb", line="danger", text="Ring straks"),
    )
