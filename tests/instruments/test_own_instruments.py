"""Lytte's own instruments: readable, worked by hand, whole in every language."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from lytte.core.answered_form import answer_form, compile_form
from lytte.core.answers import Given, Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.page_plan import page_plans
from lytte.core.evaluation.pages import pages
from lytte.core.forms import Form, document
from lytte.core.instrument import Instrument
from lytte.core.items.choice import Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.thresholds import AtLeast, Below
from lytte.instruments.examples import Example, differences, outcome, read_examples
from lytte.instruments.folder import library, read
from lytte.instruments.recipes import INSTRUMENTS

OWN = ("lytte-hverdag", "lytte-nodsporsmal", "lytte-plager", "lytte-underveis", "lytte-viktigst")
LANGUAGES = ("nb", "nn", "en", "ar")
ARABIC = re.compile(r"[\u0600-\u06ff]")
BOKMAAL = re.compile(r"\b(ikke|jeg|hvor|hva|noe|noen|være|mye|hvis|bare|fra)\b", re.IGNORECASE)
NYNORSK = re.compile(
    r"\b(ikkje|eg|kor|kva|noko|nokon|vere|mykje|dersom|berre|frå)\b", re.IGNORECASE
)
LIBRARY = library()
EXAMPLES = [(one, example) for one in OWN for example in read_examples(INSTRUMENTS / one)[0]]

each_instrument = pytest.mark.parametrize("instrument", [LIBRARY[one] for one in OWN], ids=OWN)


@pytest.mark.parametrize("folder", OWN)
def test_an_own_instrument_has_no_faults(folder: str) -> None:
    instrument, problems = read(INSTRUMENTS / folder)

    assert problems == []
    assert instrument is not None
    assert instrument.id == folder


@pytest.mark.parametrize(
    ("instrument_id", "example"), EXAMPLES, ids=[f"{one}: {e.name}" for one, e in EXAMPLES]
)
def test_the_engine_agrees_with_the_hand(instrument_id: str, example: Example) -> None:
    assert list(differences(LIBRARY[instrument_id], example)) == []


@pytest.mark.parametrize("folder", OWN)
def test_every_own_instrument_is_worked_by_hand(folder: str) -> None:
    examples, problems = read_examples(INSTRUMENTS / folder)

    assert problems == []
    assert len(examples) >= 5


@each_instrument
def test_every_rule_and_every_emergency_has_been_seen_to_go_off(instrument: Instrument) -> None:
    """A limit with no example that reaches it may stand on the wrong question."""
    rules: set[str] = set()
    for one, example in EXAMPLES:
        if one == instrument.id:
            found = outcome(instrument, example)
            rules |= {*found.alerts, *found.emergencies}
    wanted = {r.id for r in instrument.rules} | {e.id for e in instrument.emergencies}

    assert {one.removeprefix(f"{instrument.id}.") for one in wanted} == rules


@each_instrument
def test_it_never_passes_for_validated(instrument: Instrument) -> None:
    assert not instrument.validated
    assert instrument.wording == "own"
    assert all(not scale.cut_offs for scale in instrument.scales)
    assert "Not validated" in (INSTRUMENTS / instrument.id / "README.md").read_text()


@each_instrument
def test_arabic_says_that_a_machine_drafted_it(instrument: Instrument) -> None:
    assert instrument.machine_drafted == ("ar",)
    assert "ar" not in instrument.authorised


@each_instrument
def test_arabic_has_the_digits_of_the_scales_and_telephones_beside_it(
    instrument: Instrument,
) -> None:
    texts = str(document(instrument))

    assert re.findall("[\u0660-\u0669\u06f0-\u06f9]", texts) == []


@each_instrument
def test_no_language_holds_words_of_another(instrument: Instrument) -> None:
    """Arabic letters in `ar` and nowhere else; no bokmål `ikke` in nynorsk, no `ikkje` in nb."""
    for text in _texts(document(instrument)):
        assert not ARABIC.search(text["nb"] + text["nn"] + text["en"])
        assert ARABIC.search(text["ar"]), text["ar"]
        assert not BOKMAAL.search(text["nn"]), text["nn"]
        assert not NYNORSK.search(text["nb"]), text["nb"]


@each_instrument
def test_a_limit_has_a_source_that_is_honest(instrument: Instrument) -> None:
    """A borrowed limit names the other questionnaire; every other limit is marked local."""
    for rule in instrument.rules:
        # It names the questionnaire that the limit was tried on, which is not this one.
        assert rule.local or "ESAS" in rule.source, rule.id
        if isinstance(rule.when, AtLeast | Below):
            assert rule.when.measure.startswith(f"{instrument.id}/")


@each_instrument
def test_a_red_alert_has_advice_in_every_language(instrument: Instrument) -> None:
    """Red without advice would leave the patient alone with the answer."""
    for rule in instrument.rules:
        if rule.severity == "red":
            assert all(rule.advice.has(language) for language in LANGUAGES), rule.id


@each_instrument
def test_a_page_is_never_long(instrument: Instrument) -> None:
    """At most five questions and about twenty things to choose from on one page."""
    compiled = compile(instrument.questionnaire)
    items = {item.link_id: item for item in instrument.questionnaire.every_item()}
    plans = page_plans(compiled)
    for page in pages(plans, evaluate(compiled, _everything(instrument))):
        questions = [items[key.link_id] for key in page.keys]
        choices = [item for item in questions if isinstance(item, Choice)]
        assert len([one for one in questions if one.type not in ("display", "group")]) <= 5
        assert sum(len(item.answer_options) for item in choices) <= 20, page.id


def test_the_short_way_through_is_short() -> None:
    """Nine ratings for somebody without complaints; nothing else is asked."""
    plager = LIBRARY["lytte-plager"]
    form = compile_form(Form(title=plager.title, parts=(plager.part,)))
    ratings = [i for i in plager.questionnaire.every_item() if isinstance(i, NumericRating)]
    calm = {Key(item.link_id): (0,) for item in ratings}

    evaluation = answer_form(form, {plager.id: calm})[plager.id].evaluation

    assert evaluation is not None
    assert len(ratings) == 9
    compiled = compile(plager.questionnaire)
    assert len(pages(page_plans(compiled), evaluate(compiled, calm))) == 9


def test_the_question_about_self_harm_goes_to_the_patient_alone() -> None:
    items = {i.link_id: i for i in LIBRARY["lytte-nodsporsmal"].questionnaire.every_item()}

    for link_id, item in items.items():
        if isinstance(item, Choice):
            assert item.not_through_helper == (link_id == "self_harm")


def test_one_box_takes_own_words_and_says_nothing_that_the_page_says_of_every_box() -> None:
    boxes = [
        item
        for instrument in (LIBRARY[one] for one in OWN)
        for item in instrument.questionnaire.every_item()
        if isinstance(item, FreeText)
    ]

    [box] = boxes
    assert box.max_length == 500
    assert not box.required
    [told] = box.items
    for language, words in {"nb": "lest", "nn": "lese", "en": "read", "ar": "يُقرأ"}.items():
        assert words not in told.text.read(language)
        assert "500" not in told.text.read(language)


def test_no_rule_id_stands_in_two_instruments() -> None:
    """They meet in one rule set, and an alert is kept once a rule."""
    ids = [rule.id for one in LIBRARY.values() for rule in one.rules]
    ids += [emergency.id for one in LIBRARY.values() for emergency in one.emergencies]

    assert len(ids) == len(set(ids))


def test_the_ratings_are_amber_from_4_and_red_from_7() -> None:
    """The defaults that the demo and the pictures show; depth opens at amber."""
    rules = {rule.id: rule for rule in LIBRARY["lytte-plager"].rules}

    for item in LIBRARY["lytte-plager"].questionnaire.every_item():
        if isinstance(item, NumericRating):
            for severity, limit in (("amber", 4), ("red", 7)):
                rule = rules[f"lytte-plager.{item.link_id}_{severity}"]
                measure = f"lytte-plager/{item.link_id}"
                assert rule.severity == severity
                assert rule.when == AtLeast(measure=measure, value=Decimal(limit))


def test_answers_on_the_limit_alert_and_just_under_it_do_not() -> None:
    """Every limit of every own instrument, from both sides."""
    for instrument in (LIBRARY[one] for one in OWN):
        for rule in instrument.rules:
            if isinstance(rule.when, AtLeast):
                link_id = rule.when.measure.split("/")[1]
                assert _alerts(instrument, link_id, rule.when.value, rule.id), rule.id
                assert not _alerts(instrument, link_id, rule.when.value - 1, rule.id), rule.id


def _alerts(instrument: Instrument, link_id: str, value: Decimal, rule_id: str) -> bool:
    item = next(i for i in instrument.questionnaire.every_item() if i.link_id == link_id)
    opened = _openers(instrument, link_id)
    answer = int(value) if isinstance(item, NumericRating) else value
    example = Example(name="limit", answers={**opened, link_id: answer})
    return rule_id.removeprefix(f"{instrument.id}.") in outcome(instrument, example).alerts


def _openers(instrument: Instrument, link_id: str) -> dict[str, int]:
    """The rating that opens a question, high enough; the limits of both are different rules."""
    for opener, high in (("appetite", 4), ("breath", 4), ("nausea", 1)):
        example = Example(name="open", answers={opener: high}) if _has(instrument, opener) else None
        if example and link_id != opener and link_id in outcome(instrument, example).asked:
            return {opener: high}
    return {}


def _has(instrument: Instrument, link_id: str) -> bool:
    return any(item.link_id == link_id for item in instrument.questionnaire.every_item())


def _everything(instrument: Instrument) -> dict[Key, Given]:
    """The answers that open the most: the worst of each."""
    found: dict[Key, Given] = {}
    for item in instrument.questionnaire.every_item():
        if isinstance(item, NumericRating):
            found[Key(item.link_id)] = (item.maximum,)
        elif isinstance(item, Choice):
            scored = [o for o in item.answer_options if o.weight is not None]
            last = min(scored, key=lambda o: o.weight or 0) if item.worse == "down" else None
            found[Key(item.link_id)] = ((last or item.answer_options[-1]).value,)
    return found


def _texts(stored: object) -> Iterator[dict[str, str]]:
    if isinstance(stored, dict):
        if set(stored) == set(LANGUAGES):
            yield stored
        else:
            for inner in stored.values():
                yield from _texts(inner)
    elif isinstance(stored, list):
        for inner in stored:
            yield from _texts(inner)
