"""A clinic admin ticks the answers that shall alert, and reads the rule as a sentence."""

from decimal import Decimal

import pytest

from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.thresholds import Answered, AtLeast, Combined, Rule, RuleSet
from lytte.core.values import Coding
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.rules import ruling
from lytte.storage import tables
from tests.cms_desk import Cms

FEVER = "answer:symptoms/fever"
ROLES = {"severity": "red", "recipient": "nurse", "deputy": "doctor", "source": ""}
YES = {"measure__1__1": FEVER, "of__1__1": FEVER, "option__1__1": "true"}
WHEN_YES = Answered(item="symptoms/fever", options=(True,))


def draft(cms: Cms) -> RuleSet:
    with cms.world.open() as session:
        return drafting.rule_set(cms.work(session), cms.world.clinic_id)


def test_a_question_is_chosen_its_answers_shown_and_some_of_them_ticked(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")
    assert f'value="{FEVER}"' in desk.last
    assert "option-1-1" not in desk.last

    shown = desk.post("/admin/thresholds/new", do="answers-1-1", measure__1__1=FEVER, **ROLES)

    assert shown.status_code == 200
    assert "er besvart med ett av : Har du feber? ja nei" in desk.text
    assert "Ingenting er lagret" not in desk.text
    assert draft(cms).rules == ()
    desk.follow(desk.post("/admin/thresholds/new", **YES, **ROLES))
    [rule] = draft(cms).rules
    assert (rule.when, rule.severity) == (WHEN_YES, "red")
    assert "svaret på «Har du feber?» er «ja»" in desk.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("nn", "svaret på «Har du feber?» er «ja»"), ("en", "“Fever?” is answered with “yes”")],
)
def test_the_sentence_reads_in_the_readers_language(cms: Cms, language: str, said: str) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")
    desk.post("/admin/thresholds/new", **YES, **ROLES)

    reader = cms.desk(cms.world.approver_id, language=language)
    reader.get("/admin/thresholds/")

    assert said in reader.text


@pytest.mark.parametrize(
    "fields",
    [
        {"measure__1__1": FEVER},
        {"measure__1__1": FEVER, "of__1__1": FEVER, "option__1__1": "maybe"},
        {"measure__1__1": FEVER, "of__1__1": "answer:symptoms/other", "option__1__1": "true"},
    ],
)
def test_without_a_tick_the_answers_are_shown_and_it_is_said(
    cms: Cms, fields: dict[str, str]
) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    page = desk.post("/admin/thresholds/new", **fields, **ROLES)

    assert page.status_code == 422
    assert 'href="#option-1-1"' in desk.last
    assert 'id="option-1-1"' in desk.last
    assert "Kryss av svarene som skal gi varsel." in desk.text
    assert draft(cms).rules == ()


def test_it_joins_with_a_number_and_is_the_same_when_opened_and_saved(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")
    pain = {"measure__1__2": "symptoms/pain", "kind__1__2": "at_least", "value__1__2": "4"}

    desk.follow(desk.post("/admin/thresholds/new", **YES, **pain, **ROLES))

    [rule] = draft(cms).rules
    assert rule.when == Combined(of=(WHEN_YES, AtLeast(measure="symptoms/pain", value=Decimal(4))))
    assert "svaret på «Har du feber?» er «ja» og Smerte er minst 4" in desk.text
    desk.get(f"/admin/thresholds/{rule.id}")
    assert 'value="true" checked' in desk.last.replace("\n", " ").replace("  ", " ")
    desk.follow(desk.post(f"/admin/thresholds/{rule.id}", **YES, **pain, **ROLES))
    assert draft(cms).rules == (rule,)


def test_the_whole_rule_can_be_looked_at_before_it_is_saved(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    page = desk.post("/admin/thresholds/new", do="look", **YES, **ROLES)

    assert page.status_code == 200
    assert "Ingenting er lagret ennå" in desk.text


def test_an_answer_that_the_form_lost_keeps_the_rules_from_being_sent(cms: Cms) -> None:
    cms.form()
    with cms.world.open() as session:
        work = cms.work(session)
        gone = Answered(item="symptoms/fever", options=(Coding(code="hot", display="Høy"),))
        rules = RuleSet.model_validate(
            {"rules": [{"id": "r", "severity": "red", "deputy": "doctor",
                        "when": gone.model_dump(mode="json")}]}
        )  # fmt: skip
        drafting.save_rules(work, cms.world.clinic_id, rules)
        session.commit()
        [told] = ruling.problems(work, cms.world.clinic_id, rules)
    assert told.place == "r"
    desk = cms.author

    desk.get("/admin/thresholds/")

    assert "En regel venter på svaret «Høy» på «Har du feber?»" in desk.text
    assert "kryss av svarene som skal gi varsel" in desk.text
    assert cms.rows(tables.RuleSetPublication) == []


def vomiting(*codes: str) -> Composition:
    """A form that asks one question with these answers."""
    offered = tuple(
        AnswerOption(value=Coding(code=one), text=Text({"nb": f"Svar {one}"})) for one in codes
    )
    item = Choice(link_id="vomits", text=Text({"nb": "Kaster du opp?"}), answer_options=offered)
    slot = LocalSlot(id="own", questionnaire=Questionnaire(items=(item,)))
    return Composition(title=Text({"nb": "Uken"}), languages=("nb",), slots=(slot,))


def test_whoever_takes_an_answer_out_of_a_form_is_told_which_rule_waits_for_it(cms: Cms) -> None:
    cms.safe()
    when = Answered(item="own/vomits", options=(Coding(code="b"), Coding(code="c")))
    rule = Rule(id="r", severity="red", deputy="doctor", when=when)
    with cms.world.open() as session:
        work = cms.work(session)
        form = drafting.save_form(work, cms.world.clinic_id, "uken", vomiting("a", "b", "c"))
        drafting.save_rules(work, cms.world.clinic_id, RuleSet(rules=(rule,)))
        publishing.publish_form(work, form.id)
        session.commit()
    cms.in_force()
    with cms.world.open() as session:
        drafting.save_form(cms.work(session), cms.world.clinic_id, "uken", vomiting("a", "b"))
        session.commit()
    desk = cms.author

    desk.get(f"/admin/forms/{form.id}/publish")

    assert "1 varselregel som gjelder, ser på noe det ikke spørres om lenger" in desk.text
    assert "svaret på «Kaster du opp?» er «Svar b» eller «Svar c»" in desk.text
