"""A clinic's forms: put together, published, and every version kept."""

from functools import partial
from uuid import UUID, uuid4

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.problems import Problem
from lytte.core.sources import questionnaire_of, sources
from lytte.core.texts import Text
from lytte.services import comparing, drafting, published, publishing, stocking
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.storage import tables
from lytte_admin import asked_when, composing, local_items
from lytte_admin.drafted import DraftPage


class Forms(DraftPage):
    """What the clinic asks."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        live = {
            one.form_id: one
            for one in published.publications(self.work, self.clinic.id)
            if one.state == "live"
        }
        return self.render(
            "cms/forms.html", drafts=drafting.drafts(self.work, self.clinic.id), live=live
        )

    @expose("/new", methods=["POST"])
    def new(self) -> ResponseReturnValue:
        """Begin a form with its title."""
        title = request.form.get("title", "").strip()[:120]
        if not title:
            return self.leave(".index", said=self.say("Give the form a title first."))
        made = Composition(
            title=Text.model_validate({self.clinic.language: title}),
            languages=(self.clinic.language,),
        )
        row = drafting.save_form(
            self.work, self.clinic.id, f"form-{uuid4().hex[:8]}", made,
            staff_id=self.person.staff_id,
        )  # fmt: skip
        self.commit()
        return self.leave(".edit", form_id=row.id)

    @expose("/<uuid:form_id>")
    def edit(self, form_id: UUID) -> ResponseReturnValue:
        """Show the form being made, with what keeps it from being published."""
        draft = self.draft(form_id)
        made = drafting.composition(self.work, draft)
        library = stocking.library(self.work)
        known = {one.address: one for one in sources(made, library)}
        taken = {slot.instrument for slot in made.slots if isinstance(slot, InstrumentSlot)}
        live = published.live_form(self.work, draft.id)
        return self.render(
            "cms/form.html",
            draft=draft,
            made=made,
            library=library,
            free=[one for one in stocking.shelf(self.work) if one.instrument_id not in taken],
            problems=publishing.form_problems(self.work, draft),
            place_of=partial(_place_of, draft.id, made),
            shown=bool(made.slots) and comparing.as_patients_get_it(self.work, draft) is not None,
            live=live,
            changed=comparing.differs(self.work, draft, live),
            by=published.name(self.work, draft.changed_by),
            asks=lambda slot: [
                one for one in questionnaire_of(slot, library).every_item() if not one.hidden
            ],
            when=lambda one: asked_when.sentence(one, known, self.say),
            kind_of=local_items.kind_of,
        )

    @expose("/<uuid:form_id>/change", methods=["POST"])
    def change(self, form_id: UUID) -> ResponseReturnValue:
        """Do one change: add, move, take out or put back a part, or write titles and languages."""
        draft = self.draft(form_id)
        what, _, at = request.form.get("do", "").partition(":")
        number = int(at) if at.isdecimal() else -1
        say = self.say
        match what:
            case "texts":
                change, said = partial(composing.with_texts, given=request.form), say("Saved.")
                return self.keep(draft, change, said=said)
            case "instrument":
                wanted, _, version = request.form.get("instrument", "").partition("|")
                if (wanted, version) not in stocking.library(self.work):
                    self.missing()
                change = partial(composing.with_instrument, instrument=wanted, version=version)
                return self.keep(draft, change, said=say("Added at the end."))
            case "up" | "down":
                by = -1 if what == "up" else 1
                change = partial(composing.moved, number=number, by=by)
                return self.keep(draft, change, said=say("Moved."), at=f"part-{number + by}")
            case "out":
                said = say("Taken out. It is kept under “Taken out”, and can be put back.")
                return self.keep(draft, partial(composing.taken_out, number=number), said=said)
            case "back":
                said = say("Put back, at the end.")
                return self.keep(draft, partial(composing.put_back, number=number), said=said)
            case _:
                return self.leave(".edit", form_id=form_id)

    @expose("/<uuid:form_id>/publish", methods=["GET", "POST"])
    def publish(self, form_id: UUID) -> ResponseReturnValue:
        """Show what will happen; then make the draft what the next patients get."""
        draft = self.draft(form_id)
        if request.method == "GET":
            return self._publishing(draft, publishing.form_problems(self.work, draft))
        try:
            row = publishing.publish_form(
                self.work, draft.id, staff_id=self.person.staff_id,
                comment=request.form.get("comment", "").strip()[:400],
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except NotReady as fault:
            return self._publishing(draft, list(fault.problems), refused=True), 422
        except EditedMeanwhile as fault:
            return self.overtaken(draft.id, fault.by)
        self.commit()
        said = self.say("Version {number} is in use from now on.", number=row.number)
        return self.leave(".versions", form_id=form_id, said=said)

    @expose("/<uuid:form_id>/versions")
    def versions(self, form_id: UUID) -> ResponseReturnValue:
        """Show every version that was published, the newest first."""
        draft = self.draft(form_id)
        found = published.publications(self.work, self.clinic.id, form_id=form_id)
        return self.render(
            "cms/versions.html",
            draft=draft,
            versions=found,
            people=published.names(self.work, found),
        )

    @expose("/<uuid:form_id>/versions/<uuid:publication_id>/restore", methods=["POST"])
    def restore(self, form_id: UUID, publication_id: UUID) -> ResponseReturnValue:
        """Go back: a new version, the same as an old one (C6); the draft stays as it is."""
        draft = self.draft(form_id)
        old = self.work.session.get(tables.FormPublication, publication_id)
        if old is None or old.form_id != draft.id:
            self.missing()
        try:
            row = publishing.restore(self.work, old, staff_id=self.person.staff_id)
        except NotReady as fault:
            told = " ".join(self.told(one).message for one in fault.problems)
            return self.leave(".versions", form_id=form_id, said=told)
        self.commit()
        said = self.say(
            "Version {number} is in use from now on. It is the same as version {old}.",
            number=row.number,
            old=old.number,
        )
        return self.leave(".versions", form_id=form_id, said=said)

    def _publishing(
        self, draft: tables.FormDraft, problems: list[Problem], *, refused: bool = False
    ) -> str:
        live = published.live_form(self.work, draft.id)
        return self.render(
            "cms/publish.html",
            draft=draft,
            problems=problems,
            refused=refused,
            live=live,
            changes=comparing.changes(self.work, draft, live, self.say.language),
        )


def _language(form_id: UUID, made: Composition, language: str) -> str:
    """Return where a language is written: side by side, or for the source with the questions."""
    if language == made.source:
        return "#content"
    return url_for("translations.form", form_id=form_id, language=language)


def _place_of(form_id: UUID, made: Composition, problem: Problem) -> str:
    """Return where a problem is put right; empty when the way out says it already."""
    part_id, _, rest = problem.place.partition("/")
    match part_id:
        case "title":
            return "#texts"
        case "safety":
            return url_for("texts.index")
        case "language":
            return _language(form_id, made, rest)
        case _:
            return _part(form_id, made, part_id, inside=bool(rest))


def _part(form_id: UUID, made: Composition, part_id: str, *, inside: bool) -> str:
    """Return where a part of the form is put right; what is inside it, where it is written."""
    for number, slot in enumerate(made.slots):
        if isinstance(slot, InstrumentSlot):
            if slot.instrument == part_id:
                return f"#part-{number}"
        elif slot.id == part_id:
            item = next(iter(slot.questionnaire.items), None)
            if item is None or (slot.condition is not None and not inside):
                return f"#part-{number}"
            return url_for("questions.edit", form_id=form_id, slot_id=slot.id, link_id=item.link_id)
    return ""
