"""An alert with an agreed plan: on the sheet, and silent, from the clinician to the next answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from lytte.core.thresholds import RuleSet
from lytte.services.alerts import agreeing, alerting
from lytte.services.alerts.agreeing import NeverKnown, ReviewNeeded
from lytte.services.alerts.alerting import ReasonNeeded
from lytte.services.faults import NotFound
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.sheets import summarising
from lytte.services.work import Work
from lytte.storage import tables
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, publish_form
from tests.world import NOW, World

PAIN = {"type": "at_least", "measure": "plager/pain", "value": 6}
RULES = RuleSet.model_validate({"rules": [{"id": "pain", "severity": "red", "when": PAIN}]})
REVIEW = date(2026, 9, 1)
BEFORE = NOW - timedelta(days=20)


class Ward:
    """A patient whose pain of 7, or what was answered, raised an alert twenty days ago."""

    def __init__(
        self,
        world: World,
        work: Work,
        rules: RuleSet = RULES,
        answers: dict[str, object] | None = None,
    ) -> None:
        self.world, self.work = world, work
        put_rules_in_force(work, world, rules)
        self.past = Past(world, publish_form(work, world, world.clinic_id))
        self.rules_id = work.session.exec(select(tables.RuleSetPublication.id)).one()
        self.patient = self.past.patient()
        first = self.past.sent(self.patient, BEFORE, pain="7", sleep="3")
        first.rule_set_publication_id = self.rules_id
        first.document = answers or {}
        self.past.alerted(first, "pain", "open")
        self.past.keep(work)
        self.alert = work.session.exec(select(tables.Alert)).one()

    def agree(self, review_on: date | None = REVIEW, reason: str = "Økt dose") -> None:
        earlier = self.world.work(self.work.session, BEFORE + timedelta(hours=3))
        agreeing.agree(
            earlier, [self.alert.id], clinic_id=self.world.clinic_id,
            staff_id=self.world.author_id, review_on=review_on, reason=reason,
        )  # fmt: skip


@pytest.fixture
def ward(world: World) -> Iterator[Ward]:
    with world.open() as session:
        yield Ward(world, world.work(session))


def actions(work: Work) -> list[str]:
    order = tables.AuditEntry.seq
    return list(work.session.exec(select(tables.AuditEntry.action).order_by(order)).all())  # type: ignore[arg-type]


def test_the_numbers_then_are_kept_and_how_much_more_is_worse(ward: Ward) -> None:
    ward.agree()

    [row] = ward.work.session.exec(select(tables.KnownAlert)).all()
    assert row.stood == {"plager/pain": {"value": "7", "step": "2"}}
    assert (ward.alert.state, ward.alert.closing_reason) == ("known", "Økt dose")
    assert actions(ward.work)[-1] == "alert.known"


@pytest.mark.parametrize("review", [None, NOW.date() - timedelta(days=20), date(2027, 1, 1)])
def test_a_plan_has_a_day_when_somebody_looks_again(ward: Ward, review: date | None) -> None:
    with pytest.raises(ReviewNeeded):
        ward.agree(review_on=review)


def test_a_plan_says_what_was_agreed(ward: Ward) -> None:
    with pytest.raises(ReasonNeeded):
        ward.agree(reason="  ")


@pytest.mark.parametrize("emergency", [True, False])
def test_an_emergency_and_a_silence_are_never_known(ward: Ward, emergency: bool) -> None:
    ward.alert.emergency, ward.alert.response_id = emergency, None

    with pytest.raises(NeverKnown):
        ward.agree()


def test_another_clinics_alert_is_not_found(ward: Ward) -> None:
    with pytest.raises(NotFound):
        agreeing.agree(
            ward.work, [ward.alert.id], clinic_id=UUID(int=7), staff_id=ward.world.author_id,
            review_on=REVIEW, reason="Økt dose",
        )  # fmt: skip


def test_the_sheet_after_the_agreement_tells_it_and_the_sheet_before_does_not(ward: Ward) -> None:
    ward.agree()
    later = ward.past.sent(ward.patient, NOW - timedelta(days=6), pain="8")
    later.rule_set_publication_id = ward.rules_id
    covered = tables.Alert(
        hospital_id=later.hospital_id, id=uuid4(), response_id=later.id, patient_id=ward.patient,
        clinic_id=later.clinic_id, rule_id="pain", severity="red", recipient="nurse",
        state="known", raised_at=later.authored, closed_at=later.authored,
    )  # fmt: skip
    ward.past.others.append(covered)
    ward.past.keep(ward.work)

    [plan] = summarising.given(ward.work, later.id, language="nb").agreements
    assert ward.alert.response_id is not None
    before = summarising.given(ward.work, ward.alert.response_id, language="nb").agreements

    assert (plan.topic, plan.what, plan.review_on) == ("pain", "Økt dose", REVIEW)
    assert plan.covers == ("pain",)
    assert before == ()


def test_a_rehearsal_leaves_out_what_is_known_and_counts_it(ward: Ward) -> None:
    ward.agree()
    for day, pain in ((10, "8"), (9, "8.9"), (8, "9")):
        ward.past.sent(ward.patient, NOW - timedelta(days=day), pain=pain)
    ward.past.keep(ward.work)

    found = rehearsing.rehearse(ward.work, ward.world.clinic_id, RULES, Asked(days=30))

    assert (found.in_force.alerts, found.in_force.known) == (2, 2)


def test_ended_it_leaves_the_list_and_a_second_plan_ends_the_first(ward: Ward) -> None:
    ward.agree()
    [plan] = agreeing.listed(ward.work, ward.world.clinic_id)
    assert (plan.patient, plan.reason, plan.review_on) == ("Kari Testmann", "Økt dose", REVIEW)

    with pytest.raises(ReasonNeeded):
        agreeing.end(
            ward.work, plan.id, clinic_id=ward.world.clinic_id,
            staff_id=ward.world.author_id, reason="",
        )  # fmt: skip
    agreeing.end(
        ward.work, plan.id, clinic_id=ward.world.clinic_id,
        staff_id=ward.world.author_id, reason="Får ikke sove",
    )  # fmt: skip

    assert agreeing.listed(ward.work, ward.world.clinic_id) == []
    assert alerting.count(ward.work, [ward.world.clinic_id]) == 0
