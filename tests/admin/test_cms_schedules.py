"""A clinic's plan on the page: written in sentences, seen in dates, changed and undone."""

import re

import pytest

from lytte.core.schedules.plan import Around
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.planning_desk import AROUND, EASTER, form_of, plan_of, with_form, write


@pytest.fixture
def clinic(cms: Cms) -> Cms:
    return with_form(cms)


def test_an_empty_plan_teaches_what_a_sentence_is(clinic: Cms) -> None:
    desk = clinic.author

    desk.get("/admin/schedules/")

    assert "Ingen plan ennå." in desk.text
    assert "2 dager før hver timeavtale" in desk.text


def test_a_sentence_is_written_and_read_back(clinic: Cms) -> None:
    desk = clinic.author

    desk.follow(write(desk, clinic))

    assert "2 dager før hver timeavtale, kl. 09.00" in desk.text
    assert "Ikke oftere enn hver 3. uke." in desk.text
    assert "Sendes med SMS, ellers brev." in desk.text
    assert "Stopper etter siste kur." in desk.text
    [one] = plan_of(clinic).sendings
    assert isinstance(one.when, Around)
    assert (one.when.days, one.when.least and one.when.least.days) == (2, 21)


def test_a_rhythm_is_written_and_changed(clinic: Cms) -> None:
    desk = clinic.author
    rhythm = {"kind": "rhythm", "every": "3", "unit": "week", "since": "cycle", "first": "0"}
    desk.follow(write(desk, clinic, **rhythm, open_days="5"))
    [one] = plan_of(clinic).sendings

    desk.get(f"/admin/schedules/{one.id}")
    assert 'name="every" inputmode="numeric" size="2" value="3"' in desk.last
    desk.follow(
        desk.post(f"/admin/schedules/{one.id}", form=one.form, **{**AROUND, **rhythm, "every": "2"})
    )

    assert "hver 2. uke, regnet fra første kur, kl. 09.00" in desk.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": "0.5"}, "Skriv dagene som et helt tall fra 0 til 366."),
        ({"days": "99999999999999999999"}, "Skriv dagene som et helt tall"),
        ({"kind": "rhythm", "every": "0", "first": "0"}, "Skriv hvor ofte som et helt tall fra 1"),
        ({"kind": "rhythm", "every": "-1", "first": "0"}, "Skriv hvor ofte som et helt tall"),
        ({"at": "25.00"}, "Skriv klokkeslettet som 09.00."),
        ({"at": ""}, "Skriv klokkeslettet som 09.00."),
        ({"way-1": "", "way-2": "pigeon"}, "Velg hvordan det sendes."),
        ({"until": "date", "on": ""}, "Skriv den siste dagen som 31.12.2027."),
        ({"until": "date", "on": "9999-12-31"}, "Skriv den siste dagen som 31.12.2027."),
        ({"until": "date", "on": "31.02.2027"}, "Skriv den siste dagen som 31.12.2027."),
        ({"times": "0"}, "Skriv hvor mange ganger høyst som et helt tall fra 1"),
        ({"form": ""}, "Velg et skjema."),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_nothing_is_saved(
    clinic: Cms, wrong: dict[str, str], said: str
) -> None:
    desk = clinic.author
    desk.get("/admin/schedules/new")

    answer = desk.post(
        "/admin/schedules/new", **{"form": form_of(clinic), **AROUND, "comment": "x", **wrong}
    )

    assert answer.status_code == 422
    assert said in desk.text
    assert clinic.rows(tables.ScheduleDraft) == []


def test_what_was_typed_stands_there_after_a_fault(clinic: Cms) -> None:
    desk = clinic.author

    write(desk, clinic, days="mange", at="10.30")

    assert 'value="mange"' in desk.last
    assert 'value="10.30"' in desk.last


def test_everything_that_is_wrong_is_told_at_once_at_its_field(clinic: Cms) -> None:
    desk = clinic.author

    answer = write(desk, clinic, days="to", at="ni", least="mange", open_days="-1", times="<b>",
                   freshest="x", until="date", on="31.02.2027", **{"remind-1": "a"})  # fmt: skip

    assert answer.status_code == 422
    assert "8 ting må rettes før det lagres" in desk.text
    for name in ("days", "at", "least", "freshest", "open_days", "remind-1", "times", "on"):
        assert f'href="#{name}"' in desk.last
        assert re.search(rf'<input id="{name}" [^>]*aria-invalid="true"', desk.last)
    assert plan_of(clinic).sendings == ()


def test_a_new_sentence_begins_with_ways_that_arrive_in_time(clinic: Cms) -> None:
    desk = clinic.author

    desk.get("/admin/schedules/new")

    assert re.search(r'name="way-2".*?<option value="desk" selected>', desk.last)
    write(desk, clinic, do="look", **{"way-2": "letter"})
    assert "kan komme etter timen" in desk.text
    write(desk, clinic, do="look", **{"way-2": "desk"})
    assert "kan komme etter timen" not in desk.text


def test_the_dates_are_shown_before_anything_is_saved(clinic: Cms) -> None:
    desk = clinic.author

    answer = write(desk, clinic, do="look", **EASTER)

    assert answer.status_code == 200
    assert "Mars 2027" in desk.text
    assert "29. andre påskedag" in desk.text
    assert "Klokken stilles natt til søndag 28. mars" in desk.text
    assert "Onsdag 24. mars 2027, 09.00" in desk.text
    assert "Flyttet fra mandag 29. mars: andre påskedag." in desk.text
    assert clinic.rows(tables.ScheduleDraft) == []


