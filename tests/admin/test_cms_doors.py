"""Who comes into the CMS, how far, and what every page promises the browser."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask

from lytte.storage import tables
from lytte.storage.audit import Actor, Deed, record
from lytte_admin.access import Page
from tests.cms_desk import Cms, Desk

OWN = re.compile(r"\son\w+\s*=|\sstyle\s*=|javascript:|<script(?![^>]+src=)|<style", re.IGNORECASE)
# Flask-Admin's own files: the same for everybody, and secret to nobody.
FILES = "admin.static"


def admin_rules(app: Flask, method: str) -> list[str]:
    """Return the address of every page of the CMS that takes `method`, with ids of nothing."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/admin") and method in (rule.methods or ()):
            if rule.endpoint == FILES:
                continue
            path = re.sub(r"<uuid:\w+>", str(uuid4()), rule.rule)
            path = (
                path.replace("/export/<kind>", "/export/redcap")
                .replace("<kind>", "rules")
                .replace("<int:number>", "0")
            )
            found.append(re.sub(r"<\w+>", "nothing", path))
    return sorted(found)


def pages(cms: Cms, form_id: UUID) -> Iterator[str]:
    """Yield every page that can be looked at."""
    yield from (
        "/admin/", "/admin/forms/", "/admin/instruments/", "/admin/instruments/import",
        "/admin/texts/", "/admin/thresholds/", "/admin/thresholds/new",
        "/admin/rehearsals/", "/admin/suggested/", "/admin/thresholds/new?kind=silence",
        "/admin/thresholds/pain-red", "/admin/rehearsals/", "/admin/emergencies/new",
        "/admin/emergencies/new?item=symptoms/fever", "/admin/approvals/", "/admin/licences/",
        "/admin/versions/rules", "/admin/versions/safety", "/admin/versions/rules/compare",
        "/admin/versions/safety/compare", "/admin/versions/plan", "/admin/versions/settings",
        "/admin/versions/rules/history", "/admin/versions/safety/history",
        "/admin/versions/plan/history", "/admin/versions/settings/history",
        "/admin/history/",
        "/admin/schedules/", "/admin/schedules/new",
        "/admin/schedules/new?kind=rhythm",
        "/admin/schedules/care",
        "/admin/plans/",
        "/admin/plans/publish",
        "/admin/insight/", "/admin/insight/file",
        "/admin/bundles/",
        "/admin/bundles/file",
        "/admin/settings/",
        "/admin/sheet/",
    )  # fmt: skip
    yield from (
        f"/admin/forms/{form_id}{rest}"
        for rest in ("", "/publish", "/versions", "/compare", "/history")
    )
    yield from (
        f"/admin/questions/{form_id}/new?kind={kind}" for kind in ("rating", "one", "yes_no")
    )
    yield f"/admin/questions/{form_id}/when/1"
    yield f"/admin/questions/{form_id}/when/1?looks_at=symptoms/pain"
    yield from (f"/admin/preview/{form_id}", f"/admin/preview/{form_id}/page?large=1&dark=1")
    yield from ("/admin/translations/", f"/admin/translations/{form_id}/ar",
                f"/admin/translation_files/{form_id}/ar", "/admin/clinic_texts/ar")  # fmt: skip
    instrument = cms.rows(tables.InstrumentVersion)[0].id
    yield f"/admin/instruments/{instrument}"
    yield f"/admin/instruments/{instrument}/export"


@pytest.fixture
def full(cms: Cms) -> tuple[Cms, UUID]:
    """A hospital with a form of two parts, a rule, a safety text and an admin of everything."""
    form_id = cms.form()
    cms.safe()
    cms.rules()
    cms.give(cms.world.author_id, "hospital_admin", None)
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du godt?")
    return cms, form_id


def test_every_view_stands_on_the_one_base(cms: Cms) -> None:
    [admin] = cms.app.extensions["admin"]

    assert len(admin._views) > 8
    assert [view for view in admin._views if not isinstance(view, Page)] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_comes_in_without_signing_in(cms: Cms, method: str) -> None:
    client = cms.app.test_client()
    cms.app.config["WTF_CSRF_ENABLED"] = False  # so that it is not what keeps them out

    answers = [client.open(path, method=method) for path in admin_rules(cms.app, method)]

    assert len(answers) > 10
    assert {(one.status_code, one.location) for one in answers} == {(303, "/staff")}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_clinician_is_refused_every_page(cms: Cms, method: str) -> None:
    desk = cms.desk(cms.somebody("clinician", None))
    cms.app.config["WTF_CSRF_ENABLED"] = False

    refused = {
        path: desk.client.open(path, method=method).status_code
        for path in admin_rules(cms.app, method)
    }

    assert set(refused.values()) == {403}, refused


