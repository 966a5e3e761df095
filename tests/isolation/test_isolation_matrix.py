"""Whoever asks, at whatever address, with whatever ids: another hospital stays out of sight.

Two hospitals hold the same shapes; the second's texts carry a canary. Every rule of the
application, found in its own map, is asked by every role with the second's ids. The
answer must be the one for ids that nobody has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lytte.instruments import folder
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.clinic_site import Clinic, make_app, make_clinic
from tests.corrected import correct
from tests.isolation_places import (
    ARGUMENT,
    HARMLESS,
    ROOMS,
    Ids,
    ids_of,
    random_like,
    rows_of,
    without_ids,
)
from tests.patient_browser import Browser
from tests.world import NOW, make_world

CANARY = "KANARIFUGL"
# The sign-in page of a hospital is for everyone; its name is no secret.
# Signing out would make everybody nobody; its own tests are in tests/web/auth.
ENDS_IT = "auth.sign_out"
PUBLIC = ("auth.form", "auth.sign_in", "static", "admin.static")
ROLES = ("clinician", "clinic_admin", "hospital_admin", "elsewhere", "no role", "nobody", "patient")
OFTEN = ("clinician", "hospital_admin", "patient")


@dataclass(frozen=True)
class Two:
    """Our hospital, and the one that must stay out of sight."""

    app: Flask
    ours: Clinic
    theirs: Clinic


@pytest.fixture(scope="module")
def two(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Two:
    app = make_app(database, Path(tmp_path_factory.mktemp("var")))
    add_cms(app)
    ours = make_clinic(app, make_world(database))
    theirs = make_clinic(app, make_world(database), words=f"{CANARY} ord")
    for one in (ours, theirs):
        with one.world.open() as session:
            stocking.add(one.world.work(session), folder.library()["lytte-viktigst"])
            session.add(_rehearsal(one))
            session.commit()
        correct(one.world, one.response_id)
    with theirs.world.open() as session:
        for kind, row_id, names in (
            (tables.Patient, theirs.world.patient_id, ("name", "number")),
            (tables.Clinic, theirs.world.clinic_id, ("name", "slug")),
            (tables.Staff, theirs.world.author_id, ("name", "email")),
        ):
            row = session.get(kind, row_id)
            for name in names:
                setattr(row, name, f"{CANARY}-{name}")
            session.add(row)
        session.commit()
    return Two(app, ours, theirs)


def _rehearsal(clinic: Clinic) -> tables.RehearsalRun:
    """One under way that nobody but its own hospital may stop or see."""
    world = clinic.world
    return tables.RehearsalRun(
        hospital_id=world.hospital_id, clinic_id=world.clinic_id, asked_for="0" * 64, days=90,
        asked_by=world.author_id, asked_at=NOW, expires_at=NOW + timedelta(days=9999),
    )  # fmt: skip


@pytest.fixture(scope="module")
def browsers(two: Two) -> dict[str, Callable[[], FlaskClient]]:
    """A way to make a fresh browser for each role; cookies of one answer reach no other."""
    ours, clinic_id = two.ours, two.ours.world.clinic_id
    patient = Browser(two.app, ours.ready)
    elsewhere = ours.other_clinic()
    signed_in = {
        "clinician": ours.client(ours.staff(clinician=None)),
        "clinic_admin": ours.client(ours.staff(clinic_admin=clinic_id)),
        "hospital_admin": ours.client(ours.staff(hospital_admin=None, clinician=None)),
        "elsewhere": ours.client(ours.staff(clinician=elsewhere, clinic_admin=elsewhere)),
        "no role": ours.client(ours.staff()),
        "nobody": two.app.test_client(),
        "patient": patient.client,
    }
    patient.get(f"/a/{ours.ready.token}")

    def again(client: FlaskClient) -> Callable[[], FlaskClient]:
        kept = [
            (name, held.value)
            for name in ("lytte-staff", "lytte-patient", "lytte-link")
            if (held := client.get_cookie(name)) is not None
        ]

        def make() -> FlaskClient:
            fresh = two.app.test_client()
            for name, value in kept:
                fresh.set_cookie(name, value)
            return fresh

        return make

    return {role: again(client) for role, client in signed_in.items()}


def test_every_rule_stands_in_a_room_that_was_declared(two: Two) -> None:
    undeclared = [
        str(rule)
        for rule in two.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] not in ROOMS
        or any(name not in HARMLESS and name not in _names() for name in rule.arguments)
    ]

    assert undeclared == []


def _names() -> frozenset[str]:
    return frozenset(
        ("slug", "clinic", "response_id", "assessment_id", "assessment", "occasion", "alert",
         "publication_id", "patient_id", "form_id", "version_id", "row_id", "contact",
         "run_id")
    )  # fmt: skip


@pytest.mark.parametrize(
    "role", [one if one in OFTEN else pytest.param(one, marks=pytest.mark.slow) for one in ROLES]
)
def test_no_rule_tells_of_another_hospital(
    two: Two, browsers: dict[str, Callable[[], FlaskClient]], role: str
) -> None:
    theirs = ids_of(two.theirs)
    nobodys = random_like(theirs)
    before = rows_of(two.theirs)
    whose_before = browsers[role]().get("/arrive").location
    faults, cells = [], 0

    for rule in two.app.url_map.iter_rules():
        if rule.endpoint == ENDS_IT:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            tried = _tried(browsers[role], rule, method, theirs, nobodys)
            cells += len(tried)
            faults += [f"{role}: {method} {rule}: {fault}" for fault in tried if fault]

    assert faults == []
    assert rows_of(two.theirs) == before
    assert cells > 100
    assert browsers[role]().get("/arrive").location == whose_before


def _tried(
    browser: Callable[[], FlaskClient], rule: Rule, method: str, theirs: Ids, nobodys: Ids
) -> list[str]:
    """Ask with each of their ids and with nobody's; return what is wrong, cell by cell."""
    found = []
    for address, none in zip(theirs.address(rule), nobodys.address(rule), strict=True):
        data = theirs.form() if method == "POST" else None
        answer = browser().open(address, method=method, data=data)
        body = _text(answer)
        found.append(f"shows {CANARY}" if CANARY in without_ids(body, theirs) else "")
        if rule.endpoint in PUBLIC or not _has_id(rule):
            continue
        data = nobodys.form() if method == "POST" else None
        other = browser().open(none, method=method, data=data)
        told = without_ids(_text(other), nobodys, theirs)
        if answer.status_code != other.status_code or answer.status_code < 300:
            found.append(f"{answer.status_code}, for nobody's id {other.status_code}")
        elif without_ids(body, theirs, nobodys) != told:
            found.append("tells their ids from nobody's")
    return found


