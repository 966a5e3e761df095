"""The demo hospitals worry about what their instruments suggest, but for what is named."""

from decimal import Decimal

import pytest

from lytte.core.chosen import questions
from lytte.core.criteria import options_named
from lytte.core.forms import Form
from lytte.core.option_measures import option_key
from lytte.core.thresholds import AtLeast
from lytte.demo import levels
from lytte.demo.clinics import rules_of
from lytte.demo.hospitals import HOSPITALS, DemoClinic
from lytte.demo.own_rules import OWN_RULES
from lytte.instruments import folder

LIBRARY = folder.library()
CLINICS = [clinic for hospital in HOSPITALS for clinic in hospital.clinics]


def asked(clinic: DemoClinic) -> list[str]:
    return sorted({one for instruments in clinic.forms.values() for one in instruments})


@pytest.mark.parametrize("clinic", CLINICS, ids=lambda one: one.slug)
def test_a_demo_clinic_has_every_suggested_limit_as_its_instrument_has_it(
    clinic: DemoClinic,
) -> None:
    instruments = [LIBRARY[one] for one in asked(clinic)]

    made = rules_of(instruments)

    as_suggested = [rule.model_copy(update={"deputy": ""}) for rule in made.rules]
    suggested = [rule for one in instruments for rule in one.rules]
    assert as_suggested == [rule.model_copy(update={"deputy": ""}) for rule in suggested]
    assert made.emergencies == tuple(one for each in instruments for one in each.emergencies)
    assert all(rule.source or rule.local for rule in made.rules)


@pytest.mark.parametrize("slug", sorted(OWN_RULES))
def test_a_rule_of_a_demo_clinics_own_waits_for_answers_that_are_offered(slug: str) -> None:
    clinic = next(one for one in CLINICS if one.slug == slug)
    parts = tuple(LIBRARY[one].part for one in asked(clinic))
    offered = questions(Form(title=LIBRARY["lytte-plager"].title, parts=parts), "nb")

    for rule in OWN_RULES[slug]:
        assert rule.local
        assert rule.id.startswith("local-")
        for question, option in options_named([rule]).values():
            assert option_key(option) in offered[question].keys


def test_the_limit_that_the_demo_moves_is_one_that_is_suggested_and_differs() -> None:
    suggested = rules_of([LIBRARY["lytte-plager"]])
    [before] = [one.when for one in suggested.rules if one.id == levels.MOVED]

    [after] = [one.when for one in levels.lower(suggested).rules if one.id == levels.MOVED]

    assert isinstance(before, AtLeast)
    assert isinstance(after, AtLeast)
    assert (before.value, after.value) == (Decimal(4), Decimal(3))
    others = [one for one in levels.lower(suggested).rules if one.id != levels.MOVED]
    assert others == [one for one in suggested.rules if one.id != levels.MOVED]
