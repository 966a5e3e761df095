"""A translation remembers what it was made from, and gaps keep a language from going live."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.composition import (
    Composition,
    Fallback,
    InstrumentSlot,
    LocalSlot,
    resolve,
    reword,
    wordings,
)
from lytte.core.forms import document
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.display import Display
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire, ValueSet
from lytte.core.texts import Text
from lytte.core.translations import Count, counts, problems, remembered, state
from lytte.core.values import Coding
from lytte.core.wordings import Wording

CHOSEN = Fallback(by="Solveig Demo", at=datetime(2026, 11, 20, 9, tzinfo=UTC))
INSTRUMENT = Instrument(
    id="symptoms",
    version="1",
    title=Text({"nb": "Plager"}),
    questionnaire=Questionnaire(
        items=(NumericRating(link_id="pain", text=Text({"nb": "Smerte", "nn": "Smerte"})),)
    ),
    licence=Licence(owner="Lytte", terms="free"),
)
LIBRARY = {("symptoms", "1"): INSTRUMENT}
EATS = "eats/eats#text"


def form(
    question: Mapping[str, str],
    *,
    title: Mapping[str, str] | None = None,
    languages: tuple[str, ...] = ("nb", "nn"),
) -> Composition:
    options = tuple(
        AnswerOption(value=Coding(code=code), text=Text({"nb": said, "nn": said}))
        for code, said in (("yes", "Ja, litt"), ("ten", "10"))
    )
    helped = Display(link_id="help", text=Text({"nb": "Også såpe", "nn": "Også suppe"}))
    item = Choice(
        link_id="eats", text=Text(dict(question)), answer_options=options, items=(helped,)
    )
    return Composition(
        title=Text(dict(title or {"nb": "Før timen", "nn": "Før timen"})),
        languages=languages,
        slots=(LocalSlot(id="eats", questionnaire=Questionnaire(items=(item,))),),
    )


def said(made: Composition, address: str = EATS) -> Mapping[str, str]:
    return next(one.text.root for one in wordings(made, aside=True) if one.address == address)


def reworded(made: Composition, **to: str) -> Composition:
    def change(one: Wording) -> Text:
        return Text({**one.text.root, **to}) if one.address == EATS else one.text

    return reword(made, change, aside=True)


def how(made: Composition, language: str = "nn") -> str:
    one = next(one for one in wordings(made, aside=True) if one.address == EATS)
    return state(one, language, made.source, made.translated_from)


FIRST = remembered(None, form({"nb": "Spiser du?", "nn": "Et du?"}))


def test_every_text_of_the_form_is_found_and_has_an_address_of_its_own() -> None:
    set_ = ValueSet(id="v", options=(AnswerOption(value="a", text=Text({"nb": "A-en"})),))
    made = form({"nb": "Spiser du?"})
    slot = made.slots[0]
    assert isinstance(slot, LocalSlot)
    whole = slot.questionnaire.model_copy(update={"value_sets": (set_,)})
    made = made.model_copy(
        update={
            "introduction": Text({"nb": "Hei"}),
            "slots": (slot.model_copy(update={"questionnaire": whole}),),
        }
    )

    found = [(one.address, one.kind) for one in wordings(made)]

    assert found == [
        ("title", "title"),
        ("introduction", "introduction"),
        (EATS, "question"),
        ("eats/eats#option=yes", "option"),
        ("eats/eats#option=ten", "option"),
        ("eats/help#text", "help"),
        ("eats/#v#option=a", "option"),
    ]


def test_a_number_needs_no_translation() -> None:
    assert counts(FIRST, {})["nn"] == Count(every=4, missing=0, stale=0)


def test_a_translation_goes_stale_when_its_source_changes() -> None:
    after = remembered(FIRST, reworded(FIRST, nb="Klarer du å holde på mat?"))

    assert (how(FIRST), how(after)) == ("done", "stale")
    assert after.translated_from[EATS]["nn"] == "Spiser du?"


def test_it_stays_stale_through_later_changes_and_remembers_the_first_wording() -> None:
    once = remembered(FIRST, reworded(FIRST, nb="Klarer du å spise?"))
    twice = remembered(once, reworded(once, nb="Klarer du å holde på mat?"))

    assert (how(twice), twice.translated_from[EATS]["nn"]) == ("stale", "Spiser du?")


def test_it_is_fine_again_when_the_source_is_put_back() -> None:
    once = remembered(FIRST, reworded(FIRST, nb="Klarer du å spise?"))

    assert how(remembered(once, reworded(once, nb="Spiser du?"))) == "done"


def test_a_line_broken_elsewhere_is_the_same_wording() -> None:
    assert how(remembered(FIRST, reworded(FIRST, nb="Spiser\n du?"))) == "done"


def test_it_is_fine_when_it_is_written_anew_with_its_source() -> None:
    assert how(remembered(FIRST, reworded(FIRST, nb="Drikker du?", nn="Drikk du?"))) == "done"


def test_it_is_fine_when_it_is_told_that_it_still_fits() -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))

    after = remembered(stale, stale, {EATS: {"nn": "Spiser du noe?"}})

    assert how(after) == "done"
    assert how(remembered(after, after)) == "done"


def test_a_translation_of_an_earlier_wording_is_stale_when_it_comes() -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))

    after = remembered(stale, reworded(stale, nn="Et du i dag?"), {EATS: {"nn": "Spiser du?"}})

    assert how(after) == "stale"


def test_a_draft_from_before_translations_were_remembered_is_watched_from_now_on() -> None:
    old = form({"nb": "Spiser du?", "nn": "Et du?"})

    assert how(remembered(old, reworded(old, nb="Drikker du?"))) == "stale"


def test_an_earlier_draft_that_is_brought_back_knows_what_it_knew() -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))
    right = remembered(stale, reworded(stale, nn="Et du noko?"))

    assert how(remembered(right, stale)) == "stale"
    assert how(remembered(stale, right)) == "done"


def test_what_is_taken_out_is_watched_too() -> None:
    aside = FIRST.model_copy(update={"slots": (), "set_aside": FIRST.slots})
    changed = remembered(aside, reworded(aside, nb="Spiser du noe?"))

    assert how(changed) == "stale"
    assert remembered(FIRST, aside).translated_from == FIRST.translated_from


def test_another_source_language_makes_nothing_stale() -> None:
    english = form({"en": "Do you eat?", "nn": "Et du?"}, languages=("en", "nn"))
    before = remembered(None, english)
    after = reworded(before, nb="Spiser du?").model_copy(update={"languages": ("nb", "en", "nn")})

    assert [how(remembered(before, after), tag) for tag in ("en", "nn")] == ["done", "done"]


def test_what_was_made_from_which_wording_outlives_storing() -> None:
    assert Composition.model_validate(document(FIRST)) == FIRST


def told(found: list[Problem]) -> list[tuple[str, str]]:
    return [(one.place, one.message) for one in found]


def test_gaps_are_told_once_for_each_language() -> None:
    made = form({"nb": "Spiser du?"}, languages=("nb", "nn", "ar"))
    inside = InstrumentSlot(instrument="symptoms", version="1")
    made = made.model_copy(update={"slots": (*made.slots, inside)})

    assert told(problems(made, LIBRARY)) == [
        ("language/nn", "Not written in nn yet: 1 of 5 texts."),
        ("language/ar", "Not written in ar yet: 5 of 5 texts."),
    ]


def test_a_stale_translation_stops_as_a_missing_one_does() -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))

    [found] = problems(stale, {})

    assert found.severity == "error"
    assert found.message == "Translated into nn from an earlier wording: 1 of 4 texts."


def test_a_fallback_lets_the_form_go_and_leaves_the_stale_text_out() -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))
    chosen = stale.model_copy(update={"fallbacks": {"nn": CHOSEN}})

    item = resolve(chosen, {}).part("eats").questionnaire.items[0]

    assert problems(chosen, {}) == []
    assert item.text.read("nn") == "Spiser du noe?"
    assert resolve(chosen, {}).title.read("nn") == "Før timen"
    assert said(chosen)["nn"] == "Et du?"


@pytest.mark.parametrize("language", ["nn", "ar"])
def test_without_a_fallback_the_form_is_resolved_as_it_is_written(language: str) -> None:
    stale = remembered(FIRST, reworded(FIRST, nb="Spiser du noe?"))

    item = resolve(stale, {}).part("eats").questionnaire.items[0]

    assert item.text.read(language) == said(stale).get(language, "Spiser du noe?")


WORDS = st.sampled_from(["", "a", "b", "c"])


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_a_translation_is_stale_exactly_when_its_source_moved_after_it_was_written(
    saves: list[tuple[str, str]],
) -> None:
    """Against a plain account kept beside: the source that stood when `nn` was last written."""
    made, last, made_from = None, None, None
    for nb, nn in saves:
        text = {tag: words for tag, words in (("nb", nb), ("nn", nn)) if words}
        after = remembered(made, form(text, title={"nb": "T"}))
        if not nb or not nn:
            made_from = None
        elif last is None or last != nn or made_from is None:
            made_from = nb
        expected = "missing" if not nn else "stale" if nb and made_from != nb else "done"
        assert how_or_missing(after) == expected
        made, last = after, nn


def how_or_missing(made: Composition) -> str:
    found = [one for one in wordings(made) if one.address == EATS]
    return state(found[0], "nn", made.source, made.translated_from) if found else "missing"
