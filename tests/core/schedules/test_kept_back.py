"""Why something does not go: the plan is over, it would be wrong, or it would be too much."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lytte.core.schedules.known import Answered, Event, Followed, Sent
from lytte.core.schedules.occasion import Left
from lytte.core.schedules.plan import Care, Every, Reuse, Stop
from tests.core.schedules.planned import (
    ELSEWHERE,
    FORM,
    FREE,
    HERE,
    asked,
    before,
    each,
    pathway,
    patient,
    visits,
    why,
)

AUTUMN = date(2026, 9, 1)


def test_the_plan_stops_after_the_last_treatment() -> None:
    cycles = tuple(
        Event(f"c{n}", "cycle", AUTUMN + timedelta(weeks=3 * n), number=n, of=3) for n in (1, 2, 3)
    )
    booked = visits(*(AUTUMN + timedelta(weeks=3 * n) for n in (1, 2, 3, 4)))
    followed = Followed(pathway(before(2)), AUTUMN, events=cycles + booked)

    found = asked(patient(followed), AUTUMN)

    assert [one.left and one.left.why for one in found] == [None, None, None, "course_over"]


def test_a_new_course_is_not_over_because_an_old_one_is() -> None:
    again = Event("c1", "cycle", AUTUMN + timedelta(weeks=3), number=1, of=6)
    followed = Followed(
        pathway(before(2, of="cycle")), AUTUMN, events=(again,), course_end=date(2026, 8, 1)
    )

    assert why(asked(patient(followed), AUTUMN)) == []


def test_a_plan_stops_after_so_many_times_or_on_a_date() -> None:
    booked = visits(*(AUTUMN + timedelta(weeks=n) for n in (1, 2, 3)))
    twice = Followed(pathway(before(2, stop=Stop(until="open", times=2))), AUTUMN, events=booked)
    dated = Followed(
        pathway(before(2, stop=Stop(until="date", on=date(2026, 9, 7)))), AUTUMN, events=booked
    )
    rhythm = Followed(pathway(each(1, stop=Stop(times=2))), AUTUMN)

    assert why(asked(patient(twice), AUTUMN)) == ["times_used"]
    assert why(asked(patient(dated), AUTUMN)) == ["plan_over", "plan_over"]
    assert len(asked(patient(rhythm), AUTUMN)) == 2


def test_what_was_sent_before_counts_among_the_times() -> None:
    followed = Followed(
        pathway(before(2, stop=Stop(times=2))), AUTUMN, events=visits(date(2026, 9, 10)),
        times={FORM: 2},
    )  # fmt: skip

    assert why(asked(patient(followed), AUTUMN)) == ["times_used"]


@pytest.mark.parametrize(
    ("followed", "known", "reason"),
    [
        ({}, {"deceased": date(2026, 8, 30)}, "deceased"),
        ({"withdrawn": date(2026, 8, 30)}, {}, "withdrawn"),
        ({"ended": date(2026, 8, 30)}, {}, "ended"),
        ({"paused_until": date(2026, 9, 20)}, {}, "paused"),
        ({}, {"protected": True}, "protected"),
        ({}, {"reach": frozenset({"email"})}, "unreachable"),
        ({}, {"checked": None}, "unchecked"),
        ({}, {"checked": datetime(2026, 8, 30, 21, 59, tzinfo=UTC)}, "unchecked"),
    ],
)
def test_nobody_is_written_to_when_it_would_be_wrong(
    followed: dict[str, object], known: dict[str, object], reason: str
) -> None:
    one = Followed(
        pathway(before(2)),
        AUTUMN,
        events=visits(date(2026, 9, 10)),
        **followed,  # type: ignore[arg-type]
    )

    assert why(asked(patient(one, **known), AUTUMN)) == [reason]


def test_whoever_waits_for_the_register_is_counted_as_going() -> None:
    followed = Followed(pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10)))

    [one] = asked(patient(followed, checked=None), AUTUMN)

    assert one.goes


def test_the_first_way_that_reaches_the_patient_is_taken() -> None:
    followed = Followed(
        pathway(before(2, by=("sms", "letter", "desk"))), AUTUMN, events=visits(date(2026, 9, 10))
    )

    def way(**known: object) -> object:
        return asked(patient(followed, **known), AUTUMN)[0].channel

    assert way() == "sms"
    assert way(reach=frozenset({"letter", "desk"})) == "letter"
    assert way(protected=True) == "desk"


def test_an_occasion_that_was_sent_is_not_sent_again() -> None:
    followed = Followed(
        pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10), date(2026, 9, 17))
    )
    sent = (
        Sent(HERE, FORM, "v1", date(2026, 9, 8), 5),
        Sent(HERE, FORM, "v2", date(2026, 9, 15), 5, answered=date(2026, 9, 16)),
    )

    assert why(asked(patient(followed, sent=sent), AUTUMN)) == ["sent", "answered"]


def test_an_answer_from_another_clinic_is_used_again() -> None:
    care = Care(reuse=Reuse(days=2))
    followed = Followed(pathway(before(2), care=care), AUTUMN, events=visits(date(2026, 9, 10)))
    given_on = datetime(2026, 9, 7, 12, tzinfo=UTC)
    whole = (Answered(ELSEWHERE, frozenset({FORM, "more"}), given_on),)
    partly = (Answered(ELSEWHERE, frozenset({"more"}), given_on),)
    own_only = care.model_copy(update={"reuse": Reuse(days=2, of="clinic")})
    here = Followed(pathway(before(2), care=own_only), AUTUMN, events=followed.events)

    assert asked(patient(followed, answered=whole), AUTUMN)[0].left == Left(
        "reused", date(2026, 9, 7), clinic=ELSEWHERE
    )
    assert why(asked(patient(followed, answered=partly), AUTUMN)) == []
    assert why(asked(patient(here, answered=whole), AUTUMN)) == []


def test_the_weeks_minutes_are_the_patients_in_all_clinics() -> None:
    care = Care(minutes_a_week=12)
    here = Followed(
        pathway(before(2), care=care, minutes=8), AUTUMN, events=visits(date(2026, 9, 10))
    )
    there = Followed(pathway(each(1), minutes=8, clinic=ELSEWHERE, care=FREE), date(2026, 9, 7))

    found = asked(patient(here, there), AUTUMN, date(2026, 9, 14))

    assert [(one.clinic, one.left and one.left.why) for one in found] == [
        (ELSEWHERE, None),
        (HERE, "week_full"),
    ]


def test_what_stands_first_in_the_plan_goes_first() -> None:
    heavy = before(2, id="heavy", form="heavy")
    followed = Followed(
        pathway(heavy, each(1), care=FREE.model_copy(update={"apart": 3})),
        date(2026, 9, 7),
        events=visits(date(2026, 9, 10)),
    )

    found = asked(patient(followed), date(2026, 9, 7), date(2026, 9, 14))

    assert [(one.sending.id, one.left and one.left.why) for one in found] == [
        ("rhythm", "too_close"),
        ("heavy", None),
    ]


def test_a_visit_moved_a_few_days_does_not_lose_its_form() -> None:
    first = date(2026, 9, 10)
    sending = before(2, least=Every(number=3))

    def left(gap: int) -> list[str]:
        booked = visits(first, first + timedelta(days=gap))
        return why(asked(patient(Followed(pathway(sending), AUTUMN, events=booked)), AUTUMN))

    assert {gap: left(gap) for gap in (7, 17, 18, 21)} == {
        7: ["too_often"], 17: ["too_often"], 18: [], 21: [],
    }  # fmt: skip


def test_what_was_done_with_yesterday_is_no_news() -> None:
    over = Followed(
        pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10)), course_end=date(2026, 9, 1)
    )
    now = datetime(2026, 9, 9, 12, tzinfo=UTC)
    sent = (Sent(HERE, FORM, "v1", date(2026, 9, 8), 5),)
    going_on = Followed(pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10)))

    assert asked(patient(over), AUTUMN, now=now) == []
    assert asked(patient(going_on, sent=sent), AUTUMN, now=now) == []
    assert len(asked(patient(going_on), AUTUMN, now=now)) == 1
