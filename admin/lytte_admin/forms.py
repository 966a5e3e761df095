"""A clinic's forms: put together, looked at as a patient, published, and every version kept."""

from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services import drafting, published, publishing, stocking
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.storage import tables
from lytte_admin import local_items
from lytte_admin.access import Page

LANGUAGES = {"nb": "bokmål", "nn": "nynorsk", "en": "English", "ar": "العربية"}


class Forms(Page):
    """What the clinic asks."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        drafts = drafting.drafts(self.work, self.clinic.id)
        live = {one.form_id: one for one in published.publications(self.work, self.clinic.id)
                if one.state == "live"}  # fmt: skip
        return self.render("cms/forms.html", drafts=drafts, live=live)

    @expose("/new", methods=["POST"])
    def new(self) -> ResponseReturnValue:
        """Begin a form with its title."""
        title = request.form.get("title", "").strip()
        if not title:
            flash(self.say("Give the form a title first."))
            return redirect(url_for(".index"), 303)
        made = Composition(title=Text.model_validate({"nb": title}), languages=("nb",))
        row = drafting.save_form(
            self.work, self.clinic.id, f"form-{uuid4().hex[:8]}", made,
            staff_id=self.person.staff_id,
        )  # fmt: skip
        self.commit()
        return redirect(url_for(".edit", form_id=row.id), 303)

    @expose("/<uuid:form_id>")
    def edit(self, form_id: UUID) -> ResponseReturnValue:
        """Show the form being made, with what keeps it from being published."""
        return self._show(self._draft(form_id))

    @expose("/<uuid:form_id>/change", methods=["POST"])
    def change(self, form_id: UUID) -> ResponseReturnValue:
        """Do one change: add, move or take out a part, or write titles and languages."""
        draft = self._draft(form_id)
        made = Composition.model_validate(draft.document)
        try:
            changed = self._changed(made)
            drafting.save_form(
                self.work, self.clinic.id, draft.slug, changed,
                staff_id=self.person.staff_id, expected=int(request.form.get("version", "0")),
            )  # fmt: skip
        except EditedMeanwhile as fault:
            staff_name = fault.by
            self.work.session.rollback()
            flash(self.say("{name} saved this form while you had it open. Nothing of theirs was "
                           "overwritten; do your change again on what is here now.",
                           name=staff_name))  # fmt: skip
            return redirect(url_for(".edit", form_id=form_id), 303)
        self.commit()
        return redirect(url_for(".edit", form_id=form_id) + "#content", 303)

    @expose("/<uuid:form_id>/publish", methods=["POST"])
    def publish(self, form_id: UUID) -> ResponseReturnValue:
        """Make the draft what the next patients get."""
        draft = self._draft(form_id)
        try:
            row = publishing.publish_form(
                self.work, draft.id, staff_id=self.person.staff_id,
                comment=request.form.get("comment", "")[:400],
            )  # fmt: skip
        except NotReady as fault:
            return self._show(draft, refused=True, problems=list(fault.problems)), 422
        self.commit()
        flash(self.say("Version {number} is in use from now on.", number=row.number))
        return redirect(url_for(".versions", form_id=form_id), 303)

    @expose("/<uuid:form_id>/versions")
    def versions(self, form_id: UUID) -> ResponseReturnValue:
        """Show every version that was published, the newest first."""
        draft = self._draft(form_id)
        found = published.publications(self.work, self.clinic.id, form_id=form_id)
        return self.render(
            "cms/versions.html", draft=draft, versions=found,
            people=published.names(self.work, found),
        )  # fmt: skip

    def _draft(self, form_id: UUID) -> tables.FormDraft:
        found = self.work.session.get(tables.FormDraft, form_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def _show(
        self,
        draft: tables.FormDraft,
        *,
        refused: bool = False,
        problems: list[object] | None = None,
    ) -> str:
        made = Composition.model_validate(draft.document)
        library = stocking.library(self.work)
        if problems is None:
            problems = list(publishing.form_problems(self.work, draft))
        taken = {slot.instrument for slot in made.slots if isinstance(slot, InstrumentSlot)}
        return self.render(
            "cms/form.html",
            draft=draft,
            made=made,
            library=library,
            free=[one for one in stocking.shelf(self.work) if one.instrument_id not in taken],
            problems=problems,
            refused=refused,
            live=published.live_form(self.work, draft.id),
            languages=LANGUAGES,
            kinds=local_items.KINDS,
        )

    def _changed(self, made: Composition) -> Composition:
        what, _, at = request.form.get("do", "").partition(":")
        number = int(at) if at.isdigit() else -1
        match what:
            case "texts":
                return self._with_texts(made)
            case "instrument":
                return self._with_instrument(made)
            case "question":
                return self._with_question(made, number)
            case "up" | "down" | "out" if 0 <= number < len(made.slots):
                return made.model_copy(update={"slots": _moved(made.slots, what, number)})
            case _:
                return made

    def _with_texts(self, made: Composition) -> Composition:
        languages = tuple(tag for tag in LANGUAGES if request.form.get(f"language-{tag}"))
        titles = {
            tag: said for tag in LANGUAGES if (said := request.form.get(f"title-{tag}", "").strip())
        }
        minutes = request.form.get("minutes", "")
        return made.model_copy(
            update={
                "languages": languages or made.languages,
                "title": Text.model_validate(titles) if titles else made.title,
                "minutes": int(minutes) if minutes.isdigit() else None,
            }
        )

    def _with_instrument(self, made: Composition) -> Composition:
        wanted, _, version = request.form.get("instrument", "").partition("|")
        if (wanted, version) not in stocking.library(self.work):
            return made
        slot = InstrumentSlot(instrument=wanted, version=version)
        return made.model_copy(update={"slots": (*made.slots, slot)})

    def _with_question(self, made: Composition, number: int) -> Composition:
        texts = {tag: request.form.get(f"text-{tag}", "").strip() for tag in made.languages}
        if not any(texts.values()):
            flash(self.say("Write the question first."))
            return made
        slots = list(made.slots)
        if not (0 <= number < len(slots) and isinstance(slots[number], LocalSlot)):
            names = {slot.id for slot in slots if isinstance(slot, LocalSlot)}
            free = next(n for n in range(1, 100) if f"local-{n}" not in names)
            slots.append(LocalSlot(id=f"local-{free}"))
            number = len(slots) - 1
        slot = slots[number]
        if not isinstance(slot, LocalSlot):
            return made
        items = slot.questionnaire.items
        item = local_items.local_item(
            request.form.get("kind", "rating"),
            texts,
            {tag: request.form.get(f"options-{tag}", "").splitlines() for tag in made.languages},
            {
                tag: (request.form.get(f"low-{tag}", ""), request.form.get(f"high-{tag}", ""))
                for tag in made.languages
            },
            [one.link_id for one in items],
        )
        slots[number] = slot.model_copy(
            update={"questionnaire": Questionnaire(items=(*items, item))}
        )
        return made.model_copy(update={"slots": tuple(slots)})


def _moved(slots: tuple[object, ...], how: str, number: int) -> tuple[object, ...]:
    """Return the parts with one moved up or down, or taken out of use."""
    order = list(slots)
    one = order.pop(number)
    if how != "out":
        order.insert(max(0, number - 1) if how == "up" else number + 1, one)
    return tuple(order)
