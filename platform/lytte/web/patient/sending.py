"""Around the questions: who fills it in, reading over, sending, calling, coming back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.dates import format_date
from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.answers import Missing
from lytte.core.foreign import reader
from lytte.core.form_pages import Spot
from lytte.core.texts import unbroken
from lytte.services.answers import answering, entering, submitting
from lytte.services.answers.sitting import AlreadySent, Sitting, TimeIsUp, must_be_open, sit_down
from lytte.web.forms.said import said
from lytte.web.patient import door, gaps, way
from lytte.web.patient.drawing import Named
from lytte.web.patient.frame import NAMES as LANGUAGES
from lytte.web.patient.frame import SIZES, Frame, Help, frame, language_of, opening, sitting_frame
from lytte.web.patient.spots import drawn, few_told, in_row
from lytte.wording.catalogue import Words, words

WHO = {"self": ("self", False), "helped": ("self", True), "proxy": ("proxy", True)}
ORIGIN = ("assessment", "page", "code")
REPLIES = ("called", "cannot_call")


@dataclass(frozen=True)
class Line:
    """One question as it is read over."""

    text: str
    said: str
    open: bool
    address: str


def start(assessment: UUID) -> ResponseReturnValue:
    """Say what it is for and how long it takes, and ask who fills it in."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        if sitting.state == "completed":
            raise AlreadySent
        if sitting.expires_at <= sitting.now:
            raise TimeIsUp
    form = sitting.form.form
    read = reader(form, sitting_frame(sitting, "start").language)
    return _show(
        "patient/start.html", sitting, "start", heading=read(form.title),
        introduction=read(form.introduction), minutes=form.minutes, begun=bool(sitting.stored),
    )  # fmt: skip


def begin(assessment: UUID) -> ResponseReturnValue:
    """Note who fills it in, and go to where the patient is."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        door.check_form_key(door.token())
        if sitting.state == "completed":
            raise AlreadySent
        usual = (
            "proxy" if sitting.answered_by == "proxy" else "helped" if sitting.helped else "self"
        )
        answered_by, helped = WHO.get(request.form.get("who", ""), WHO[usual])
        language = language_of(sitting.form.form.languages, sitting.language)
        entering.begin(
            work,
            answered_by=answered_by,
            helped=helped or sitting.helped,
            language=language,
        )
        work.session.commit()
        return redirect(way.first_open(sit_down(work)), 303)


def review(assessment: UUID) -> ResponseReturnValue:
    """Show what was answered here, with a way to change each."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        must_be_open(sitting)
        if sitting.calls:
            return redirect(url_for("patient.call", assessment=assessment), 303)
    language = sitting_frame(sitting, way.REVIEW).language
    lines = _lines(sitting, words("patient", language))
    few = _few(sitting, words("patient", language))
    open_ones = sum(line.open for line in lines)
    back = way.page_address(sitting, sitting.pages[-1].id) if sitting.pages else ""
    return _show(
        "patient/review.html", sitting, way.REVIEW, lines=lines, open_ones=open_ones, few=few,
        back=back,
    )  # fmt: skip


def send(assessment: UUID) -> ResponseReturnValue:
    """Send the form, once; sending it again shows the same thanks."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        door.check_form_key(door.token())
        if sitting.state != "completed":
            language = language_of(sitting.form.form.languages, sitting.language)
            work.session.rollback()
            try:
                submitting.submit(work, language)
            except AlreadySent:
                work.session.rollback()
            else:
                work.session.commit()
    return redirect(url_for("patient.thanks", assessment=assessment), 303)


def thanks(assessment: UUID) -> ResponseReturnValue:
    """Say that it is sent and what happens next."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        found = submitting.thanks(work, sitting)
        if found is None:
            return redirect(way.first_open(sitting), 303)
    language = sitting_frame(sitting, "thanks").language
    at = found.sent_at.astimezone(sitting.zone)
    day = format_date(at.date(), "full", locale=language)
    advice = [unbroken(text.read(language)) for text in found.advice]
    return _show(
        "patient/thanks.html", sitting, "thanks", day=day, hour=f"{at:%H.%M}", advice=advice,
        closed=_whom_else(sitting, words("patient", language)),
    )  # fmt: skip