def test_every_button_needs_the_forms_own_token(cms: Cms) -> None:
    desk = cms.author

    refused = {
        path: desk.client.post(path, data={"do": "approve"}).status_code
        for path in admin_rules(cms.app, "POST")
    }

    assert set(refused.values()) == {400}, refused


def test_history_is_the_hospital_admins(cms: Cms) -> None:
    assert cms.author.get("/admin/history/").status_code == 403

    desk = cms.desk(cms.somebody("hospital_admin", None))
    answer = desk.get("/admin/history/")

    assert answer.status_code == 200
    assert "Historikk" in desk.text
    assert [row for row in cms.rows(tables.AuditEntry) if row.action == "history.view"]


def test_no_page_carries_script_or_style_of_its_own(full: tuple[Cms, UUID]) -> None:
    cms, form_id = full
    desk = cms.author

    for path in pages(cms, form_id):
        answer = desk.get(path)
        assert answer.status_code == 200, path
        # The patient's pages carry one style, known to the browser by its fingerprint.
        drawn = re.sub(r"<style>.*?</style>", "", answer.text, flags=re.DOTALL)
        drawn = drawn if "/preview/" in path else answer.text
        assert OWN.findall(drawn) == [], path


def test_no_page_is_kept_or_may_load_from_elsewhere(full: tuple[Cms, UUID]) -> None:
    cms, form_id = full
    desk = cms.author

    for path in pages(cms, form_id):
        headers = desk.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert policy.startswith("default-src 'none'"), path


def test_only_the_preview_may_stand_in_a_frame(full: tuple[Cms, UUID]) -> None:
    cms, form_id = full
    desk = cms.author

    framed = {
        path
        for path in pages(cms, form_id)
        if "frame-ancestors 'none'" not in desk.get(path).headers["Content-Security-Policy"]
    }

    assert framed == {f"/admin/preview/{form_id}/page?large=1&dark=1"}


def test_another_clinics_form_does_not_exist_here(cms: Cms) -> None:
    theirs = cms.form(cms.clinic("Lungekreftklinikken"))

    _expect_the_same(cms.author, f"/admin/forms/{theirs}", f"/admin/forms/{uuid4()}")


def test_another_hospitals_ids_lead_nowhere(cms: Cms, neighbour: Callable[[], Cms]) -> None:
    other = neighbour()
    theirs = other.form()
    instrument = other.rows(tables.InstrumentVersion)[0].id
    desk = cms.author

    for form in ("/admin/forms/{}", "/admin/forms/{}/versions", "/admin/preview/{}",
                 "/admin/translations/{}/nn", "/admin/translation_files/{}/nn",
                 "/admin/translation_files/{}/nn/po"):  # fmt: skip
        _expect_the_same(desk, form.format(theirs), form.format(uuid4()))
    _expect_the_same(desk, f"/admin/instruments/{instrument}", f"/admin/instruments/{uuid4()}")
    desk.get("/admin/forms/")
    change = "/admin/forms/{}/change"
    assert desk.post(change.format(theirs), do="out:0").status_code == 404
    assert len(other.composition(theirs).slots) == 1


def test_a_clinic_one_does_not_reach_cannot_be_chosen(cms: Cms) -> None:
    other = cms.clinic("Lungekreftklinikken")
    desk = cms.author

    desk.follow(desk.post("/admin/clinic", clinic=str(other)))

    assert "Lungekreftklinikken" not in desk.last


def _expect_the_same(desk: Desk, theirs: str, nothing: str) -> None:
    one, other = desk.get(theirs), desk.get(nothing)

    assert (one.status_code, other.status_code) == (404, 404), theirs
    assert one.text == other.text


def test_the_history_names_who_signed_in(cms: Cms) -> None:
    with cms.world.open() as session:
        deed = Deed("sign_in", "staff", str(cms.world.author_id))
        work = cms.work(session)
        record(session, Actor("anonymous", "sign-in"), deed, now=work.now, key=cms.keys.audit)
        session.commit()
    desk = cms.desk(cms.somebody("hospital_admin", None))

    desk.get("/admin/history/")

    assert "Solveig Demo logget inn" in desk.text
    assert str(cms.world.author_id) not in desk.text


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "Den siden finnes ikke"), ("en", "no such page")]
)
def test_what_is_not_there_is_told_in_the_persons_language(
    cms: Cms, language: str, said: str
) -> None:
    desk = cms.desk(cms.world.author_id, language=language)
    headers = {"Accept-Language": "en" if language == "nb" else "nb"}

    page = desk.client.get(f"/admin/forms/{uuid4()}", headers=headers)

    assert page.status_code == 404
    assert said in page.text
