"""Limits, safety texts, telephone facts and plans as entries to be compared."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lytte.core import opening_hours
from lytte.core.criteria import Simple, asked, simple, watched
from lytte.core.differences import Entry, Line
from lytte.core.forms import document
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import Answered, Emergency, Rule, RuleSet
from lytte.core.values import Coding
from lytte.storage import tables
from lytte.wording.catalogue import Words
from lytte_admin.in_words import asked_when, labels, rule_words, schedule_words
from lytte_admin.in_words.form_lines import rest, texts


@dataclass(frozen=True)
class ContentLines:
    """Says a clinic's content; `names` and `options` are of what its forms ask."""

    say: Words
    names: Mapping[str, str]
    options: Callable[[str], Mapping[str, str]]
    """What each answer of a question says, by the question's address."""

    def rules(self, found: RuleSet) -> list[Entry]:
        """Return each rule, and each answer that cannot wait."""
        return [self._rule(one) for one in found.rules] + [
            self._emergency(one) for one in found.emergencies
        ]

    def safety(self, found: SafetyText) -> list[Entry]:
        """Return the lines in each language."""
        return [
            Entry(
                tag,
                self.say(labels.IN_LANGUAGE.get(tag, tag)),
                tuple(
                    Line(self.say(label), getattr(lines, name), tag)
                    for name, label in labels.SAFETY_LINES.items()
                ),
            )
            for tag, lines in found.languages.items()
        ]

    def contact(self, found: tables.ClinicContact) -> list[Entry]:
        """Return the telephone numbers and hours."""
        say = self.say
        kept = opening_hours.typed(found.hours)
        hours = [Line(say(labels.WEEKDAYS[day]), "–".join(pair)) for day, pair in kept.items()]
        lines = (Line(say(name), getattr(found, key)) for key, name in labels.FACTS.items())
        return [Entry("contact", say("Telephone and hours"), (*lines, *hours))]

    def plan(self, found: Plan, titles: Mapping[str, str]) -> list[Entry]:
        """Return each sending, and what all of them take care of."""
        entries = []
        for one in found.sendings:
            name = titles.get(one.form, one.form)
            said = schedule_words.lines(one, name, self.say)
            entries.append(Entry(one.id, name, (Line(self.say("What it says"), " ".join(said)),)))
        care = " ".join(schedule_words.care(found.care, self.say))
        return [*entries, Entry("care", self.say("For all of them"), (Line("", care),))]

    def _rule(self, one: Rule) -> Entry:
        say = self.say
        when = rule_words.sentence(one.when, self.names, say)
        sentence = say(
            "{severity} alert to {recipient} (deputy {deputy}) when {when}",
            severity=say(labels.SEVERITIES[one.severity]),
            recipient=say(labels.ROLES.get(one.recipient, one.recipient)),
            deputy=say(labels.ROLES.get(one.deputy, one.deputy)) if one.deputy else "–",
            when=when,
        )
        own = say("a local limit") if one.local else ""
        lines = (
            Line(say("What it says"), sentence),
            *texts(say("Advice to the patient"), one.advice),
            Line(say("Where it is from"), " · ".join(filter(None, (one.source, own)))),
            *texts(say("Name"), one.name, always=False),
            self._looks_at(one),
            *rest(document(one), RULE_TOLD, say),
        )
        return Entry(one.id, one.name.read(say.language) or when, lines)

    def _emergency(self, one: Emergency) -> Entry:
        say = self.say
        name = one.name.read(say.language)
        sentence = say(
            "“Call us now” for {name}, when the answer is {answers}",
            name=name,
            answers=self._answers(one),
        )
        lines = (
            Line(say("What it says"), sentence),
            *texts(say("Name"), one.name),
            *texts(say("Why we want to talk today"), one.call_now),
            *texts(say("When to ring the emergency number"), one.danger),
            Line(say("Looks at"), self._called(one.item), always=False),
            *rest(document(one), EMERGENCY_TOLD, say),
        )
        return Entry(f"emergency {one.id}", name, lines)

    def _looks_at(self, one: Rule) -> Line:
        """Return what a sentence leaves out: which question, and which way is worse."""
        said = [self._watched(each) for each in simple(one.when)]
        return Line(self.say("Looks at"), "; ".join(said), always=False)

    def _watched(self, one: Simple) -> str:
        called = self._called(asked(one))
        if isinstance(one, Answered):
            texts = list(self.options(one.item).values())
            alike = len(set(texts)) < len(texts)
            return f"{called} ({', '.join(one.measures)})" if alike else called
        up = watched(one)[1] == "up"
        worse = self.say("higher is worse") if up else self.say("lower is worse")
        return f"{called}, {worse}"

    def _called(self, address: str) -> str:
        """Return a question's name; with its address where it alone does not say which."""
        name = self.names.get(address, "")
        alone = sum(other == name for other in self.names.values()) == 1
        return name if name and alone else f"{name} ({address})".strip()

    def _answers(self, one: Emergency) -> str:
        known = self.options(one.item)
        return asked_when.either(list(self._each(one, known)), self.say)

    def _each(self, one: Emergency, known: Mapping[str, str]) -> Iterator[str]:
        for value in one.triggers:
            if isinstance(value, bool):
                yield self.say("yes") if value else self.say("no")
            else:
                code = value.code if isinstance(value, Coding) else str(value)
                yield known.get(code or "", code or "")


RULE_TOLD = {
    "id", "severity", "when", "name", "recipient", "deputy", "advice", "source", "local"
}  # fmt: skip
EMERGENCY_TOLD = {"id", "item", "triggers", "name", "call_now", "danger"}
