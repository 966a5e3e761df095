"""A form as the patient sees it, drawn by what draws it for patients; nothing is stored."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from itsdangerous import BadSignature, URLSafeSerializer

from lytte.core.answers import Given, Missing
from lytte.core.form_pages import FormPage, Spot
from lytte.core.forms import Form
from lytte.reports import paper_form
from lytte.services import comparing, papers, previewing
from lytte.services.sitting import Sitting
from lytte.web.forms.page_form import PageForm, field_name, page_form
from lytte.web.patient.drawing import Drawing, answerable, drawn_questions
from lytte.web.patient.frame import Frame, Help, opening
from lytte.web.security import let_ourselves_frame
from lytte.wording.catalogue import Words, words
from lytte_admin import labels, rule_words
from lytte_admin.drafted import DraftPage

MADE_BY_US = "preview"


@dataclass(frozen=True)
class Look:
    """How the preview is looked at: the language, dark, large, and what is asked rarely."""

    language: str
    dark: bool = False
    large: bool = False
    everything: bool = False

    @property
    def size(self) -> str:
        """The classes of the patient's page."""
        return " ".join(name for name, on in (("xl", self.large), ("night", self.dark)) if on)

    @property
    def address(self) -> dict[str, Any]:
        """The look as it stands in an address."""
        switches = {"dark": self.dark, "large": self.large, "everything": self.everything}
        return {"language": self.language, **{name: "1" for name, on in switches.items() if on}}


