"""A form as the patient sees it, drawn by what draws it for patients; nothing is stored."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.foreign import marked
from lytte.core.forms import Form
from lytte.reports import paper_form
from lytte.services.answers.sitting import Sitting
from lytte.services.drafts import comparing
from lytte.services.paper import papers
from lytte.services.previews import preview_links, previewing
from lytte.storage import tables
from lytte.web.house import house
from lytte.web.patient.frame import Frame
from lytte.web.qr import qr_svg
from lytte.web.security import let_ourselves_frame
from lytte.wording.catalogue import words
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.in_words import labels, rule_words
from lytte_admin.in_words.text_labels import HEARD
from lytte_admin.previews import heard, phone_preview, trying
from lytte_admin.previews.trying import Look, Shown


class Preview(DraftPage):
    """The draft of one form, tried out."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>")
    def start(self, form_id: UUID) -> ResponseReturnValue:
        """Show the phone, the switches, and every page to jump to."""
        return self._start(self.draft(form_id))

    @expose("/<uuid:form_id>/phone", methods=["POST"])
    def phone(self, form_id: UUID) -> ResponseReturnValue:
        """Make a link to the draft as it is now, and show it as a square to point a phone at."""
        draft = self.draft(form_id)
        form = self._form(draft)
        staff_id = self.person.staff_id
        link = preview_links.give(self.work, self.clinic, draft, form, staff_id=staff_id)
        hospital = self.work.session.get(tables.Hospital, link.hospital_id)
        if hospital is None:
            self.missing()
        token = phone_preview.token(hospital.slug, link.id)
        chosen = trying.look_asked(form).language
        self.commit()
        # The usual language goes unsaid: a shorter address is a square that is easier to scan.
        language = None if chosen == form.languages[0] else chosen
        there = url_for("phone_preview.start", token=token, language=language)
        return self._start(draft, f"{house().base_url}{there}")

    @expose("/<uuid:form_id>/paper")
    def paper(self, form_id: UUID) -> ResponseReturnValue:
        """Give the draft as a blank form to print, marked as a draft on every page."""
        draft = self.draft(form_id)
        form = self._form(draft)
        language = trying.look_asked(form).language
        blank = papers.blank_draft(self.work, draft, form, language)
        printed = paper_form.pdf(
            form, language, code=blank.code, safety=blank.safety, draft=True, unread=blank.unread
        )
        name = f'inline; filename="{draft.slug}-{language}.pdf"'
        return Response(printed, mimetype="application/pdf", headers={"Content-Disposition": name})

    @expose("/<uuid:form_id>/page", methods=["GET", "POST"])
    def page(self, form_id: UUID) -> ResponseReturnValue:
        """Show one page of the form; answering it leads to the next, and stores nothing."""
        let_ourselves_frame()
        form = self._form(self.draft(form_id))
        look = trying.look_asked(form)
        shown = trying.step(lambda tried: self._sitting(form, look, tried), look)
        drawn = self._draw(form_id, shown, look)
        return drawn if shown.sent is None else (drawn, 422)

    def _form(self, draft: tables.FormDraft) -> Form:
        form = comparing.as_patients_get_it(self.work, draft)
        if form is None or not form.parts:
            self.missing()
        return form

    def _start(self, draft: tables.FormDraft, link: str = "") -> str:
        form = comparing.as_patients_get_it(self.work, draft)
        look = trying.look_asked(form)
        pages = self._sitting(form, look, []).pages if form and form.parts else []
        chosen = request.args.get("at", "")
        name = partial(trying.page_name, form, language=self.say.language) if form else str
        return self.render(
            "cms/preview.html",
            draft=draft,
            form=form,
            look=look,
            pages=[(page.id, name(page)) for page in pages],
            at=chosen if any(page.id == chosen for page in pages) else "",
            link=link,
            hours=preview_links.HOURS,
            qr=qr_svg(link) if link else "",
        )

    def _sitting(self, form: Form, look: Look, tried: previewing.Tried) -> Sitting:
        return previewing.sitting(
            self.work, self.clinic, look.of(form), tried, zone=self.zone, language=look.language
        )

    def _draw(self, form_id: UUID, shown: Shown, look: Look) -> str:
        note = marked(self.say("Preview. Nothing is stored."), self.say.language, look.language)
        frame = trying.frame(shown, look, note, _logo)
        _ = words("patient", look.language)
        address = partial(url_for, ".page", form_id=form_id)
        if shown.page is not None:
            q = shown.drawing(look, address).lay_out()
            drawn = self.plain("cms/preview_question.html", page=frame, q=q, _=_)
            return self._heard(drawn, shown, look, frame, address) if look.heard else drawn
        found = shown.sitting
        came = previewing.came_to(found)
        names = rule_words.names_of([found.form.form], self.say.language)
        rules = {one.id: one for one in found.rules.rules}
        return self.plain(
            "cms/preview_end.html",
            page=frame,
            _=_,
            say=self.say,
            labels=labels,
            came=came,
            alerts=[
                (one, rule_words.sentence(rules[one.rule_id].when, names, self.say))
                for one in came.alerts
            ],
            again=address(**look.address),
        )

    def _heard(
        self, drawn: str, shown: Shown, look: Look, frame: Frame, address: Callable[..., str]
    ) -> str:
        """Say a page as it is read aloud, with the ways to the pages beside it."""
        say, ids = self.say, [one.id for one in shown.sitting.pages]
        place = ids.index(shown.page.id) if shown.page else 0
        return self.plain(
            "cms/preview_heard.html",
            page=replace(
                frame, language=say.language, mark=None, notes=list(map(str, frame.notes))
            ),
            _=words("patient", say.language),
            say=say,
            kinds=HEARD,
            spoken=look.language,
            lines=heard.of_questions(heard.heard(drawn)),
            before=address(at=ids[place - 1], **look.address) if place else "",
            after=address(at=ids[place + 1], **look.address) if place + 1 < len(ids) else "",
        )


def _logo(sha256: str) -> str:
    return url_for("settings.logo", sha256=sha256)
