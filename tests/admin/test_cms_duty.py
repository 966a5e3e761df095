"""No alert rule comes into use for an hour in which nobody is there (H3)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from lytte.core.thresholds import Emergency, RuleSet
from lytte.jobs import rounds
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.world import KEYS

LACKS = "Det står ikke at legen er på vakt i alle timene dere lover."


def clinic(cms: Cms) -> Desk:
    cms.form()
    cms.safe()
    cms.rules()
    return cms.author


def say(desk: Desk, **days: str) -> None:
    desk.get("/admin/texts/")
    seen = {name: desk.hidden(name) for name in ("duty_on", "hours_on")}
    desk.follow(
        desk.post("/admin/texts/duty", **seen, **{f"duty__{k}": v for k, v in days.items()})
    )


def proposals(cms: Cms) -> list[Any]:
    return cms.rows(tables.RuleSetPublication)


def test_rules_are_not_sent_when_the_deputy_is_away_and_are_once_it_is_said(cms: Cms) -> None:
    desk = clinic(cms)
    say(desk, nurse="1")
    desk.get("/admin/thresholds/")
    assert LACKS in desk.text
    assert '/admin/texts/#duty"' in desk.last

    desk.post("/admin/thresholds/propose")
    assert proposals(cms) == []

    say(desk, nurse="1", doctor="1")
    desk.get("/admin/thresholds/")
    assert LACKS not in desk.text
    desk.post("/admin/thresholds/propose")
    assert [one.state for one in proposals(cms)] == ["in_review"]


def test_they_are_not_approved_when_somebody_left_meanwhile(cms: Cms) -> None:
    desk, second = clinic(cms), cms.second
    desk.get("/admin/thresholds/")
    desk.post("/admin/thresholds/propose")
    [row] = proposals(cms)
    say(desk, nurse="1")

    second.get(f"/admin/approvals/rules/{row.id}")
    answer = second.post(f"/admin/approvals/rules/{row.id}/decide", do="approve")

    assert answer.status_code == 422
    assert LACKS in second.text
    assert "Si hvem som er på vakt under Tekster og telefon" in second.text
    assert [one.state for one in proposals(cms)] == ["in_review"]


def test_promising_more_hours_asks_who_is_there_again(cms: Cms) -> None:
    desk = clinic(cms)
    with cms.world.open() as session:
        work = cms.work(session)
        found = clinics.contact(work, cms.world.clinic_id)
        assert found is not None
        kept = found.model_dump(exclude={"id", "confirmed_at", "confirmed_by"})
        longer = tables.ClinicContact(**{**kept, "hours": {"1": ["07:00", "15:30"]}})
        clinics.set_contact(work, longer, staff_id=cms.world.author_id, made_on=found.id)
        session.commit()

    desk.get("/admin/thresholds/")

    assert LACKS in desk.text


def in_force(cms: Cms) -> Desk:
    """Put the rules in force while everybody is there."""
    desk = clinic(cms)
    cms.in_force()
    return desk


def told(cms: Cms) -> bool:
    """Whether patients are told that it is not certain when answers are read."""
    [here] = [one for one in cms.rows(tables.Clinic) if one.id == cms.world.clinic_id]
    return here.uncovered_at is not None


def test_when_cover_lapses_the_admins_and_the_patients_are_told(cms: Cms) -> None:
    desk = in_force(cms)
    boss = cms.desk(cms.somebody("hospital_admin", None))
    cms.clinic("Annen klinikk")
    desk.get("/admin/")
    assert "Vakten dekker ikke" not in desk.text

    say(desk, nurse="1")

    assert told(cms)
    desk.get("/admin/")
    assert "Vakten dekker ikke alle timene dere lover" in desk.text
    assert LACKS in desk.text
    boss.get("/admin/")
    assert "Brystkreftklinikken: vakten dekker ikke alle timene som er lovet" in boss.text
    assert "clinic.uncovered" in {one.action for one in cms.rows(tables.AuditEntry)}

    say(desk, nurse="1", doctor="1")
    assert not told(cms)
    desk.get("/admin/")
    assert "Vakten dekker ikke" not in desk.text


def test_cover_is_asked_about_again_when_planned_rules_begin(cms: Cms) -> None:
    desk = clinic(cms)
    later = datetime.now(UTC) + timedelta(days=1)
    cms.in_force(at=later)
    say(desk, nurse="1")
    assert not told(cms)

    rounds.go_round(cms.world.database, KEYS, later + timedelta(minutes=1))

    assert told(cms)


def test_what_cannot_wait_needs_a_way_out_of_hours(cms: Cms) -> None:
    cms.form()
    with cms.world.open() as session:
        fever = Emergency.model_validate(
            {"id": "fever", "item": "symptoms/fever", "triggers": [True],
             "name": {"nb": "Feber"}, "call_now": {"nb": "Det kan haste."}}
        )  # fmt: skip
        drafting.save_rules(cms.work(session), cms.world.clinic_id, RuleSet(emergencies=(fever,)))
        session.commit()
    desk = cms.author
    desk.get("/admin/thresholds/")

    desk.post("/admin/thresholds/propose")

    assert "ingen å ringe når den har stengt" in desk.text
    assert proposals(cms) == []


def test_two_who_say_who_is_on_duty_at_once_see_each_others(cms: Cms) -> None:
    desk, second = clinic(cms), cms.second
    second.get("/admin/texts/")
    seen = {name: second.hidden(name) for name in ("duty_on", "hours_on")}
    was = {f"was-{role}": "1" for role in ("nurse", "doctor", "coordinator")}
    say(desk, nurse="1", coordinator="1")

    answer = second.post("/admin/texts/duty", **seen, **was, duty__nurse="1", duty__doctor="1")

    assert answer.status_code == 409
    assert "Solveig Demo endret dette mens du skrev" in second.text
    assert "Legen mandag ingen dag ingen dag" in second.text
    # She took the doctor away and he the coordinator.
    assert re.findall(r'name="duty-([a-z]+)" value="1" checked', second.last) == ["nurse"]
    assert len(cms.rows(tables.ClinicDuty)) == 2

    say(second, nurse="1", doctor="1")
    assert len(cms.rows(tables.ClinicDuty)) == 3


def test_duty_is_not_said_for_hours_nobody_saw(cms: Cms) -> None:
    desk = clinic(cms)
    desk.get("/admin/texts/")
    seen = {name: desk.hidden(name) for name in ("duty_on", "hours_on")}
    with cms.world.open() as session:
        work = cms.work(session)
        found = clinics.contact(work, cms.world.clinic_id)
        assert found is not None
        kept = found.model_dump(exclude={"id", "confirmed_at", "confirmed_by"})
        longer = tables.ClinicContact(**{**kept, "hours": {"1": ["07:00", "15:30"]}})
        clinics.set_contact(work, longer, staff_id=cms.world.approver_id, made_on=found.id)
        session.commit()

    answer = desk.post("/admin/texts/duty", **seen, duty__nurse="1", was__nurse="1")

    assert answer.status_code == 409
    assert "Ali Prøve endret dette mens du skrev" in desk.text
    assert len(cms.rows(tables.ClinicDuty)) == 1
