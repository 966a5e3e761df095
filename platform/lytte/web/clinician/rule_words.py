"""A rule in words, as it stood that day: pain was to be 7 or more, a red alert."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.sent import Sent
from lytte.core.summary_measures import names
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Combined,
    Criterion,
    Emergency,
    Persisted,
    RuleSet,
    Silent,
    Worsened,
)
from lytte.core.values import Coding
from lytte.reports.sheet_words import SheetWords
from lytte.services.sheets.tracing import Traced
from lytte.wording.catalogue import words

# Limits are told with every decimal they were given, not rounded as on the sheet.
EXACT = Decimal(1)


class RuleWords:
    """What the rules in force said of one response, in the reader's language."""

    def __init__(self, traced: Traced, language: str) -> None:
        self.language = language
        self.form: Form = traced.form
        self.rules: RuleSet = traced.rules
        self.sent = Sent.model_validate(traced.response.document)
        self.names: Mapping[str, str] = names(traced.form, language)
        self.words = words("staff", language)
        self.write = SheetWords.of(words("sheet", language)).write

    def rule(self, rule_id: str) -> str:
        """Return the rule as a sentence; empty when the rules of that day do not know it."""
        _ = self.words
        for emergency in self.rules.emergencies:
            if emergency.id == rule_id:
                return self._emergency(emergency)
        for one in self.rules.rules:
            if one.id == rule_id and not isinstance(one.when, Silent):
                said = self._criterion(one.when)
                if one.severity == "red":
                    return _("Red alert when {criterion}.", criterion=said)
                return _("Amber alert when {criterion}.", criterion=said)
        return ""

    def answered(self, rule_id: str) -> str:
        """Return the answer that was sent to an emergency's question; empty for other rules."""
        for one in self.rules.emergencies:
            found = self._asked(one.item)
            if one.id == rule_id and found:
                return self.write.listed(list(self._answers(*found)))
        return ""

    def _answers(self, part: Part, item: Item) -> Iterator[str]:
        for given in self.sent.parts.get(part.id, ()):
            if given.link_id == item.link_id:
                yield from (self._value(part, item, value) for value in given.values)

    def _emergency(self, one: Emergency) -> str:
        _, found = self.words, self._asked(one.item)
        if found is None:
            return ""
        return _(
            "Help is offered at once when “{question}” is answered with {answers}.",
            question=found[1].text.read(self.language),
            answers=self._any_of(found, one.triggers),
        )

    def _waits(self, one: Answered) -> str:
        _, found = self.words, self._asked(one.item)
        if found is None:
            return ""
        return _(
            "“{question}” is answered with {answers}",
            question=found[1].text.read(self.language),
            answers=self._any_of(found, one.options),
        )

    def _any_of(self, found: tuple[Part, Item], values: Sequence[object]) -> str:
        return self._joined([self._value(*found, one) for one in values], self.words("or"))

    def _asked(self, address: str) -> tuple[Part, Item] | None:
        for part in self.form.parts:
            for item in part.questionnaire.every_item():
                if f"{part.id}/{item.link_id}" == address:
                    return part, item
        return None

    def _value(self, part: Part, item: Item, value: object) -> str:
        if isinstance(item, Choice):
            for option in part.questionnaire.options(item):
                if _is_same(option.value, value) and option.text:
                    return option.text.read(self.language)
        if isinstance(value, bool):
            return self.words("Yes") if value else self.words("No")
        return (value.display or value.code or "") if isinstance(value, Coding) else str(value)

    def _criterion(self, one: Criterion) -> str:
        _ = self.words
        match one:
            case AtLeast():
                said = {"measure": self._name(one.measure), "value": self._number(one.value)}
                return _("{measure} is {value} or more", **said)
            case Below():
                said = {"measure": self._name(one.measure), "value": self._number(one.value)}
                return _("{measure} is under {value}", **said)
            case Answered():
                return self._waits(one)
            case Worsened():
                return self._worsened(one)
            case Persisted():
                return _(
                    "{criterion}, now and in at least {times} of the last {among} answers",
                    criterion=self._criterion(one.of),
                    times=one.times,
                    among=one.among,
                )
            case Combined():
                joint = _("and") if one.together == "all" else _("or")
                return self._joined([self._inner(inner) for inner in one.of], joint)

    def _inner(self, one: Criterion) -> str:
        said = self._criterion(one)
        return f"({said})" if isinstance(one, Combined) else said

    def _worsened(self, one: Worsened) -> str:
        _ = self.words
        said = {"measure": self._name(one.measure), "by": self._number(one.by)}
        if one.since == "last":
            return _("{measure} is worse by {by} or more since last time", **said)
        return _("{measure} is worse by {by} or more since the first answers", **said)

    def _name(self, measure: str) -> str:
        return self.names.get(measure, measure)

    def _number(self, value: Decimal) -> str:
        return self.write.number(value, EXACT)

    @staticmethod
    def _joined(parts: list[str], word: str) -> str:
        return f" {word} ".join(parts)


def _is_same(left: object, right: object) -> bool:
    if isinstance(left, Coding) and isinstance(right, Coding):
        return left.code == right.code
    return left == right
