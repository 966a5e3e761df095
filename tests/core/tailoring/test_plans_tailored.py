"""Plans for sending obey the law of forms: what was changed is found again, and lays the same."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.forms import document
from lytte.core.schedules.plan import (
    Around,
    Care,
    Every,
    Plan,
    Reminder,
    Reuse,
    Rhythm,
    Sending,
    Stop,
)
from lytte.core.schedules.plan_settings import SETTINGS
from lytte.core.tailoring.listed import Set
from lytte.core.tailoring.planned import (
    PLANS,
    PlanTailoring,
    difference,
    lay,
)
from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.rebasing_listed import rebase, settled

everies = st.builds(Every, number=st.sampled_from([1, 3]), unit=st.sampled_from(["day", "week"]))
whens = st.builds(
    Around,
    days=st.sampled_from([0, 2]),
    side=st.sampled_from(["before", "after"]),
    least=st.none() | everies,
) | st.builds(Rhythm, every=everies, since=st.sampled_from(["enrolment", "cycle"]))
stops = st.builds(Stop, times=st.sampled_from([None, 2])) | st.just(
    Stop(until="date", on=date(2027, 3, 8))
)
lines = st.builds(
    Sending,
    id=st.sampled_from(["visit", "week", "own"]),
    form=st.sampled_from(["for-timen", "ukens"]),
    when=whens,
    at=st.sampled_from([time(0), time(9)]),
    freshest=st.sampled_from([None, 0, 3]),
    by=st.sampled_from([("sms",), ("sms", "letter")]),
    open_days=st.sampled_from([0, 1]),
    reminders=st.sampled_from([(), (Reminder(days=1),)]),
    stop=stops,
)
cares = st.builds(
    Care,
    quiet_from=st.sampled_from([time(0), time(20)]),
    quiet_to=st.sampled_from([time(0), time(8)]),
    minutes_a_week=st.sampled_from([None, 10, 20]),
    apart=st.sampled_from([None, 3]),
    reuse=st.sampled_from([None, Reuse(days=2)]),
)
plans = st.builds(
    Plan,
    sendings=st.lists(lines, max_size=3, unique_by=lambda one: one.id).map(tuple),
    care=cares,
)


def _line(name: str = "visit", days: int = 2, hour: int = 9) -> Sending:
    return Sending(id=name, form="for-timen", when=Around(days=days), at=time(hour))


OLD = Plan(sendings=(_line(), _line("week")), care=Care(minutes_a_week=20))


def test_everything_that_holds_for_all_is_one_setting_and_one_only() -> None:
    fields = [name for several in SETTINGS.values() for name in several]

    assert sorted(fields) == sorted(Care.model_fields)


@given(plans, plans)
def test_the_changes_found_make_the_plan_again(base: Plan, made: Plan) -> None:
    assert lay(base, difference(base, made)) == made


@given(plans, plans)
def test_stored_changes_are_read_back_as_they_were(base: Plan, made: Plan) -> None:
    stored = document(PlanTailoring(changes=difference(base, made)))

    assert lay(base, PlanTailoring.model_validate(stored).changes) == made


@given(plans, plans, plans)
def test_every_change_is_kept_dropped_for_a_reason_or_asked_about(
    old: Plan, new: Plan, mine: Plan
) -> None:
    changes = difference(old, mine)
    found = rebase(PLANS, old, new, changes)

    asked = [one for conflict in found.conflicts for one in conflict.ours]
    assert sorted(map(str, (*found.fits, *found.same, *asked))) == sorted(map(str, changes))
    assert settled(PLANS, old, old, changes, {}) == mine
    assert settled(PLANS, old, new, (), {}) == new


@given(plans, plans)
def test_what_falls_back_is_as_the_hospital_has_it_and_nothing_else_moves(
    base: Plan, made: Plan
) -> None:
    for one in made.sendings:
        found = PLANS.fallen_back(base, {("sendings", one.id)}, made)

        assert found.sending(one.id) == base.sending(one.id)
        assert all(found.sending(x.id) == x for x in made.sendings if x.id != one.id)
        assert found.care == made.care


def test_an_hour_moved_and_a_limit_taken_away_are_one_change_each() -> None:
    made = Plan(sendings=(_line(hour=10), OLD.sendings[1]))

    hour, limit = difference(OLD, made)

    assert isinstance(hour, Set)
    assert isinstance(limit, Set)
    assert (hour.id, hour.field, hour.value) == ("visit", "at", "10:00:00")
    assert (limit.of, limit.id, limit.value) == ("care", "minutes", None)


def test_both_changing_one_line_is_asked_about_and_the_rest_comes_along() -> None:
    mine = OLD.model_copy(update={"sendings": (_line(hour=10), OLD.sendings[1])})
    new = Plan(sendings=(_line(hour=8), _line("week", days=5)), care=Care(minutes_a_week=15))
    changes = difference(OLD, mine)

    [conflict] = rebase(PLANS, OLD, new, changes).conflicts

    ours: dict[str, Choice] = {conflict.name: "ours"}
    assert conflict.name == "sendings|visit"
    assert settled(PLANS, OLD, new, changes, ours) == Plan(
        sendings=(_line(hour=10), _line("week", days=5)), care=Care(minutes_a_week=15)
    )
    assert settled(PLANS, OLD, new, changes, {}) == new


def test_a_setting_both_made_otherwise_is_asked_about() -> None:
    mine = OLD.model_copy(update={"care": Care(minutes_a_week=10)})
    new = OLD.model_copy(update={"care": Care(minutes_a_week=15, apart=3)})
    changes = difference(OLD, mine)

    [conflict] = rebase(PLANS, OLD, new, changes).conflicts

    kept = settled(PLANS, OLD, new, changes, {conflict.name: "ours"})
    assert conflict.name == "care|minutes"
    assert kept.care == Care(minutes_a_week=10, apart=3)


def test_a_line_we_left_out_stays_out_whatever_they_made_of_it() -> None:
    mine = OLD.model_copy(update={"sendings": OLD.sendings[1:]})
    new = OLD.model_copy(update={"sendings": (_line(hour=8), OLD.sendings[1])})
    changes = difference(OLD, mine)

    assert rebase(PLANS, OLD, new, changes).conflicts == ()
    assert settled(PLANS, OLD, new, changes, {}) == mine
