"""Hours as people write them, and whatever was once stored."""

from typing import Any

import pytest

from lytte.core import clinic_facts, opening_hours
from lytte.core.clinic_facts import Facts

BUSY = {"1": ("08:00", "15:30")}
GOOD = Facts(
    phone="22 00 00 00", hours=BUSY, out_of_hours_name="Legevakt", out_of_hours_phone="116 117",
    emergency_phone="113", read_by="12:00",
)  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["9", "09", "9:00", "09:00", "09.00", "9.00", "9,00", "900", "0900", "kl 9", "kl. 9", "Kl.9",
     "klokka 9", "klokken 9.00", " 9 : 00 ", "9 00", "kl.\u00a009:00"],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(written: str) -> None:
    assert opening_hours.hour(written) == "09:00"


@pytest.mark.parametrize(
    "written",
    ["", "x", "25", "9:60", "24:01", "9:0", "9-15", "ni", "9:00:00", "-9", "٩", "9 am", "12345"],
)
def test_what_is_no_hour_is_not_guessed_at(written: str) -> None:
    assert opening_hours.hour(written) is None


@pytest.mark.parametrize("written", ["24", "24:00", "00:00", "0", "kl 24.00", "0000"])
def test_a_day_ends_at_midnight_however_it_is_written(written: str) -> None:
    made, problems = clinic_facts.read(GOOD.model_copy(update={"hours": {"5": ("8", written)}}))

    assert (made.hours, problems) == ({"5": ("08:00", "24:00")}, [])


@pytest.mark.parametrize(
    "stored",
    [None, [], "x", 7, {}, {"1": None}, {"1": "08:00"}, {"1": ["08:00"]}, {"1": ["x", "y"]},
     {"1": [None, {}]}, {"1": ["15:00", "08:00"]}, {"1": ["08:00", "08:00"]}, {"1": ["", "15:00"]},
     {"monday": ["08:00", "15:00"]}, {"8": ["08:00", "15:00"]}, {"1": {"a": 1, "b": 2}}],
)  # fmt: skip
def test_what_cannot_be_understood_promises_nothing(stored: Any) -> None:
    assert opening_hours.week(stored) == {}


def test_what_was_stored_as_it_was_typed_is_understood() -> None:
    stored = {"1": ["9:00", "kl 15"], "2": ["08:00", "00:00"], "3": ["x", "15:00"]}

    assert opening_hours.week(stored) == {"1": ("09:00", "15:00"), "2": ("08:00", "24:00")}


def test_everything_wrong_is_told_at_once_at_its_field() -> None:
    written = Facts(
        phone="x", out_of_hours_name=" ", out_of_hours_phone="12", emergency_phone="1" * 31,
        read_by="tidlig",
        hours={"1": ("8", ""), "2": ("", "15"), "3": ("15", "8"), "4": ("8", "8"), "5": ("x", "9"),
               "6": ("", " "), "7": ("00:00", "00:00")},
    )  # fmt: skip

    made, problems = clinic_facts.read(written)

    assert [one.place for one in problems] == [
        "phone", "out_of_hours_name", "out_of_hours_phone", "emergency_phone",
        "closes-1", "opens-2", "closes-3", "closes-4", "opens-5", "closes-7", "read_by",
    ]  # fmt: skip
    assert made.hours["5"] == ("x", "09:00")
    assert "6" not in made.hours


RUNG = (
    "113", "116 117", "02800", "22 00 00 00", "+47 22 00 00 00", "(+47) 22000000",
    "0047 22 00 00 00", "22.00.00.00",
)  # fmt: skip
NOT_RUNG = (
    "x", "12", "+", "22 00 00 00 linje 2", "22 00 00 00 / 22 00 00 01", "tel:113", "<b>113</b>",
    "١١٣", "22 00 00 00 +47",
)  # fmt: skip


@pytest.mark.parametrize("phone", RUNG)
def test_a_number_that_can_be_rung_is_taken(phone: str) -> None:
    made, problems = clinic_facts.read(GOOD.model_copy(update={"phone": f" {phone}\u00a0"}))

    assert (made.phone, problems) == (phone, [])


@pytest.mark.parametrize("phone", NOT_RUNG)
def test_what_cannot_be_rung_is_refused(phone: str) -> None:
    _, problems = clinic_facts.read(GOOD.model_copy(update={"phone": phone}))

    assert [one.place for one in problems] == ["phone"]
