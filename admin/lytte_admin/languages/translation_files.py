"""A form's texts as a file for a translator, and the file when it comes back."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.clinic_wordings import of_form
from lytte.core.problems import Problem
from lytte.core.texts import direction
from lytte.core.word_changes import word_changes
from lytte.integrations.texts.units import Read, Unit, bounded
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.services.translating import translating_files
from lytte.services.translating.translating_clinic import ClinicPlan
from lytte.services.translating.translating_files import Format, Plan
from lytte.storage import tables
from lytte.wording.catalogue import Words
from lytte_admin.in_words import labels
from lytte_admin.languages.translations import LanguagePage

KINDS: dict[str, Format] = {kind: kind for kind in get_args(Format)}
TYPES: dict[Format, tuple[str, str]] = {
    "xliff": ("application/xliff+xml", "xlf"),
    "po": ("text/x-gettext-translation", "po"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}


class TranslationFiles(LanguagePage):
    """Out as XLIFF, PO or a spreadsheet, and in again after a look."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("translations.index")

    @expose("/<uuid:form_id>/<language>")
    def show(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Offer the file in each format, and the field for the one that comes back."""
        return self._page(self.draft(form_id), language)

    @expose("/<uuid:form_id>/<language>/<kind>")
    def file(self, form_id: UUID, language: str, kind: str) -> ResponseReturnValue:
        """Give the texts as a file."""
        draft = self.draft(form_id)
        made = self.in_language(draft, language)
        if kind not in KINDS:
            self.missing()
        found = translating_files.units(of_form(made), language, notes(self.say))
        name = f"{self.clinic.slug}-{draft.slug}"
        return attached(KINDS[kind], found, made.source, language, name, self.say, self.work.now)

    @expose("/<uuid:form_id>/<language>/look", methods=["POST"])
    def look(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Show what a file would change; nothing is changed yet."""
        draft = self.draft(form_id)
        self.in_language(draft, language)
        sent = request.files.get("file")
        document = sent.read() if sent else b""
        if not document:
            return self._page(draft, language, wrong=self.say("Choose a file first.")), 422
        return self._look(draft, language, translating_files.read(document))

    @expose("/<uuid:form_id>/<language>/bring", methods=["POST"])
    def bring(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Take in what was looked at."""
        draft = self.draft(form_id)
        self.in_language(draft, language)
        found = sent_along(request.form.get("units", ""))
        try:
            number = translating_files.take(
                self.work, draft.id, language, found, staff_id=self.person.staff_id,
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except (NotReady, EditedMeanwhile):
            self.work.session.rollback()
            again = self.say("The form was changed meanwhile. Look again.")
            return self._look(self.draft(form_id), language, found, said=again)
        self.commit()
        said = self.say.count("{number} text came in.", "{number} texts came in.", number)
        return self.leave("translations.form", said=said, form_id=form_id, language=language)

    def _look(
        self, draft: tables.FormDraft, language: str, found: Read, *, said: str = ""
    ) -> ResponseReturnValue:
        made = self.in_language(draft, language)
        plan = translating_files.plan(of_form(made), language, found)
        seen = before_taken_in(plan, language, found, said)
        page = self.render("cms/translate_look.html", draft=draft, made=made, **seen)
        return page, 422 if plan.stops or said else 200

    def _page(self, draft: tables.FormDraft, language: str, *, wrong: str = "") -> str:
        made = self.in_language(draft, language)
        return self.render(
            "cms/translate_files.html", draft=draft, made=made, language=language, wrong=wrong
        )


def notes(say: Words) -> dict[str, str]:
    """Return what each kind of text is called, for the translator."""
    return {one: say(said) for one, said in labels.WORDINGS.items()}


def attached(
    kind: Format,
    found: Sequence[Unit],
    source: str,
    language: str,
    name: str,
    say: Words,
    at: datetime,
) -> Response:
    """Return texts as a file to take along."""
    content = translating_files.written(
        kind, found, source, language, name=name, at=at,
        headings=(say("Code, leave it"), say("What it is"), say("To translate from"),
                  say("Translation"), say("? = look again")),
    )  # fmt: skip
    mime, ending = TYPES[kind]
    called = f"{name}-{source}-{language}.{ending}"
    told = {"Content-Disposition": f'attachment; filename="{called}"'}
    return Response(content, mimetype=mime, headers=told)


def by_place(problems: Sequence[Problem]) -> list[tuple[str, list[Problem]]]:
    """Return the problems by their place in the file, errors first."""
    found: dict[str, list[Problem]] = {}
    for one in sorted(problems, key=lambda one: one.severity != "error"):
        found.setdefault(one.place, []).append(one)
    return list(found.items())


def before_taken_in(
    plan: Plan | ClinicPlan, language: str, found: Read, said: str
) -> dict[str, Any]:
    """Return what a page shows of a file that was read, and carries until it is taken in."""
    return {
        "plan": plan,
        "language": language,
        "direction": direction(language),
        "by_place": by_place(plan.problems),
        "said": said,
        "units": carried(found),
        "changed": word_changes,
    }


def carried(found: Read) -> str:
    """Return what was read, as the page carries it to the button that takes it in."""
    units = [[one.place, one.address, one.source, one.target, one.sure] for one in found.units]
    return json.dumps([found.source, found.target, units], ensure_ascii=False)


def sent_along(said: str) -> Read:
    """Return what a page carried; nothing of it is believed more than the file was."""
    try:
        source, target, rows = json.loads(said)
        units = [
            Unit(str(place), str(address), str(source_), str(translated), sure=bool(sure))
            for place, address, source_, translated, sure in rows
        ]
    except (ValueError, TypeError, RecursionError):
        return translating_files.read(b"")
    return Read(units, str(source), str(target), bounded(units))
