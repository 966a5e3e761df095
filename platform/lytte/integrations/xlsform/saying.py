"""What items say in expressions, written as cells of a row."""

from collections.abc import Sequence

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.common import Constraint, Expression, QuestionBase
from lytte.core.values import Coding, NativeValue
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import Questions
from lytte.integrations.logic.telling_when import literal, variables, when, worked_out
from lytte.integrations.logic.terms import Number, Term, Truth, Words, joined
from lytte.integrations.written import Losses
from lytte.integrations.xlsform.limits import limits_terms
from lytte.integrations.xlsform.tongues import heading
from lytte.integrations.xlsform.xpath_written import ExpressionWriter, FormNames, spoken

_LOST = {
    "when": ("when it is asked cannot be said there", "It is asked of everybody there."),
    "calculation": ("what it is computed from cannot be said there", "It is not computed there."),
    "rule": ("rules about answers are not checked there", ""),
    "start": ("what an answer starts with is not computed there", ""),
    "options": ("options that are offered only sometimes are always there", ""),
}
Known = Sequence[Expression]


class Saying:
    """Writes relevance, calculations, constraints and defaults; what cannot be said is lost."""

    def __init__(self, asked: Questions, names: FormNames, losses: Losses) -> None:
        self._asked = asked
        self._names = names
        self._losses = losses
        self._writer = ExpressionWriter(asked, names)

    def relevant(self, item: Item, known: Known, around: Sequence[Term]) -> str:
        """Return when an item is asked."""
        terms = [*around, *self.when(item, known)]
        return self._writer.expression(joined("and", terms)) if terms else ""

    def when(self, item: Item, known: Known) -> tuple[Term, ...]:
        """Return when an item is asked as a term; nothing when it always is."""
        try:
            found = when(item, self._asked, variables(known))
            if found is not None:
                self._writer.expression(found)
        except (NotExpressible, NotUnderstood):
            self._lose(item, "when")
            return ()
        return () if found is None else (found,)

    def expression(self, item: Item, given: Expression, known: Known) -> str | None:
        """Return the condition of some options, None when it cannot be said."""
        return self._tried(item, given, known, "options", inside=True)

    def cells(self, item: Item, known: Known) -> dict[str, str]:
        """Return what a question says besides when it is asked."""
        found = self._constraint(item, known)
        if not isinstance(item, QuestionBase):
            return found
        if item.calculated_expression is not None:
            said = self._tried(item, item.calculated_expression, known, "calculation")
            found |= {"calculation": said or ""}
        if item.initial_expression is not None:
            said = self._tried(item, item.initial_expression, known, "start")
            found |= {"default": said or ""}
        elif started := " ".join(self._value(item, value) for value in _started(item)).strip():
            found |= {"default": started}
        return found

    def _tried(
        self, item: Item, given: Expression, known: Known, what: str, *, inside: bool = False
    ) -> str | None:
        try:
            term = worked_out(given, self._asked, variables(known))
            return self._writer.within(term, 2) if inside else self._writer.expression(term)
        except (NotExpressible, NotUnderstood):
            self._lose(item, what)
            return None

    def _constraint(self, item: Item, known: Known) -> dict[str, str]:
        asked = self._asked[item.link_id]
        writer = ExpressionWriter(self._asked, self._names, asked)
        terms = limits_terms(item)
        human: dict[str, str] = {}
        for each in item.constraints:
            term = self._rule(item, each, known, writer)
            if term is not None:
                terms.append(term)
                for tag, words in each.human.root.items():
                    column = heading("constraint_message", tag)
                    human[column] = f"{human[column]} {words}" if column in human else words
        return {"constraint": writer.expression(joined("and", terms)), **human} if terms else {}

    def _rule(
        self, item: Item, given: Constraint, known: Known, writer: ExpressionWriter
    ) -> Term | None:
        try:
            written = Expression(expression=given.expression, language=given.language)
            term = worked_out(written, self._asked, variables(known))
            writer.expression(term)
        except (NotExpressible, NotUnderstood):
            self._lose(item, "rule")
            return None
        return term

    def _value(self, item: Item, value: NativeValue) -> str:
        if item.type == "open-choice" and item.repeats and not isinstance(value, Coding):
            self._lose(item, "start")
            return ""
        if isinstance(value, bool):
            return spoken(self._asked[item.link_id], wanted=value)
        if isinstance(value, Coding):
            return self._names.code(item.link_id, value.code or value.display or "")
        try:
            term = literal(value)
        except NotExpressible:
            self._lose(item, "start")
            return ""
        match term:
            case Number():
                return number_text(term.value)
            case Words():
                return term.text.replace(" ", "T") if _is_moment(item) else term.text
            case Truth():
                return ""
            case _:
                return ""

    def _lose(self, item: Item, what: str) -> None:
        said, way_out = _LOST[what]
        self._losses.add(item.link_id, said, way_out, matters=True)


def _started(item: QuestionBase) -> Sequence[NativeValue]:
    """Return what a question starts with: its initial values, or the options chosen."""
    if isinstance(item, Choice) and not item.initial:
        return [one.value for one in item.answer_options if one.initial_selected]
    return item.initial if isinstance(item, Choice) else item.initial[:1]


def _is_moment(item: Item) -> bool:
    return item.type == "dateTime"
