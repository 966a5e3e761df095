"""What the platform says is wrong is said in the reader's language in the CMS.

The sentences are written at their source and found again by their words, so each is
raised here for real.
"""

import json
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from lytte.core import bundle as bundles
from lytte.core import (
    composition,
    composition_checks,
    deviation_checks,
    plain_words,
    sharing,
    translations,
)
from lytte.core.bundle import Bundle, BundledClinic
from lytte.core.composition import Composition, Fallback, InstrumentSlot, LocalSlot
from lytte.core.conditions import AtLeast
from lytte.core.deviations import Deviating, LeaveOut
from lytte.core.instrument import Licence
from lytte.core.items.choice import Choice
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.schedules import plan_checks
from lytte.core.schedules.known import FormFacts
from lytte.core.schedules.plan import (
    Around,
    Care,
    Every,
    Plan,
    Reminder,
    Reuse,
    Rhythm,
    Sending,
    Stop,
)
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services.bundles import bundle_reading, bundle_rules, bundling
from lytte.services.clinics import by_id as clinic_of
from lytte.services.faults import NotReady
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing, publishing
from lytte.services.translating import translating
from lytte.services.translating.translating import Written
from lytte.storage import tables
from lytte.wording.catalogue import words
from lytte_admin.told import told
from lytte_admin.told.sentences import SENTENCES
from tests.cms_desk import INSTRUMENT, Cms
from tests.shared_rules import rule
from tests.worth_noticing import (
    everything_that_stays_behind,
    everything_to_notice_in_a_rehearsal,
)
from tests.wrong_facts import wrong_facts
from tests.wrong_rules import everything_wrong_with_rules
from tests.wrong_settings import wrong_settings
from tests.wrong_texts import wrong_texts

IN_ENGLISH = Fallback(language="en")


def slot(name: str, text: str, at_least: int | None = None, on: str = "sleep") -> LocalSlot:
    item = NumericRating(
        link_id=name,
        text=Text({"nb": text}),
        low=Text({"nb": "Aldri"}),
        high=Text({"en": "Always"}),
    )
    condition = None
    if at_least is not None:
        condition = AtLeast(item=f"{on}/{on}", value=Decimal(at_least))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)), condition=condition)


def everything_wrong_with_forms() -> list[Problem]:
    choice = Choice(link_id="one", text=Text({"nb": "Velg"}))
    made = Composition(
        title=Text({"nb": "Før timen"}),
        languages=("nb", "ar"),
        slots=(
            slot("sleep", "Søvn"),
            slot("never", "Aldri", 11),
            slot("always", "Alltid", 0),
            slot("early", "Tidlig", 4, "late"),
            slot("late", "Sen"),
            slot("lost", "Borte", 4, "gone"),
            slot("late", "Sen"),
            LocalSlot(id="empty"),
            LocalSlot(id="one", questionnaire=Questionnaire(items=(choice,))),
            InstrumentSlot(instrument="unknown", version="9"),
        ),
    )
    nothing = Composition(title=Text())
    deviating = Deviating(by="", reason="", steps=(LeaveOut(item="gone"),))
    locked = INSTRUMENT.model_copy(
        update={"licence": Licence(owner="Eieren", terms="", changes="forbidden")}
    )
    slot_ = InstrumentSlot(instrument=locked.id, version=locked.version, deviating=deviating)
    library = {(locked.id, locked.version): locked}
    return [
        *sharing.problems(Composition(title=Text({"nb": "Ring 22 00 00 00"}))),
        *deviation_checks.problems(Composition(slots=(slot_,)), library),
        *composition.problems(nothing, {}),
        *composition.problems(made, {}),
        *composition_checks.problems(made, {}),
        *translations.problems(made, {}),
        *translations.problems(_moved_on(made), {}),
        *translations.problems(made.model_copy(update={"fallbacks": {"ar": IN_ENGLISH}}), {}),
    ]


