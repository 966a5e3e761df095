"""What was corrected is kept, and counts no longer: in every place that reads responses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from lytte.core.thresholds import RuleSet
from lytte.services import clinic_day, insight
from lytte.services.paper import paper_owners, typing_in, unplanned
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.sheets import summarising
from lytte.services.versions import telling
from lytte.services.work import Work
from lytte.storage import afterwards, followed, histories, tables, urgent_answers
from lytte.storage.histories import Reading
from lytte.storage.urgent_answers import Given, Where
from tests.corrected import correct
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, publish_form
from tests.world import NOW, World

ZONE = ZoneInfo("Europe/Oslo")
RED = RuleSet.model_validate(
    {"rules": [{"id": "pain", "severity": "red",
                "when": {"type": "at_least", "measure": "plager/pain", "value": 7}}]}
)  # fmt: skip
OPENS, CLOSES = NOW - timedelta(days=60), NOW


class Wrong:
    """A patient whose paper said 3, and was typed in as 8; then it was corrected."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, NOW - timedelta(days=20)
        with world.open() as session:
            work = world.work(session)
            self.form = publish_form(work, world, world.clinic_id)
            past = Past(world, self.form)
            self.patient = past.patient("Liv Attrapp")
            wrong = past.sent(self.patient, self.at, pain="8")
            wrong.document = document(8)
            past.alerted(wrong, "pain", "overridden")
            self.id, self.occasion = wrong.id, wrong.assessment_id
            past.keep(work)
            put_rules_in_force(work, world, RED)
            session.commit()
        changed = {"measures": {"plager/pain": "3"}, "document": document(3), "sha256": "3"}
        self.new = correct(world, self.id, **changed)

    def seen(self, read: Callable[[Work], Any], now: datetime = NOW) -> Any:
        """Return what somebody reads."""
        with self.world.open() as session:
            return read(self.world.work(session, now))


def document(pain: int) -> dict[str, Any]:
    given = {"link_id": "pain", "values": [{"valueInteger": pain}]}
    return {"parts": {"plager": [given]}}


@pytest.fixture
def wrong(world: World) -> Wrong:
    return Wrong(world)


def reading(world: World, opens: datetime = OPENS) -> Reading:
    return Reading(
        clinic_id=world.clinic_id, opens=opens, closes=CLOSES, now=NOW,
        measures=["plager/pain"], occasions=24,
    )  # fmt: skip


def test_the_trend_has_what_holds(wrong: Wrong) -> None:
    here = wrong.world.clinic_id
    [one] = wrong.seen(
        lambda work: summarising.history(work, wrong.patient, before=NOW, clinic_id=here)
    )

    assert one.measures == {"plager/pain": Decimal(3)}


def test_a_sheet_that_is_asked_for_by_what_was_wrong_is_of_what_holds(wrong: Wrong) -> None:
    found = wrong.seen(lambda work: summarising.given(work, wrong.id, language="nb"))

    assert found.origin.response_id == str(wrong.new)
    assert found.sending.corrected
    assert wrong.seen(lambda work: summarising.whose(work, wrong.id)).response_id == wrong.new


def test_a_rehearsal_has_what_holds(wrong: Wrong) -> None:
    reads = reading(wrong.world)
    [batch] = wrong.seen(lambda work: list(histories.batches(work.session, reads)))

    assert list(batch.measures["plager/pain"]) == ["3"]
    assert wrong.seen(lambda work: histories.count(work.session, reads)) == 1


def test_a_rehearsal_looks_back_on_what_holds(wrong: Wrong) -> None:
    with wrong.world.open() as session:
        past = Past(wrong.world, wrong.form)
        past.sent(wrong.patient, NOW - timedelta(days=1), pain="5")
        past.keep(wrong.world.work(session))
        session.commit()
    reads = reading(wrong.world, opens=NOW - timedelta(days=2))
    [batch] = wrong.seen(lambda work: list(histories.batches(work.session, reads)))

    assert list(batch.measures["plager/pain"]) == ["3", "5"]


def test_a_rehearsal_reads_nobody_whose_day_was_the_wrong_one(world: World) -> None:
    wrong = Wrong(world)
    long_ago = (OPENS - timedelta(days=5)).isoformat()
    correct(world, wrong.new, authored=long_ago)
    reads = reading(world)

    assert wrong.seen(lambda work: list(histories.batches(work.session, reads))) == []


def test_a_rehearsal_names_nobody_for_what_was_wrong(wrong: Wrong) -> None:
    asked = Asked(days=60, posts=2, budget=3)

    def named(work: Work) -> Any:
        found = rehearsing.rehearse(work, wrong.world.clinic_id, lower(), asked)
        names = rehearsing.names(work, wrong.world.clinic_id, found.gained)
        return [one.response_id for one in names], [one.raised for one in found.rules]

    assert wrong.seen(named) == ([wrong.new], [0])


def lower() -> RuleSet:
    rule = RED.rules[0].model_dump()
    rule["when"]["value"] = 3
    return RuleSet.model_validate({"rules": [rule]})


def test_alerts_that_were_raised_by_what_was_wrong_are_not_counted(wrong: Wrong) -> None:
    found = wrong.seen(
        lambda work: afterwards.raised(work.session, wrong.world.clinic_id, OPENS, CLOSES)
    )

    assert found == {}


