"""PHQ-9 questionnaires that other people published, laid onto our recipe and answered."""

from decimal import Decimal

import pytest

from lytte.core.answered_form import answer_form, compile_form
from lytte.core.answers import Given, Key
from lytte.core.forms import Form
from lytte.core.instrument import Instrument
from lytte.services.instruments.importing import Naming, bring
from lytte.storage import tables
from tests.corpus import corpus
from tests.world import World

# Where it lies, and what stands in it beside the nine items.
FIT = [
    ("Aidbox+examples/aidbox-forms__aidbox-adaptive-forms__src__questionnaires__phq9"
     "_PHQ9_QUESTIONNAIRE.json", ()),
    ("CardinalKit+CardinalKit/Resources_PHQ-9.json", ()),
    ("beda-software+sdc-qrf/phq_2_phq_9~1.json", ()),
    ("HL7+US-Core/Questionnaire-phq-9-example.json", ("/44261-6", "/69722-7")),
    ("LHNCBC+lforms/R4_phq9.json", ("/69722-7",)),
    ("LHNCBC+lforms/argonaut-phq9-ish.json", ("g2.q1",)),
    ("uwcirg+asbi-screening-app/1_Questionnaire-PHQ9.json", ("/69722-7",)),
]  # fmt: skip
# Which option, from 0, each of the nine is answered with; the sums were made by hand.
ANSWERED = [
    ((0, 1, 2, 3, 0, 1, 2, 3, 0), 12),
    ((0, 0, 0, 0, 0, 0, 0, 0, 0), 0),
    ((3, 3, 3, 3, 3, 3, 3, 3, 3), 27),
    ((2, 0, 1, 3, 1, 0, 0, 2, 1), 10),
]


def brought(world: World, path: str, beside: tuple[str, ...]) -> Instrument:
    with world.open() as session:
        naming = Naming(recipe="phq-9", beside=beside, language="en")
        found = bring(world.work(session), corpus("fhir", path).read_bytes(), naming)
        assert found.row is not None, found.problems
        session.commit()
        row = session.get(tables.InstrumentVersion, found.row.id)
        assert row is not None
        return Instrument.model_validate(row.document)


@pytest.mark.parametrize(("path", "beside"), FIT, ids=[path.split("/")[0] for path, _ in FIT])
def test_a_published_phq9_is_scored_by_the_recipe(
    world: World, path: str, beside: tuple[str, ...]
) -> None:
    instrument = brought(world, path, beside)
    form = compile_form(Form(title=instrument.title, parts=(instrument.part,)))
    [total] = instrument.scales
    every = {item.link_id: item for item in instrument.questionnaire.every_item()}

    for chosen, by_hand in ANSWERED:
        given: dict[Key, Given] = {
            Key(link_id): (instrument.questionnaire.options(every[link_id])[place].value,)
            for link_id, place in zip(total.items, chosen, strict=True)
        }
        answered = answer_form(form, {"phq-9": given})["phq-9"]

        if all(answered.evaluation and answered.evaluation.enabled(key) for key in given):
            assert answered.scales["total"].value == Decimal(by_hand)
        else:  # It asks two first, and the rest only when these say enough.
            assert sum(chosen[:2]) < 3


def test_an_example_that_counts_0_1_2_4_is_refused(world: World) -> None:
    """As published by SDC: the last option counts 4, and a total would go up to 36."""
    path = corpus("fhir", "HL7+sdc/Questionnaire-questionnaire-sdc-profile-example-PHQ9.json")

    with world.open() as session:
        found = bring(world.work(session), path.read_bytes(), Naming(recipe="phq-9"))

    assert found.row is None
    told = [one.message for one in found.problems if one.severity == "error"]
    assert len(told) == 9
    assert all("counts 0, 1, 2, 4; the recipe counts 0 to 3." in one for one in told)
