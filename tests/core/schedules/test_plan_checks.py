"""What a plan's author is told before anybody is asked anything."""

from datetime import date, time

import pytest
from pydantic import ValidationError

from lytte.core.forms import document
from lytte.core.problems import Problem
from lytte.core.schedules import plan_checks
from lytte.core.schedules.known import FormFacts
from lytte.core.schedules.plan import BLANK, Care, Every, Plan, Reminder, Reuse, Sending, Stop
from lytte.core.schedules.plan_checks import ALONE, Above
from tests.core.schedules.planned import FORM, before, each

TODAY = date(2026, 9, 1)


def told(
    *sendings: Sending,
    care: Care | None = None,
    minutes: int | None = 5,
    above: Above = ALONE,
) -> list[Problem]:
    return plan_checks.problems(
        Plan(sendings=sendings, care=care or Care()),
        forms={FORM: FormFacts(minutes, frozenset({"symptoms"}))},
        titles={FORM: "Før timen", "draft": "Utkast"},
        today=TODAY,
        above=above,
    )


@pytest.mark.parametrize(
    ("sending", "care", "severity", "words"),
    [
        (before(5, form="gone"), Care(), "error", "no longer there"),
        (before(5, form="draft"), Care(), "error", "«Utkast» is not in use yet."),
        (before(5), Care(minutes_a_week=4), "error", "never sent"),
        (
            before(5, stop=Stop(until="date", on=date(2026, 8, 31))), Care(),
            "error", "stopped already",
        ),
        (before(5, freshest=3), Care(), "error", "no more than 3 days old"),
        (before(5, reminders=(Reminder(days=6),)), Care(), "error", "when it is closed"),
        (before(5, at=time(7)), Care(), "warning", "quiet hours"),
        (before(2), Care(), "warning", "may come after the appointment"),
        (each(1, open_days=7), Care(), "warning", "still open when the next"),
        (each(2, "day", open_days=1), Care(), "warning", "almost every day"),
        (each(1), Care(reuse=Reuse(days=7)), "warning", "used again for 7 days"),
        (before(5), Care(quiet_from=time(8), quiet_to=time(8)), "warning", "no quiet hours"),
    ],
)  # fmt: skip
def test_each_trap_is_told_with_a_way_out(
    sending: Sending, care: Care, severity: str, words: str
) -> None:
    [found] = told(sending, care=care)

    assert found.severity == severity
    assert words in found.message
    assert found.way_out


def test_a_form_that_only_the_hospital_has_is_called_by_its_name() -> None:
    [found] = told(before(5, form="theirs"), above=Above(titles={"theirs": "Før kuren"}))

    assert found.severity == "error"
    assert found.message.startswith("«Før kuren» is a form of the hospital's")


@pytest.mark.parametrize(
    ("minutes", "refused"), [(20, False), (5, False), (21, True), (None, True)]
)
def test_no_clinic_asks_for_more_than_its_hospital_lets_it(
    minutes: int | None, refused: bool
) -> None:
    found = told(before(5), care=Care(minutes_a_week=minutes), above=Above(minutes_a_week=20))

    assert [one.place for one in found] == (["care"] if refused else [])


def test_a_good_plan_has_nothing_to_tell() -> None:
    assert told(before(5, least=Every(number=3), reminders=(Reminder(days=1),)), each(1)) == []


def test_an_empty_plan_and_a_form_without_minutes_are_remarked() -> None:
    assert [one.severity for one in told()] == ["warning"]
    assert told(before(5), minutes=None) == []
    [found] = told(before(5), care=Care(minutes_a_week=20), minutes=None)
    assert "counts as 10 minutes" in found.message


@pytest.mark.parametrize("number", [0, -1, 367, 10**9])
def test_an_interval_of_nothing_or_of_ages_is_no_interval(number: int) -> None:
    with pytest.raises(ValidationError):
        Every(number=number)


def test_a_plan_that_stops_on_a_date_has_one() -> None:
    with pytest.raises(ValidationError):
        Stop(until="date")
    with pytest.raises(ValidationError):
        Stop(until="course", on=TODAY)


@pytest.mark.parametrize("care", [Care(), BLANK.care, Care(apart=2, quiet_from=time(0))])
@pytest.mark.parametrize(
    "sending",
    [
        before(0, at=time(0), freshest=0, open_days=0, by=("desk",), least=Every(number=3)),
        each(1, "month", stop=Stop(until="date", on=TODAY, times=2), reminders=(Reminder(days=1),)),
    ],
)
def test_what_is_stored_is_read_back_the_same(care: Care, sending: Sending) -> None:
    made = Plan(sendings=(sending,), care=care)

    assert Plan.model_validate(document(made)) == made
