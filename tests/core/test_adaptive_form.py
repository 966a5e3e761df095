"""An adaptive test in a form: one item at a time, in the order the answers call for."""

from lytte.core.answered_form import answer_form, given_parts, known, measures
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import FormPage, PagedForm, open_pages, paged, work_out
from lytte.core.forms import Form
from lytte.core.items.any_item import Item
from lytte.core.texts import Text
from lytte.instruments import folder

BANK = "lytte-fatigue-bank"
Answers = dict[str, dict[Key, Given]]


def _form() -> PagedForm:
    library = folder.library()
    parts = (library["lytte-viktigst"].part, library[BANK].part)
    return paged(Form(title=Text.model_validate({"nb": "Prøve"}), parts=parts))


def _item(form: PagedForm, key: Key) -> Item:
    every = form.form.parts[1].questionnaire.every_item()
    return next(item for item in every if item.link_id == key.link_id)


def _pages(form: PagedForm, given: Answers) -> list[FormPage]:
    return [p for p in open_pages(form, work_out(form, given, Surroundings())) if p.part == 1]


def _answered(form: PagedForm, rounds: int, option: int) -> Answers:
    given: Answers = {BANK: {}}
    for _ in range(rounds):
        spot = _pages(form, given)[-1].spots[-1]
        options = form.form.parts[1].questionnaire.options(spot.place.item)
        given[BANK].setdefault(spot.key, (options[option].value,))
    return given


def test_only_the_next_item_is_open() -> None:
    form = _form()

    for rounds in range(4):
        pages = _pages(form, _answered(form, rounds, 2))

        assert len(pages) == rounds + 1
        assert [page.number for page in pages] == sorted(page.number for page in pages)


def test_the_way_is_as_long_as_the_test_can_get_and_no_longer() -> None:
    form = _form()
    others = form.before[1]

    pages = _pages(form, _answered(form, 30, -1))

    assert form.count == others + 8
    assert [page.number - others for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) <= 8


def test_the_order_follows_the_answers() -> None:
    form = _form()

    mild, severe = (_answered(form, 5, option)[BANK] for option in (0, -1))

    assert list(mild) != list(severe)
    assert next(iter(mild)) == next(iter(severe))


def test_the_test_ends_before_every_item_was_asked() -> None:
    form = _form()

    answered = answer_form(form.compiled, _answered(form, 30, 2))

    assert answered[BANK].scales["fatigue"].value is not None
    assert 4 <= len(given_parts(answered)[BANK]) < 16


def test_a_declined_item_does_not_end_it() -> None:
    form = _form()
    given: Answers = {BANK: {_pages(form, {})[-1].spots[-1].key: Missing.DECLINED}}

    assert len(_pages(form, given)) == 2


def test_an_answer_that_was_changed_leaves_none_of_the_old_way_in_the_score() -> None:
    form = _form()
    severe = _answered(form, 30, -1)[BANK]
    first, *others = severe
    mildest = form.form.parts[1].questionnaire.options(_item(form, first))[0].value

    changed = answer_form(form.compiled, {BANK: {**severe, first: (mildest,)}})
    afresh = answer_form(form.compiled, {BANK: {first: (mildest,)}})

    assert set(given_parts(changed)[BANK]).isdisjoint(others)
    assert changed[BANK].scales == afresh[BANK].scales
    assert known(measures(changed)) == known(measures(afresh))


def test_what_was_answered_outside_the_test_is_not_sent() -> None:
    form = _form()
    first = _pages(form, {})[-1].spots[-1].key
    strays = {
        Key(item.link_id): (form.form.parts[1].questionnaire.options(item)[0].value,)
        for item in form.form.parts[1].questionnaire.every_item()
        if item.type == "choice" and item.link_id != first.link_id
    }
    stray = dict(list(strays.items())[-1:])

    sent = given_parts(answer_form(form.compiled, {BANK: stray}))

    assert set(sent[BANK]) == {first}
