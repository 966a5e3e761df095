"""Write a questionnaire as a REDCap data dictionary, and say what is not in it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.common import Expression, QuestionBase
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.questionnaire import Questionnaire
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.questions import questions
from lytte.integrations.logic.telling_when import variables, when, worked_out
from lytte.integrations.logic.terms import Answer, Call, Operation, Term, Words, joined
from lytte.integrations.redcap.cells import OTHER, Cells, CellWriter, unit
from lytte.integrations.redcap.kept import kept_of, others_of
from lytte.integrations.redcap.laying_out import MATRIX
from lytte.integrations.redcap.logic_written import LogicWriter
from lytte.integrations.redcap.naming import free, names
from lytte.integrations.redcap.table import COLUMNS
from lytte.integrations.redcap.tags import tags
from lytte.integrations.written import Losses, Written, harmless

_HELP = ("help", "flyover", "prompt", "unit", "lower", "upper")


@dataclass(frozen=True)
class Around:
    """What holds for the items of a group: form, heading, matrix, conditions, variables."""

    form: str
    heading: str = ""
    matrix: str = ""
    ranking: str = ""
    when: tuple[Term, ...] = ()
    variables: tuple[Expression, ...] = ()


def dictionary(questionnaire: Questionnaire, language: str = "") -> Written:
    """Return the dictionary in one language; the questionnaire's own, if none is said."""
    writer = _Writer(questionnaire, language)
    cells = list(writer.rows())
    written = io.StringIO()
    table = csv.DictWriter(written, fieldnames=list(COLUMNS), restval="", lineterminator="\r\n")
    csv.writer(written, lineterminator="\r\n").writerow(COLUMNS.values())
    table.writerows({name: harmless(cell) for name, cell in row.items()} for row in cells)
    return Written(written.getvalue().encode("utf-8-sig"), list(writer.losses.problems()))


