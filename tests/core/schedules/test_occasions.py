"""When a patient is asked."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.schedules.known import Event, Followed
from lytte.core.schedules.occasion import Moved
from lytte.core.schedules.plan import Reminder
from tests.core.schedules.planned import (
    asked,
    before,
    days,
    each,
    pathway,
    patient,
    visit,
    visits,
    why,
)

AUTUMN = date(2026, 9, 1)  # a Tuesday


def test_a_form_comes_two_days_before_each_visit() -> None:
    followed = Followed(
        pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10), date(2026, 10, 1))
    )

    assert days(asked(patient(followed), AUTUMN)) == ["2026-09-08 09.00", "2026-09-29 09.00"]


def test_a_form_after_discharge_comes_once() -> None:
    one = before(7, id="after")
    after = one.model_copy(
        update={"when": one.when.model_copy(update={"side": "after", "of": "discharge"})}
    )
    gone_home = Event("d", "discharge", date(2026, 9, 2))
    followed = Followed(pathway(after), AUTUMN, events=(gone_home,))

    assert days(asked(patient(followed), AUTUMN)) == ["2026-09-09 09.00"]


def test_whit_monday_and_17_may_are_moved_to_a_working_day() -> None:
    followed = Followed(pathway(before(2)), date(2027, 5, 1), events=visits(date(2027, 5, 19)))

    [one] = asked(patient(followed), date(2027, 5, 1))

    assert days([one]) == ["2027-05-14 09.00"]
    assert one.moved == (Moved("off", date(2027, 5, 17), off="constitution_day"),)


@pytest.mark.parametrize(
    ("rest_days", "goes"),
    [("before", "2026-09-11"), ("after", "2026-09-14"), ("anyway", "2026-09-12")],
)
def test_a_saturday_goes_as_the_plan_says(rest_days: str, goes: str) -> None:
    followed = Followed(
        pathway(before(3, rest_days=rest_days)), AUTUMN, events=visits(date(2026, 9, 15))
    )

    assert days(asked(patient(followed), AUTUMN)) == [f"{goes} 09.00"]


def test_moving_forwards_never_passes_the_visit() -> None:
    followed = Followed(
        pathway(before(1, rest_days="after")), AUTUMN, events=visits(date(2026, 9, 14))
    )

    assert days(asked(patient(followed), AUTUMN)) == ["2026-09-11 09.00"]


def test_easter_does_not_make_answers_too_old() -> None:
    booked = visits(date(2027, 3, 31))
    old = Followed(pathway(before(2)), date(2027, 3, 1), events=booked)
    fresh = Followed(pathway(before(2, freshest=3)), date(2027, 3, 1), events=booked)

    assert days(asked(patient(old), date(2027, 3, 1))) == ["2027-03-24 09.00"]
    [one] = asked(patient(fresh), date(2027, 3, 1))
    assert days([one]) == ["2027-03-30 09.00"]
    assert [moved.why for moved in one.moved] == ["off", "fresh"]


def test_quiet_hours_are_waited_out() -> None:
    late = Followed(pathway(before(2, at=time(21))), AUTUMN, events=visits(date(2026, 9, 10)))
    early = Followed(pathway(before(2, at=time(5))), AUTUMN, events=visits(date(2026, 9, 10)))

    assert days(asked(patient(late), AUTUMN)) == ["2026-09-09 08.00"]
    assert days(asked(patient(early), AUTUMN)) == ["2026-09-08 08.00"]


def test_a_visit_booked_late_is_asked_about_at_once_and_says_so() -> None:
    followed = Followed(pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10)))
    now = datetime(2026, 9, 9, 12, 0, tzinfo=UTC)

    [one] = asked(patient(followed), AUTUMN, now=now)

    assert one.at == now
    assert one.moved == (Moved("late", date(2026, 9, 8)),)


def test_a_visit_booked_late_at_night_waits_for_the_morning() -> None:
    followed = Followed(pathway(before(2)), AUTUMN, events=visits(date(2026, 9, 10)))
    night = datetime(2026, 9, 9, 21, 0, tzinfo=UTC)

    assert days(asked(patient(followed), AUTUMN, now=night)) == ["2026-09-10 08.00"]


def test_nothing_goes_when_the_visit_has_begun() -> None:
    early = visit(date(2026, 9, 10), at=time(7, 30))
    followed = Followed(pathway(before(2)), AUTUMN, events=(early,))
    night = datetime(2026, 9, 9, 21, 0, tzinfo=UTC)

    assert why(asked(patient(followed), AUTUMN, now=night)) == ["too_late"]
    after = datetime(2026, 9, 10, 6, 0, tzinfo=UTC)
    assert asked(patient(followed), AUTUMN, now=after) == []


def test_a_rhythm_that_began_long_ago_is_not_caught_up() -> None:
    followed = Followed(pathway(each(3)), date(1999, 1, 4))
    now = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)

    found = asked(patient(followed), AUTUMN, date(2026, 10, 20), now)

    assert len(found) == 2
    assert all(one.at > now and not one.moved for one in found)


def test_a_month_is_a_day_of_the_calendar() -> None:
    followed = Followed(pathway(each(1, "month", rest_days="anyway")), date(2027, 1, 31))

    found = asked(patient(followed), date(2027, 1, 31), date(2027, 7, 1))

    assert [day[:10] for day in days(found)] == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30",
    ]  # fmt: skip


def test_a_second_operation_begins_a_new_count() -> None:
    sending = each(10, "day", since="operation", first=10, rest_days="anyway")
    operations = tuple(
        Event(name, "operation", on) for name, on in (("a", AUTUMN), ("b", date(2026, 9, 25)))
    )
    followed = Followed(pathway(sending), AUTUMN, events=operations)

    found = asked(patient(followed), AUTUMN, date(2026, 10, 20))

    assert [one.key for one in found] == ["a/0", "a/1", "b/0", "b/1"]
    assert [day[:10] for day in days(found)] == [
        "2026-09-11", "2026-09-21", "2026-10-05", "2026-10-15",
    ]  # fmt: skip


def test_reminders_come_on_working_days_while_it_is_open() -> None:
    reminders = (Reminder(days=1), Reminder(days=2, by="email"), Reminder(days=9, by="letter"))
    followed = Followed(
        pathway(before(6, reminders=reminders)), AUTUMN, events=visits(date(2026, 9, 10))
    )

    [one] = asked(patient(followed), AUTUMN)

    assert days([one]) == ["2026-09-04 09.00"]  # a Friday
    assert [(f"{at:%d %H}", by) for at, by in one.reminders] == [
        ("07 07", "sms"),
        ("07 07", "email"),
    ]


def test_dates_that_stand_for_nobody_knows_are_left_alone() -> None:
    far = (visit(date.max, "a"), visit(date.min, "b"), Event("c", "operation", date.max))
    sendings = (before(366), each(366, "month", since="operation", first=366))
    followed = Followed(pathway(*sendings), date.max, events=far, course_end=date.max)

    assert asked(patient(followed), AUTUMN) == []


@given(
    st.lists(st.dates(date(2026, 8, 1), date(2027, 12, 31)), max_size=8, unique=True),
    st.integers(0, 30),
    st.sampled_from(["before", "after", "anyway"]),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_nothing_goes_after_its_visit_in_quiet_hours_or_twice(
    booked: list[date], early: int, rest_days: str, at: time
) -> None:
    followed = Followed(
        pathway(before(early, rest_days=rest_days, at=at)), AUTUMN, events=visits(*booked)
    )

    found = asked(patient(followed), AUTUMN, date(2028, 3, 1))

    assert len({one.key for one in found}) == len(found)
    for one, wall in zip([x for x in found if x.goes], days(found), strict=True):
        assert one.event is not None
        assert wall < f"{one.event.on} 10.00"
        assert "08.00" <= wall[11:] < "20.00"
