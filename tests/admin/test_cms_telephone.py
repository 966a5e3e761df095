"""Telephone and hours: read as people write them, refused in words, and kept as facts."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from lytte.services import clinics
from lytte.services.faults import NotReady
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.wrong_facts import WRONG

CONTACT = "/admin/texts/contact"
LONG = timedelta(days=9)
FACTS = {
    "phone": "22 00 00 00", "phone_again": "22000000", "out_of_hours_name": "Legevakt",
    "out_of_hours_phone": "116 117", "emergency_phone": "113", "read_by": "12:00",
    "opens-1": "08:00", "closes-1": "15:30",
}  # fmt: skip


AGAIN = {"again-hours-1": "8", "again-hours-1-until": "15.30"}


def put(desk: Desk, **more: str) -> Any:
    desk.get("/admin/texts/")
    return desk.post(CONTACT, **{**FACTS, "on": desk.hidden("on"), **more})


def twice(desk: Desk, **more: str) -> Any:
    """Send what is typed the second time, with all that the page carries along."""
    names = re.findall(r'type="hidden" name="([^"]+)"', desk.last)
    carried = {name: desk.hidden(name) for name in names if name != "csrf_token"}
    return desk.post(CONTACT, **{**carried, "do": "twice", **more})


def stands(desk: Desk) -> dict[str, str]:
    """Return what is in the fields of the page, and what it carries along."""
    tags = re.findall(r"<input [^>]*>", desk.last)
    found = [[re.search(rf' {one}="([^"]*)"', tag) for one in ("name", "value")] for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in found if name}


def fill(desk: Desk, phone: str = "22 00 00 00", **more: str) -> None:
    """Put a clinic's first facts in force."""
    put(desk, phone=phone, phone_again=phone, **more)
    desk.follow(twice(desk, **AGAIN))


def row(cms: Cms) -> tables.ClinicContact:
    with cms.world.open() as session:
        found = clinics.contact(cms.work(session), cms.world.clinic_id)
    assert found is not None
    return found


def test_hours_are_kept_in_one_form_however_they_are_typed(cms: Cms) -> None:
    typed = {"opens-1": "kl 9", "closes-1": "15.30", "opens-6": "10", "closes-6": "00:00"}
    desk = cms.author

    put(desk, **typed, read_by="klokka 12")
    desk.follow(
        twice(desk, **{"again-hours-1": "0900", "again-hours-1-until": "15:30",
                       "again-hours-6": "10:00", "again-hours-6-until": "24"})
    )  # fmt: skip

    assert row(cms).hours == {"1": ["09:00", "15:30"], "6": ["10:00", "24:00"]}
    assert row(cms).read_by == "12:00"


def test_a_number_is_typed_twice_and_confirmed_by_another(cms: Cms) -> None:
    author, second = cms.author, cms.second
    put(author, phone_again="22 00 00 01")
    assert "De to telefonnumrene er ikke like" in author.text
    assert cms.rows(tables.ClinicContact) == []

    fill(author)
    assert "be en kollega bekrefte" in author.text
    author.follow(author.post("/admin/texts/confirm", contact=str(row(cms).id)))
    assert "Du skrev dette nummeret selv" in author.text
    second.get("/admin/texts/")
    assert "mandag 08.00–15.30" in second.text
    assert "tirsdag stengt" in second.text
    second.follow(second.post("/admin/texts/confirm", contact=second.hidden("contact")))

    assert "Bekreftet." in second.last
    assert row(cms).confirmed_by == cms.world.approver_id


