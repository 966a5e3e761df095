"""When something is asked, as words on paper: "only if you answered 4 or more to question 3"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import assert_never

from lytte.core.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    EnableWhen,
    IsTrue,
    Not,
)
from lytte.core.forms import Part
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.values import Coding, NativeValue, Quantity
from lytte.reports.writing import Writing


@dataclass(frozen=True)
class Asked:
    """Where the questions stand on the paper: each address's number and item."""

    numbers: Mapping[str, int]
    items: Mapping[str, tuple[Part, Item]]


@dataclass(frozen=True)
class PaperConditions:
    """Says conditions in one language."""

    write: Writing
    asked: Asked

    def only_if(self, part: Part, item: Item) -> str:
        """Return when `item` is to be answered; empty when always."""
        _, told = self.write.words, []
        if item.enable_when:
            parts = [self._enable_when(part, one) for one in item.enable_when]
            told.append(self._joined(parts, together=item.enable_behavior != "any"))
        if item.condition is not None:
            told.append(self.condition(part, item.condition))
        if item.enable_when_expression is not None:
            told.append(_("the staff have ticked this box"))
        if not told:
            return ""
        return _("Only if {condition}.", condition=self._joined(told, together=True))

    def condition(self, part: Part, condition: Condition) -> str:
        """Say one of Lytte's own conditions."""
        _ = self.write.words
        match condition:
            case AtLeast():
                return self._number(part, condition.item, ">=", condition.value)
            case AtMost():
                return self._number(part, condition.item, "<=", condition.value)
            case Chosen():
                names = [self._value(part, condition.item, one) for one in condition.options]
                return self._said(part, condition.item, self._or(names))
            case IsTrue():
                return self._said(part, condition.item, _("yes"))
            case AllOf() | AnyOf():
                parts = [self.condition(part, one) for one in condition.of]
                return self._joined(parts, together=isinstance(condition, AllOf))
            case Not():
                return _(
                    "this is not so: {condition}", condition=self.condition(part, condition.of)
                )
            case _:
                assert_never(condition)

    def _enable_when(self, part: Part, one: EnableWhen) -> str:
        _, number = self.write.words, self._question(part, one.question)
        if one.operator == "exists":
            if one.answer is False:
                return _("you did not answer {question}", question=number)
            return _("you answered {question}", question=number)
        if one.operator in ("=", "!="):
            value = self._value(part, one.question, one.answer)
            if one.operator == "=":
                return self._said(part, one.question, value)
            return _(
                "you answered something else than “{answer}” to {question}",
                answer=value,
                question=number,
            )
        return self._number(part, one.question, one.operator, one.answer)

    def _number(self, part: Part, item: str, operator: str, value: NativeValue) -> str:
        _, shown = self.write.words, self._value(part, item, value)
        said = {
            ">=": _("{value} or more", value=shown),
            "<=": _("{value} or less", value=shown),
            ">": _("more than {value}", value=shown),
            "<": _("less than {value}", value=shown),
        }[operator]
        question = self._question(part, item)
        return _("you answered {answer} to {question}", answer=said, question=question)

    def _said(self, part: Part, item: str, answer: str) -> str:
        return self.write.words(
            "you answered “{answer}” to {question}",
            answer=answer,
            question=self._question(part, item),
        )

    def _question(self, part: Part, item: str) -> str:
        """`question 3`; the question's own words where it has no number on this paper."""
        address = item if item in self.asked.items else f"{part.id}/{item}"
        number = self.asked.numbers.get(address)
        if number is not None:
            return self.write.words("question {number}", number=number)
        found = self.asked.items.get(address)
        return f"«{found[1].text.read(self.write.words.language)}»" if found else item

    def _value(self, part: Part, item: str, value: NativeValue) -> str:
        _, language = self.write.words, self.write.words.language
        found = self.asked.items.get(item) or self.asked.items.get(f"{part.id}/{item}")
        if found is not None and isinstance(found[1], Choice):
            for option in found[0].questionnaire.options(found[1]):
                if _same(option.value, value) and option.text:
                    return option.text.read(language)
        match value:
            case bool():
                return _("yes") if value else _("no")
            case int() | Decimal():
                return self.write.exactly(Decimal(value))
            case Coding():
                return value.display or value.code or ""
            case Quantity():
                return f"{value.value} {value.unit or ''}".strip()
            case _:
                return str(getattr(value, "text", value))

    def _or(self, names: Sequence[str]) -> str:
        """The names one by one, inside the quotation marks that go around all of it."""
        _ = self.write.words
        return reduce(lambda one, next_: _("{answer}” or “{other}", answer=one, other=next_), names)

    def _joined(self, parts: Sequence[str], *, together: bool) -> str:
        between = self.write.words("and") if together else self.write.words("or")
        return f", {between} ".join(parts)


def _same(left: NativeValue, right: NativeValue) -> bool:
    if isinstance(left, Coding) and isinstance(right, Coding):
        return left.code == right.code
    return left == right