@pytest.mark.parametrize(
    "asked",
    [
        "example-begins=9999-12-31", "example-begins=0001-01-01", "example-weeks=0",
        "example-times=99999999999999", "month=9999-12", "month=0000-00", "month=x",
        "example-begins=%00",
    ],
)  # fmt: skip
def test_an_example_from_nowhere_is_an_ordinary_one(clinic: Cms, asked: str) -> None:
    desk = clinic.author
    desk.follow(write(desk, clinic))

    assert desk.get(f"/admin/schedules/?{asked}").status_code == 200


def days_of(clinic: Cms, sending_id: str) -> int:
    found = plan_of(clinic).sending(sending_id)
    assert found is not None
    assert isinstance(found.when, Around)
    return found.when.days


def test_two_who_change_the_same_sentence_see_both_and_nothing_typed_is_lost(clinic: Cms) -> None:
    first, second = clinic.author, clinic.second
    first.follow(write(first, clinic))
    [one] = plan_of(clinic).sendings
    at = f"/admin/schedules/{one.id}"
    first.get(at)
    second.get(at)
    first.follow(first.post(at, form=one.form, **{**AROUND, "days": "3"}))
    mine = {**AROUND, "form": one.form, "days": "4"}

    answer = second.post(at, **mine)

    assert answer.status_code == 409
    assert days_of(clinic, one.id) == 3
    assert "Solveig Demo lagret mens du hadde dette åpent." in second.text
    for said in ("3 dager før", "4 dager før"):
        assert said in second.text
    second.follow(second.post(at, **mine))
    assert days_of(clinic, one.id) == 4


def test_a_sentence_that_somebody_took_out_meanwhile_is_not_lost(clinic: Cms) -> None:
    first, second = clinic.author, clinic.second
    first.follow(write(first, clinic))
    [one] = plan_of(clinic).sendings
    second.get(f"/admin/schedules/{one.id}")
    first.follow(first.post(f"/admin/schedules/{one.id}/change", do="out"))

    answer = second.post(f"/admin/schedules/{one.id}", form=one.form, **{**AROUND, "days": "4"})

    assert answer.status_code == 409
    assert "Tatt ut" in second.text
    assert "4 dager før" in second.text


def test_two_who_change_different_things_both_get_what_they_wrote(clinic: Cms) -> None:
    first, second = clinic.author, clinic.second
    first.follow(write(first, clinic))
    second.get("/admin/schedules/new")
    first.follow(write(first, clinic, days="5"))

    second.follow(
        second.post("/admin/schedules/new", form=form_of(clinic), **{**AROUND, "days": "7"})
    )

    assert "Solveig Demo endret noe annet imens. Begge endringene er tatt vare på." in second.text
    found = [one.when.days for one in plan_of(clinic).sendings if isinstance(one.when, Around)]
    assert sorted(found) == [2, 5, 7]


def test_a_change_is_taken_back(clinic: Cms) -> None:
    desk = clinic.author
    desk.follow(write(desk, clinic))
    [one] = plan_of(clinic).sendings
    desk.follow(desk.post(f"/admin/schedules/{one.id}/change", do="out"))
    assert plan_of(clinic).sendings == ()

    desk.follow(desk.post("/admin/schedules/undo"))

    assert plan_of(clinic).sendings == (one,)
    assert "Angret: noe ble tatt ut." in desk.text


def test_sentences_change_places(clinic: Cms) -> None:
    desk = clinic.author
    for days in ("1", "2"):
        desk.follow(write(desk, clinic, days=days))
    first, second = plan_of(clinic).sendings

    desk.follow(desk.post(f"/admin/schedules/{second.id}/change", do="up"))
    desk.follow(desk.post(f"/admin/schedules/{second.id}/change", do="up"))

    assert [one.id for one in plan_of(clinic).sendings] == [second.id, first.id]


def test_what_holds_for_everything_is_changed(clinic: Cms) -> None:
    desk = clinic.author
    desk.get("/admin/schedules/care")
    given = {
        "quiet_from": "21.00", "quiet_to": "7:30", "minutes": "", "apart": "2",
        "reuse_days": "", "reuse_of": "clinic", "ask_above": "50",
    }  # fmt: skip

    desk.follow(desk.post("/admin/schedules/care", **given))

    assert "Ingenting sendes fra 21.00 til 07.30." in desk.text
    care = plan_of(clinic).care
    assert (care.minutes_a_week, care.apart, care.reuse, care.ask_above) == (None, 2, None, 50)
    desk.get("/admin/schedules/care")
    desk.follow(desk.post("/admin/schedules/care", **{**given, "ask_above": "10 000"}))
    assert "Mer enn 10 000 meldinger på én dag må bekreftes." in desk.text
    wrong = {"quiet_from": "tjue", "minutes": "x", "apart": "0", "reuse_days": "y", "ask_above": ""}
    assert desk.post("/admin/schedules/care", **{**given, **wrong}).status_code == 422
    assert "5 ting må rettes før det lagres" in desk.text
    assert "fra 1 til 100 000." in desk.text
    assert plan_of(clinic).care.ask_above == 10_000


def test_days_off_are_marked_on_their_day_and_told_once(clinic: Cms) -> None:
    desk = clinic.author
    desk.get("/admin/schedules/?month=2027-05-01&example-begins=2027-05-12")

    assert "Fri: 1. mai, 6. Kristi himmelfartsdag, 16. første pinsedag, 17. mai." in desk.text
    assert desk.last.count('<span class="ev">fri</span>') == 4
