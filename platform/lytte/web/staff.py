"""What every staff page stands on: who is signed in, inside which hospital, doing what."""

from datetime import datetime
from typing import cast
from uuid import UUID

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as NoSuchPage

from lytte.services import signing_in
from lytte.services.faults import NotAllowed
from lytte.services.signing_in import Signed
from lytte.services.work import Work
from lytte.storage.audit import Deed
from lytte.storage.sessions import HospitalSession, NotEntered
from lytte.web.house import house
from lytte.wording.catalogue import Words, words

LANGUAGES = ("nb", "nn", "en")


class SignInNeeded(Exception):
    """Nobody is signed in, or the session is over: the sign-in page is shown instead."""


def cookie_name() -> str:
    """Return the staff cookie's name; with https the browser binds it to this host."""
    return "__Host-lytte-staff" if house().secure else "lytte-staff"


def signed() -> Signed:
    """Return who is signed in; SignInNeeded when nobody is."""
    if "signed" not in g:
        g.signed = _whoever()
    if g.signed is None:
        raise SignInNeeded
    return cast(Signed, g.signed)


def signed_or_none() -> Signed | None:
    """Return who is signed in, or None, for pages that both may see."""
    try:
        return signed()
    except SignInNeeded:
        return None


def work(role: str, clinic_id: UUID | None = None) -> Work:
    """Return this request's work for someone with `role`; NotAllowed for everyone else.

    Several roles are written `clinic_admin|hospital_admin`; the first that is held acts.
    """
    person = signed()
    held = next((one for one in role.split("|") if person.has(one, clinic_id)), None)
    if held is None:
        raise NotAllowed
    return _work(person, held)


def session() -> HospitalSession:
    """Return this request's database session, inside the hospital of the person's cookie."""
    if "staff_session" not in g:
        g.staff_session = house().database.staff(request.cookies.get(cookie_name(), ""))
    return cast(HospitalSession, g.staff_session)


def now() -> datetime:
    """Return the one moment this request happens at."""
    if "now" not in g:
        g.now = house().clock()
    return cast(datetime, g.now)


def language() -> str:
    """Return the language of this person's pages."""
    signed_or_none()
    return language_known()


def language_known() -> str:
    """Return the same without asking the database, for pages about what went wrong."""
    person: Signed | None = g.get("signed")
    if person is not None and person.language in LANGUAGES:
        return person.language
    return request.accept_languages.best_match(LANGUAGES, "nb") or "nb"


def wording(place: str = "staff") -> Words:
    """Return the words of a place in this person's language."""
    return words(place, language())


def refuse(_: Exception) -> ResponseReturnValue:
    """Answer as if there were nothing here, and write down who reached for it.

    The same page for what another clinic has, what another hospital has, and what
    nobody has: the answer must not tell them apart.
    """
    note_refusal()
    return current_app.handle_user_exception(NoSuchPage())


def note_refusal() -> None:
    """Write to the audit that the person signed in was refused this address."""
    person = signed_or_none()
    if person is None:
        return
    session().rollback()
    given = (request.view_args or {}).values()
    reached_for = next((str(one) for one in given if isinstance(one, UUID)), "")
    role = min(person.roles, default="none")
    deed = Deed("page.refused", str(request.endpoint)[:60], reached_for, outcome="denied")
    _work(person, role).record(deed)
    session().commit()


def close(_: BaseException | None = None) -> None:
    """Give the database session back at the end of a request; what was not committed is gone."""
    held = g.pop("staff_session", None)
    if held is not None:
        held.close()


def _work(person: Signed, role: str) -> Work:
    return Work(
        session(), signing_in.actor(person, role, g.get("request_id", "")), now(), house().keys
    )


def _whoever() -> Signed | None:
    if not request.cookies.get(cookie_name()):
        return None
    try:
        found = signing_in.whoever(session(), now())
    except NotEntered:
        return None
    session().commit()
    return found
