"""A draft of the rules is tried on the past from the page where it is written."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from lytte.core.own_settings import OwnSettings
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Emergency, Rule, RuleSet
from lytte.jobs import rehearsals
from lytte.services.drafts import drafting
from lytte.services.rules import rehearsal_runs
from lytte.services.settings import setting
from lytte.storage import tables
from tests.admin.test_cms_thresholds import fields
from tests.cms_desk import Cms
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, publish_form
from tests.shared_rules import FEVER
from tests.world import KEYS


def _deeds(cms: Cms) -> list[str]:
    with cms.world.open() as session:
        session.connection()
        return list(session.exec(select(tables.AuditEntry.action)).all())


@pytest.mark.parametrize("days", ["30", "90", "365", "99999", "x", ""])
def test_the_page_opens_for_any_number_of_days(cms: Cms, days: str) -> None:
    page = cms.desk(cms.world.author_id).get(f"/admin/rehearsals/?days={days}")

    assert page.status_code == 200
    assert "Generalprøve" in page.text


def test_trying_the_rules_changes_nothing_but_is_written_down(cms: Cms) -> None:
    desk = cms.desk(cms.world.author_id)
    before = _deeds(cms).count("rehearsal.run")

    desk.get("/admin/rehearsals/")

    assert _deeds(cms).count("rehearsal.run") == before + 1


def test_another_hospitals_admin_tries_only_its_own(cms: Cms, neighbour: Callable[[], Cms]) -> None:
    other = neighbour()

    other.desk(other.world.author_id).get("/admin/rehearsals/")

    assert "rehearsal.run" not in _deeds(cms)


@pytest.fixture
def long(cms: Cms, monkeypatch: pytest.MonkeyPatch) -> Cms:
    """A clinic where every rehearsal counts as long."""
    monkeypatch.setattr(rehearsal_runs, "AT_ONCE", -1)
    cms.form()
    cms.rules()
    return cms


def _round(cms: Cms) -> None:
    rehearsals.run(cms.world.database, cms.world.hospital_id, KEYS)


def _run(cms: Cms) -> tables.RehearsalRun:
    [run] = cms.rows(tables.RehearsalRun)
    assert isinstance(run, tables.RehearsalRun)
    return run


def test_a_long_rehearsal_shows_how_far_it_is_and_then_what_it_came_to(long: Cms) -> None:
    desk = long.author
    desk.get("/admin/rehearsals/?days=365")
    assert "Det begynner om et øyeblikk." in desk.text
    assert '<noscript><meta http-equiv="refresh"' in desk.last

    _round(long)
    desk.get("/admin/rehearsals/?days=365")

    assert "Det begynner" not in desk.text
    assert "Ingen har svart i disse dagene" in desk.text


def test_a_long_rehearsal_is_stopped_and_begun_again(long: Cms) -> None:
    desk = long.author
    desk.get("/admin/rehearsals/?days=90")
    at = f"/admin/rehearsals/{_run(long).id}"

    desk.post(f"{at}/stop?days=90")
    _round(long)
    desk.get("/admin/rehearsals/?days=90")
    assert "Den ble stoppet før den var ferdig." in desk.text
    assert "http-equiv" not in desk.last

    desk.post(f"{at}/again?days=90")
    assert _run(long).state == "waiting"


def test_a_rule_is_tried_on_many_answers_without_losing_what_is_written(long: Cms) -> None:
    desk, rule = long.author, "/admin/thresholds/pain-red"
    given = {**fields(value_1_1="9", source="Håndboka, side 7"), "do": "look"}
    desk.get(rule)
    desk.post(rule, **given)
    assert "Regelen prøves på 0 svar." in desk.text
    assert "Håndboka, side 7" in desk.last

    _round(long)
    desk.post(rule, **given)

    assert "Regelen prøves" not in desk.text
    assert "På svarene fra de siste 90 dagene" in desk.text


def test_another_hospitals_rehearsal_can_not_be_stopped(
    long: Cms, neighbour: Callable[[], Cms]
) -> None:
    long.author.get("/admin/rehearsals/")

    answer = neighbour().author.post(f"/admin/rehearsals/{_run(long).id}/stop")

    assert answer.status_code == 404
    assert _run(long).state == "waiting"


@pytest.fixture
def feverish(cms: Cms) -> Cms:
    """A clinic where two patients had a fever, and one no pain, and the draft forgets fevers."""
    cms.form()
    cms.safe()
    cms.rules()
    _draft(cms, FEVER)
    cms.in_force()
    _draft(cms, FEVER.model_copy(update={"id": "old", "name": Text({"nb": "Gammel feber"})}))
    day = datetime.now(UTC) - timedelta(days=3)
    with cms.world.open() as session:
        work = cms.work(session)
        past = Past(cms.world, publish_form(work, cms.world, cms.world.clinic_id))
        for fever in (True, True, False):
            given = [{"link_id": "fever", "values": [{"valueBoolean": fever}]}]
            past.sent(past.patient(), day).document = {"parts": {"symptoms": given}}
        past.keep(work)
        session.commit()
    return cms


def _draft(cms: Cms, *urgent: Emergency) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        rules = drafting.rule_set(work, cms.world.clinic_id)
        made = rules.model_copy(update={"emergencies": urgent})
        drafting.save_rules(work, cms.world.clinic_id, made)
        session.commit()


def test_an_answer_that_opens_call_now_no_more_stands_first(feverish: Cms) -> None:
    desk = feverish.author

    desk.get("/admin/rehearsals/?days=30")

    assert "«Ring oss nå» er ikke som før i utkastet" in desk.text
    assert "Feber tatt ut Ingen får lenger beskjed om å ringe for dette." in desk.text
    assert desk.text.count("etter 2 svar (2 pasienter)") == 2  # taken out, and new
    assert "Gammel feber nytt I disse dagene ville det blitt sagt" in desk.text
    assert desk.text.index("Ring oss nå") < desk.text.index("Det dere sparer")


def test_a_rule_that_looks_at_what_nobody_answered_is_told_by_its_name(feverish: Cms) -> None:
    desk = feverish.author

    desk.get("/admin/rehearsals/?days=30")

    assert "Smerte er minst 7 Ingen svar i perioden har Smerte, så regelen" in desk.text
    assert "symptoms/" not in desk.text


def test_a_draft_that_leaves_call_now_alone_says_nothing_of_it(feverish: Cms) -> None:
    _draft(feverish, FEVER)
    desk = feverish.author

    desk.get("/admin/rehearsals/?days=30")

    assert "Ring oss nå» er ikke som før" not in desk.text
    assert "Hva som er prøvd" in desk.text


def test_alerts_are_told_for_each_on_duty_in_every_week_and_for_each_role(cms: Cms) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        past = Past(cms.world, publish_form(work, cms.world, cms.world.clinic_id))
        for days in (10, 10, 10):
            past.sent(past.patient(), datetime.now(UTC) - timedelta(days=days), pain="8")
        past.keep(work)
        high = AtLeast(measure="plager/pain", value=Decimal(7))
        rule = Rule(id="pain", severity="red", deputy="doctor", when=high)
        drafting.save_rules(work, cms.world.clinic_id, RuleSet(rules=(rule,)))
        session.commit()
    desk = cms.author

    desk.get("/admin/rehearsals/?days=30&posts=2")

    assert "for hver på vakt" in desk.text
    assert "1,5 for hver på vakt" in desk.text
    assert "Hvem som får dem" in desk.text
    assert "sykepleieren" in desk.text
    desk.get("/admin/rehearsals/?days=30")
    assert "for hver på vakt" not in desk.text


@pytest.mark.parametrize(("patients", "said"), [(1, "pasient"), (25, "pasienter")])
def test_what_a_higher_limit_costs_is_told_in_full(cms: Cms, patients: int, said: str) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        past = Past(cms.world, publish_form(work, cms.world, cms.world.clinic_id))
        for _ in range(patients):
            past.sent(past.patient(), datetime.now(UTC) - timedelta(days=10), pain="8")
        past.keep(work)
        reads = tables.StaffRole(
            hospital_id=cms.world.hospital_id, staff_id=cms.world.author_id, role="clinician",
            clinic_id=cms.world.clinic_id,
        )  # fmt: skip
        session.add(reads)
        own = OwnSettings(alerts_a_week=10)
        setting.put(work, cms.world.clinic_id, own, made_on=0, staff_id=cms.world.author_id)
        for limit in (7, 9):
            high = AtLeast(measure="plager/pain", value=Decimal(limit))
            made = RuleSet(rules=(Rule(id="pain", severity="red", deputy="doctor", when=high),))
            if limit == 7:
                put_rules_in_force(work, cms.world, made)
        drafting.save_rules(work, cms.world.clinic_id, made)
        session.commit()
    desk = cms.author

    desk.get("/admin/rehearsals/?days=30")

    assert f"Det det koster {patients} {said} uten varsel" in desk.text
    assert f"{patients} svar gir ikke lenger varsel" in desk.text
    over = int(patients > 10)
    assert re.search(rf"gjelder nå, går over i {over} av \d uker, utkastet i 0\.", desk.text)
    assert "Den stiplede linjen er det dere rekker over: 10." in desk.text
    assert 'class="lim"' in desk.last
    assert re.search(r"er minst 9 endret Gjelder nå: \w+ er minst 7", desk.text)
    shown = min(patients, 20)
    assert f"{shown} av {patients}." in desk.text
    assert ("Vis flere" in desk.text) is (patients > shown)
    desk.get("/admin/rehearsals/?days=30&all=1")
    assert f"{patients} av {patients}." in desk.text