class Preview(DraftPage):
    """The draft of one form, tried out."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>")
    def start(self, form_id: UUID) -> ResponseReturnValue:
        """Show the phone, the switches, and every page to jump to."""
        draft = self.draft(form_id)
        form = comparing.as_patients_get_it(self.work, draft)
        look = self._look(form)
        pages = self._sitting(form, look, []).pages if form and form.parts else []
        chosen = request.args.get("at", "")
        return self.render(
            "cms/preview.html",
            draft=draft,
            form=form,
            look=look,
            pages=[(page.id, self._name(form, page, look)) for page in pages] if form else [],
            at=chosen if any(page.id == chosen for page in pages) else "",
        )

    @expose("/<uuid:form_id>/paper")
    def paper(self, form_id: UUID) -> ResponseReturnValue:
        """Give the draft as a blank form to print, marked as a draft on every page."""
        draft = self.draft(form_id)
        form = comparing.as_patients_get_it(self.work, draft)
        if form is None or not form.parts:
            self.missing()
        language = self._look(form).language
        blank = papers.blank_draft(self.work, draft, language)
        printed = paper_form.pdf(form, language, code=blank.code, safety=blank.safety, draft=True)
        name = f'inline; filename="{draft.slug}-{language}.pdf"'
        return Response(printed, mimetype="application/pdf", headers={"Content-Disposition": name})

    @expose("/<uuid:form_id>/page", methods=["GET", "POST"])
    def page(self, form_id: UUID) -> ResponseReturnValue:
        """Show one page of the form; answering it leads to the next, and stores nothing."""
        let_ourselves_frame()
        form = comparing.as_patients_get_it(self.work, self.draft(form_id))
        if form is None or not form.parts:
            self.missing()
        look = self._look(form)
        tried = self._tried()
        found = self._sitting(form, look, tried)
        here = self._here(found)
        if request.method == "GET" or here is None:
            first = here or next(iter(found.pages), None)
            return self._draw(form_id, found, look, first, tried)
        spots = answerable(here)
        questions = drawn_questions(found, here, look.language)
        sent = page_form(questions, words("patient", look.language), sent=request.form)
        if not sent.validate():
            return self._draw(form_id, found, look, here, tried, sent), 422
        tried = previewing.with_answers(found, _given(spots, sent))
        after = self._sitting(form, look, tried)
        return self._draw(form_id, after, look, _next(after, here), tried)

    @staticmethod
    def _here(found: Sitting) -> FormPage | None:
        """Return the page the address names, or the first one of the part that it names."""
        at, part = request.args.get("at", ""), request.args.get("part", "")
        ids = [one.id for one in found.form.form.parts]
        return next(
            (page for page in found.pages if page.id == at or (part and ids[page.part] == part)),
            None,
        )

    def _sitting(self, form: Form, look: Look, tried: previewing.Tried) -> Sitting:
        shown = previewing.with_everything(form) if look.everything else form
        return previewing.sitting(
            self.work, self.clinic, shown, tried, zone=self.zone, language=look.language
        )

    def _look(self, form: Form | None) -> Look:
        offered = form.languages if form else ("nb",)
        asked = request.args.get("language", "")
        # A language that patients cannot choose yet is looked at while it is being written.
        offered = (*offered, *labels.LANGUAGES)
        switched = {name: request.args.get(name) == "1" for name in ("dark", "large", "everything")}
        return Look(asked if asked in offered else offered[0], **switched)

    def _tried(self) -> previewing.Tried:
        """Return the answers that the page before carried; none when they are not ours."""
        try:
            found: previewing.Tried = _serializer().loads(request.form.get("k", ""))
        except BadSignature:
            return []
        return found

    def _draw(
        self,
        form_id: UUID,
        found: Sitting,
        look: Look,
        page: FormPage | None,
        tried: previewing.Tried,
        sent: PageForm | None = None,
    ) -> str:
        frame = self._frame(found, look, str(_serializer().dumps(tried)))
        _ = words("patient", look.language)
        if page is None:
            return self._end(form_id, found, look, frame, _)
        earlier = [one.id for one in found.pages]
        place = earlier.index(page.id)
        drawing = Drawing(
            sitting=found,
            page=page,
            words=_,
            action=url_for(".page", form_id=form_id, at=page.id, **look.address),
            back=url_for(".page", form_id=form_id, at=earlier[place - 1], **look.address)
            if place
            else "",
            form=sent,
        )
        return self.plain("cms/preview_question.html", page=frame, q=drawing.lay_out(), _=_)

    def _end(self, form_id: UUID, found: Sitting, look: Look, frame: Frame, _: Words) -> str:
        came = previewing.came_to(found)
        names = self._names(found)
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
            again=url_for(".page", form_id=form_id, **look.address),
        )

    def _names(self, found: Sitting) -> dict[str, str]:
        return rule_words.names_of([found.form.form], self.say.language)

    def _frame(self, found: Sitting, look: Look, key: str) -> Frame:
        _ = words("patient", look.language)
        lines = found.lines(look.language)
        now = found.help()
        numbers = []
        if now is not None:
            contact = now.contact
            status = " ".join(filter(None, (opening(now.answering, now, _), lines.who_answers)))
            numbers = [
                Help(now.clinic, contact.phone, status),
                Help(contact.out_of_hours_name, contact.out_of_hours_phone, lines.out_of_hours),
                Help(_("Danger to life"), contact.emergency_phone, lines.danger),
            ]
        read_by = now.contact.read_by.replace(":", ".") if now else ""
        return Frame(
            language=look.language,
            size=look.size,
            place=found.clinic,
            help=numbers,
            when_read=lines.when_read.replace("{read_by}", read_by),
            key=key,
            notes=[self.say("Preview. Nothing is stored.")],
        )

    def _name(self, form: Form, page: FormPage, look: Look) -> str:
        part = form.parts[page.part]
        texts = [spot.place.item.text.read(self.say.language) for spot in page.spots]
        return next(filter(None, texts), "") or part.title.read(self.say.language)


def _given(spots: list[Spot], sent: PageForm) -> dict[Spot, Given]:
    found: dict[Spot, Given] = {}
    for spot in spots:
        given = sent.question(field_name(spot)).given
        found[spot] = Missing.SKIPPED if given is None else given
    return found


def _next(found: Sitting, here: FormPage) -> FormPage | None:
    """Return the page after `here`; what the answers opened or closed counts."""
    spot = here.spots[0]
    later = (
        page
        for page in found.pages
        if (page.part, page.spots[0].place.number) > (spot.part, here.spots[-1].place.number)
    )
    return next(later, None)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=MADE_BY_US)
