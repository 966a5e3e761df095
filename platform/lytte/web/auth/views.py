"""Sign in and out."""

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from lytte.services import signing_in
from lytte.services.signing_in import WrongSignIn
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.web import staff
from lytte.web.auth.tries import tries
from lytte.web.house import house

blueprint = Blueprint("auth", __name__)

# Where a person's day begins: patients before settings.
LANDINGS = {
    "clinician": "clinician.today",
    "clinic_admin": "admin.index",
    "hospital_admin": "admin.index",
}


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Address, password and the code from the app, on one page."""

    email = StringField(validators=[InputRequired(), Length(max=120)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])
    code = StringField(validators=[InputRequired(), Length(max=12)])


@blueprint.get("/staff")
def hospitals() -> ResponseReturnValue:
    """Show which hospitals one can sign in at."""
    if person := staff.signed_or_none():
        return redirect(url_for(landing(person)), 303)
    return render_template(
        "auth/hospitals.html", hospitals=house().database.hospitals(), _=staff.wording()
    )


@blueprint.get("/h/<slug>/sign-in")
def form(slug: str) -> ResponseReturnValue:
    """Show the sign-in page of a hospital."""
    return _page(_hospital(slug), SignInForm())


@blueprint.post("/h/<slug>/sign-in")
def sign_in(slug: str) -> ResponseReturnValue:
    """Let someone in, or say that something was wrong, never what."""
    hospital, given = _hospital(slug), SignInForm()
    if not given.validate_on_submit():
        return _page(hospital, given, wrong=True), 403
    if not tries().allow(request.remote_addr or ""):
        return _page(hospital, given, often=True), 429, {"Retry-After": "60"}
    with house().database.signing_in(slug) as opened:
        actor = Actor("anonymous", "sign-in", g.get("request_id", ""))
        work = Work(opened, actor, staff.now(), house().keys)
        try:
            token = signing_in.sign_in(
                work, *(str(f.data) for f in (given.email, given.password, given.code))
            )
        except WrongSignIn:
            opened.commit()  # a wrong try is counted and written down too
            return _page(hospital, given, wrong=True), 403
        opened.commit()
    return _with_cookie(redirect(url_for("auth.arrive"), 303), token)


@blueprint.get("/arrive")
def arrive() -> ResponseReturnValue:
    """Send someone who just signed in to where the day begins."""
    return redirect(url_for(landing(staff.signed())), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on the server, and leave nothing in the browser."""
    if person := staff.signed_or_none():
        work = staff.work("|".join(person.roles))
        signing_in.sign_out(work, person.session_id)
        work.session.commit()
    session.clear()
    answer = redirect(url_for("auth.hospitals"), 303)
    answer.delete_cookie(staff.cookie_name(), path="/", secure=house().secure, httponly=True)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def landing(person: signing_in.Signed) -> str:
    """Return the page a person's day begins on."""
    return next((page for role, page in LANDINGS.items() if person.has(role)), "auth.nowhere")


@blueprint.get("/no-role")
def nowhere() -> ResponseReturnValue:
    """Tell someone without a role whom to ask; signing out is on the page."""
    return render_template("auth/no_role.html", person=staff.signed(), _=staff.wording())


def _with_cookie(answer: Response, token: str) -> Response:
    # Form tokens of whoever used the browser before are worth nothing from here on. The clinic
    # that was chosen stays, for whoever reaches it: what was being written is that clinic's.
    clinic = session.get("clinic")
    session.clear()
    if clinic:
        session["clinic"] = clinic
    session["arrived"] = True
    answer.set_cookie(
        staff.cookie_name(), token, httponly=True, secure=house().secure, samesite="Lax", path="/"
    )
    return answer


def _hospital(slug: str) -> tables.Hospital:
    found = next((one for one in house().database.hospitals() if one.slug == slug), None)
    return found or abort(404)


def _page(
    hospital: tables.Hospital, given: SignInForm, *, wrong: bool = False, often: bool = False
) -> str:
    return render_template(
        "auth/sign_in.html",
        hospital=hospital,
        form=given,
        wrong=wrong,
        often=often,
        _=staff.wording(),
    )
