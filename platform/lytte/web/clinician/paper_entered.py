"""A paper on its way in: typed, read over, and saved, by the same pages however it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.answers import Missing
from lytte.services.answers import answering
from lytte.services.answers.answering import Entry
from lytte.services.answers.sitting import AlreadySent
from lytte.services.paper import typing_in, unplanned
from lytte.services.paper.typing_in import Looked, Paper, Typed
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.web.clinician.frame import page
from lytte.web.clinician.paper_lines import PaperLines
from lytte.web.clinician.paper_top import OLD, Top, top
from lytte.wording.catalogue import Words


def show(entry: "Entered") -> ResponseReturnValue:
    """Show a paper's questions, or what was answered already."""
    entry.work.session.commit()
    return entry.answered() if entry.paper.answered else entry.draw()


def take_in(entry: "Entered") -> ResponseReturnValue:
    """Look a typed paper over, change it, or save it."""
    if entry.to == "change":
        entry.work.session.commit()
        return entry.draw()
    looked = typing_in.look(entry.work, entry.paper, entry.typed)
    amiss = entry.amiss(looked)
    if entry.to == "save" and not amiss:
        return _save(entry)
    entry.work.session.commit()
    if entry.paper.answered:
        return entry.answered(late=True), 409
    return (entry.draw(amiss), 422) if amiss else entry.review(looked)


def _save(entry: "Entered") -> ResponseReturnValue:
    try:
        (unplanned if entry.unplanned else typing_in).keep(
            entry.work, entry.paper, entry.typed, staff_id=staff.signed().staff_id
        )
    except AlreadySent:
        entry.work.session.rollback()
        return _again(entry).answered(late=True), 409
    entry.work.session.commit()
    address = url_for("clinician.typed", assessment_id=entry.paper.assessment.id, saved=1)
    return redirect(address, 303)


def _again(entry: "Entered") -> "Entered":
    """Return the paper with what somebody else has sent meanwhile."""
    paper = typing_in.opened(entry.work, entry.paper.assessment.id)
    return entered(entry.work, entry.clinic, paper)


@dataclass(frozen=True)
class Amiss:
    """One thing to put right, and where."""

    id: str
    text: str


