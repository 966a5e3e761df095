"""Every text in every language: how far each has come, and each language side by side (C9)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import translations
from lytte.core.composition import Composition
from lytte.services.drafts import comparing, drafting
from lytte.services.faults import NotFound
from lytte.services.instruments import stocking
from lytte.services.previews import previewing
from lytte.services.translating import translating
from lytte.storage import tables
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.in_words import labels
from lytte_admin.in_words.text_labels import TEXT_PLACES
from lytte_admin.languages import all_texts, side_by_side
from lytte_admin.languages.side_by_side import A_PAGE, Row

SHOWN = ("left", "all")


class LanguagePage(DraftPage):
    """A page about one form in one language."""

    def in_language(self, draft: tables.FormDraft, language: str) -> Composition:
        """Return the form; a language that nothing is translated into is no page."""
        made = drafting.composition(self.work, draft)
        if language not in labels.LANGUAGES or language == made.source:
            self.missing()
        return made


class Translations(LanguagePage):
    """The languages of the clinic's texts."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show how far every form has come in every language."""
        found = all_texts.standing(self)
        return self.render(
            "cms/translations.html",
            forms=found.forms, safe=found.safe, beside=found.beside, tongues=found.tongues,
            where=TEXT_PLACES,
        )  # fmt: skip

    @expose("/<uuid:form_id>/<language>", methods=["GET", "POST"])
    def form(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Show a form side by side; save all that was written."""
        draft = self.draft(form_id)
        made = self.in_language(draft, language)
        if request.method == "GET":
            return self._page(draft, made, language, side_by_side.rows(made, language))
        given = request.form.to_dict()
        written = list(side_by_side.written(made, given))
        saved = translating.save(
            self.work, draft.id, language, written, staff_id=self.person.staff_id
        )
        self.commit()
        said = self.say.count("Saved {number} text.", "Saved {number} texts.", saved.kept)
        if not saved.problems:
            return self.leave(
                ".form", form_id=form_id, language=language, show=self._show,
                wrote=side_by_side.first_changed(made, language, written),
                said=said if saved.kept else self.say("Nothing was changed."),
            )  # fmt: skip
        made = drafting.composition(self.work, self.draft(form_id))
        kept = {one.address: one.said for one in written if one.address in saved.problems}
        found = side_by_side.rows(made, language, kept, saved.problems)
        return self._page(draft, made, language, found, saved=said if saved.kept else ""), 422

    @expose("/<uuid:form_id>/<language>/instead", methods=["POST"])
    def instead(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Choose what patients see where the language has gaps."""
        draft = self.draft(form_id)
        self.in_language(draft, language)
        shown = request.form.get("instead", "")
        try:
            translating.fall_back(
                self.work, draft.id, language, shown=shown, staff_id=self.person.staff_id
            )
        except NotFound:
            self.missing()
        self.commit()
        said = self.say("Chosen. It is written down who chose it, and when.")
        return self.leave(".form", form_id=form_id, language=language, said=said, at="instead")

    @expose("/<uuid:form_id>/<language>/offer", methods=["POST"])
    def offer(self, form_id: UUID, language: str) -> ResponseReturnValue:
        """Let patients choose the language, from the next version on."""
        draft = self.draft(form_id)
        self.in_language(draft, language)
        translating.offer(self.work, draft.id, language, staff_id=self.person.staff_id)
        self.commit()
        said = self.say("Patients can choose it when the form has been published.")
        return self.leave(".form", form_id=form_id, language=language, said=said)

    @property
    def _show(self) -> str:
        asked = request.values.get("show", "")
        return asked if asked in SHOWN else ""

    def _page(
        self,
        draft: tables.FormDraft,
        made: Composition,
        language: str,
        found: Sequence[Row],
        *,
        saved: str = "",
    ) -> str:
        library = stocking.library(self.work)
        left = side_by_side.left(found)
        show = self._show or ("left" if left else "all")
        chosen, at = left if show == "left" else found, max(0, request.args.get("at", 0, type=int))
        wrong = [one for one in found if one.problems]
        at_page = self._at_page(draft, language)
        wrote = [one for one in found if one.key == request.args.get("wrote")]
        rows = _first(wrong, chosen[at : at + A_PAGE])

        def see(row: Row) -> str:
            return at_page.get(row.place) or at_page.get(row.wording.within, "")

        return self.render(
            "cms/translate.html",
            draft=draft,
            made=made,
            language=language,
            counts=translations.counts(_with(made, language), library),
            rows=rows,
            wrong=wrong,
            saved=saved,
            show=show,
            at=at,
            pages=self._pages(draft, language, show, len(chosen)),
            names=side_by_side.part_names(made, library),
            locked=side_by_side.locked(made, library, language),
            fallback=made.fallbacks.get(language),
            instead=made.instead.get(language, ""),
            see=see,
            preview=next(filter(None, map(see, (*wrote, *rows))), next(iter(at_page.values()), "")),
        )

    def _at_page(self, draft: tables.FormDraft, language: str) -> dict[str, str]:
        """Return where in the preview each question is seen, by part and by address."""
        form = comparing.as_patients_get_it(self.work, draft)
        if form is None or not form.parts:
            return {}
        found = previewing.sitting(
            self.work, self.clinic, previewing.with_everything(form), [],
            zone=self.zone, language=language,
        )  # fmt: skip
        return {
            place: self._see(draft, language, page)
            for place, page in previewing.page_ids(found).items()
        }

    def _see(self, draft: tables.FormDraft, language: str, page: str | None = None) -> str:
        return url_for("preview.page", form_id=draft.id, language=language, everything="1", at=page)

    def _pages(
        self, draft: tables.FormDraft, language: str, show: str, number: int
    ) -> list[dict[str, Any]]:
        """Return the pages that many texts are shown on; none when they fit on one."""
        if number <= A_PAGE:
            return []
        return [
            {
                "first": first + 1,
                "last": min(first + A_PAGE, number),
                "at": first,
                "address": url_for(
                    ".form", form_id=draft.id, language=language, show=show, at=first or None
                ),
            }
            for first in range(0, number, A_PAGE)
        ]


def _with(made: Composition, language: str) -> Composition:
    """Return the form as if patients could choose the language, to count how far it has come."""
    languages = tuple(dict.fromkeys((*made.languages, language)))
    return made.model_copy(update={"languages": languages})


def _first(wrong: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return what could not be saved before the rest of the page."""
    return [*wrong, *(one for one in others if not one.problems)]