def _moved_on(made: Composition) -> Composition:
    """Return a form whose title has changed since it was translated."""
    title = Text({"nb": "Før timen din", "ar": "قبل الموعد"})
    return made.model_copy(
        update={"title": title, "translated_from": {"title": {"ar": "Før timen"}}}
    )


def everything_wrong_with_a_translation() -> list[Problem]:
    made = Composition(title=Text({"nb": "Før {day}"}))
    [title] = composition.wordings(made)
    written = [Written("title", "x", seen="earlier"), Written("gone", "x", seen="")]
    found = [translating.faults(title, one, "nn", "nb") for one in written[:1]]
    return [
        *plain_words.faults("<b>\u202e" + "x" * 200, "title", "title"),
        *plain_words.gaps_differ("{hour}", "{day}", "title"),
        *found[0],
        *translating.faults(None, written[1], "nn", "nb"),
    ]


def everything_wrong_with_a_hospital(cms: Cms) -> list[Problem]:
    licence = INSTRUMENT.licence.model_copy(update={"required": True})
    instrument = INSTRUMENT.model_copy(update={"id": "owned", "licence": licence})
    made = Composition(
        title=Text({"nb": "Før timen"}), slots=(InstrumentSlot(instrument="owned", version="1"),)
    )
    form_id = cms.form()
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, instrument)
        library = stocking.library(work)
        found = licensing.problems(work, made, library)
        for ends in (date(2020, 1, 1), date(2090, 1, 1)):
            licensing.record(work, "owned", owner="N", scope="", evidence="", expires_on=ends)
            found += licensing.problems(work, made, library, ends + timedelta(days=1))
        for limits in (
            licensing.Limits(clinics=(uuid4(),), languages=("en",), modes=("paper",)),
            licensing.Limits(modes=("kiosk",)),
        ):
            licensing.record(work, "owned", owner="N", scope="", evidence="", limits=limits)
            found += licensing.problems(work, made, library, clinic_id=cms.world.clinic_id)
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        return found + publishing.form_problems(work, draft)


def everything_wrong_with_a_file(cms: Cms) -> list[Problem]:
    form = Composition(
        title=Text({"nb": "<b>Før</b>"}), slots=(InstrumentSlot(instrument="gone", version="1"),)
    )
    plan = Plan(sendings=(Sending(id="gone", form="gone", when=Around(days=1)),))
    rules = RuleSet(rules=(rule("sleep", 4, measure="night/sleep"),))
    clinic = BundledClinic(slug="hud", name="Hud", forms={"form": form}, plan=plan, rules=rules)
    other = INSTRUMENT.model_copy(update={"title": Text({"nb": "Noe annet"})})
    text = SafetyText(languages={"nb": SafetyLines(danger="Ring 22 33 44 55.")})
    bundle = Bundle(hospital="a", name="A", instruments=(other,), clinics=(clinic, clinic))
    with cms.world.open() as session:
        work = cms.work(session)
        here = clinic_of(work, cms.world.clinic_id)
        mine = BundledClinic(slug=here.slug, name=here.name, safety=text)
        bundle = bundle.model_copy(update={"clinics": (clinic, clinic, mine)})
        publishing.propose(work, tables.SafetyText, here.id, SafetyText(), staff_id=None)
        stocking.add(work, INSTRUMENT)
        found = bundling.problems(work, bundle) + bundle_rules.deaf(work, bundle, {}, "nb")
    hud = BundledClinic(slug="bryst", name="Bryst")
    found += bundles.one_place(
        Bundle(hospital="a", name="A", clinics=(clinic, hud)), {"hud": "bryst"}
    )
    with pytest.raises(NotReady) as cut:
        bundle_reading.read(b'{"lytte_bundle": 1,')
    for content in (b"no file at all", b'{"lytte_bundle": 2}'):
        with pytest.raises(NotReady) as stranger:
            bundle_reading.read(content)
        found += stranger.value.problems
    for said in ({"type": "moonlight"}, "soon"):
        plan_of_theirs = {"sendings": [{"id": "a", "form": "b", "when": said}]}
        clinics = [{"slug": "a", "name": "A", "plan": plan_of_theirs}]
        made = {"lytte_bundle": 1, "hospital": "a", "name": "A", "clinics": clinics}
        with pytest.raises(NotReady) as unknown:
            bundle_reading.read(json.dumps(made).encode())
        found += unknown.value.problems
    return [*found, *(one.model_copy(update={"message": ""}) for one in cut.value.problems)]