class _Writer:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.losses = Losses()
        spoken = _languages(questionnaire)
        self.language = language or questionnaire.language or next(iter(spoken), "und")
        if self.language not in spoken and spoken:
            self.language = spoken[0]
        for other in spoken:
            if other != self.language:
                self.losses.add(other, "the file holds one language; left out")
        self.names = names(questionnaire)
        self.taken = set(self.names.fields.values())
        self.cells = CellWriter(self.names, self.language, self.losses)
        options = {item.link_id: questionnaire.options(item) for item in questionnaire.every_item()}
        self.questions = questions(questionnaire.items, options)
        self.logic = LogicWriter(self.questions, self.names)
        self.heading = ""

    def rows(self) -> Iterator[Cells]:
        """Yield a row for each field, in the order they are asked."""
        name = self.questionnaire.name or self.questionnaire.title.read(self.language, ())
        around = Around(free(name or "form", set()), variables=self.questionnaire.variables)
        if not any(_is_asked(item) for item in self.questionnaire.every_item()):
            self.losses.add("", "there is nothing to answer, and so no fields", matters=True)
        yield from self._items(self.questionnaire.items, around)

    def _items(self, items: Sequence[Item], around: Around) -> Iterator[Cells]:
        for item in items:
            if isinstance(item, Group):
                yield from self._group(item, around)
            elif not (isinstance(item, Display) and item.control in _HELP):
                yield from self._field(item, around)

    def _group(self, group: Group, around: Around) -> Iterator[Cells]:
        if group.repeats:
            self.losses.add(
                group.link_id,
                "a group that is asked several times is asked once",
                "Make its form a repeating instrument in REDCap.",
                matters=True,
            )
        form = kept_of(group).get("form_name")
        inner = replace(
            around,
            form=form or around.form,
            matrix=self._matrix(group),
            ranking=kept_of(group).get("matrix_ranking", ""),
            when=(*around.when, *self._when(group, around)),
            variables=(*around.variables, *group.variables),
        )
        if not form and (heading := self.cells.label(group.text, group.formatted)):
            self.heading = f"{self.heading} – {heading}" if self.heading else heading
        yield from self._items(group.items, inner)
        self.heading = ""

    def _matrix(self, group: Group) -> str:
        """Return the name of the matrix a group is, if all its questions have the same options."""
        if group.control not in (MATRIX, "grid"):
            return ""
        choices = [item for item in group.items if isinstance(item, Choice)]
        same = {(self.cells.choices(self._resolved(one)), one.repeats) for one in choices}
        if len(choices) < len(group.items) or len(same) != 1:
            return ""
        return self.names.fields[group.link_id][:60]

    def _field(self, item: Item, around: Around) -> Iterator[Cells]:
        whole = self._resolved(item) if isinstance(item, Choice) else item
        asked = (*around.when, *self._when(item, around))
        kept = kept_of(item)
        cells: Cells = self.cells.cells(whole)
        calculation = self._calculation(item, around)
        is_number = isinstance(item, Number)
        if calculation and is_number:
            cells = {"field_type": "calc", "choices": calculation}
        self._lost(item)
        row = {
            "field_name": self.names.fields[item.link_id],
            "form_name": around.form,
            "section_header": self.heading,
            "field_label": self.cells.label(item.text, item.formatted),
            "field_note": self._note(item),
            "branching_logic": self._written(item, asked) or kept.get("branching_logic", ""),
            "required": "y" if item.required else "",
            "question_number": self.cells.label(item.prefix),
            "matrix_group": around.matrix,
            "matrix_ranking": around.ranking,
            "annotation": tags(whole, self.cells, "" if is_number else calculation),
            **cells,
            **self._kept(kept),
        }
        self.heading = ""
        yield row
        if isinstance(item, Choice) and item.type == "open-choice" and item.answer_options:
            yield self._own_words(item, row)
        # What stands under an answer is asked once there is one.
        below = (Call("answered", (Answer(item.link_id),)),) if _is_asked(item) else ()
        inner = replace(around, matrix="", ranking="", when=(*asked, *below))
        yield from self._items(item.items, inner)

    def _resolved(self, item: Choice) -> Choice:
        return item.model_copy(update={"answer_options": self.questionnaire.options(item)})

    def _kept(self, kept: dict[str, str]) -> Cells:
        wanted = ("field_type", "validation", "identifier", "alignment", "minimum", "maximum",
                  "choices")  # fmt: skip
        found = {name: kept[name] for name in wanted if kept.get(name)}
        if "calculation" in kept:
            found |= {"field_type": "calc", "choices": kept["calculation"]}
        return found

    def _own_words(self, item: Choice, row: Cells) -> Cells:
        """Return the field for what is not among the options."""
        self.losses.add(item.link_id, "own words beside the options are a field of their own")
        asked = Operation("=", Answer(item.link_id), Words(OTHER))
        return {
            "field_name": free(f"{row['field_name']}_other", self.taken),
            "form_name": row["form_name"],
            "field_type": "text",
            "field_label": self.cells.label(item.open_label) or OTHER.capitalize(),
            "branching_logic": self.logic.logic(asked),
        }

    def _note(self, item: Item) -> str:
        helping = [
            self.cells.label(each.text, each.formatted)
            for each in item.items
            if isinstance(each, Display) and each.control in ("help", "flyover", "prompt")
        ]
        return "\n".join(part for part in (*helping, unit(item)) if part)

    def _when(self, item: Item, around: Around) -> tuple[Term, ...]:
        known = variables((*around.variables, *item.variables))
        try:
            found = when(item, self.questions, known)
            if found is not None:
                self.logic.logic(found)
        except (NotExpressible, NotUnderstood):
            what = "when it is asked cannot be said there"
            self.losses.add(item.link_id, what, "It is asked of everybody there.", matters=True)
            return ()
        return () if found is None else (found,)

    def _written(self, item: Item, asked: Sequence[Term]) -> str:
        if not asked:
            return ""
        return self.logic.logic(joined("and", [*asked]))

    def _calculation(self, item: Item, around: Around) -> str:
        if not isinstance(item, QuestionBase) or item.calculated_expression is None:
            return ""
        known = variables((*around.variables, *item.variables))
        try:
            found = worked_out(item.calculated_expression, self.questions, known)
            return self.logic.logic(found)
        except (NotExpressible, NotUnderstood):
            what = "what it is computed from cannot be said there"
            self.losses.add(item.link_id, what, "It is not computed there.", matters=True)
            return ""

    def _lost(self, item: Item) -> None:
        """Note what of an item has no place in a dictionary."""
        if any(rule.key not in ("lowest", "highest") for rule in item.constraints):
            self.losses.add(item.link_id, "rules about answers are not checked there",
                            matters=True)  # fmt: skip
        if item.code:
            self.losses.add(item.link_id, "the codes of questions (LOINC and the like)")
        if item.short_text:
            self.losses.add(item.link_id, "the short names for the summary sheet")
        if others_of(item):
            self.losses.add(item.link_id, "what other systems have written (extensions)")


def _is_asked(item: Item) -> bool:
    return not isinstance(item, Group | Display)


def _languages(questionnaire: Questionnaire) -> list[str]:
    found: dict[str, None] = {}
    for item in questionnaire.every_item():
        found |= dict.fromkeys(item.text.root)
    return list(found)
