"""What a CMS is given by mistake, or at the wrong moment: refused or asked about, in words."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lytte.core.composition import InstrumentSlot
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms, Desk, open_cms
from tests.forms_world import Ready, make_ready
from tests.patient_browser import Browser
from tests.world import make_world


def _in_use(cms: Cms) -> UUID:
    """Put a form with a rule on pain in use, both as they are."""
    form_id = cms.form()
    cms.safe()
    cms.rules()
    with cms.world.open() as session:
        work = cms.work(session)
        publishing.publish_form(work, form_id)
        session.commit()
    cms.in_force()
    return form_id


def _versions(cms: Cms) -> list[tuple[int, str]]:
    return sorted((one.number, one.state) for one in cms.rows(tables.FormPublication))


def _draft(cms: Cms, form_id: UUID, **update: object) -> None:
    with cms.world.open() as session:
        work, draft = cms.work(session), session.get(tables.FormDraft, form_id)
        assert draft is not None
        made = drafting.composition(work, draft).model_copy(update=update)
        drafting.save_form(work, draft.clinic_id, draft.slug, made)
        session.commit()


def test_a_question_that_a_rule_looks_at_does_not_go_unasked(cms: Cms) -> None:
    form_id = _in_use(cms)
    desk, kept = cms.author, cms.composition(form_id)
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du godt?")
    made = cms.composition(form_id)
    without = tuple(one for one in made.slots if not isinstance(one, InstrumentSlot))
    _draft(cms, form_id, slots=without)
    assert kept.slots != without

    desk.get(f"/admin/forms/{form_id}/publish")
    assert "1 varselregel som gjelder, ser på noe det ikke spørres om lenger" in desk.text
    assert "Smerte er minst 7" in desk.text
    refused = desk.post(f"/admin/forms/{form_id}/publish")
    assert refused.status_code == 422
    assert "se på varselreglene først" in desk.text
    assert _versions(cms) == [(1, "live")]

    desk.post(f"/admin/forms/{form_id}/publish", known="1", told=desk.told())
    assert _versions(cms) == [(1, "retired"), (2, "live")]


def test_of_two_who_publish_at_once_one_does_and_the_other_is_told(cms: Cms) -> None:
    form_id = _in_use(cms)
    _draft(cms, form_id, title=Text({"nb": "Ny tittel"}))
    desks = [cms.author, cms.second]
    for desk in desks:
        desk.get(f"/admin/forms/{form_id}/publish")

    def press(desk: Desk) -> str:
        desk.follow(desk.post(f"/admin/forms/{form_id}/publish"))
        return desk.text

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(press, desks))

    assert _versions(cms) == [(1, "retired"), (2, "live")]
    assert sum("Versjon 2 er i bruk fra nå av." in one for one in told) == 1
    [second] = (one for one in told if "Ingenting ble publisert" in one)
    told_whose = (
        r"Ingenting ble publisert: versjon 2 er lik\. Den kom fra \w[^,.]+, [^.]*\d\d\.\d\d\."
    )
    assert re.search(told_whose, second)


@pytest.fixture
def answering(database: Database, tmp_path: Path) -> tuple[Cms, Ready]:
    """A clinic where a patient has a link to a form that is in use."""
    world = make_world(database)
    ready = make_ready(world, now=datetime.now(UTC))
    return open_cms(database, tmp_path, world), ready


def test_a_patient_who_is_answering_finishes_what_was_begun(answering: tuple[Cms, Ready]) -> None:
    cms, ready = answering
    patient, desk = Browser(cms.app, ready), cms.author
    patient.enter()
    patient.send(q0_0="8")
    [form] = cms.rows(tables.FormDraft)
    _draft(cms, form.id, title=Text(dict.fromkeys(form.document["title"], "Helt annerledes")))
    desk.get(f"/admin/forms/{form.id}/publish")
    desk.follow(desk.post(f"/admin/forms/{form.id}/publish"))
    assert (2, "live") in _versions(cms)

    patient.get(f"{ready.at}/review")
    assert "8 av 10" in patient.text
    patient.send()

    [response] = cms.rows(tables.Response)
    first = next(one for one in cms.rows(tables.FormPublication) if one.number == 1)
    assert response.form_publication_id == first.id
    assert response.measures["symptoms/pain"] == "8"


def _deep(levels: int) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": f"level-{levels}", "type": "string", "text": "?"}
    for level in range(levels - 1, 0, -1):
        item = {"linkId": f"level-{level}", "type": "group", "text": "-", "item": [item]}
    return item


def _form(*items: dict[str, Any]) -> bytes:
    made = {"resourceType": "Questionnaire", "status": "draft", "title": "Prøve", "item": items}
    return json.dumps(made).encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"resourceType": "Questionnaire", "item": [', "Det ble ikke hentet inn"),
        (_form(_deep(100)), "level-32"),
        (
            _form(*({"linkId": f"i{n}", "type": "string", "text": "?"} for n in range(5_000))),
            "i2500",
        ),
    ],
    ids=["broken", "100 levels", "5,000 items"],
)  # fmt: skip
def test_a_file_that_cannot_be_brought_in_is_told_by_its_place_and_nothing_is_kept(
    cms: Cms, content: bytes, told: str
) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")

    page = desk.post("/admin/instruments/import", whose="ours", file=(BytesIO(content), "q.json"))

    assert page.status_code == 422
    assert told in page.text
    assert "Traceback" not in page.text
    assert cms.rows(tables.InstrumentVersion) == []


def test_more_than_ten_megabytes_are_refused_with_a_page(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")

    page = desk.post("/admin/instruments/import", whose="x" * 11_000_000)

    assert page.status_code == 413
    assert "Den største filen er 10 MB." in page.text
