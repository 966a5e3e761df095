"""A clinic's forms: put together, published, and every version kept."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID, uuid4

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.criteria import looks_at
from lytte.core.merging import slot_key
from lytte.core.sources import sources
from lytte.core.texts import Text
from lytte.services import published
from lytte.services.drafts import comparing, drafting
from lytte.services.inheriting import inheriting, sharing, upgrading
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing, publishing
from lytte.services.versions import telling
from lytte.storage import tables
from lytte_admin.editing import composing, outline, put_right, settled
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words import asked_when
from lytte_admin.inheriting.origins import Origins, origins
from lytte_admin.inheriting.tailored_words import Teller
from lytte_admin.previews.trying import SWITCHES
from lytte_admin.rules import rule_lines
from lytte_admin.versions.publishing_pages import PublishingPages


class Forms(PublishingPages):
    """What the clinic asks."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        live = {one.form_id: one for one in published.live_publications(self.work, self.clinic.id)}
        return self.render(
            "cms/forms.html",
            drafts=drafting.drafts(self.work, self.clinic.id),
            live=live,
            offered=inheriting.offered(self.work, self.clinic.id),
            behind=inheriting.behind(self.work, self.clinic.id),
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
        """Show the outline of the form, the part that is chosen, and how the patient sees it."""
        return self._page(self.draft(form_id))

    def _page(self, draft: tables.FormDraft, faults: Sequence[Fault] = ()) -> str:
        made = drafting.composition(self.work, draft)
        library = stocking.library(self.work)
        problems = publishing.form_problems(self.work, draft)
        entries = outline.entries(made, library, problems, self.say)
        chosen = None if faults else self._chosen(entries)
        known = {one.address: one for one in sources(made, library)} if chosen else {}
        taken = {slot.instrument for slot in made.slots if isinstance(slot, InstrumentSlot)}
        live = published.live_form(self.work, draft.id)
        return self.render(
            "cms/form.html",
            draft=draft,
            made=made,
            faults=faults,
            given=request.form,
            library=library,
            entries=entries,
            chosen=chosen,
            item=chosen.question if chosen else None,
            kind=chosen.kind if chosen else "",
            opened=outline.conditions(chosen.slot, known, self.say) if chosen else [],
            when=asked_when.sentence(chosen.slot.condition, known, self.say)
            if chosen and chosen.slot.condition
            else "",
            waiting=[entries[at] for at in outline.waiting_for(made, chosen.key)] if chosen else [],
            watched=self._watched(chosen) if chosen else [],
            free=[one for one in stocking.shelf(self.work) if one.instrument_id not in taken],
            **self._aside(draft, made),
            problems=problems,
            place_of=partial(put_right.address, draft.id, made),
            live=live,
            changed=comparing.differs(self.work, draft, live),
            by=published.name(self.work, draft.changed_by),
            step=next(iter(drafting.standing_steps(self.work, draft)), None),
            look=self._look(made),
            origins=self._origins(draft),
            **self._looks(draft, made),
            **self._newer(draft, made),
        )

    def _aside(self, draft: tables.FormDraft, made: Composition) -> dict[str, object]:
        """Return what is taken out, and in how many sent forms each part of it stands."""
        library = stocking.library(self.work)
        alone = made.model_copy(update={"slots": made.set_aside})
        aside = outline.entries(alone, library, [], self.say)
        kept = telling.answered(self.work, draft.id, [one.key for one in aside]) if aside else {}
        return {"aside": aside, "kept": kept}

    def _watched(self, chosen: outline.Entry) -> list[str]:
        """Return the alert rules in force that look at a part, as sentences."""
        within = f"{chosen.key}/"
        rules = published.rules_in_force(self.work, self.clinic.id).every
        found = (one for one in rules if any(at.startswith(within) for at in looks_at(one)))
        return rule_lines.told(self, found)

    def _looks(self, draft: tables.FormDraft, made: Composition) -> dict[str, object]:
        """Return whether the form can be shown, and whose licences keep it off paper."""
        form = comparing.as_patients_get_it(self.work, draft)
        titles = licensing.not_covering(self.work, form, "paper") if form else []
        return {
            "shown": bool(made.slots) and form is not None,
            "no_paper": [f"«{one.read(self.say.language)}»" for one in titles],
        }

    def _newer(self, draft: tables.FormDraft, made: Composition) -> dict[str, object]:
        """Return what is newer elsewhere: the instruments, and what a form was copied from."""
        newer = sharing.newer(self.work, draft)
        return {
            "outdated": stocking.outdated(self.work, made),
            "shared_now": sharing.shared_now(self.work, draft),
            "newer_elsewhere": newer,
            "can_lay": newer and sharing.as_copied(self.work, draft) is not None,
        }

    def _origins(self, draft: tables.FormDraft) -> Origins | None:
        """Return where the form's values come from; None when it stands on its own."""
        found = inheriting.tailored(self.work, draft)
        if found is None:
            return None
        teller = Teller(found.base, found.made, stocking.library(self.work), self.say)
        can_abandon = upgrading.can_abandon(self.work, draft) is not None
        newer = inheriting.newer(self.work, draft)
        return origins(found, newer, teller, can_abandon=can_abandon)

    def _chosen(self, entries: list[outline.Entry]) -> outline.Entry | None:
        """Return the part the middle of the page is about; None for the form as a whole."""
        wanted = request.args.get("at", "")
        if wanted == outline.ABOUT:
            return None
        return next((one for one in entries if one.key == wanted), next(iter(entries), None))

    @staticmethod
    def _look(made: Composition) -> dict[str, str]:
        """Return how the patient's view is looked at, as it stands in addresses."""
        language = request.args.get("language", "")
        found = {"language": language} if language in made.languages else {}
        return found | {name: "1" for name in SWITCHES if request.args.get(name) == "1"}

    @expose("/<uuid:form_id>/change", methods=["POST"])
    def change(self, form_id: UUID) -> ResponseReturnValue:
        """Do one change: add, move, take out or put back a part, or write titles and languages."""
        draft = self.draft(form_id)
        what, _, at = request.form.get("do", "").partition(":")
        number = int(at) if at.isdecimal() else -1
        say = self.say
        here = self._key(draft, number)
        match what:
            case "texts":
                return self._texts(draft)
            case "instrument":
                wanted, _, version = request.form.get("instrument", "").partition("|")
                if (wanted, version) not in stocking.library(self.work):
                    self.missing()
                change = partial(composing.with_instrument, instrument=wanted, version=version)
                return self.keep(draft, change, did=what, said=say("Added at the end."), at=wanted)
            case "up" | "down":
                by = -1 if what == "up" else 1
                change = partial(composing.moved, number=number, by=by)
                moved = say("Moved.")
                return self.keep(draft, change, did="move", said=moved, at=here, held=what)
            case "to":
                to = request.form.get("place", 0, type=int)
                change = partial(composing.moved_to, number=number, to=to)
                return self.keep(draft, change, did="move", said=say("Moved."), at=here)
            case "out":
                said = say("Taken out. It is kept under “Taken out”, and can be put back.")
                said += self._kept(form_id, here)
                change = partial(composing.taken_out, number=number)
                return self.keep(draft, change, did="out", said=said)
            case "back":
                said = say("Put back, at the end.")
                return self.keep(
                    draft, partial(composing.put_back, number=number), did="back", said=said
                )
            case _:
                return self.leave(".edit", form_id=form_id)

    @expose("/<uuid:form_id>/newest", methods=["POST"])
    def newest(self, form_id: UUID) -> ResponseReturnValue:
        """Ask an instrument in the newest version that the hospital has."""
        draft = self.draft(form_id)
        number = request.form.get("part", -1, type=int)
        here = self._key(draft, number)
        latest = stocking.outdated(self.work, self.seen(draft)).get(here)
        if latest is None:
            return self.leave(".edit", form_id=form_id)
        change = partial(composing.with_version, number=number, version=latest.version)
        said = self.say("The draft asks version {version} now.", version=latest.version)
        return self.keep(draft, change, did="newest", said=said, at=here)

    def _texts(self, draft: tables.FormDraft) -> ResponseReturnValue:
        """Keep the form's texts; or say all that is wrong, with what was typed still there."""
        if faults := composing.text_faults(request.form, self.say):
            if request.form.get("by_itself"):
                return jsonify(said=" ".join(one.text for one in faults)), 422
            return self._page(draft, faults), 422
        change = partial(composing.with_texts, given=request.form)
        return self.keep(draft, change, did="texts:", said=self.say("Saved."), at=outline.ABOUT)

    def _kept(self, form_id: UUID, part_id: str) -> str:
        """Say how much was answered that is kept when a part is taken out."""
        found = telling.answered(self.work, form_id, [part_id]).get(part_id)
        if not found:
            return ""
        told = self.say.count(
            "{number} sent form with it is kept, and graphs still show it",
            "{number} sent forms with it are kept, and graphs still show it",
            found,
        )
        return f" {told}."

    def _key(self, draft: tables.FormDraft, number: int) -> str:
        """Return what part number `number` is known by, on the page that was sent."""
        slots = self.seen(draft).slots
        return slot_key(slots[number]) if 0 <= number < len(slots) else ""

    @expose("/<uuid:form_id>/undo", methods=["POST"])
    def undo(self, form_id: UUID) -> ResponseReturnValue:
        """Take back the latest change; what stood before it stands again."""
        draft, at = self.draft(form_id), request.form.get("at") or None
        overtaken = partial(self.overtaken, form_id)
        return settled.taken_back(self, draft, ".edit", overtaken, form_id=form_id, at=at)