def test_changed_hours_are_typed_again_without_seeing_them(cms: Cms) -> None:
    fill(cms.author)
    desk = cms.author
    same = {"opens-1": "9", "closes-1": "15", "opens-2": "9", "closes-2": "15"}

    assert put(desk, **same, emergency_phone="112").status_code == 200
    assert "mandag og tirsdag" in desk.text
    assert "09:00" not in desk.text
    assert row(cms).hours == {"1": ["08:00", "15:30"]}

    again = {"again-hours-1": "9", "again-emergency_phone": "112"}
    assert twice(desk, **again, **{"again-hours-1-until": "16"}).status_code == 422
    assert "Første gang sto det 09:00–15:00." in desk.text
    assert row(cms).hours == {"1": ["08:00", "15:30"]}

    desk.follow(twice(desk, **again, **{"again-hours-1-until": "15"}))
    assert row(cms).hours == {"1": ["09:00", "15:00"], "2": ["09:00", "15:00"]}
    assert row(cms).emergency_phone == "112"


def test_back_from_the_second_time_keeps_what_was_typed(cms: Cms) -> None:
    desk = cms.author
    put(desk)

    assert twice(desk, do="back").status_code == 200

    assert 'value="22 00 00 00"' in desk.last
    assert (
        'name="closes-1" inputmode="numeric" maxlength="20" class="few" value="15:30"' in desk.last
    )
    assert cms.rows(tables.ClinicContact) == []


def test_a_number_that_changed_while_it_was_rung_is_not_confirmed(cms: Cms) -> None:
    fill(cms.author)
    second = cms.second
    second.get("/admin/texts/")
    shown = second.hidden("contact")
    put(cms.author, phone="22 00 00 99", phone_again="22 00 00 99")

    second.follow(second.post("/admin/texts/confirm", contact=shown))

    assert "noen har endret det etter at du åpnet siden" in second.last
    assert row(cms).confirmed_at is None
    second.follow(second.post("/admin/texts/confirm", contact=second.hidden("contact")))
    assert row(cms).confirmed_at is not None
    second.follow(second.post("/admin/texts/confirm", contact=str(row(cms).id)))
    assert "allerede bekreftet" in second.last


@pytest.mark.parametrize("wrong", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nothing_is_confirmed_without_saying_what(cms: Cms, wrong: str) -> None:
    fill(cms.author)
    second = cms.second

    assert second.post("/admin/texts/confirm", contact=wrong).status_code == 404
    assert row(cms).confirmed_at is None


def test_two_who_change_the_facts_at_once_see_each_others(cms: Cms) -> None:
    fill(cms.author)
    author, second = cms.author, cms.second
    author.get("/admin/texts/")
    second.get("/admin/texts/")
    on = second.hidden("on")
    put(author, phone="22 00 00 99", phone_again="22 00 00 99", out_of_hours_name="Vakta")

    answer = second.post(CONTACT, **{**FACTS, "on": on, "phone": "22 00 00 11",
                                     "phone_again": "22 00 00 11", "read_by": "10"})  # fmt: skip

    assert answer.status_code == 409
    assert "Solveig Demo endret dette mens du skrev" in second.text
    assert "22 00 00 99" in second.text
    # Both changed the number; the name only she did, and the hour only he.
    for value in ("22 00 00 11", "Vakta", "10:00"):
        assert f'value="{value}"' in second.last
    assert row(cms).phone == "22 00 00 99"

    second.post(CONTACT, **{**stands(second), "on": second.hidden("on")})
    second.follow(twice(second, **{"again-read_by": "10"}))
    found = row(cms)
    assert (found.phone, found.out_of_hours_name) == ("22 00 00 11", "Vakta")
    assert found.read_by == "10:00"


OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("entered", "last"),
    [
        (datetime(2026, 11, 25, 23, 30, tzinfo=OSLO), date(2026, 11, 26)),
        (datetime(2026, 11, 27, 9, tzinfo=OSLO), date(2026, 11, 30)),
        (datetime(2026, 12, 23, 15, tzinfo=OSLO), date(2026, 12, 24)),
        (datetime(2026, 12, 24, 9, tzinfo=OSLO), date(2026, 12, 28)),
        (datetime(2027, 3, 24, 9, tzinfo=OSLO), date(2027, 3, 30)),  # The days of Easter.
    ],
)
def test_it_is_confirmed_by_the_next_day_that_people_work(
    cms: Cms, entered: datetime, last: date
) -> None:
    fill(cms.author)

    assert clinics.confirmed_by(row(cms).model_copy(update={"entered_at": entered}), OSLO) == last


