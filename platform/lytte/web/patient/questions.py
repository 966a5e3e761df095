"""The pages of the form: show one, save one, and what an answer may set off."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response as AnyResponse

from lytte.core.form_pages import FormPage
from lytte.services.answers import answering
from lytte.services.answers.answering import AnsweredMeanwhile
from lytte.services.answers.sitting import Sitting, must_be_open, sit_down
from lytte.services.work import Work
from lytte.web.forms.page_form import field_name
from lytte.web.patient import door, gaps, way
from lytte.web.patient.drawing import Drawing
from lytte.web.patient.frame import sitting_frame
from lytte.web.patient.sent import Sent, few_on, is_asking, read
from lytte.wording.catalogue import words

KEPT_TO_FIND = 60
# A browser throws a longer cookie away, and with it all that is looked for.
LONGEST_KEPT = 3500
# Reading counts as being there; noting it at every look would be a write for each.
NOTED_AFTER = timedelta(minutes=5)


def question(assessment: UUID, page: str) -> ResponseReturnValue:
    """Show a page; a closed one leads to where the patient is."""
    sitting = door.glance()
    way.must_be_theirs(sitting, assessment)
    must_be_open(sitting)
    if sitting.calls:
        return redirect(url_for("patient.call", assessment=assessment), 303)
    found = way.find(sitting, page)
    if found is None:
        return redirect(way.first_open(sitting), 303)
    if sitting.now - sitting.seen_at > NOTED_AFTER:
        with door.at_work() as work:
            answering.seen(work, sitting, sitting.language)
            work.session.commit()
    return door.forget(_draw(sitting, found, asking=is_asking()), "find")


def resume(assessment: UUID) -> ResponseReturnValue:
    """Lead to where the patient is."""
    with door.at_work() as work:
        sitting = sit_down(work)
        way.must_be_theirs(sitting, assessment)
        must_be_open(sitting)
    return redirect(way.first_open(sitting), 303)


def save(assessment: UUID, page: str) -> ResponseReturnValue:
    """Save a page in one transaction and go on; what cannot be read is asked again."""
    with door.at_work() as work:
        sitting = sit_down(work, writing=True)
        way.must_be_theirs(sitting, assessment)
        door.check_form_key(door.token())
        must_be_open(sitting)
        found = way.find(sitting, page)
        if found is None:
            return redirect(way.first_open(sitting), 303)
        sent = read(sitting, found, sitting_frame(sitting, found.id).language)
        if not sent.is_sound(sitting):
            return _draw(sitting, found, sent), 422
        try:
            after = answering.save(work, sitting, sent.entries, sent.words.language)
            work.session.commit()
        except AnsweredMeanwhile as conflict:
            work.session.rollback()
            return _conflict(work, found, sent, conflict), 409
    return _looked(redirect(_onwards(after, found, sent), 303), sent)


def _onwards(sitting: Sitting, page: FormPage, sent: Sent) -> str:
    if sitting.calls:
        return url_for("patient.call", assessment=sitting.assessment_id)
    if sent.form.looks:
        return way.page_address(sitting, page.id, **_from())
    if "later" in request.form:
        return url_for("patient.later", assessment=sitting.assessment_id)
    if "add" in request.form:
        return way.next_row(sitting, page, request.form["add"])
    if sent.is_asked_about(sitting, page):
        return way.page_address(sitting, page.id, ask="1", **_from())
    return way.first_open(sitting) if _from() else way.after(sitting, page)


def _from() -> dict[str, str]:
    """Remember that the patient came from the review, and goes back there."""
    return {"from": way.REVIEW} if request.args.get("from") == way.REVIEW else {}


def _looked(answer: AnyResponse, sent: Sent) -> AnyResponse:
    """Keep what is looked for until the page is shown again: an address is written down."""
    if sent.form.looks:
        kept = urlencode(sent.form.finds)
        while len(kept) > LONGEST_KEPT:
            kept = kept.rpartition("&")[0]
        door.keep(answer, "find", kept, seconds=KEPT_TO_FIND)
    return answer


def _conflict(work: Work, page: FormPage, sent: Sent, conflict: AnsweredMeanwhile) -> str:
    fresh = sit_down(work)
    revisions = {**sent.revisions}
    for one in conflict.conflicts:
        revisions[field_name(one.spot)] = one.revision
    sent.form.validate()
    return _draw(
        fresh,
        page,
        Sent(sent.form, sent.words, revisions, (), ()),
        conflicts=conflict.conflicts,
    )


def _draw(
    sitting: Sitting,
    page: FormPage,
    sent: Sent | None = None,
    *,
    asking: bool = False,
    conflicts: Sequence[answering.Conflict] = (),
) -> str:
    frame = sitting_frame(sitting, page.id)
    _ = words("patient", frame.language)
    unanswered = gaps.unanswered(sitting, page) if asking else ()
    few = few_on(sitting, page) if asking else ()
    ask = {"ask": "1"} if unanswered or few or (sent and is_asking()) else {}
    drawing = Drawing(
        sitting=sitting,
        page=page,
        words=_,
        action=way.page_address(sitting, page.id, **ask, **_from()),
        back=way.before(sitting, page),
        form=sent.form if sent else None,
        find=dict(parse_qsl(request.cookies.get(door.cookie("find"), ""))),
        revisions=sent.revisions if sent else {},
        unanswered=unanswered,
        few=[(one.spot, one.count, one.least) for one in few],
        conflicts=conflicts,
    )
    return render_template("patient/question.html", page=frame, q=drawing.lay_out(), _=_)