def _text(answer: TestResponse) -> str:
    """What an answer says, a PDF's pages included."""
    if answer.mimetype == "application/pdf":
        pages = PdfReader(BytesIO(answer.data)).pages
        return "\n".join(page.extract_text() for page in pages)
    return str(answer.data, errors="replace")


def _has_id(rule: Rule) -> bool:
    return any(name not in HARMLESS for _, name in ARGUMENT.findall(rule.rule))


def test_no_rule_tells_of_a_clinic_where_one_does_not_work(
    two: Two, browsers: dict[str, Callable[[], FlaskClient]]
) -> None:
    bryst = ids_of(two.ours).without("slug", "lunge")
    nobodys = random_like(bryst)
    before = rows_of(two.ours, but=("audit_entry", "audit_head", "staff_session"))
    faults = []

    for rule in two.app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] == "clinician" and _has_id(rule):
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                tried = _tried(browsers["elsewhere"], rule, method, bryst, nobodys)
                faults += [f"{method} {rule}: {fault}" for fault in tried if fault]

    assert faults == []
    assert rows_of(two.ours, but=("audit_entry", "audit_head", "staff_session")) == before


def test_our_own_ids_open_our_own_pages(
    two: Two, browsers: dict[str, Callable[[], FlaskClient]]
) -> None:
    ours = ids_of(two.ours)
    closed = []

    for rule in two.app.url_map.iter_rules():
        if rule.endpoint.startswith("clinician.") and "GET" in (rule.methods or ()):
            answers = [browsers["clinician"]().get(one).status_code for one in ours.address(rule)]
            if not {200, 303} & set(answers):
                closed.append(f"{rule}: {answers}")

    assert closed == []
