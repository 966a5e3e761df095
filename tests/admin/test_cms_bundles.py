"""A hospital admin takes the configuration out, and another's in after a look."""

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlmodel import select

from lytte.core.own_settings import OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Around, Plan, Sending
from lytte.services import published
from lytte.services.bundles import bundle_reading, bundling
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.settings import setting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.site import Site, amiss, press, sign_in


@pytest.fixture
def desk(cms: Cms) -> Desk:
    return cms.desk(cms.somebody("hospital_admin", None))


def look(desk: Desk, content: bytes) -> int:
    desk.get("/admin/bundles/")
    return desk.post("/admin/bundles/look", file=(io.BytesIO(content), "x.json")).status_code


def test_the_configuration_goes_out_and_comes_in_after_a_look(cms: Cms, desk: Desk) -> None:
    form_id = cms.form()
    cms.safe()
    out = desk.client.get("/admin/bundles/file?drafts=1")
    assert out.headers["Content-Disposition"].startswith("attachment")
    changed = out.get_data(as_text=True).replace("Før timen", "Før samtalen")

    assert look(desk, changed.encode()) == 200
    assert "Før samtalen" in desk.text
    assert cms.composition(form_id).title.read("nb") == "Før timen"
    [content] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", desk.last, re.DOTALL)
    answer = desk.post("/admin/bundles/bring", content=unescape(content).lstrip("\n"))

    assert answer.status_code == 200
    assert "Tatt inn" in desk.text
    assert "er nå utkast" in desk.text
    assert "venter på" not in desk.text
    assert cms.composition(form_id).title.read("nb") == "Før samtalen"
    deeds = [row.action for row in cms.rows(tables.AuditEntry)]
    assert {"bundle.export", "bundle.import"} <= set(deeds)


def test_a_plan_is_shown_in_sentences_and_becomes_a_draft(cms: Cms, desk: Desk) -> None:
    form_id = cms.form()
    with cms.world.open() as session:
        form = session.get(tables.FormDraft, form_id)
        assert form is not None
        plan = Plan(sendings=(Sending(id="before", form=form.slug, when=Around(days=2)),))
        drafting.save_plan(cms.work(session), cms.world.clinic_id, plan)
        session.commit()
    out = desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True)

    look(desk, re.sub(r'"days": 2\b', '"days": 4', out).encode())

    assert "Plan for utsending" in desk.text
    assert "<del>«Før timen» 2 dager før hver timeavtale, kl. 09.00.</del>" in desk.last
    assert "<ins>«Før timen» 4 dager før hver timeavtale, kl. 09.00.</ins>" in desk.last
    [content] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", desk.last, re.DOTALL)
    desk.post("/admin/bundles/bring", content=unescape(content).lstrip("\n"))
    [draft] = cms.rows(tables.ScheduleDraft)
    assert draft.document["sendings"][0]["when"]["days"] == 4
    assert cms.rows(tables.SchedulePublication) == []


def test_a_colleagues_safety_text_that_waits_keeps_another_out(cms: Cms, desk: Desk) -> None:
    cms.form()
    cms.safe()
    out = desk.client.get("/admin/bundles/file").get_data(as_text=True)
    changed = out.replace("Ring med en gang.", "Ring 113.")
    with cms.world.open() as session:
        work, clinic_id = cms.work(session), cms.world.clinic_id
        live = published.live_safety_text(work, clinic_id)
        assert live is not None
        text = SafetyText.model_validate(live.document)
        publishing.propose(work, tables.SafetyText, clinic_id, text, staff_id=cms.world.author_id)
        session.commit()

    look(desk, changed.encode())
    assert "En sikkerhetstekst venter på godkjenning ved Brystkreftklinikken" in desk.text
    [content] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", desk.last, re.DOTALL)
    answer = desk.post("/admin/bundles/bring", content=unescape(content).lstrip("\n"))

    assert answer.status_code == 422
    assert [one.state for one in cms.rows(tables.SafetyText)].count("in_review") == 1


