"""Telephone and hours: read as people write them, refused in words, and kept as facts."""

from typing import Any

import pytest

from lytte.services import clinics
from lytte.services.faults import NotReady
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.wrong_facts import WRONG

CONTACT = "/admin/texts/contact"
FACTS = {
    "phone": "22 00 00 00", "phone_again": "22000000", "out_of_hours_name": "Legevakt",
    "out_of_hours_phone": "116 117", "emergency_phone": "113", "read_by": "12:00",
    "opens-1": "08:00", "closes-1": "15:30",
}  # fmt: skip


def put(desk: Desk, **more: str) -> Any:
    desk.get("/admin/texts/")
    return desk.post(CONTACT, **{**FACTS, **more})


def test_hours_are_kept_in_one_form_however_they_are_typed(cms: Cms) -> None:
    typed = {"opens-1": "kl 9", "closes-1": "15.30", "opens-6": "10", "closes-6": "00:00"}

    cms.author.follow(put(cms.author, **typed, read_by="klokka 12"))

    [row] = cms.rows(tables.ClinicContact)
    assert row.hours == {"1": ["09:00", "15:30"], "6": ["10:00", "24:00"]}
    assert row.read_by == "12:00"


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
    for name in ("phone", "phone_again", "opens-1", "closes-2", "read_by"):
        assert f'name="{name}"' in desk.last
        assert f'value="{WRONG[name]}"' in desk.last


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
