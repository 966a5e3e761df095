"""What may be done inside a locked instrument, and what is never touched by it."""

from decimal import Decimal

import pytest

from lytte.core import deviation_checks
from lytte.core.answered_form import answer_form
from lytte.core.answers import Given, Key, Missing
from lytte.core.composition import Composition, InstrumentSlot, resolve
from lytte.core.deviations import Deviating, LeaveOut, PutInside, SayOtherwise, Shift, Step
from lytte.core.form_pages import paged, questions
from lytte.core.forms import Form
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.boolean import Boolean
from lytte.core.items.group import Group
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.judging import judge
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.sum import Sum
from lytte.core.summary_measures import measured
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet

NAMES = ("pain", "tired", "drowsy", "nausea")


def _rating(name: str) -> NumericRating:
    return NumericRating(link_id=name, text=Text({"nb": f"{name}?", "nn": f"{name}, nynorsk?"}))


def _instrument(licence: Licence | None = None) -> Instrument:
    return Instrument(
        id="esas",
        version="1",
        title=Text({"nb": "ESAS"}),
        validated=True,
        questionnaire=Questionnaire(items=tuple(map(_rating, NAMES))),
        scales=(
            Scale(
                id="total",
                title=Text({"nb": "Sum"}),
                items=NAMES,
                method=Sum(prorated=False),
                range=(Decimal(0), Decimal(40)),
                worse="up",
            ),
        ),
        licence=licence or Licence(owner="Eieren", terms="fri"),
    )


def _form(*steps: Step) -> Form:
    deviating = Deviating(by="Ali Prøve", reason="For langt", steps=steps) if steps else None
    slot = InstrumentSlot(instrument="esas", version="1", deviating=deviating)
    return resolve(Composition(slots=(slot,)), {("esas", "1"): _instrument()})


def _asked(form: Form) -> list[str]:
    spots = questions(paged(form), answer_form(paged(form).compiled, {}), through_helper=False)
    return [one.key.link_id for one in spots]


OWN = Boolean(link_id="own", text=Text({"nb": "Eget?"}))


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (LeaveOut(item="tired"), ["pain", "drowsy", "nausea"]),
        (Shift(item="nausea", after=None), ["nausea", "pain", "tired", "drowsy"]),
        (Shift(item="pain", after="drowsy"), ["tired", "drowsy", "pain", "nausea"]),
        (PutInside(item=OWN, after="drowsy"), ["pain", "tired", "drowsy", "own", "nausea"]),
    ],
)
def test_each_step_does_what_it_says_and_no_more(step: Step, asked: list[str]) -> None:
    assert _asked(_form(step)) == asked


def test_other_words_are_in_one_language_only() -> None:
    form = _form(SayOtherwise(item="pain", language="nn", text="Kor vondt?"))

    assert form.parts[0].questionnaire.items[0].text == Text({"nb": "pain?", "nn": "Kor vondt?"})


def test_the_fingerprint_of_the_validated_items_is_kept_beside_any_change() -> None:
    whole, changed = _form().parts[0], _form(LeaveOut(item="tired")).parts[0]

    assert changed.sha256 == whole.sha256
    assert changed.questionnaire != whole.questionnaire
    assert (whole.modified, changed.modified is not None) == (None, True)
    assert changed.modified is not None
    assert changed.modified.reason == "For langt"


def test_every_score_of_a_changed_instrument_is_marked() -> None:
    given: dict[Key, Given] = {Key(name): (Decimal(4),) for name in NAMES}

    for form, marked in ((_form(), {False}), (_form(PutInside(item=OWN, after="pain")), {True})):
        judged = judge(paged(form), {"esas": given}, RuleSet())
        assert {one.modified for one in judged.scores} == marked
        assert judged.measures["esas/total"] == 16


def test_an_item_left_out_counts_as_not_answered_and_is_nobodys_gap() -> None:
    given: dict[Key, Given] = {Key(name): (Decimal(4),) for name in NAMES if name != "tired"}

    judged = judge(paged(_form(LeaveOut(item="tired"))), {"esas": given}, RuleSet())

    assert "esas/total" not in judged.measures
    assert (judged.answered, judged.asked) == (3, 3)


def test_an_item_inside_a_group_moves_among_its_own() -> None:
    group = Group(link_id="g", items=tuple(map(_rating, NAMES)))
    instrument = _instrument().model_copy(
        update={"questionnaire": Questionnaire(items=(group,)), "scales": ()}
    )
    deviating = Deviating(by="a", reason="b", steps=(Shift(item="nausea", after="pain"),))
    slot = InstrumentSlot(instrument="esas", version="1", deviating=deviating)

    form = resolve(Composition(slots=(slot,)), {("esas", "1"): instrument})

    [found] = form.parts[0].questionnaire.items
    assert [one.link_id for one in found.items] == ["pain", "nausea", "tired", "drowsy"]


@pytest.mark.parametrize(
    "step",
    [
        LeaveOut(item="gone"),
        Shift(item="pain", after="gone"),
        Shift(item="pain", after="pain"),
        SayOtherwise(item="gone", language="nb", text="Hei?"),
        PutInside(item=OWN, after="gone"),
    ],
)
def test_a_step_that_fits_nothing_loses_nothing(step: Step) -> None:
    assert _asked(_form(step)) == list(NAMES)


@pytest.mark.parametrize(
    ("licence", "permits"),
    [
        (Licence(owner="Fri", terms="fri"), True),
        (Licence(owner="Avtale", terms="avtale", required=True), False),
        (Licence(owner="Fast", terms="fri, uendret", changes="forbidden"), False),
        (Licence(owner="Sagt ja", terms="avtale", required=True, changes="permitted"), True),
    ],
)
def test_the_licence_decides_whether_it_may_be_changed(licence: Licence, permits: bool) -> None:
    deviating = Deviating(by="Ali Prøve", reason="For langt", steps=(LeaveOut(item="tired"),))
    slot = InstrumentSlot(instrument="esas", version="1", deviating=deviating)
    library = {("esas", "1"): _instrument(licence)}

    found = deviation_checks.problems(Composition(slots=(slot,)), library)

    assert (found == []) is permits
    assert [one.message for one in found if licence.owner not in one.message] == []


def test_nobody_deviates_without_a_name_a_reason_and_something_that_is_there() -> None:
    deviating = Deviating(by=" ", reason="For langt", steps=(LeaveOut(item="gone"),))
    slot = InstrumentSlot(instrument="esas", version="1", deviating=deviating)

    found = deviation_checks.problems(Composition(slots=(slot,)), {("esas", "1"): _instrument()})

    assert len(found) == 2
    assert {one.severity for one in found} == {"error"}


def test_what_is_left_out_was_not_shown_and_is_on_no_sheet() -> None:
    form = _form(LeaveOut(item="tired"))

    judged = judge(paged(form), {}, RuleSet())

    why = {one.measure: one.missing for one in judged.scores}
    assert why["esas/tired"] == Missing.NOT_SHOWN.value
    assert why["esas/pain"] == Missing.NOT_REACHED.value
    assert "esas/tired" not in {one.address for one in measured(form, "nb")}