def test_a_safety_text_that_its_page_would_refuse_is_refused_from_a_file_too(
    cms: Cms, desk: Desk
) -> None:
    cms.form()
    cms.safe()
    out = json.loads(desk.client.get("/admin/bundles/file").get_data(as_text=True))
    [clinic] = [one for one in out["clinics"] if one["safety"]["languages"]]
    lines = clinic["safety"]["languages"]["nb"]
    lines |= {"danger": "Ring 22 33 44 55 med en gang.", "when_read": "Hver dag."}

    look(desk, json.dumps(out).encode())

    assert "Den kan ikke tas inn ennå" in desk.text
    assert "Ta det inn, som utkast" not in desk.text
    assert "på «nb»: «22 33 44 55» står i teksten." in desk.text
    assert "på «nb»: Det står ikke innen hvilket klokkeslett." in desk.text


def test_a_file_that_is_no_configuration_is_told(desk: Desk) -> None:
    assert look(desk, b"<html>") == 422
    assert "Filen kunne ikke leses" in desk.text


def test_where_no_file_was_chosen_that_is_what_is_said(desk: Desk) -> None:
    assert desk.post("/admin/bundles/look").status_code == 422
    assert "Velg en fil først." in desk.text

    desk.get("/admin/instruments/import")
    assert desk.post("/admin/instruments/import", whose="ours", id="mine").status_code == 422
    assert "Velg en fil først." in desk.text
    assert 'value="mine"' in desk.last
    assert "Filen er tom" not in desk.text


def test_what_is_missing_is_told_in_the_readers_language(cms: Cms, desk: Desk) -> None:
    cms.form()
    out = desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True)

    look(desk, out.replace('"bryst"', '"hud"').encode())

    assert "Det er ingen klinikk her som heter" in desk.text
    assert "Hvilken klinikk her skal stå for" in desk.text


def test_an_unknown_instrument_is_told_once_for_each_form_that_asks_it(
    cms: Cms, desk: Desk
) -> None:
    cms.form()
    out = json.loads(desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True))
    [form] = out["clinics"][0]["forms"].values()
    form["slots"][0] |= {"instrument": "unheard-of", "version": "9"}
    form["set_aside"] = [*form["slots"], *form["slots"]]

    look(desk, json.dumps(out).encode())

    told = "«Før timen» i Brystkreft spør unheard-of 9, som verken er i filen eller her."
    assert desk.text.count("unheard-of 9") == 1
    assert told.replace("Brystkreft", out["clinics"][0]["name"]) in desk.text


def test_rules_of_a_file_that_look_at_nothing_are_told_before_it_is_taken_in(
    cms: Cms, desk: Desk
) -> None:
    cms.form()
    cms.rules()
    out = json.loads(desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True))
    clinic = next(one for one in out["clinics"] if one["slug"] == "bryst")
    [rule] = clinic["rules"]["rules"]
    sleep = {**rule, "id": "sleep", "name": {"nb": "Dårlig søvn", "en": "Poor sleep"}}
    sleep["when"] = {**rule["when"], "measure": "symptoms/sleep"}
    clinic["rules"]["rules"] = [rule, sleep]

    assert look(desk, json.dumps(out).encode()) == 200

    assert "verken i filen eller her: Dårlig søvn." in desk.text
    assert desk.text.count("En varselregel i") == 1


def test_a_form_in_a_message_is_called_what_the_reader_calls_it(cms: Cms, desk: Desk) -> None:
    cms.form()
    out = json.loads(desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True))
    [form] = out["clinics"][0]["forms"].values()
    form["title"] = {"nb": "Før timen", "nn": "Føre timen"}
    form["slots"][0] |= {"instrument": "unheard-of", "version": "9"}
    bundle = bundle_reading.read(json.dumps(out).encode())

    with cms.world.open() as session:
        told = {
            language: bundling.problems(cms.work(session), bundle, language=language)[0].message
            for language in ("nb", "nn")
        }

    assert "«Før timen»" in told["nb"]
    assert "«Føre timen»" in told["nn"]


