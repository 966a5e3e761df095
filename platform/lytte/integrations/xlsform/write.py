"""Write a questionnaire as an XLSForm, and say what is not in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import Expression
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import (
    TWO_OF_ONE_CODE,
    beside_others,
    option_code,
    questions,
)
from lytte.integrations.logic.terms import Answer, Call, Term
from lytte.integrations.written import Losses, Written
from lytte.integrations.xlsform.form_names import form_names
from lytte.integrations.xlsform.kept import kept_of, others_of
from lytte.integrations.xlsform.questions import YES_OR_NO
from lytte.integrations.xlsform.rows import Cells, RowWriter
from lytte.integrations.xlsform.saying import Saying
from lytte.integrations.xlsform.tongues import Tongues, heading
from lytte.integrations.xlsform.workbook_written import workbook

_HELP = ("help", "flyover", "prompt", "unit", "lower", "upper")
_PLAIN = ("relevant", "constraint", "calculation", "default", "required", "readonly",
          "appearance", "parameters", "choice_filter", "repeat_count")  # fmt: skip
_YES = {"nb": "Ja", "nn": "Ja", "sv": "Ja", "da": "Ja", "ar": "نعم", "de": "Ja", "fr": "Oui"}
_NO = {"nb": "Nei", "nn": "Nei", "sv": "Nej", "da": "Nej", "ar": "لا", "de": "Nein", "fr": "Non"}
_SHOWN = {"field-list": "page", "table-list": "table"}
SHOWN_WHEN = "shown_when"
"""How the columns of the choices begin that filters look at."""


@dataclass(frozen=True)
class Around:
    """What holds for the items of a group: variables, and what must be so for it to be asked."""

    variables: tuple[Expression, ...] = ()
    when: tuple[Term, ...] = ()


def form(questionnaire: Questionnaire, language: str = "") -> Written:
    """Return the form in every language the questionnaire has; `language` is not needed."""
    writer = _Writer(questionnaire)
    return Written(writer.workbook(), list(writer.losses.problems()))


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.losses = Losses()
        self.names, self.lists = form_names(questionnaire)
        self.cells = RowWriter(self.names, self.losses)
        self.tongues = Tongues(questionnaire)
        options = {item.link_id: questionnaire.options(item) for item in questionnaire.every_item()}
        asked = questions(questionnaire.items, options)
        self.saying = Saying(asked, self.names, self.losses)
        self.filters: dict[str, dict[str, dict[str, str]]] = {}

    def workbook(self) -> bytes:
        """Return the sheets."""
        rows = list(self._items(self.questionnaire.items, Around(self.questionnaire.variables)))
        texts = ("label", "hint", "guidance_hint", "constraint_message")
        columns = ["type", "name", *(
            heading(text, tag)
            for text in texts
            for tag in self.tongues.tags
            if text == "label" or any(heading(text, tag) in row for row in rows)
        )]  # fmt: skip
        columns += [name for name in _PLAIN if any(row.get(name) for row in rows)]
        others = dict.fromkeys(name for row in rows for name in row if row[name])
        columns += [name for name in others if name not in columns]
        survey = [columns, *([row.get(name, "") for name in columns] for row in rows)]
        return workbook(
            {"survey": survey, "choices": self._choices(rows), "settings": self._settings()}
        )

    def _settings(self) -> list[list[str]]:
        whole = self.questionnaire
        kept = kept_of(whole.kept)
        title = whole.title.read(self.tongues.first, ())
        found = {
            "form_title": title,
            "form_id": whole.name or "",
            "version": whole.version or "",
            "default_language": self.tongues.named(whole.language) if whole.language else "",
            "allow_choice_duplicates": "yes" if self._repeats_codes() else "",
            **kept,
        }
        given = {name: value for name, value in found.items() if value}
        return [list(given), list(given.values())]

    def _repeats_codes(self) -> bool:
        lists = ([*beside_others(each)] for each in self.lists.values())
        codes = ([(option_code(one), end) for one, end in each] for each in lists)
        return any(len(set(each)) < len(each) for each in codes)

    def _choices(self, rows: Sequence[Cells]) -> list[list[str]]:
        labels = [heading("label", tag) for tag in self.tongues.tags]
        filtered = [column for each in self.filters.values() for column in each]
        weighed = any(one.weight is not None for each in self.lists.values() for one in each)
        columns = ["list_name", "name", *labels, *(["weight"] if weighed else []), *filtered]
        found = [columns]
        for name, options in self.lists.items():
            for option, end in beside_others(options):
                cells = self._option(name, option, end)
                found.append([cells.get(column, "") for column in columns])
        if any(row["type"] == f"select_one {YES_OR_NO}" for row in rows):
            for code, words in (("yes", _YES), ("no", _NO)):
                said = [words.get(tag, code.capitalize()) for tag in self.tongues.tags]
                row = [YES_OR_NO, code, *said]
                found.append(row + [""] * (len(columns) - len(row)))
        return found

    def _option(self, name: str, option: AnswerOption, end: str) -> Cells:
        of = next(link_id for link_id, listed in self.names.lists.items() if listed == name)
        code = self.names.code(of, option_code(option) or "option") + end
        if end:
            self.losses.add(of, TWO_OF_ONE_CODE, matters=True)
        text = option.text
        if not text and isinstance(option.value, Coding) and option.value.display:
            text = Text({self.tongues.first: option.value.display})
        weight = "" if option.weight is None else number_text(option.weight)
        shown = {
            column: of_codes.get(option_code(option) or "", "")
            for column, of_codes in self.filters.get(name, {}).items()
        }
        labels = self.tongues.cells("label", text)
        return {"list_name": name, "name": code, **labels, "weight": weight, **shown}

    def _items(self, items: Sequence[Item], around: Around) -> Iterator[Cells]:
        for item in items:
            if isinstance(item, Group):
                yield from self._group(item, around)
            elif not (isinstance(item, Display) and item.control in _HELP):
                yield from self._question(item, around)

    def _group(self, group: Group, around: Around) -> Iterator[Cells]:
        kept = kept_of(group.kept)
        kind = "repeat" if group.repeats else "group"
        looks = next((name for name, one in _SHOWN.items() if one == group.control), "")
        if looks == "table-list" and not self._is_one_list(group):
            looks = "field-list"
        known = (*around.variables, *group.variables)
        count = group.max_occurs if group.repeats and group.min_occurs == group.max_occurs else None
        self._lost(group)
        yield {
            "type": f"begin {kind}",
            "name": self.names.rows[group.link_id],
            **self.tongues.cells("label", group.text, group.formatted),
            "appearance": looks,
            "relevant": self.saying.relevant(group, known, around.when),
            "repeat_count": str(count) if count else "",
            **kept,
        }
        yield from self._items(group.items, Around(known))
        yield {"type": f"end {kind}"}

    def _is_one_list(self, group: Group) -> bool:
        """Tell whether all questions of a group take their choices from one list."""
        lists = {self.names.lists.get(item.link_id) for item in group.items}
        return len(lists) == 1 and None not in lists

    def _question(self, item: Item, around: Around) -> Iterator[Cells]:
        whole = self._resolved(item) if isinstance(item, Choice) else item
        kept = kept_of(item.kept)
        known = (*around.variables, *item.variables)
        row: Cells = {
            "name": self.names.rows[item.link_id],
            **self.tongues.cells("label", item.text, item.formatted, prefix=item.prefix),
            **self._hints(item),
            "required": "yes" if item.required else "",
            "readonly": "yes" if item.read_only else "",
            **self.cells.cells(whole),
            **self.saying.cells(item, known),
            "relevant": self.saying.relevant(item, known, around.when),
        }
        if isinstance(whole, Choice) and whole.toggles:
            row["choice_filter"] = self._filter(whole, known)
        row |= {name: value for name, value in kept.items() if name != "list"}
        if not any(name.startswith(("label", "hint")) for name in row):
            # ODK will have words on every row; a line is what people write for none.
            row[heading("label", self.tongues.first)] = "-"
        if item.hidden and not isinstance(item, Display):
            row |= self._hidden(row)
        self._lost(item)
        yield row
        below: tuple[Term, ...] = ()
        if not isinstance(item, Display):
            below = (Call("answered", (Answer(item.link_id),)),)
        when = (*self.saying.when(item, known), *around.when, *below)
        yield from self._items(item.items, Around(known, when))

    def _hidden(self, row: Cells) -> Cells:
        """Return what nobody sees: a calculation, or a value that is there from the start."""
        if row.get("calculation"):
            return {"type": "calculate", "readonly": ""}
        return {"type": "hidden", "appearance": "", "parameters": ""}

    def _filter(self, item: Choice, known: Sequence[Expression]) -> str:
        """Return a filter over a column that says which condition an option waits for."""
        column = f"{SHOWN_WHEN}_{self.names.rows[item.link_id]}"
        shown: dict[str, str] = {}
        parts = []
        for number, toggle in enumerate(item.toggles, 1):
            said = self.saying.expression(item, toggle.expression, known)
            if said is None:
                return ""
            parts.append(f"({column} = '{number}' and {said})")
            for value in toggle.options:
                code = option_code(AnswerOption(value=value))
                shown[code or ""] = str(number)
        self.filters.setdefault(self.names.lists[item.link_id], {})[column] = shown
        every = {option_code(one) or "" for one in item.answer_options}
        always = [f"{column} = ''"] if every - shown.keys() else []
        return " or ".join([*always, *parts])

    def _resolved(self, item: Choice) -> Choice:
        return item.model_copy(update={"answer_options": self.questionnaire.options(item)})

    def _hints(self, item: Item) -> Cells:
        found: Cells = {}
        for column, controls in (("hint", ("help", "prompt")), ("guidance_hint", ("flyover",))):
            for each in item.items:
                if isinstance(each, Display) and each.control in controls:
                    found |= self.tongues.cells(column, each.text, each.formatted)
        return self.tongues.ends(item) | found

    def _lost(self, item: Item) -> None:
        for what in self.cells.lost(item):
            self.losses.add(item.link_id, what)
        if others_of(item.kept):
            self.losses.add(item.link_id, "what other systems have written (extensions)")
