"""A question page laid out for its template."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lytte.core.answers import Given, Missing
from lytte.core.form_pages import FormPage, Spot, is_answerable
from lytte.services.answering import Conflict
from lytte.services.sitting import Sitting
from lytte.web.forms.answer_field import AnswerField
from lytte.web.forms.page_form import PageForm, field_name, page_form
from lytte.web.forms.shown import Shown, shown
from lytte.web.patient.said import said
from lytte.wording.catalogue import Words


@dataclass(frozen=True)
class Node:
    """One thing on the page. `earlier`: another session answered it, which is not shown."""

    name: str
    partial: str
    shown: Shown
    field: AnswerField | None = None
    revision: int = 0
    marked: bool = False
    earlier: bool = False
    deep: bool = False
    said: str = ""

    @property
    def errors(self) -> Sequence[str]:
        """What could not be read, in words."""
        return list(self.field.errors) if self.field is not None else []

    @property
    def described(self) -> str:
        """Which texts describe the question, for those who hear it."""
        there = {"h": self.shown.help, "b": self.earlier, "e": self.errors}
        return " ".join(self.name + mark for mark, is_there in there.items() if is_there)

    @property
    def inputmode(self) -> str:
        """Which keyboard a phone shows."""
        return "decimal" if self.shown.item.type in ("decimal", "quantity") else "numeric"


@dataclass(frozen=True)
class Named:
    """A question in a list at the top of the page."""

    id: str
    text: str


@dataclass(frozen=True)
class Clash:
    """Two answers to one question, both shown; `stored` is empty when it may not be."""

    text: str
    stored: str
    here: str


@dataclass(frozen=True)
class QuestionPage:
    """Everything the template draws."""

    heading: str
    recall: str
    progress: str
    action: str
    back: str
    adds: str
    nodes: Sequence[Node]
    wrong: Sequence[Named] = ()
    unanswered: Sequence[Named] = ()
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
    conflicts: Sequence[Conflict] = ()

    def lay_out(self) -> QuestionPage:
        """Return the page for its template."""
        form = self.form if self.form is not None else self._from_stored()
        nodes = [self._node(spot, form) for spot in self.page.spots if self._is_drawn(spot)]
        return QuestionPage(
            heading=self._heading(),
            recall=self.sitting.form.form.parts[self.page.part].recall.read(self.words.language),
            progress=self.words(
                "Page {number} of {count}", number=self.page.number, count=self.page.count
            ),
            action=self.action,
            back=self.back,
            adds=self._shown(self.page.adds).text if self.page.adds else "",
            nodes=nodes,
            wrong=[Named(node.name, node.shown.text) for node in nodes if node.errors],
            unanswered=[
                Named(field_name(spot), self._shown(spot).text) for spot in self.unanswered
            ],
            conflicts=[self._clash(one, form) for one in self.conflicts],
        )

    def _from_stored(self) -> PageForm:
        stored: dict[str, Given] = {}
        spots = answerable(self.page)
        for spot in spots:
            saved = self.sitting.saved(spot)
            if saved is not None and saved.mine:
                stored[field_name(spot)] = saved.given
        return page_form(self.sitting.form, spots, self.words, stored=stored)

    def _node(self, spot: Spot, form: PageForm) -> Node:
        name = field_name(spot)
        drawn = self._shown(spot)
        if name not in form:
            is_told = spot.place.is_question and drawn.partial not in ("reference", "attachment")
            told = said(self._computed(spot), drawn, self.words) if is_told else ""
            return Node(name, "_shown_value" if is_told else drawn.partial, drawn, said=told)
        saved = self.sitting.saved(spot)
        answered = saved is not None and saved.given is not Missing.SKIPPED
        return Node(
            name=name,
            partial=drawn.partial,
            shown=drawn,
            field=form.question(name),
            revision=self.revisions.get(name, saved.revision if saved else 0),
            marked=spot in self.unanswered or bool(form.question(name).errors),
            earlier=answered and saved is not None and not saved.mine,
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

    def _heading(self) -> str:
        language = self.words.language
        part = self.sitting.form.form.parts[self.page.part]
        found = [text for spot in self.page.groups if (text := self._shown(spot).text)]
        heading = found[-1] if found else part.title.read(language)
        heading = heading or self.sitting.form.form.title.read(language)
        at = self.page.spots[0].key.at
        return f"{heading} {at[-1] + 1}" if at else heading

    def _shown(self, spot: Spot) -> Shown:
        return shown(self.sitting.form, spot.part, spot.place.number, self.words.language)

    def _clash(self, conflict: Conflict, form: PageForm) -> Clash:
        drawn = self._shown(conflict.spot)
        stored = "" if conflict.stored is None else said(conflict.stored, drawn, self.words)
        here = said(form.question(field_name(conflict.spot)).given, drawn, self.words)
        return Clash(drawn.text, stored, here)


def answerable(page: FormPage) -> list[Spot]:
    """Return the questions on a page that the patient answers."""
    return [spot for spot in page.spots if is_answerable(spot.place)]
