"""A question page laid out for its template."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lytte.core.answers import Given, Missing
from lytte.core.foreign import reader, together
from lytte.core.form_pages import FormPage, Spot
from lytte.core.formatted_text import Formatted
from lytte.core.texts import Text
from lytte.services.answers.answering import Conflict
from lytte.services.answers.sitting import Sitting
from lytte.web.forms.answer_field import AnswerField
from lytte.web.forms.page_form import PageForm, field_name, page_form
from lytte.web.forms.said import said
from lytte.web.forms.shown import Shown
from lytte.web.patient.spots import answerable, drawn, drawn_questions, few_told, row_name
from lytte.wording.catalogue import Words

# Kinds whose hint describes the box itself.
TYPED = ("integer", "decimal", "numeric_rating", "visual_analogue")


@dataclass(frozen=True)
class Node:
    """One thing on the page. `earlier`: another session answered it, which is not shown.

    `fresh`: nobody has answered it, so it looks the same to every patient.
    """

    name: str
    partial: str
    shown: Shown
    field: AnswerField | None = None
    revision: int = 0
    marked: bool = False
    earlier: bool = False
    fresh: bool = False
    deep: bool = False
    said: str = ""

    @property
    def errors(self) -> Sequence[str]:
        """What could not be read, in words."""
        return list(self.field.errors) if self.field is not None else []

    @property
    def described(self) -> str:
        """Which texts describe the question, for those who hear it."""
        is_asked_of = self.field is not None and self.field.how_many
        hint = self.shown.hint and self.shown.item.type not in TYPED
        there = {
            "h": self.shown.help,
            "n": is_asked_of,
            "t": hint,
            "d": getattr(self.field, "asks_day", False),
            "b": self.earlier,
            "e": self.errors,
        }
        return " ".join(self.name + mark for mark, is_there in there.items() if is_there)

    @property
    def told(self) -> str:
        """Which texts describe the box that a number is written in."""
        ends = self.shown.low or self.shown.high
        there = {"l": ends, "g": len(self.shown.range) == 2, "t": self.shown.hint}
        return " ".join(self.name + mark for mark, is_there in there.items() if is_there)

    @property
    def inputmode(self) -> str:
        """Which keyboard a phone shows."""
        return "decimal" if self.shown.item.type in ("decimal", "quantity") else "numeric"


@dataclass(frozen=True)
class Named:
    """A question in a list at the top of the page; `told` is what is said of it.

    A group has no `id`: it is no place to go to.
    """

    id: str
    text: str
    told: str = ""


@dataclass(frozen=True)
class Clash:
    """Two answers to one question, both shown; `stored` is empty when it may not be."""

    text: str
    stored: str
    here: str


@dataclass(frozen=True)
class Progress:
    """Where the patient is: `text` on the page, `title` among the browser's other pages.

    `at` of `of` is for the eye alone: the longest way through, so that it never goes back.
    """

    text: str
    title: str
    at: int
    of: int


@dataclass(frozen=True)
class QuestionPage:
    """Everything the template draws."""

    heading: str
    heading_formatted: Formatted | None
    recall: str
    progress: Progress
    action: str
    back: str
    adds: Sequence[str]
    nodes: Sequence[Node]
    wrong: Sequence[Named] = ()
    unanswered: Sequence[Named] = ()
    few: Sequence[Named] = ()
    conflicts: Sequence[Clash] = ()


@dataclass(frozen=True)
class Drawing:
    """What is drawn: a page of a sitting, in a language, at its addresses."""

    sitting: Sitting
    page: FormPage
    words: Words
    action: str
    back: str
    form: PageForm | None = None
    revisions: Mapping[str, int] = field(default_factory=dict)
    unanswered: Collection[Spot] = ()
    find: Mapping[str, str] = field(default_factory=dict)
    """What is looked for, by the names of the questions."""
    few: Sequence[tuple[Spot, int, int]] = ()
    """What has fewer answers than are asked for: how many, of at least how many."""
    conflicts: Sequence[Conflict] = ()

    def lay_out(self) -> QuestionPage:
        """Return the page for its template."""
        form = self.form if self.form is not None else self._from_stored()
        nodes = [self._node(spot, form) for spot in self.page.spots if self._is_drawn(spot)]
        return QuestionPage(
            heading=self._heading(),
            heading_formatted=self._group.formatted
            if self._group and not self.page.spots[0].key.at
            else None,
            recall=self._read(self.sitting.form.form.parts[self.page.part].recall),
            progress=self._progress(),
            action=self.action,
            back=self.back,
            adds=[self._shown(group).text for group in self.page.adds],
            nodes=nodes,
            wrong=[Named(node.name, node.shown.text) for node in nodes if node.errors],
            unanswered=[
                Named(field_name(spot), self._shown(spot).text) for spot in self.unanswered
            ],
            few=[self._too_few(*one) for one in self.few],
            conflicts=[self._clash(one, form) for one in self.conflicts],
        )

    def _progress(self) -> Progress:
        """Say which part of the form this is: an ill person is not met by a number of pages.

        Where the form is one part, its pages are what there is to tell.
        """
        _, page, form = self.words, self.page, self.sitting.form
        before = sum(1 for one in form.plans[: page.part] if one.count)
        parts = before + sum(1 for one in form.plans[page.part :] if one.count)
        if parts == 1:
            text = _("Page {number} of {count}", number=page.number, count=page.count)
            return Progress(text, text, page.number, page.count)
        part, inside = before + 1, page.number - form.before[page.part]
        return Progress(
            text=_("Part {number} of {count}", number=part, count=parts),
            title=_("Part {number} of {count}, page {page}", number=part, count=parts, page=inside),
            at=page.number,
            of=page.count,
        )

    def _from_stored(self) -> PageForm:
        stored: dict[str, Given] = {}
        for spot in answerable(self.page):
            saved = self.sitting.saved(spot)
            if saved is not None and saved.mine:
                stored[field_name(spot)] = saved.given
        questions = drawn_questions(self.sitting, self.page, self.words.language)
        form = page_form(questions, self.words, stored=stored)
        for name, find in self.find.items():
            if name in form:
                form.question(name).find = find
        return form

    def _node(self, spot: Spot, form: PageForm) -> Node:
        name = field_name(spot)
        there = self._shown(spot)
        if name not in form:
            is_told = spot.place.is_question and there.partial not in ("reference", "attachment")
            told = said(self._computed(spot), there, self.words) if is_told else ""
            return Node(name, "_shown_value" if is_told else there.partial, there, said=told)
        saved = self.sitting.saved(spot)
        answered = saved is not None and saved.given is not Missing.SKIPPED
        amiss = (*self.unanswered, *(one for one, *_ in self.few))
        marked = spot in amiss or bool(form.question(name).errors)
        return Node(
            name=name,
            partial=there.partial,
            shown=there,
            field=form.question(name),
            revision=self.revisions.get(name, saved.revision if saved else 0),
            marked=marked,
            earlier=answered and saved is not None and not saved.mine,
            fresh=saved is None and self.form is None and not marked and not self.find,
            deep=any(one.place.item.type == "group" for one in self.page.spots),
        )

    def _computed(self, spot: Spot) -> Given | None:
        evaluation = self.sitting.answered[self.sitting.part_id(spot)].evaluation
        return (evaluation.values(spot.key) or None) if evaluation else None

    def _is_drawn(self, spot: Spot) -> bool:
        """A text inside a question is drawn with the question."""
        parent = spot.place.parent
        inside = spot.place.item.type == "display" and parent is not None and parent.is_question
        return not (inside and any(one.place is parent for one in self.page.spots))

    @property
    def _group(self) -> Shown | None:
        """The innermost group with words around everything on the page."""
        found = [there for spot in self.page.groups if (there := self._shown(spot)).text]
        return found[-1] if found else None

    @property
    def _has_rows(self) -> bool:
        return bool(self.page.spots[0].key.at)

    def _heading(self) -> str:
        form = self.sitting.form.form
        heading = self._group.text if self._group else self._read(form.parts[self.page.part].title)
        heading = heading or self._read(form.title)
        row = row_name(self.sitting, self.page.spots[0], self.words)
        return row if row and not row.isdecimal() else together((heading, row)) if row else heading

    def _read(self, text: Text) -> str:
        return reader(self.sitting.form.form, self.words.language)(text)

    def _shown(self, spot: Spot) -> Shown:
        return drawn(self.sitting, spot, self.words.language)

    def _too_few(self, spot: Spot, count: int, least: int) -> Named:
        there, name = self._shown(spot), field_name(spot) if spot.place.is_question else ""
        return Named(name, there.text, few_told(count, least, self.words))

    def _clash(self, conflict: Conflict, form: PageForm) -> Clash:
        there = self._shown(conflict.spot)
        stored = "" if conflict.stored is None else said(conflict.stored, there, self.words)
        here = said(form.question(field_name(conflict.spot)).given, there, self.words)
        return Clash(there.text, stored, here)
