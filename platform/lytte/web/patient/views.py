"""Every address of the patient's door; there is no other way in."""

from flask import Blueprint, request

from lytte.services.answers.sitting import AlreadySent, NotBegun, TimeIsUp
from lytte.web.patient import closing, entry, pictured, questions, sending
from lytte.web.patient.door import SessionOver, StaleForm

LARGEST_BODY = 1_000_000

blueprint = Blueprint("patient", __name__)

_PAGE = "/form/<uuid:assessment>"
for _rule, _endpoint, _view, _methods in (
    ("/", "front", entry.front, ["GET"]),
    ("/", "enter_by_code", entry.enter_by_code, ["POST"]),
    ("/a/<token>", "arrive", entry.arrive, ["GET"]),
    ("/entry", "entry", entry.entry, ["GET"]),
    ("/entry", "enter_by_link", entry.enter_by_link, ["POST"]),
    ("/logo/<sha256>", "logo", pictured.logo, ["GET"]),
    ("/settings", "settings", sending.settings, ["GET"]),
    ("/settings/<name>/<value>", "choose", sending.choose, ["GET"]),
    (_PAGE, "resume", questions.resume, ["GET"]),
    (f"{_PAGE}/start", "start", sending.start, ["GET"]),
    (f"{_PAGE}/start", "begin", sending.begin, ["POST"]),
    (f"{_PAGE}/review", "review", sending.review, ["GET"]),
    (f"{_PAGE}/review", "send", sending.send, ["POST"]),
    (f"{_PAGE}/thanks", "thanks", sending.thanks, ["GET"]),
    (f"{_PAGE}/call", "call", sending.call, ["GET"]),
    (f"{_PAGE}/call", "reply", sending.reply, ["POST"]),
    (f"{_PAGE}/later", "later", sending.later, ["GET"]),
    (f"{_PAGE}/<page>", "question", questions.question, ["GET"]),
    (f"{_PAGE}/<page>", "save", questions.save, ["POST"]),
):
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=_methods)

blueprint.register_error_handler(SessionOver, closing.session_over)
blueprint.register_error_handler(StaleForm, closing.stale_form)
blueprint.register_error_handler(AlreadySent, closing.already_sent)
blueprint.register_error_handler(TimeIsUp, closing.time_is_up)
blueprint.register_error_handler(NotBegun, closing.not_begun)


@blueprint.before_request
def _bound_the_body() -> None:
    request.max_content_length = LARGEST_BODY