def test_insight_counts_what_holds_once(wrong: Wrong) -> None:
    found = wrong.seen(lambda work: insight.counted(work, wrong.world.clinic_id, 90, ZONE))

    assert [(mode, count.number) for mode, count in found.modes] == [("paper", 1)]
    assert [count.number for _, count in found.by_whom] == [1]
    assert found.read.number == 1
    assert (found.alert_weeks, found.rules) == ((), ())


def test_insight_times_nothing_that_was_typed_in(wrong: Wrong) -> None:
    """Only what came on paper is corrected, and how long a patient wrote on it nobody knows."""
    began = {"at": wrong.at - timedelta(minutes=3), "to": wrong.at, "id": wrong.occasion}
    with wrong.world.open() as session:
        session.connection().execute(
            text("update assessment set started_at = :at, completed_at = :to where id = :id"),
            began,
        )
        session.commit()

    found = wrong.seen(lambda work: insight.counted(work, wrong.world.clinic_id, 90, ZONE))

    assert found.minutes == ()


def test_what_cannot_wait_is_counted_in_what_holds(wrong: Wrong) -> None:
    where = Where(wrong.world.clinic_id, OPENS, CLOSES)
    item = "plager/pain"
    ways = wrong.seen(lambda work: urgent_answers.answered(work.session, where, [item]))
    wanted = [("eight", Given(item, [{"valueInteger": 8}]))]

    assert [one.values for one in ways] == [[{"valueInteger": 3}]]
    assert wrong.seen(lambda work: urgent_answers.often(work.session, where, wanted)) == {}


def test_a_plan_follows_what_holds_once(wrong: Wrong) -> None:
    reads = followed.Reading(
        patients=[wrong.patient], clinics=[wrong.world.clinic_id], begins=OPENS, ends=NOW,
        sent_since=OPENS, answered_since=OPENS,
    )  # fmt: skip

    assert len(wrong.seen(lambda work: followed.answered(work.session, reads))) == 1


def test_a_part_that_is_taken_out_says_how_many_sent_it(wrong: Wrong) -> None:
    with wrong.world.open() as session:
        row = session.get(tables.FormPublication, wrong.form)
        assert row is not None
        form_id = row.form_id

    found = wrong.seen(lambda work: telling.answered(work, form_id, ["plager"]))

    assert found == {"plager": 1}


def test_the_day_has_the_patient_once_with_what_holds(wrong: Wrong) -> None:
    with wrong.world.open() as session:
        visit = tables.Visit(
            hospital_id=wrong.world.hospital_id, patient_id=wrong.patient,
            clinic_id=wrong.world.clinic_id, starts_at=NOW,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        occasion = session.get(tables.Assessment, wrong.occasion)
        assert occasion is not None
        occasion.visit_id = visit.id
        session.add(occasion)
        session.connection().execute(
            text("update alert set assessment_id = :occasion"), {"occasion": wrong.occasion}
        )
        session.commit()

    on = NOW.astimezone(ZONE).date()
    [line] = wrong.seen(lambda work: clinic_day.day(work, wrong.world.clinic_id, on))

    assert (line.response_id, line.red, line.amber) == (wrong.new, 0, 0)


def test_the_list_of_papers_has_the_occasion_once(wrong: Wrong) -> None:
    found = wrong.seen(
        lambda work: paper_owners.find(work, wrong.world.clinic_id, "Liv Attrapp", [])
    )

    assert [one.assessment_id for one in found] == [wrong.occasion]


def paper_of(work: Work, occasion: UUID) -> typing_in.Paper:
    return typing_in.opened(work, occasion)


def test_a_paper_that_was_typed_in_shows_what_holds(wrong: Wrong) -> None:
    found = wrong.seen(lambda work: paper_of(work, wrong.occasion))

    assert found.answered is not None
    assert (found.answered.response.id, found.answered.alerts) == (wrong.new, 0)


def test_another_paper_is_not_held_beside_a_day_that_was_wrong(wrong: Wrong) -> None:
    correct(wrong.world, wrong.new, authored=(wrong.at - timedelta(days=4)).isoformat())
    other = uuid4()

    def beside(work: Work) -> Any:
        paper = paper_of(work, wrong.occasion)
        work.session.expunge(paper.assessment)
        paper.assessment.id = other
        days = [(wrong.at - timedelta(days=ago)).date() for ago in (0, 4)]
        return [unplanned.beside(work, paper, day).that_day for day in days]

    assert wrong.seen(beside) == [False, True]


@pytest.mark.parametrize("changed", [{"replaces_id": None, "correction": ""}, {}])
def test_nothing_is_corrected_twice_nor_answered_twice(
    wrong: Wrong, changed: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        correct(wrong.world, wrong.id, **changed)


def test_a_correction_says_why(wrong: Wrong) -> None:
    with pytest.raises(IntegrityError):
        correct(wrong.world, wrong.new, correction="")


def test_answers_stand_in_for_none_of_another_occasion(wrong: Wrong) -> None:
    with wrong.world.open() as session:
        past = Past(wrong.world, wrong.form)
        another = past.asked(wrong.patient, NOW, "completed")
        past.keep(wrong.world.work(session))
        session.commit()

    with pytest.raises(IntegrityError):
        correct(wrong.world, wrong.new, assessment_id=str(another))


@pytest.mark.parametrize("change", ["update response set sha256 = ''", "delete from response"])
def test_what_was_corrected_is_kept_for_ever(wrong: Wrong, change: str) -> None:
    with wrong.world.open() as session, pytest.raises(DBAPIError, match="permission denied"):
        session.connection().execute(text(change))
