"""Saving pages and sending the form: nothing lost, nothing doubled, nothing half done."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from lytte.core.answers import Given, Missing
from lytte.core.form_pages import Spot
from lytte.core.values import Coding
from lytte.services.answers import answering, entering, submitting
from lytte.services.answers.answering import AnsweredMeanwhile, Entry
from lytte.services.answers.sitting import AlreadySent, Sitting, sit_down
from lytte.services.work import Work
from lytte.storage import audit, tables
from lytte.storage.audit import Actor
from lytte.storage.sessions import token_hash
from tests.forms_world import SYMPTOMS, Ready, another, make_ready
from tests.world import KEYS, World

NUMB = (Coding(code="b"),)
NOT_NUMB = (Coding(code="a"),)


class Patient:
    """One session of one patient, at the services."""

    def __init__(self, ready: Ready, *, answered_by: str = "self", helped: bool = False) -> None:
        self.ready = ready
        with ready.world.database.code(token_hash(ready.token)) as session:
            let_in = entering.enter(self._work(session), [date(1951, 3, 14)], "nb")
            session.commit()
        self.token = let_in.token
        with self.work() as work:
            entering.begin(work, answered_by=answered_by, helped=helped, language="nb")
            work.session.commit()

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Work as this session."""
        with self.ready.world.database.patient_at(self.token) as session:
            yield self._work(session)

    def look(self) -> Sitting:
        """Return what is in front of the patient."""
        with self.work() as work:
            return sit_down(work)

    def save(self, given: Mapping[str, Given], revision: int | None = None) -> Sitting:
        """Save answers by link_id; as drawn now, or at an earlier revision."""
        with self.work() as work:
            sitting = sit_down(work, writing=True)
            entries = []
            for link_id, one in given.items():
                spot = spot_of(sitting, link_id)
                stored = sitting.saved(spot)
                drawn = revision if revision is not None else stored.revision if stored else 0
                entries.append(Entry(spot, one, drawn))
            after = answering.save(work, sitting, entries, "nb")
            work.session.commit()
            return after

    def submit(self) -> submitting.Receipt:
        """Send the form."""
        with self.work() as work:
            receipt = submitting.submit(work, "nb")
            work.session.commit()
            return receipt

    @staticmethod
    def _work(session: object) -> Work:
        return Work(session, Actor("patient", "patient"), datetime.now(UTC), KEYS)  # type: ignore[arg-type]


def spot_of(sitting: Sitting, link_id: str) -> Spot:
    """Return where a question stands, open or not."""
    places = sitting.form.compiled.parts[0].compiled.places
    place = places.by_link_id[link_id]
    return Spot(0, place, place.at(()))


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world)


def rows(ready: Ready, kind: type) -> list:  # type: ignore[type-arg]
    with ready.world.open() as session:
        return list(session.exec(select(kind)).all())


def test_the_same_page_twice_is_saved_once(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (6,)}, revision=0)
    patient.save({"pain": (6,)}, revision=0)

    [answer] = rows(ready, tables.Answer)
    assert (answer.value, answer.revision) == ([{"valueInteger": 6}], 1)


def test_two_tabs_meet_only_on_the_same_question(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (6,)}, revision=0)
    patient.save({"own": ("Sove",)}, revision=0)

    with pytest.raises(AnsweredMeanwhile) as caught:
        patient.save({"pain": (2,), "legs": NOT_NUMB}, revision=0)

    [conflict] = caught.value.conflicts
    assert (conflict.spot.key.link_id, conflict.stored, conflict.revision) == ("pain", (6,), 1)
    assert {row.link_id for row in rows(ready, tables.Answer)} == {"pain", "own"}


def test_what_another_session_answered_is_not_told_in_a_conflict(ready: Ready) -> None:
    one, other = Patient(ready), Patient(ready)
    one.save({"pain": (6,)}, revision=0)

    with pytest.raises(AnsweredMeanwhile) as caught:
        other.save({"pain": (2,)}, revision=0)

    assert caught.value.conflicts[0].stored is None


def test_leaving_a_question_open_takes_nobody_elses_answer_away(ready: Ready) -> None:
    Patient(ready).save({"pain": (6,)})
    Patient(ready).save({"pain": Missing.SKIPPED})

    [answer] = rows(ready, tables.Answer)
    assert answer.value == [{"valueInteger": 6}]


def test_equal_pages_at_the_same_time_are_no_conflict(ready: Ready) -> None:
    patient = Patient(ready)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: patient.save({"pain": (6,)}, revision=0), range(16)))

    [answer] = rows(ready, tables.Answer)
    assert answer.revision == 1


def test_an_emergency_is_raised_with_the_page_that_tells_it(ready: Ready) -> None:
    after = Patient(ready).save({"legs": NUMB})

    [alert] = rows(ready, tables.Alert)
    assert after.calls == ("numb_legs",)
    assert (alert.rule_id, alert.severity, alert.emergency) == ("numb_legs", "red", True)
    assert (alert.assessment_id, alert.response_id) == (ready.assessment_id, None)


