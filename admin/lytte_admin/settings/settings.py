"""What a hospital and its clinics say of themselves to patients, on one page for each level."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from pydantic import ValidationError

from lytte.core.own_settings import FIELDS, OwnSettings
from lytte.core.problems import Problem
from lytte.integrations.pictures import NotAPicture, TooLarge
from lytte.services import clinics, levels, published
from lytte.services.faults import ChangedMeanwhile, NotFound, NotReady
from lytte.services.sending import scheduling
from lytte.services.settings import setting
from lytte_admin.access import Page, asked_id
from lytte_admin.in_words import labels
from lytte_admin.settings import settings_given
from lytte_admin.settings.settings_seen import NO_FORM, Seen, seen


class Settings(Page):
    """The chosen level's own, what it has from above, how it looks, and who changed what."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._show(setting.own(self.work, self.clinic.id))

    @expose("/", methods=["POST"])
    def save(self) -> ResponseReturnValue:
        """Show how it would look, or put it in force."""
        made, problems = self._given()
        if request.form.get("do") == "look" and not problems:
            self.commit()  # a logo that was given is kept, so that it need not be given again
            return self._show(made, looking=True)
        if problems:
            self.commit()
            return self._show(made, problems), 422
        return self._put(made, request.form.get("comment", "")[:400])

    @expose("/fall", methods=["POST"])
    def fall(self) -> ResponseReturnValue:
        """Leave one thing to the level above."""
        name = request.form.get("about", "")
        if name not in FIELDS:
            self.missing()
        return self._put(setting.own(self.work, self.clinic.id).without(name), "")

    @expose("/back", methods=["POST"])
    def back(self) -> ResponseReturnValue:
        """Put an earlier version in force again, as a new one."""
        number = request.form.get("number", "")
        found = setting.earlier(self.work, self.clinic.id, number)
        return self._put(found, self.say("As version {number}", number=number))

    @expose("/proposal", methods=["POST"])
    def proposal(self) -> ResponseReturnValue:
        """Take what came with a file into the page, or leave it."""
        waiting = setting.proposed(self.work, self.clinic.id)
        if waiting is None:
            self.missing()
        if request.form.get("do") != "leave":
            made = OwnSettings.model_validate(waiting.document)
            return self._show(made, looking=True, taken=waiting.id)
        try:
            setting.dismiss(self.work, self.clinic.id, asked_id("proposal"))
        except ChangedMeanwhile:
            self.work.session.rollback()
            said = self.say("Others came with a file meanwhile. Nothing was left; look at them.")
            return self.leave(".index", said=said, refused=True)
        self.commit()
        return self.leave(".index", said=self.say("Left. Nothing was changed."))

    @expose("/logo/<sha256>")
    def logo(self, sha256: str) -> ResponseReturnValue:
        """Return a logo of the hospital's, for the preview."""
        try:
            content = setting.logo(self.work, sha256).content
        except NotFound:
            self.missing()
        return Response(content, mimetype="image/png")

    def _put(self, made: OwnSettings, comment: str) -> ResponseReturnValue:
        try:
            changed = setting.put(
                self.work, self.clinic.id, made,
                made_on=settings_given.number(request.form.get("version", "")),
                staff_id=self.person.staff_id, comment=comment,
            )  # fmt: skip
        except NotReady as fault:
            return self._show(made, list(fault.problems)), 422
        except ChangedMeanwhile:
            return self._show(made, [settings_given.MEANWHILE]), 409
        waiting, taken = setting.proposed(self.work, self.clinic.id), asked_id("proposal")
        if changed and waiting and waiting.id == taken:
            setting.dismiss(self.work, self.clinic.id, taken)
        self.commit()
        said = self.say("In force now.") if changed else self.say("Nothing was changed.")
        return self.leave(".index", said=said)

    def _given(self) -> tuple[OwnSettings, list[Problem]]:
        """Return what the form says, and what in it cannot be read."""
        was = setting.own(self.work, self.clinic.id)
        values, problems = settings_given.values(request.form, was, self._languages())
        values["logo"] = self._logo(problems)
        try:
            return OwnSettings.model_validate(values), problems
        except ValidationError:  # Only a form that was tampered with.
            self.missing()

    def _logo(self, problems: list[Problem]) -> Any:
        file, kept = request.files.get("picture"), request.form.get("logo", "")
        if file and file.filename:
            try:
                return setting.add_logo(self.work, file.read(), staff_id=self.person.staff_id)
            except NotAPicture:
                problems.append(settings_given.NO_PICTURE)
            except TooLarge:
                problems.append(settings_given.LARGE_PICTURE)
        if not kept:
            return None
        try:
            row = setting.logo(self.work, kept)
        except NotFound:
            self.missing()
        return {"sha256": row.sha256, "width": row.width, "height": row.height}

    def _languages(self) -> list[str]:
        asked = setting.languages(self.work, self.clinic.id)
        return [tag for tag in labels.LANGUAGES if tag in asked] or ["nb"]

    def _show(
        self,
        own: OwnSettings,
        problems: list[Problem] | None = None,
        *,
        looking: bool = False,
        taken: UUID | None = None,
    ) -> str:
        laid = setting.laid(self.work, self.clinic)
        field = "hospital" if self.clinic.common else "clinic"
        looked = laid.model_copy(update={field: own})
        live = setting.row(self.work, self.clinic.id)
        common = levels.common(self.work)
        above = setting.own(self.work, common.id) if common else OwnSettings()
        return self.render(
            "cms/settings.html",
            own=own,
            above=OwnSettings() if self.clinic.common else above,
            laid=looked,
            made_on=live.number if live else 0,
            problems=problems or [],
            at={one.place for one in problems or []},
            looking=looking,
            **self._from_a_file(taken),
            reach=setting.reach(self.work, self.clinic),
            seen=self._seen(looked),
            tongues={tag: labels.LANGUAGES[tag] for tag in self._languages()},
            contact=clinics.contact(self.work, self.clinic.id),
            care=scheduling.plan(self.work, self.clinic.id),
            titles=scheduling.titles(self.work, self.clinic.id),
            live=live,
            by=published.name(self.work, live.author_id) if live else "",
        )

    def _from_a_file(self, taken: UUID | None) -> dict[str, Any]:
        """Return what came with a file and waits, and whether it is what the page is made of."""
        waiting = setting.proposed(self.work, self.clinic.id)
        return {
            "proposal": waiting,
            "proposed_by": published.name(self.work, waiting.author_id) if waiting else "",
            "taken": taken or asked_id("proposal"),
        }

    def _seen(self, looked: Any) -> Seen:
        wanted = request.values.get("language", "")
        offered = self._languages()
        language = wanted if wanted in offered else offered[0]
        forms = published.live_forms(self.work, self.clinic.id)
        form = min(forms, key=lambda one: one.title.read(language), default=NO_FORM)
        return seen(looked, self.clinic, clinics.hospital_name(self.work), language, form)
