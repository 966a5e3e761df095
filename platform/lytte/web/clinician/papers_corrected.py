"""What was typed in wrongly from a paper is corrected: filled in as it was, and seen beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.answers import Missing
from lytte.services.answers.sitting import AlreadySent
from lytte.services.paper import correcting, typing_in
from lytte.services.paper.typing_in import Looked
from lytte.services.sheets import summarising
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician.frame import ROLE, in_clinic
from lytte.web.clinician.paper_again import typed_again
from lytte.web.clinician.paper_entered import Amiss, Entered
from lytte.web.clinician.paper_lines import PaperLines
from lytte.web.clinician.paper_top import Top, top

# Beside a name in the sentence that closes an alert.
LONGEST_WHY = 200


@dataclass(frozen=True)
class Difference:
    """One thing that is corrected: a question, or the top of the paper."""

    number: int | str
    what: str
    was: str
    will_be: str


@dataclass(frozen=True)
class Corrected(Entered):
    """A paper on its way in once more, with what it was before."""

    wrong: tables.Response
    before: PaperLines
    then: Top
    why: str

    def address(self, version: int, language: str) -> str:
        """Return where it is corrected: always as the version that was printed."""
        return url_for("clinician.correct", response_id=self.wrong.id)

    def amiss(self, looked: Looked) -> list[Amiss]:
        """Return what keeps it from being saved: also that nothing is different, or no reason."""
        _, found = self.words, super().amiss(looked)
        if not found and not self.differences(looked):
            found.append(Amiss("born", _("Nothing is different from what was typed in.")))
        if not self.why:
            found.append(Amiss("why", _("Write why it is corrected.")))
        return found

    def differences(self, looked: Looked) -> Sequence[Difference]:
        """Return what is another, in the paper's order."""
        _, then = self.words, self.then
        whole = (
            (_("Date it was filled in"), f"{then.day or self.typed.on:%d.%m.%Y}",
                f"{self.typed.on:%d.%m.%Y}"),
            (_("Who fills it in?"), self._who(then.answered_by, helped=then.helped),
                self._who(self.top.answered_by, helped=self.top.helped)),
        )  # fmt: skip
        found = [Difference("", what, was, now) for what, was, now in whole if was != now]
        nothing = _("not answered")
        for old, new in zip(self.before.questions, self.lines.questions, strict=True):
            now = new.given if new.place in looked.asked else None
            if _as_kept(old.given) != _as_kept(now):
                told = self.lines.said(new) if now is not None else ""
                was = self.before.said(old) or nothing
                name = new.shown.short if new.shown else new.block.text
                found.append(Difference(new.block.number or "", name, was, told or nothing))
        return found

    @property
    def own(self) -> dict[str, object]:
        """What it corrects, and why."""
        return {"corrects": self.wrong, "why": self.why}

    def review(self, looked: Looked) -> str:
        """Show what was and what will be."""
        return self._page(
            "clinician/paper_corrected.html",
            differences=self.differences(looked),
            kept_out=[one for one in self.lines.questions if one.place in looked.kept_out],
            emergencies=[one.name.read(self.words.language) for one in looked.judged.emergencies],
        )

    def _who(self, answered_by: str, *, helped: bool) -> str:
        _ = self.words
        if answered_by == "proxy":
            return _("someone else")
        return _("the patient, with help") if helped else _("the patient, alone")


def _as_kept(given: object) -> object:
    # A question that was not asked, and one that nothing was typed for, are the same here.
    return None if given in (Missing.NOT_SHOWN, Missing.NOT_REACHED) else given


def correct(response_id: UUID) -> ResponseReturnValue:
    """Show the paper as it was typed in; what was corrected leads to what holds."""
    entry = _entry(response_id)
    entry.work.session.commit()
    return entry.draw() if _holds(entry) else redirect(_shown(entry, saved=False), 303)


def correct_paper(response_id: UUID) -> ResponseReturnValue:
    """Look the correction over, change it, or save it."""
    entry = _entry(response_id)
    if entry.to == "change":
        entry.work.session.commit()
        return entry.draw()
    looked = typing_in.look(entry.work, entry.paper, entry.typed)
    amiss = entry.amiss(looked)
    if entry.to == "save" and not amiss:
        return _save(entry)
    entry.work.session.commit()
    if not _holds(entry):
        return _late(entry), 409
    return (entry.draw(amiss), 422) if amiss else entry.review(looked)


def _save(entry: Corrected) -> ResponseReturnValue:
    signed = staff.signed()
    by = {"name": signed.name, "why": entry.why}
    try:
        correcting.keep(
            entry.work, entry.paper, entry.typed, entry.why, staff_id=signed.staff_id,
            said=entry.words("The paper was corrected by {name}: {why}", **by),
            said_later=entry.words("An earlier paper was corrected by {name}: {why}", **by),
        )  # fmt: skip
    except AlreadySent:
        entry.work.session.rollback()
        return _late(entry), 409
    entry.work.session.commit()
    return redirect(_shown(entry, saved=True), 303)


def _late(entry: Corrected) -> str:
    """Show what was typed, to be held beside what somebody else has corrected meanwhile."""
    entry = _entry(summarising.whose(entry.work, entry.wrong.id).response_id)
    entry.work.session.commit()
    _, found = entry.words, entry.paper.answered
    told = _(
        "{name} has corrected it meanwhile: {why}. Nothing of yours is saved, and it stands below. "
        "Read it over once more, and you see what still differs.",
        name=found.typed_in_by if found else "",
        why=entry.wrong.correction,
    )
    return entry.draw([Amiss("born", told)])


def _holds(entry: Corrected) -> bool:
    return entry.paper.answered is not None and entry.paper.answered.response.id == entry.wrong.id


def _shown(entry: Corrected, *, saved: bool) -> str:
    occasion = entry.paper.assessment.id
    return url_for("clinician.typed", assessment_id=occasion, saved="1" if saved else None)


def _entry(response_id: UUID) -> Corrected:
    """Return what is corrected, with what was sent; NotFound unless the person works there."""
    work, clinic = in_clinic(summarising.whose(staff.work(ROLE), response_id).clinic_id)
    paper, words = correcting.opened(work, response_id), staff.wording()
    wrong = paper.corrects
    assert wrong is not None  # noqa: S101  that is what was opened
    today = work.now.astimezone(paper.zone).date()
    before = wrong.authored.astimezone(paper.zone).date()
    was = typed_again(paper, wrong, words)
    sent = request.form if request.method == "POST" else was
    return Corrected(
        work=work,
        clinic=clinic,
        paper=paper,
        lines=PaperLines(paper.form, wrong.language, words, sent),
        top=top(paper, sent, today, words, before=before),
        today=today,
        to=request.form.get("to", "look"),
        words=words,
        unplanned=False,
        wrong=wrong,
        before=PaperLines(paper.form, wrong.language, words, was),
        then=top(paper, was, today, words, before=before),
        why=" ".join(request.form.get("why", "").split())[:LONGEST_WHY],
    )
