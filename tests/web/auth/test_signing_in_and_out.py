"""Signing in with password and code, and the session that follows."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from lytte.services.signing_in import ATTEMPTS, IDLE, LOCKED_FOR, LONGEST
from lytte.storage import tables
from lytte.storage.database import Database
from lytte.web.auth.tries import PER_MINUTE
from tests.staff_door import EMAIL, Door
from tests.world import make_world

TODAY = "/clinic/bryst/"


def _said(html: str) -> str:
    """The page without what differs from one drawing to the next."""
    return re.sub(r'value="[^"]*"', "", html)


def test_password_and_code_open_the_day(door: Door) -> None:
    client = door.sign_in()

    assert client.get("/arrive", follow_redirects=True).request.path == TODAY


def test_every_wrong_sign_in_is_answered_alike(door: Door, database: Database) -> None:
    elsewhere = make_world(database)
    used = door.next_code()
    door.try_with(code=used)
    with door.world.open() as session:
        row = session.exec(select(tables.Staff).where(tables.Staff.email == "ali@example.org"))
        disabled = row.one()
        disabled.disabled_at = door.clock.now
        session.add(disabled)
        session.commit()
    tries = [
        door.try_with(password="not the password"),
        door.try_with(email="nobody@example.org"),
        door.try_with(code="000000"),
        door.try_with(code=used),
        door.try_with(email=disabled.email),
        door.try_with(email="solveig@example.org"),
        door.app.test_client().post(f"/h/{door.world.slug}/sign-in", data={}),
    ]

    assert elsewhere.slug != door.world.slug
    assert {one.status_code for one in tries} == {403}
    assert len({_said(one.text) for one in tries}) == 1
    assert "Set-Cookie" not in str([one.headers for one in tries if "staff=" in str(one.headers)])


def test_more_than_ten_megabytes_are_refused_with_a_page(door: Door) -> None:
    answer = door.try_with(password="7" * 10_500_000)

    assert answer.status_code == 413
    assert "Den største filen er 10 MB" in answer.text


def test_a_code_works_once(door: Door) -> None:
    code = door.next_code()

    assert door.try_with(code=code).status_code == 303
    assert door.try_with(code=code).status_code == 403


def test_the_account_is_locked_after_five_and_opens_by_itself(door: Door) -> None:
    for _ in range(ATTEMPTS):
        door.try_with(password="not the password")

    assert door.try_with().status_code == 403
    door.clock.now += LOCKED_FOR
    assert door.try_with().status_code == 303


def test_a_wrong_try_stands_in_the_audit(door: Door) -> None:
    door.try_with(password="not the password")

    with door.world.open() as session:
        found = session.exec(
            select(tables.AuditEntry).where(tables.AuditEntry.action == "sign_in")
        ).all()
    assert [one.outcome for one in found] == ["denied"]


def test_one_address_cannot_try_for_ever(door: Door) -> None:
    answers = [door.try_with(email=f"{n}@example.org").status_code for n in range(PER_MINUTE + 1)]

    assert answers == [403] * PER_MINUTE + [429]


def test_signing_out_ends_the_session_at_once_in_every_copy(door: Door) -> None:
    client = door.sign_in()
    kept = client.get_cookie("lytte-staff")
    assert kept is not None
    copy = door.app.test_client()
    copy.set_cookie("lytte-staff", kept.value)
    assert copy.get(TODAY).status_code == 200

    client.post("/sign-out")

    assert client.get(TODAY).status_code == 303
    assert copy.get(TODAY).status_code == 303
    assert copy.get(TODAY).headers["Location"] == "/staff"


def test_a_session_left_alone_ends(door: Door) -> None:
    client = door.sign_in()
    door.clock.now += IDLE - timedelta(seconds=1)
    assert client.get(TODAY).status_code == 200
    door.clock.now += IDLE + timedelta(seconds=1)

    assert client.get(TODAY).status_code == 303


def test_a_session_in_use_ends_with_the_working_day(door: Door) -> None:
    client = door.sign_in()
    ends = door.clock.now + LONGEST
    while door.clock.now < ends:
        assert client.get(TODAY).status_code == 200
        door.clock.now += timedelta(minutes=20)

    assert client.get(TODAY).status_code == 303


def test_signing_in_makes_a_new_session_each_time(door: Door) -> None:
    first, second = (door.sign_in().get_cookie("lytte-staff") for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.value != second.value


def test_the_cookie_is_for_the_browser_alone(door: Door) -> None:
    answer = door.try_with()

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("lytte-staff"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_with_https_the_cookie_is_bound_to_the_host(door: Door) -> None:
    secure = door.with_https()

    answer = secure.try_with()

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "staff" in c)
    assert cookie.startswith("__Host-lytte-staff=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_only_the_hash_of_a_session_is_stored(door: Door) -> None:
    kept = door.sign_in().get_cookie("lytte-staff")

    assert kept is not None
    with door.world.open() as session:
        [row] = session.exec(select(tables.StaffSession)).all()
    assert kept.value.encode() not in row.token_hash


def test_a_session_of_another_hospital_shows_only_its_own(door: Door, database: Database) -> None:
    make_world(database)
    client = door.sign_in()

    assert client.get("/clinic/lunge/").status_code == 404


def test_a_hospital_that_is_not_there_has_no_sign_in_page(door: Door) -> None:
    assert door.app.test_client().get("/h/ingensteds/sign-in").status_code == 404


def test_a_form_without_its_token_changes_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = door.sign_in()
    monkeypatch.setitem(door.app.config, "WTF_CSRF_ENABLED", True)
    posts = [
        rule
        for rule in door.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("patient.")
    ]

    answers = {rule.endpoint: client.post(_some(str(rule))).status_code for rule in posts}

    assert len(posts) >= 4
    assert {e: s for e, s in answers.items() if e != "auth.sign_in"} == dict.fromkeys(
        (one.endpoint for one in posts if one.endpoint != "auth.sign_in"), 400
    )
    assert answers["auth.sign_in"] in (400, 403)
    assert client.get(TODAY).status_code == 200
    assert EMAIL not in str(answers)


def _some(rule: str) -> str:
    """An address of the rule; the token is asked for before anything is looked up."""
    filled = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", rule)
    return re.sub(r"<\w+>", "bryst", filled)


def test_whoever_signs_in_again_is_at_the_clinic_they_were_at(door: Door) -> None:
    client = door.sign_in()
    with client.session_transaction() as session:
        session.update(clinic="the one that was chosen", csrf_token="old")

    door.try_with(client=client)

    with client.session_transaction() as session:
        assert session["clinic"] == "the one that was chosen"
        assert "csrf_token" not in session


def test_an_unknown_address_is_told_of_in_the_persons_language(door: Door) -> None:
    client = door.sign_in()
    with door.world.open() as session:
        [person] = session.exec(select(tables.Staff).where(tables.Staff.email == EMAIL)).all()
        person.language = "nn"
        session.commit()

    answer = client.get("/clinic/a/b/c/d", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert '<html lang="nn"' in answer.text
