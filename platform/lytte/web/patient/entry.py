"""Getting in: a link or a letter's code, and the birth date."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.services.answers import entering
from lytte.services.answers.entering import LetIn, NotLetIn
from lytte.services.answers.sitting import AlreadySent
from lytte.services.sending.enrolling import typed_code
from lytte.storage.sessions import NotEntered
from lytte.web.forms.dates import readings
from lytte.web.patient import door
from lytte.web.patient.frame import Frame, Help, chosen_language, frame
from lytte.wording.catalogue import words

# Every refusal takes this long, whatever was wrong: longer than any of them needs.
REFUSAL_TAKES = 0.25


def arrive(token: str) -> ResponseReturnValue:
    """Take the token of a link out of the address; looking at a link uses nothing up."""
    answer = redirect(url_for("patient.entry"), 303)
    door.keep(answer, "link", token[:200], seconds=door.LINK_LIVES)
    return answer


def entry() -> ResponseReturnValue:
    """Ask for the birth date of whoever came by a link; without a link for its code too."""
    if not door.link():
        return redirect(url_for("patient.front"), 303)
    return _page(with_code=False)


def front() -> ResponseReturnValue:
    """Ask for a letter's code and the birth date."""
    return _page(with_code=True)


def enter_by_link() -> ResponseReturnValue:
    """Let in whoever came by a link and knows the birth date."""
    if not door.link():
        return redirect(url_for("patient.front"), 303)
    return _enter(door.link(), with_code=False)


def enter_by_code() -> ResponseReturnValue:
    """Let in whoever has a letter's code and knows the birth date."""
    return _enter(typed_code(request.form.get("code", "")[:60]), with_code=True)


def _enter(secret: str, *, with_code: bool) -> ResponseReturnValue:
    door.check_form_key(_form_secret())
    born = readings(request.form.get("born", ""))
    if not born or not secret:
        return _page(with_code=with_code, unreadable=True), 422
    began = time.monotonic()
    try:
        let_in = _let_in(secret, born)
    except AlreadySent as sent:
        return _sent(sent)
    except NotLetIn:
        time.sleep(max(0, REFUSAL_TAKES - (time.monotonic() - began)))
        return _page(with_code=with_code, refused=True), 403
    answer = redirect(url_for("patient.start", assessment=let_in.assessment_id), 303)
    door.keep(answer, "patient", let_in.token)
    return answer


def _let_in(secret: str, born: Collection[date]) -> LetIn:
    try:
        with door.at_code(secret) as work:
            try:
                shown = frame().language
                chosen = shown if shown == chosen_language() else ""
                return entering.enter(work, born, chosen, shown)
            finally:
                # A wrong date is counted and a refusal written down, so this is kept too.
                work.session.commit()
    except NotEntered:
        entering.miss(born)
        raise NotLetIn from None


def _page(*, with_code: bool, refused: bool = False, unreadable: bool = False) -> Response:
    secret = _form_secret() or door.fresh_secret()
    page = frame(
        settings=url_for("patient.settings", code=int(with_code)), key=door.form_key(secret)
    )
    body = render_template(
        "patient/entry.html",
        page=page,
        with_code=with_code,
        refused=refused,
        unreadable=unreadable,
        code=request.form.get("code", "")[:40],
        born=request.form.get("born", "")[:40],
        _=words("patient", page.language),
    )
    answer = make_response(body)
    door.keep(answer, "entry", secret)
    return answer


def _sent(sent: AlreadySent) -> str:
    """Say that the form is sent, and whom to ring: the birth date was right."""
    page: Frame = frame()
    if sent.phone:
        clinic = Help(sent.clinic, sent.phone)
        page = replace(page, place=sent.clinic, help=(clinic, *page.help))
    return render_template("patient/sent.html", page=page, _=words("patient", page.language))


def _form_secret() -> str:
    return request.cookies.get(door.cookie("entry"), "")
