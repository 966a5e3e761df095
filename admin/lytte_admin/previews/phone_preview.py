"""A draft tried out on one's own phone, by a link that holds some hours and opens nothing else.

Nobody is signed in here. The link is signed by us, names one copy of one draft, and comes in
by the door of the sign-in page, whose database role reads of a draft that copy alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from lytte.core.foreign import marked
from lytte.services.answers.sitting import Sitting
from lytte.services.faults import NotFound
from lytte.services.previews import preview_links, previewing
from lytte.services.previews.preview_links import Opened
from lytte.services.work import Work
from lytte.storage.audit import Actor
from lytte.storage.sessions import NotEntered
from lytte.web import staff
from lytte.web.house import house
from lytte.web.patient.frame import Frame
from lytte.wording.catalogue import Words, words
from lytte_admin.in_words import labels
from lytte_admin.previews import trying
from lytte_admin.previews.trying import Look, Shown

MADE_BY_US = "preview link"

blueprint = Blueprint("phone_preview", __name__)


def token(slug: str, link_id: UUID) -> str:
    """Return what stands in the link: the hospital and the copy, signed."""
    return str(_serializer().dumps([slug, link_id.hex]))


@blueprint.get("/preview/<token>")
def start(token: str) -> ResponseReturnValue:
    """Show where to begin: from the start, or on any page, also those asked only sometimes."""
    try:
        with _at(token) as (work, opened):
            look = trying.look_asked(opened.form)
            every = Look(look.language, look.dark, look.large, everything=True)
            shown = Shown(_sit(work, opened, every, []), None, [])
    except (BadSignature, NotEntered, NotFound):
        return _over()
    address = partial(url_for, ".page", token=token)
    form, say = opened.form, _say()
    return render_template(
        "cms/phone_start.html",
        page=trying.frame(shown, look, _note(say, look), partial(_logo_at, token)),
        _=words("patient", look.language),
        say=say,
        labels=labels,
        title=form.title.read(look.language, form.after(look.language)),
        begin=address(**look.address),
        languages=[
            (tag, url_for(".start", token=token, language=tag))
            for tag in form.languages
            if tag != look.language
        ],
        pages=[
            (trying.page_name(form, page, look.language), address(at=page.id, **every.address))
            for page in shown.sitting.pages
        ],
    )


@blueprint.route("/preview/<token>/page", methods=["GET", "POST"])
def page(token: str) -> ResponseReturnValue:
    """Show one page of the form; answering it leads to the next, and stores nothing."""
    try:
        with _at(token) as (work, opened):
            look = trying.look_asked(opened.form)
            shown = trying.step(lambda tried: _sit(work, opened, look, tried), look)
    except (BadSignature, NotEntered, NotFound):
        return _over()
    say, _ = _say(), words("patient", look.language)
    frame = trying.frame(shown, look, _note(say, look), partial(_logo_at, token))
    pages = url_for(".start", token=token, language=look.language)
    if shown.page is None:
        return render_template("cms/phone_end.html", page=frame, _=_, say=say, pages=pages)
    q = shown.drawing(look, partial(url_for, ".page", token=token)).lay_out()
    drawn = render_template("cms/phone_question.html", page=frame, q=q, _=_, say=say, pages=pages)
    return drawn if shown.sent is None else (drawn, 422)


@blueprint.get("/preview/<token>/logo/<sha256>")
def logo(token: str, sha256: str) -> ResponseReturnValue:
    """Return the picture that stands at the top of the pages."""
    try:
        with _at(token) as (_, opened):
            found = opened.around.settings.logo
            if found is None or found.sha256 != sha256:
                return _over()
            return Response(opened.logo, mimetype="image/png")
    except (BadSignature, NotEntered, NotFound):
        return _over()


@contextmanager
def _at(token: str) -> Iterator[tuple[Work, Opened]]:
    """Work with what the link opens; one of three faults where it opens nothing."""
    slug, link_id = _serializer().loads(token)
    with house().database.signing_in(slug) as session:
        actor = Actor("anonymous", "preview", g.get("request_id", ""))
        work = Work(session, actor, house().clock(), house().keys)
        yield work, preview_links.opened(work, UUID(link_id))


def _sit(work: Work, opened: Opened, look: Look, tried: previewing.Tried) -> Sitting:
    return previewing.seated(
        opened.around,
        look.of(opened.form),
        tried,
        now=work.now,
        zone=opened.zone,
        language=look.language,
    )


def _logo_at(token: str, sha256: str) -> str:
    return url_for("phone_preview.logo", token=token, sha256=sha256)


def _over() -> ResponseReturnValue:
    """Tell, the same whether the link is over or was never ours, how to get a new one."""
    say = _say()
    texts = [
        say("A link to a preview holds for {hours} hours.", hours=preview_links.HOURS),
        say("Ask whoever gave it to you for a new one."),
        say("It is made in the form, under “As the patient sees it”."),
    ]
    heading = say("This preview is over")
    around = Frame(language=say.language)
    body = render_template(
        "cms/phone_over.html", page=around, heading=heading, texts=texts, kept=None, again=None,
        _=words("patient", say.language),
    )  # fmt: skip
    return body, 404


def _note(say: Words, look: Look) -> str:
    return marked(say("Trial – nothing is stored"), say.language, look.language)


def _say() -> Words:
    return words("cms", request.accept_languages.best_match(staff.LANGUAGES, "nb") or "nb")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=MADE_BY_US)