@dataclass(frozen=True)
class Entered:
    """A paper on its way in: what was typed so far, and the pages that show it."""

    work: Work
    clinic: tables.Clinic
    paper: Paper
    lines: PaperLines
    top: Top
    today: date
    to: str
    words: Words
    unplanned: bool
    """Its occasion is made when it is saved."""

    @property
    def own(self) -> dict[str, object]:
        """What its pages hold beside what those of every paper hold."""
        return {}

    @property
    def typed(self) -> Typed:
        """What stands on the paper, as the service takes it."""
        day = self.top.day or self.today
        return Typed(
            day, self.top.answered_by, self.top.helped, self.lines.language, self.lines.answers
        )

    def address(self, version: int, language: str) -> str:
        """Return where the paper is typed in as another version, or in another language."""
        occasion = self.paper.assessment.id
        if not self.unplanned:
            return url_for(
                "clinician.typed", assessment_id=occasion, version=version, language=language
            )
        return url_for(
            "clinician.unplanned", slug=self.clinic.slug, patient_id=self.paper.patient.id,
            publication_id=self.paper.publication.id, occasion=occasion,
            version=version, language=language,
        )  # fmt: skip

    def amiss(self, looked: Looked) -> list[Amiss]:
        """Return everything that keeps the paper from being saved, in the paper's order."""
        _ = self.words
        found = [Amiss(name, self.top.faults[name]) for name in ("born", "on", "who")
            if name in self.top.faults]  # fmt: skip
        for line in self.lines.questions:
            told = line.fault
            if not told and line.place in looked.left:
                told = _("Nothing is typed. Blank on the paper? Type B.")
            if told:
                found.append(Amiss(line.name, f"{line.block.number}. {told}"))
        return found

    def draw(self, amiss: list[Amiss] | None = None) -> str:
        """Show every question in the paper's order, with what was typed."""
        return self._page(
            "clinician/paper_entry.html",
            amiss=amiss or (),
            wrong={one.id: one.text for one in amiss or ()},
        )

    def review(self, looked: Looked) -> str:
        """Show all of it in words, what is kept out first."""
        emergencies = [one.name.read(self.words.language) for one in looked.judged.emergencies]
        return self._page(
            "clinician/paper_review.html",
            kept_out=[one for one in self.lines.questions if one.place in looked.kept_out],
            asked=[one for one in self.lines.questions if one.place in looked.asked],
            emergencies=emergencies,
            remarks=self._remarks(looked),
            judged=looked.judged,
        )

    def answered(self, *, late: bool = False) -> str:
        """Say what the occasion was answered with, and what to do when the paper differs."""
        return self._page(
            "clinician/paper_answered.html",
            late=late,
            saved=request.args.get("saved") == "1" and not late,
            mine=staff.signed().name,
        )

    def _remarks(self, looked: Looked) -> list[str]:
        _, found = self.words, []
        age = self.today - self.typed.on
        if age > OLD:
            found.append(
                _.count(
                    "The paper is {number} day old. Alerts are given now, all the same.",
                    "The paper is {number} days old. Alerts are given now, all the same.",
                    age.days,
                )
            )
        live = self.paper.publication.live_at
        if live and self.typed.on < live.astimezone(self.paper.zone).date():
            found.append(
                _(
                    "This version of the form is newer than the date on the paper. Is it the code "
                    "that stands at the foot?"
                )
            )
        if not self.top.born_is_written:
            found.append(
                _("The paper does not say when the patient was born. Are you sure whose it is?")
            )
        return [*self._beside(), *found, *self._broken(looked)]

    def _beside(self) -> Iterator[str]:
        """Say what there is of the same form already, for a paper that nothing was planned for."""
        if not self.unplanned:
            return
        _, name = self.words, self.paper.patient.name
        found = unplanned.beside(self.work, self.paper, self.typed.on)
        if found.that_day:
            yield _("{name} has answered this form that day already. Is it the same?", name=name)
        if found.waiting:
            yield _(
                "This form waits for an answer from {name}. Is the paper for that appointment? Go "
                "to Papers and choose it there.",
                name=name,
            )

    def _broken(self, looked: Looked) -> list[str]:
        """Say which answers the form's own author would have stopped; a paper is taken as it is."""
        entries = [
            Entry(spot, self.lines.answers[place], 0)
            for spot in looked.sitting.questions
            if (place := (looked.sitting.part_id(spot), spot.key)) in self.lines.answers
            and not isinstance(self.lines.answers[place], Missing)
        ]
        told = answering.broken_rules(looked.sitting, entries, self.words.language)
        numbers = {line.place: line.block.number for line in self.lines.questions}
        place_of = looked.sitting.part_id
        return [f"{numbers[place_of(spot), spot.key]}. {text}" for spot, text in told]

    def _page(self, template: str, **values: object) -> str:
        return page(
            template,
            self.work,
            self.clinic,
            paper=self.paper,
            address=self.address,
            unplanned=self.unplanned,
            lines=self.lines,
            top=self.top,
            form_title=self.paper.form.form.title.read(self.words.language),
            languages=self.paper.form.form.languages,
            **self.own,
            **values,
        )


def printed_version() -> int | None:
    """Return the version that the address says is printed on the paper."""
    number = request.values.get("version", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else None


def entered(work: Work, clinic: tables.Clinic, paper: Paper, *, unplanned: bool = False) -> Entered:
    """Return a paper with what was sent."""
    today, words = work.now.astimezone(paper.zone).date(), staff.wording()
    return Entered(
        work=work,
        clinic=clinic,
        paper=paper,
        lines=PaperLines(paper.form, _language(paper, clinic), words, request.form),
        top=top(paper, request.form, today, words),
        today=today,
        to=request.form.get("to", "look"),
        words=words,
        unplanned=unplanned,
    )


def _language(paper: Paper, clinic: tables.Clinic) -> str:
    """The paper's language as its code says, or else the patient's, or the clinic's."""
    has = paper.form.form.languages
    wanted = (request.values.get("language", ""), paper.patient.language, clinic.language)
    return next((one for one in wanted if one in has), has[0])