def test_an_emergency_is_raised_once_and_joined_to_what_is_sent(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"legs": NUMB})
    patient.save({"legs": NOT_NUMB})
    patient.save({"legs": NUMB})
    with patient.work() as work:
        answering.reply(work, "called")
        work.session.commit()
    receipt = patient.submit()

    [alert] = rows(ready, tables.Alert)
    [call] = rows(ready, tables.CallNow)
    assert alert.response_id == receipt.response_id
    assert (call.reply, call.replied_at is not None) == ("called", True)


def test_fifty_sendings_at_once_store_one_response(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (8,), "legs": NOT_NUMB})

    def send(_: int) -> bool:
        try:
            patient.submit()
        except AlreadySent:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(send, range(50)))

    assert sent.count(True) == 1
    assert len(rows(ready, tables.Response)) == 1
    assert [row.rule_id for row in rows(ready, tables.Alert)] == ["pain_red"]


def test_a_page_saved_while_the_form_is_sent_is_in_it_or_refused(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (8,)})

    def save(number: int) -> bool:
        try:
            patient.save({"own": (f"ord {number}",)})
        except (AlreadySent, AnsweredMeanwhile):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        saves = [pool.submit(save, number) for number in range(10)]
        receipt = pool.submit(patient.submit).result()
        saved = [one.result() for one in saves]

    [response] = rows(ready, tables.Response)
    [stored] = [row for row in rows(ready, tables.Answer) if row.link_id == "own"] or [None]
    sent = next(one for one in response.document["parts"]["symptoms"] if one["link_id"] == "own")
    assert receipt.response_id == response.id
    assert sent.get("values") == (stored.value if any(saved) and stored else None)


def test_answers_on_closed_branches_stay_behind(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (8,), "hinders": (Coding(code="c"),)})
    patient.save({"pain": (1,)})
    patient.submit()

    [response] = rows(ready, tables.Response)
    assert response.measures == {"symptoms/pain": "1"}
    assert "hinders" not in str(response.document)
    [score] = [row for row in rows(ready, tables.Score) if row.measure == "symptoms/hinders"]
    assert (score.value, score.missing) == (None, "not_shown")


def test_a_question_never_met_differs_from_one_skipped_or_declined(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": Missing.DECLINED, "legs": Missing.SKIPPED})
    patient.submit()

    [response] = rows(ready, tables.Response)
    found = {one["link_id"]: one["missing"] for one in response.document["parts"]["symptoms"]}
    assert found == {"pain": "declined", "legs": "skipped", "own": "not_reached"}
    assert (response.answered, response.asked) == (0, 3)


def test_a_rise_since_last_time_alerts_unless_a_helper_answered(ready: Ready) -> None:
    first = Patient(ready)
    first.save({"pain": (3,)})
    first.submit()

    for answered_by, expected in (("proxy", []), ("self", ["pain_rising"])):
        again = Patient(another(ready), answered_by=answered_by)
        again.save({"pain": (5,)})
        again.submit()
        found = [row.rule_id for row in rows(ready, tables.Alert)]
        assert found == expected


def test_what_is_private_is_neither_shown_to_a_helper_nor_sent_by_one(world: World) -> None:
    private = SYMPTOMS[-1].model_copy(update={"not_through_helper": True})
    helper = Patient(make_ready(world, items=(*SYMPTOMS[:-1], private)), helped=True)
    shown = [spot.key.link_id for spot in helper.look().questions]
    helper.submit()

    [response] = rows(helper.ready, tables.Response)
    assert shown == ["pain", "legs"]
    assert "own" not in str(response.document)
    assert response.asked == 2


def test_the_chain_of_deeds_holds_after_a_whole_form(ready: Ready) -> None:
    patient = Patient(ready)
    patient.save({"pain": (8,), "legs": NUMB})
    patient.submit()

    with ready.world.open() as session:
        verdict = audit.verify(session)
        actions = [row.action for row in session.exec(select(tables.AuditEntry)).all()]
    assert verdict.broken_at is None
    assert {"patient.enter", "assessment.begin", "answers.save", "response.send"} <= set(actions)


def test_a_form_that_is_sent_takes_no_more_answers(ready: Ready) -> None:
    patient = Patient(ready)
    patient.submit()

    with pytest.raises(AlreadySent):
        patient.save({"pain": (8,)})


def test_a_helpers_answers_are_never_passed_off_as_the_patients(ready: Ready) -> None:
    Patient(ready, answered_by="proxy", helped=True).save({"pain": (5,)})
    Patient(ready).submit()

    [response] = rows(ready, tables.Response)
    assert (response.answered_by, response.helped) == ("proxy", True)