def call(assessment: UUID) -> ResponseReturnValue:
    """Ask the patient to call now, at any hour."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        waiting = answering.waiting_calls(sitting)
        if not waiting:
            return redirect(way.first_open(sitting), 303)
    page = sitting_frame(sitting, "call")
    first, *others = _numbers(sitting, page)
    texts = [unbroken(one.call_now.read(page.language)) for one in waiting]
    dangers = [unbroken(text) for one in waiting if (text := one.danger.read(page.language))]
    return _show(
        "patient/call.html", sitting, "call", first=first, others=others, texts=texts,
        dangers=dangers,
    )  # fmt: skip


def reply(assessment: UUID) -> ResponseReturnValue:
    """Note that the patient has called, or cannot, and go on."""
    said_so = request.form.get("reply", "")
    with door.at_work() as work:
        way.must_be_theirs(sit_down(work), assessment)
        door.check_form_key(door.token())
        if said_so not in REPLIES:
            return redirect(url_for("patient.call", assessment=assessment), 303)
        sitting = answering.reply(work, said_so)
        work.session.commit()
    if said_so == "cannot_call":
        onwards = way.first_open(sitting)
        return _show("patient/cannot_call.html", sitting, "call", onwards=onwards)
    return redirect(way.first_open(sitting), 303)


def later(assessment: UUID) -> ResponseReturnValue:
    """Say that everything is saved, and how to come back."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        must_be_open(sitting)
    language = sitting_frame(sitting, "later").language
    until = format_date(sitting.expires_at.astimezone(sitting.zone), "full", locale=language)
    return _show(
        "patient/later.html", sitting, "later", until=until, onwards=way.first_open(sitting)
    )


def settings() -> ResponseReturnValue:
    """Let the patient choose language and text size, and go back to the same page."""
    back = _back()
    offered = list(LANGUAGES)
    if door.token() and "assessment" in request.args:
        with door.at_work() as work:
            offered = list(sit_down(work).form.form.languages)
    page = frame(offered, settings=url_for("patient.settings", **_kept()))
    return render_template(
        "patient/settings.html",
        page=page,
        back=back,
        kept=_kept(),
        languages={tag: LANGUAGES.get(tag, tag) for tag in offered},
        sizes=SIZES,
        _=words("patient", page.language),
    )


def choose(name: str, value: str) -> ResponseReturnValue:
    """Keep a choice of language or text size in a cookie, and show the choices again."""
    answer = redirect(url_for("patient.settings", **_kept()), 303)
    allowed = LANGUAGES if name == "language" else SIZES if name == "size" else {}
    chosen = "" if value == "normal" else value
    if chosen in allowed or (name == "language" and chosen.isalpha() and len(chosen) <= 3):
        door.keep(answer, name, chosen, seconds=door.A_YEAR)
    return make_response(answer)


def _kept() -> dict[str, Any]:
    """Return which page the settings were opened from; nothing else is carried along."""
    return {name: request.args[name] for name in ORIGIN if name in request.args}


def _back() -> str:
    """Return the address of a page we know, never one that somebody sent."""
    assessment, page = request.args.get("assessment", ""), request.args.get("page", "")
    try:
        form = UUID(assessment)
    except ValueError:
        return url_for("patient.front" if request.args.get("code") == "1" else "patient.entry")
    if page in ("start", way.REVIEW, "thanks", "call", "later"):
        return url_for(f"patient.{page}", assessment=form)
    return url_for("patient.question", assessment=form, page=page or "0-0")


def _lines(sitting: Sitting, _: Words) -> list[Line]:
    page_of = {spot: page.id for page in sitting.pages for spot in page.spots}
    return [_line(sitting, spot, page_of[spot], _) for spot in sitting.questions if spot in page_of]


def _line(sitting: Sitting, spot: Spot, page: str, _: Words) -> Line:
    there = drawn(sitting, spot, _.language)
    saved = sitting.saved(spot)
    is_open = saved is None or saved.given in (Missing.SKIPPED, Missing.NOT_REACHED)
    told = said(saved.given if saved else None, there, _)
    if saved is not None and not saved.mine and not is_open:
        told = _("Answered earlier")
    address = way.page_address(sitting, page, **{"from": way.REVIEW})
    return Line(in_row(sitting, spot, _), told, is_open, address)


def _few(sitting: Sitting, _: Words) -> list[Named]:
    """Return what has fewer answers than are asked for, and where more can be given."""
    return [
        Named(
            way.page_address(sitting, one.page, **{"from": way.REVIEW}),
            drawn(sitting, one.spot, _.language).text,
            few_told(one.count, one.least, _),
        )
        for one in gaps.few(sitting)
    ]


def _numbers(sitting: Sitting, page: Frame) -> list[Help]:
    """Whom to call first at this hour: the clinic while it answers, others when it does not."""
    found = sitting.help()
    clinic, out_of_hours, emergency = [*page.help, *page.help][:3]
    if found is None or not found.answering.now:
        return [out_of_hours, clinic, emergency]
    return [clinic, out_of_hours, emergency]


def _whom_else(sitting: Sitting, _: Words) -> str:
    """Say whom to ring while the clinic is closed: advice to ring it today is no help then."""
    found = sitting.help()
    if found is None or found.answering.now:
        return ""
    contact = found.contact
    other = _(
        "Can it not wait? Ring {name}, {number}.",
        name=contact.out_of_hours_name,
        number=unbroken(contact.out_of_hours_phone),
    )
    return f"{opening(found.answering, found, _)} {other}".strip()


def _show(template: str, sitting: Sitting, name: str, **shown_there: object) -> str:
    page = sitting_frame(sitting, name)
    _ = words("patient", page.language)
    return render_template(template, page=page, sitting=sitting, _=_, **shown_there)
