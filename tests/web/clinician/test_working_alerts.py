"""Taking, closing and overriding alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient

from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Emergency, Rule, RuleSet
from lytte.web.clinician.sentences import AlertWords
from tests.clinic_site import Clinic

ADDRESS = "/clinic/bryst/alerts"


def test_the_list_tells_what_and_why(clinic: Clinic, nurse: FlaskClient) -> None:
    page = nurse.get(ADDRESS).text

    assert "Kari Testmann" in page
    assert "født 14.03.1951" in page  # two may have one name
    assert "over grensen 7" in page


def test_taking_an_alert_puts_a_name_on_it(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts

    nurse.post(ADDRESS, data={"alert": alert.id, "to": "acknowledged"})

    assert clinic.alerts[0].state == "acknowledged"
    assert "Nora Nattevakt har det" in nurse.get(ADDRESS).text


def test_a_closed_alert_leaves_the_list_and_is_kept(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts

    nurse.post(ADDRESS, data={"alert": alert.id, "to": "resolved"})

    assert "Kari Testmann" not in nurse.get(ADDRESS).text
    assert "Kari Testmann" in nurse.get(f"{ADDRESS}?closed=1").text


def test_overriding_without_a_reason_is_asked_about(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts
    given = {"alert": alert.id, "occasion": alert.assessment_id, "to": "overridden", "reason": " "}

    answer = nurse.post(ADDRESS, data=given)

    assert clinic.alerts[0].state == "open"
    assert "Skriv hvorfor først" in nurse.get(answer.headers["Location"]).text


def test_an_override_keeps_its_reason(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts

    nurse.post(ADDRESS, data={"alert": alert.id, "to": "overridden", "reason": "Kjent fra før"})

    assert (clinic.alerts[0].state, clinic.alerts[0].closing_reason) == (
        "overridden",
        "Kjent fra før",
    )


def test_what_a_colleague_closed_is_not_closed_again(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts
    nurse.post(ADDRESS, data={"alert": alert.id, "to": "resolved"})
    before = clinic.alerts[0]

    answer = clinic.nurse().post(
        ADDRESS, data={"alert": alert.id, "to": "overridden", "reason": "Nei"}
    )

    assert "En kollega hadde alt lukket det" in nurse.get(answer.headers["Location"]).text
    assert clinic.alerts[0] == before


def test_an_alert_is_moved_only_through_its_own_clinic(clinic: Clinic) -> None:
    elsewhere = clinic.other_clinic()
    stranger = clinic.client(clinic.staff(clinician=elsewhere))
    [alert] = clinic.alerts

    answer = stranger.post("/clinic/lunge/alerts", data={"alert": alert.id, "to": "resolved"})

    assert answer.status_code == 404
    assert clinic.alerts[0].state == "open"


def test_one_unknown_alert_moves_none(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts

    answer = nurse.post(ADDRESS, data={"alert": [alert.id, uuid4()], "to": "resolved"})

    assert answer.status_code == 404
    assert clinic.alerts[0].state == "open"


def test_what_is_no_id_and_no_step_is_refused(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts

    assert nurse.post(ADDRESS, data={"alert": "x", "to": "resolved"}).status_code == 404
    assert nurse.post(ADDRESS, data={"alert": alert.id, "to": "open"}).status_code == 400


@dataclass(frozen=True)
class Flag:
    """An alert as a list holds it."""

    rule_id: str
    severity: str = "amber"
    emergency: bool = False
    reasons: Sequence[Mapping[str, Any]] = ()
    id: UUID = field(default_factory=uuid4)


def test_an_emergency_tells_what_the_patient_said_to_call_us_now(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    patient = clinic.begun()
    patient.send(q0_0="2")
    patient.send(q0_4="1")
    silent = nurse.get(ADDRESS).text
    patient.send(reply="cannot_call")

    page = nurse.get(ADDRESS).text

    assert "Pasienten har ikke svart på «Ring oss nå»." in silent
    assert "Pasienten får ikke ringt: ring pasienten." in page
    assert "og har ikke sendt skjemaet" in page


def test_whoever_takes_an_emergency_has_seen_it_on_the_sheet(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    patient = clinic.begun()
    patient.send(q0_0="2")
    patient.send(q0_4="1")
    patient.send(reply="called")
    patient.to_the_end()
    [urgent] = [one for one in clinic.alerts if one.emergency]
    sheet = f"/clinic/sheet/{urgent.response_id}.txt"
    assert "Ikke merket som sett av personalet." in nurse.get(sheet).text
    assert "Svaret var «Ja»." in nurse.get(sheet).text  # now, or over by now

    nurse.post(ADDRESS, data={"alert": urgent.id, "to": "acknowledged"})

    read = nurse.get(sheet).text
    assert "Sett av personalet" in read
    assert "Ikke merket" not in read


def test_what_one_occasion_raised_stands_in_the_order_of_the_rules() -> None:
    pain, sleep = (
        Rule(id=one, severity="amber", when=AtLeast(measure=f"s/{one}", value=Decimal(4)))
        for one in ("pain", "sleep")
    )
    fever = Emergency(id="fever", item="s/fever", triggers=(True,), name=Text(), call_now=Text())
    say = AlertWords((), RuleSet(rules=(pain, sleep), emergencies=(fever,)), "nb")
    raised = [Flag("gone"), Flag("sleep"), Flag("pain"), Flag("sleep", "red"),
              Flag("fever", "red", emergency=True)]  # fmt: skip

    told = [line.alert for line in say.lines(raised, all_of_them=True)]

    assert told == [raised[4], raised[3], raised[2], raised[1], raised[0]]


def test_what_several_rules_say_of_a_measure_is_one_line() -> None:
    """Over the red limit, over the amber one, and risen: as the sheet tells it."""

    def reason(kind: str, limit: int, previous: int | None = None) -> Mapping[str, Any]:
        was = {"previous": previous, "previous_at": "2026-11-20T08:00:00Z"} if previous else {}
        return {"type": kind, "measure": "s/pain", "value": 8, "limit": limit, **was}

    say = AlertWords((), RuleSet(), "nb")
    raised = [
        Flag("amber", reasons=[reason("at_least", 4)]),
        Flag("rising", reasons=[reason("worsened", 2, 3), reason("at_least", 4)]),
        Flag("red", "red", reasons=[reason("at_least", 7)]),
        Flag("fever", "red", emergency=True),
    ]

    urgent, pain = say.lines(raised)

    assert urgent.alert is raised[3]
    assert pain.alert is raised[2]
    assert pain.why == "Rød: over grensen 7 og 5 verre enn 20.11"
    assert len(list(say.lines(raised, all_of_them=True))) == 4