def test_what_nobody_confirmed_in_time_is_on_the_first_page(cms: Cms) -> None:
    fill(cms.author)
    boss = cms.desk(cms.somebody("hospital_admin", None))
    cms.clinic("Annen klinikk")
    desk = cms.author
    desk.get("/admin/")
    assert "Et telefonnummer venter på bekreftelse" in desk.text
    assert "fortsatt ikke bekreftet" not in desk.text

    with cms.world.open() as session:
        session.exec(update(tables.ClinicContact).values(entered_at=row(cms).entered_at - LONG))
        session.commit()

    desk.get("/admin/")
    assert "Telefon og åpningstid er fortsatt ikke bekreftet" in desk.text
    assert f"Siden {row(cms).entered_at.astimezone(OSLO):%d.%m.%Y %H.%M}" in desk.text
    boss.follow(boss.post("/admin/clinic", clinic=str(cms.rows(tables.Clinic)[-1].id)))
    boss.get("/admin/")
    assert "fortsatt ikke bekreftet" in boss.text
    second = cms.second
    second.get("/admin/texts/")
    second.post("/admin/texts/confirm", contact=second.hidden("contact"))
    desk.get("/admin/")
    assert "fortsatt ikke bekreftet" not in desk.text


def test_everything_wrong_is_marked_at_once_and_what_was_typed_stays(cms: Cms) -> None:
    desk = cms.author
    answer = put(desk, **WRONG)

    assert answer.status_code == 422
    assert cms.rows(tables.ClinicContact) == []
    for place in ("phone", "phone_again", "out_of_hours_name", "read_by", "closes-1", "opens-2",
                  "closes-3"):  # fmt: skip
        assert f'aria-describedby="e-{place}"' in desk.last, place
        assert f'id="e-{place}"' in desk.last, place
    for said in ("«x» er ikke et telefonnummer.", "De to telefonnumrene er ikke like.",
                 "Her står det ingenting.", "«tidlig» er ikke et klokkeslett.",
                 "Mandag: Det står ikke når dere stenger.",
                 "Tirsdag: Det står ikke når dere åpner.",
                 "Onsdag: Dere stenger før dere har åpnet."):  # fmt: skip
        assert said in desk.text, said
    for name in ("phone", "phone_again", "opens-2", "closes-1", "read_by"):
        assert stands(desk)[name] == WRONG.get(name, ""), name
    assert stands(desk)["opens-1"] == "08:00"


def test_hours_that_were_stored_wrong_are_shown_to_be_put_right(cms: Cms) -> None:
    cms.reachable()
    with cms.world.open() as session:
        found = clinics.contact(cms.work(session), cms.world.clinic_id)
        assert found is not None
        found.hours = {"1": ["15:00", "kl 8"], "2": ["9:00", "15:00"], "3": "x"}
        session.commit()
    desk = cms.author
    desk.get("/admin/texts/")

    assert "kan ikke forstås" in desk.text
    assert "Mandag: Dere stenger før dere har åpnet." in desk.text
    assert "tirsdag 09:00–15:00" in desk.text
    desk.get("/admin/")
    assert "Vakten" not in desk.text


@pytest.mark.parametrize("hours", [{"1": ["9", "kl x"]}, {"1": ["15:00", "08:00"]}])
def test_no_way_in_gets_round_it(cms: Cms, hours: dict[str, list[str]]) -> None:
    with cms.world.open() as session:
        row = tables.ClinicContact(
            hospital_id=cms.world.hospital_id, clinic_id=cms.world.clinic_id,
            phone="22 00 00 00", hours=hours,
            out_of_hours_name="Legevakt", out_of_hours_phone="116 117", read_by="12:00",
        )  # fmt: skip
        with pytest.raises(NotReady):
            clinics.set_contact(cms.work(session), row, staff_id=cms.world.author_id)
