"""The patient's cookies, form tokens and database session: what every page here stands on."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256

from flask import Response, g, make_response, request
from werkzeug import Response as AnyResponse

from lytte.services.answers import sitting
from lytte.services.answers.sitting import Sitting
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.storage.audit import Actor
from lytte.storage.sessions import HospitalSession, NotEntered
from lytte.web.house import house

# How long a link that was opened is remembered for coming back with the birth date.
LINK_LIVES = 2 * 60 * 60
A_YEAR = 365 * 24 * 60 * 60
PATIENT = "patient"


class SessionOver(Exception):
    """The browser's session is over; what was saved is kept, and the link opens it again."""


class StaleForm(Exception):
    """The form token does not fit this browser: the page is too old, or another site sent it."""


def cookie(name: str) -> str:
    """Return the full name of a cookie; with https the browser binds it to this host."""
    return f"__Host-lytte-{name}" if house().secure else f"lytte-{name}"


def token() -> str:
    """Return the session's token, empty when there is none."""
    return request.cookies.get(cookie("patient"), "")


def link() -> str:
    """Return the token of the link that was opened in this browser, empty when none was."""
    return request.cookies.get(cookie("link"), "")


def keep(response: AnyResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie that no script reads and no other site sends."""
    response.set_cookie(
        cookie(name),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=house().secure,
        samesite="Lax",
    )


def forget(page: str, name: str) -> Response:
    """Return the page, and let a cookie go that was for it alone."""
    answer = make_response(page)
    if cookie(name) in request.cookies:
        keep(answer, name, "", seconds=0)
    return answer


def form_key(secret: str) -> str:
    """Return the token that a form of the browser with this cookie carries."""
    made = hmac.new(_key(house().keys), secret.encode(), sha256).digest()
    return urlsafe_b64encode(made[:18]).decode()


def check_form_key(secret: str) -> None:
    """Refuse a form that was not drawn for this browser."""
    if not secret or not hmac.compare_digest(form_key(secret), request.form.get("k", "")):
        raise StaleForm


def fresh_secret() -> str:
    """Return a new random value for a cookie that a form token is bound to."""
    return secrets.token_urlsafe(18)


def actor() -> Actor:
    """Return who acts here: a patient has no account, so the entry names the assessment."""
    return Actor(PATIENT, PATIENT, str(g.get("request_id", ""))[:40])


@contextmanager
def at_work() -> Iterator[Work]:
    """Work inside the patient's session; SessionOver when there is none. Nothing is committed."""
    with house().database.patient_at(_held()) as session:
        try:
            yield _work(session)
        except NotEntered:
            raise SessionOver from None


def glance() -> Sitting:
    """Return what is in front of the patient, for a page that is only read; or SessionOver."""
    try:
        found = sitting.glance(house().database, _held(), house().clock())
    except NotEntered:
        raise SessionOver from None
    if found is not None:
        return found
    with at_work() as work:
        return sitting.sit_down(work)


@contextmanager
def at_code(secret: str) -> Iterator[Work]:
    """Work with a link or a letter's code; NotEntered when nobody was given it."""
    with house().database.code(sha256(secret.encode()).digest()) as session:
        yield _work(session)


def _held() -> str:
    held = token()
    if not held:
        raise SessionOver
    return held


def _work(session: HospitalSession) -> Work:
    return Work(session, actor(), house().clock(), house().keys)


@lru_cache(maxsize=8)
def _key(keys: Keys) -> bytes:
    return keys.cookie + b" patient form"
