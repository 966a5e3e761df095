"""A hospital admin takes the configuration out, and another's in after a look."""

import io
import re
from html import unescape

import pytest

from lytte.storage import tables
from tests.cms_desk import Cms, Desk


@pytest.fixture
def desk(cms: Cms) -> Desk:
    return cms.desk(cms.somebody("hospital_admin", None))


def look(desk: Desk, content: bytes) -> int:
    desk.get("/admin/bundles/")
    return desk.post("/admin/bundles/look", file=(io.BytesIO(content), "x.json")).status_code


def test_the_configuration_goes_out_and_comes_in_after_a_look(cms: Cms, desk: Desk) -> None:
    form_id = cms.form()
    cms.safe()
    out = desk.client.get("/admin/bundles/file")
    assert out.headers["Content-Disposition"].startswith("attachment")
    changed = out.get_data(as_text=True).replace("Før timen", "Før samtalen")

    assert look(desk, changed.encode()) == 200
    assert "Før samtalen" in desk.text
    assert cms.composition(form_id).title.read("nb") == "Før timen"
    [content] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", desk.last, re.DOTALL)
    answer = desk.post("/admin/bundles/bring", content=unescape(content).lstrip("\n"))

    assert answer.status_code == 200
    assert "Tatt inn" in desk.text
    assert cms.composition(form_id).title.read("nb") == "Før samtalen"
    deeds = [row.action for row in cms.rows(tables.AuditEntry)]
    assert {"bundle.export", "bundle.import"} <= set(deeds)


def test_a_file_that_is_no_configuration_is_told(desk: Desk) -> None:
    assert look(desk, b"<html>") == 422
    assert "Filen kunne ikke leses" in desk.text


def test_what_is_missing_is_told_in_the_readers_language(cms: Cms, desk: Desk) -> None:
    cms.form()
    out = desk.client.get("/admin/bundles/file").get_data(as_text=True)

    look(desk, out.replace('"bryst"', '"hud"').encode())

    assert "Det er ingen klinikk her som heter" in desk.text
    assert "Hvilken klinikk her skal stå for" in desk.text


def test_a_clinic_admin_has_no_business_there(cms: Cms) -> None:
    assert cms.author.get("/admin/bundles/").status_code == 403
    assert cms.author.client.get("/admin/bundles/file").status_code == 403