def test_a_clinic_of_another_name_is_placed_and_looked_at_before_it_is_taken_in(
    cms: Cms, desk: Desk
) -> None:
    cms.form()
    out = desk.client.get("/admin/bundles/file?drafts=1").get_data(as_text=True)
    theirs = out.replace('"slug": "bryst"', '"slug": "hud"').replace("Før timen", "Før samtalen")
    assert theirs.count('"hud"') == 1

    assert look(desk, theirs.encode()) == 200
    assert "Si nedenfor hvilken klinikk her som skal stå for hver av dem" in desk.text
    assert "Ingenting er ulikt" not in desk.text
    answer = desk.post("/admin/bundles/look", content=theirs, clinic__hud="bryst")

    assert answer.status_code == 200
    assert "Før samtalen" in desk.text
    assert "Si nedenfor hvilken" not in desk.text
    assert '<option value="bryst" selected>' in desk.last
    desk.post("/admin/bundles/look", content=theirs, clinic__hud="-")
    assert '<option value="-" selected>' in desk.last
    assert "Ingenting er ulikt" in desk.text
    assert "Ta det inn, som utkast" in desk.text


def test_a_clinic_admin_has_no_business_there(cms: Cms) -> None:
    assert cms.author.get("/admin/bundles/").status_code == 403
    assert cms.author.client.get("/admin/bundles/file").status_code == 403


def test_what_stays_behind_is_told_on_the_way_out_and_on_the_way_in(cms: Cms, desk: Desk) -> None:
    cms.form()
    cms.safe()

    desk.get("/admin/bundles/")
    assert "telefon og åpningstider for Brystkreftklinikken" in desk.text
    assert "hvem som er på vakt ved Brystkreftklinikken" in desk.text
    assert "det som er under arbeid i Før timen ved Brystkreftklinikken" in desk.text
    assert "om et skjema krever to personer" in desk.text

    look(desk, desk.client.get("/admin/bundles/file").get_data())
    assert "Ikke med i filen, og må gis her der det trengs" in desk.text
    assert "det som er under arbeid i Før timen ved Brystkreftklinikken" in desk.text


def test_which_limits_and_words_are_others_is_told_as_they_were_and_are(
    cms: Cms, desk: Desk
) -> None:
    cms.form()
    cms.safe()
    cms.rules()
    cms.in_force()
    with cms.world.open() as session:
        own = OwnSettings(alerts_a_week=40)
        setting.put(cms.work(session), cms.world.clinic_id, own, made_on=0, staff_id=None)
        session.commit()
    out = desk.client.get("/admin/bundles/file").get_data(as_text=True)
    other = out.replace('"value": "7"', '"value": "5"').replace("Ring legevakten.", "Ring 116 117.")
    other = other.replace('"alerts_a_week": 40', '"alerts_a_week": 25')

    look(desk, other.encode())

    for was, now in (("7", "5"), ("legevakten", "116 117"), ("40", "25")):
        assert f"</span>{was}</del>" in desk.last, was
        assert f"</span>{now}</ins>" in desk.last, now
    assert "Smerte er minst" in desk.text


@pytest.mark.browser
def test_the_file_that_is_looked_at_is_not_in_the_way_of_the_button(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    with site.world.open() as session:
        author = session.exec(
            select(tables.Staff).where(tables.Staff.email == "author@example.org")
        ).one()
        role = tables.StaffRole(
            hospital_id=site.world.hospital_id, staff_id=author.id, role="hospital_admin"
        )
        session.add(role)
        session.commit()
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    out = tmp_path / "out.json"
    out.write_bytes(page.request.get(f"{site.address}/admin/bundles/file").body())

    page.goto(f"{site.address}/admin/bundles/")
    page.set_input_files("#file", out)
    press(page.locator("form[action$='/look'] button"))

    assert page.locator("textarea").is_hidden()
    assert amiss(page) == []
    context.close()
