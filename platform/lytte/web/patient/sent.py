"""A page as the browser sent it: the answers, what was left open, and what is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from lytte.core.answers import Missing
from lytte.core.form_pages import FormPage, Spot
from lytte.services.answers.answering import Entry
from lytte.services.answers.sitting import Saved, Sitting
from lytte.web.forms.page_form import PageForm, field_name, page_form
from lytte.web.patient import gaps
from lytte.web.patient.spots import answerable, breaks_rules, drawn_questions
from lytte.wording.catalogue import Words, words


@dataclass(frozen=True)
class Sent:
    """What came with a page. `left` are questions neither answered nor skipped."""

    form: PageForm
    words: Words
    revisions: dict[str, int]
    entries: Sequence[Entry]
    left: Sequence[Spot]

    def is_sound(self, sitting: Sitting) -> bool:
        """Tell whether all of it can be read; what cannot is marked in the form."""
        return self.form.validate() and not breaks_rules(
            sitting, self.entries, self.form, self.words.language
        )

    def is_asked_about(self, after: Sitting, page: FormPage) -> bool:
        """Tell whether something was left open on the page and has not been asked about."""
        if {"later", "add"} & set(request.form):
            return False
        return bool(self.left or (not is_asking() and few_on(after, page)))


def read(sitting: Sitting, page: FormPage, language: str) -> Sent:
    """Return what the browser sent of a page; the second time, what is left open is skipped."""
    spots = answerable(page)
    questions = drawn_questions(sitting, page, language)
    form = page_form(questions, words("patient", language), sent=request.form)
    revisions = {field_name(spot): _revision(field_name(spot)) for spot in spots}
    skips = is_asking() and not {"later", "add"} & set(request.form) and not form.looks
    entries, left = [], []
    for spot in spots:
        name = field_name(spot)
        given = form.question(name).given
        if given is None:
            saved = sitting.saved(spot)
            if saved is not None and not saved.mine:
                continue
            if not skips and not _is_emptied(saved, revisions[name]):
                left.append(spot)
                continue
            if sitting.is_new_row(spot):
                continue
            given = Missing.SKIPPED
        entries.append(Entry(spot, given, revisions[name]))
    return Sent(form, words("patient", language), revisions, entries, left)


def is_asking() -> bool:
    """Tell whether the page asks about what was left open."""
    return "ask" in request.args


def few_on(sitting: Sitting, page: FormPage) -> list[gaps.Few]:
    """Return what has too few answers and can be given more on this page."""
    return [one for one in gaps.few(sitting) if one.page == page.id]


def _is_emptied(saved: Saved | None, revision: int) -> bool:
    """Tell whether the patient saw their answer on the page and took it away."""
    return saved is not None and saved.revision == revision and not isinstance(saved.given, Missing)


def _revision(name: str) -> int:
    written = request.form.get(f"r{name}", "0")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0