def everything_wrong_with_a_plan() -> list[Problem]:
    before, rhythm = Around(days=5), Rhythm(every=Every(number=2, unit="day"))
    late = Stop(until="date", on=date(2020, 1, 1))
    sendings = (
        Sending(id="gone", form="gone", when=before),
        Sending(id="draft", form="draft", when=before),
        Sending(
            id="many", form="long", when=before, freshest=3, at=time(7), stop=late,
            reminders=(Reminder(days=9),),
        ),
        Sending(id="post", form="unknown", when=Around(days=1)),
        Sending(id="often", form="unknown", when=rhythm, open_days=9),
    )  # fmt: skip
    care = Care(minutes_a_week=20, reuse=Reuse(days=2))
    none = frozenset[str]()
    forms = {"long": FormFacts(60, none), "unknown": FormFacts(None, none)}
    titles = {"draft": "Utkast", "long": "Langt", "unknown": "Ukjent"}
    always = Care(quiet_from=time(8), quiet_to=time(8))
    return [
        *plan_checks.problems(
            Plan(sendings=sendings, care=care), forms=forms, titles=titles, today=date(2026, 1, 1)
        ),
        *plan_checks.problems(
            Plan(sendings=sendings[:1]),
            forms={},
            titles={},
            today=date(2026, 1, 1),
            above=plan_checks.Above(minutes_a_week=20, titles={"gone": "Før kuren"}),
        ),
        *plan_checks.problems(Plan(care=always), forms={}, titles={}, today=date(2026, 1, 1)),
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_problem_is_told_in_the_readers_language(cms: Cms, language: str) -> None:
    say = words("cms", language)
    problems = [
        *everything_wrong_with_forms(),
        *everything_wrong_with_rules(),
        *everything_wrong_with_a_translation(),
        *wrong_texts(),
        *everything_wrong_with_a_hospital(cms),
        *everything_wrong_with_a_file(cms),
        *everything_wrong_with_a_plan(),
        *everything_to_notice_in_a_rehearsal(),
        *everything_that_stays_behind(cms),
        *wrong_facts(),
        *wrong_settings(cms),
    ]

    found = [told.problem(one, say) for one in problems]

    left = [one.message for one in found if one.message_language != language]
    left += [one.way_out for one in found if one.way_out and one.way_out_language != language]
    assert left == []
    assert raised(problems) == set(SENTENCES)


def raised(problems: list[Problem]) -> set[str]:
    """Return which of the sentences these problems say."""
    said = {one.message for one in problems} | {one.way_out for one in problems}
    plain, patterns = told._sentences()
    whole = {
        sentence for _, pattern, sentence in patterns if any(pattern.fullmatch(one) for one in said)
    }
    return (whole | (plain & said)) & set(SENTENCES)


def test_what_stood_between_the_words_is_kept() -> None:
    found = told.problem(
        error("safety", "The safety text is missing in ar.", "Write the line."), words("cms", "nb")
    )

    assert found.message == "Sikkerhetsteksten mangler på arabisk."


def test_a_problem_nobody_has_translated_stays_english_and_says_so() -> None:
    found = told.problem(error("x", "Something unheard of."), words("cms", "nb"))

    assert (found.message, found.message_language) == ("Something unheard of.", "en")
