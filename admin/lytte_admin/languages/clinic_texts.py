"""All that a clinic lacks in one language as one file, and the file when it comes back."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.integrations.texts.units import Read
from lytte.services.faults import ChangedMeanwhile, EditedMeanwhile, NotReady
from lytte.services.translating import translating_clinic, translating_files
from lytte_admin.access import Page
from lytte_admin.in_words import labels
from lytte_admin.in_words.text_labels import TEXT_PLACES, TEXTS_WAIT
from lytte_admin.languages.translation_files import (
    KINDS,
    attached,
    before_taken_in,
    notes,
    sent_along,
)


class ClinicTexts(Page):
    """Out to a translator in one go, and in again after a look."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("translations.index")

    @expose("/<language>")
    def show(self, language: str) -> ResponseReturnValue:
        """Show what is left and where, and offer it as a file."""
        return self._page(language)

    @expose("/<language>/<kind>")
    def file(self, language: str, kind: str) -> ResponseReturnValue:
        """Give what is left as a file."""
        self._known(language)
        if kind not in KINDS:
            self.missing()
        found = translating_clinic.units(
            translating_clinic.places(self.work, self.clinic), language,
            notes(self.say) | {one: self.say(said) for one, said in TEXT_PLACES.items()},
            everywhere=request.args.get("everywhere") == "1",
        )  # fmt: skip
        source, at = self.clinic.language, self.work.now
        return attached(KINDS[kind], found, source, language, self.clinic.slug, self.say, at)

    @expose("/<language>/look", methods=["POST"])
    def look(self, language: str) -> ResponseReturnValue:
        """Show what a file would change, place by place; nothing is changed yet."""
        self._known(language)
        sent = request.files.get("file")
        document = sent.read() if sent else b""
        if not document:
            return self._page(language, wrong=self.say("Choose a file first.")), 422
        return self._look(language, translating_files.read(document))

    @expose("/<language>/bring", methods=["POST"])
    def bring(self, language: str) -> ResponseReturnValue:
        """Take in what was looked at: all of it, or nothing."""
        self._known(language)
        found = sent_along(request.form.get("units", ""))
        try:
            taken = translating_clinic.take(
                self.work, self.clinic, language, found,
                stamp=request.form.get("stamp", ""), staff_id=self.person.staff_id,
            )  # fmt: skip
        except (NotReady, EditedMeanwhile, ChangedMeanwhile):
            self.work.session.rollback()
            again = self.say("Something was changed meanwhile. Look again.")
            return self._look(language, found, said=again)
        self.commit()
        said = self.say.count("{number} text came in.", "{number} texts came in.", taken.number)
        waits = [self.say(TEXTS_WAIT[one]) for one in sorted(taken.kinds)]
        return self.leave(".show", said=" ".join((said, *waits)), language=language)

    def _known(self, language: str) -> None:
        """Answer that there is no such page for what nothing is translated into."""
        if language not in labels.LANGUAGES or language == self.clinic.language:
            self.missing()

    def _page(self, language: str, *, wrong: str = "") -> str:
        self._known(language)
        places = translating_clinic.places(self.work, self.clinic)
        rows = [(one, len(translating_clinic.left(one, language))) for one in places]
        return self.render(
            "cms/clinic_texts.html",
            where=TEXT_PLACES,
            language=language,
            rows=rows,
            offered=sum(number for one, number in rows if language in one.offered),
            every=sum(number for _, number in rows),
            wrong=wrong,
        )

    def _look(self, language: str, found: Read, *, said: str = "") -> ResponseReturnValue:
        plan = translating_clinic.plan(self.work, self.clinic, language, found)
        seen = before_taken_in(plan, language, found, said)
        page = self.render(
            "cms/clinic_texts_look.html", where=TEXT_PLACES, waits_for=TEXTS_WAIT, **seen
        )
        return page, 422 if plan.stops or said else 200
