"""Sign in and out."""

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from lytte.services import signing_in
from lytte.services.signing_in import WrongSignIn
from lytte.services.work import Work
from lytte.storage.audit import Actor
from lytte.storage.sessions import NotEntered
from lytte.web import staff
from lytte.web.house import house

blueprint = Blueprint("auth", __name__)

# `next` names a page we know, never an address somebody sent.
LANDINGS = {
    "clinician": "clinician.today",
    "clinic_admin": "admin.index",
    "hospital_admin": "admin.index",
}


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address, password and the code from the app, on one page."""

    email = StringField(validators=[InputRequired(), Length(max=120)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])
    code = StringField(validators=[InputRequired(), Length(max=12)])


@blueprint.get("/staff")
def hospitals() -> ResponseReturnValue:
    """Show which hospitals one can sign in at."""
    if person := staff.signed_or_none():
        return redirect(url_for(landing(person)))
    return render_template(
        "auth/hospitals.html", hospitals=house().database.hospitals(), _=staff.wording()
    )


@blueprint.get("/h/<slug>/sign-in")
def form(slug: str) -> ResponseReturnValue:
    """Show the sign-in page of a hospital."""
    return _page(slug, SignInForm())


@blueprint.post("/h/<slug>/sign-in")
def sign_in(slug: str) -> ResponseReturnValue:
    """Let someone in, or say that something was wrong, never what."""
    given = SignInForm()
    if not given.validate_on_submit():
        return _page(slug, given, wrong=True), 400
    with house().database.signing_in(slug) as session:
        actor = Actor("anonymous", "sign-in", g.get("request_id", ""))
        work = Work(session, actor, staff.now(), house().keys)
        try:
            token = signing_in.sign_in(
                work, *(str(f.data) for f in (given.email, given.password, given.code))
            )
        except NotEntered:
            abort(404)
        except WrongSignIn:
            session.commit()
            return _page(slug, given, wrong=True), 403
        session.commit()
    answer = redirect(url_for("auth.arrive"), 303)
    answer.set_cookie(
        staff.cookie_name(), token, httponly=True, secure=house().secure, samesite="Lax", path="/"
    )
    return answer


@blueprint.get("/arrive")
def arrive() -> ResponseReturnValue:
    """Send someone who just signed in to where their day begins."""
    return redirect(url_for(landing(staff.signed())), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on the server, and leave nothing in the browser."""
    person = staff.signed_or_none()
    if person:
        work = staff.work("|".join(person.roles))
        signing_in.sign_out(work, person.session_id)
        work.session.commit()
    answer = redirect(url_for("auth.hospitals"), 303)
    answer.delete_cookie(staff.cookie_name(), path="/", secure=house().secure, httponly=True)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def landing(person: signing_in.Signed) -> str:
    """Return the page a person's day begins on: patients before settings."""
    return next((page for role, page in LANDINGS.items() if person.has(role)), "auth.hospitals")


def _page(slug: str, given: SignInForm, *, wrong: bool = False) -> str:
    known = {one.slug: one for one in house().database.hospitals()}
    if slug not in known:
        abort(404)
    return render_template(
        "auth/sign_in.html", hospital=known[slug], form=given, wrong=wrong, _=staff.wording()
    )
