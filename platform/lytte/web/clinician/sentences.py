"""An alert as a sentence: what, and why, in the clinician's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from lytte.core.chosen import option_names, read_answers
from lytte.core.forms import Form
from lytte.core.summary_finding import number, subject, told_once
from lytte.core.summary_measures import names
from lytte.core.summary_shape import Because, Finding
from lytte.core.thresholds import Reason, Rule, RuleSet, Silent
from lytte.reports.sheet_words import SheetWords
from lytte.services import published
from lytte.services.work import Work
from lytte.wording.catalogue import words


class Raised(Protocol):
    """An alert as a list or a table holds it."""

    @property
    def id(self) -> UUID: ...
    @property
    def emergency(self) -> bool: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def reasons(self) -> Sequence[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class Line:
    """One alert in words: `Pain 8` and `Red: over the limit 7`."""

    alert: Raised
    what: str
    why: str
    source: str = ""


class AlertWords:
    """Sentences for alerts that these forms and rules raised."""

    def __init__(self, forms: Iterable[Form], rules: RuleSet, language: str) -> None:
        self.language = language
        self.say = SheetWords.of(words("sheet", language))
        self.names: dict[str, str] = {}
        for form in forms:
            self.names |= {**names(form, language), **option_names(form, language)}
        self.rules: Mapping[str, Rule] = {one.id: one for one in rules.rules}
        self.emergencies: Mapping[str, str] = {
            one.id: one.name.read(language) for one in rules.emergencies
        }
        self._places = {one: n for n, one in enumerate((*self.emergencies, *self.rules))}

    @classmethod
    def of_clinic(cls, work: Work, clinic_id: UUID, language: str) -> "AlertWords":
        """Speak of what the clinic asks and finds worrying now."""
        rules = published.rules_in_force(work, clinic_id)
        return cls(published.live_forms(work, clinic_id), rules, language)

    def lines(self, alerts: Sequence[Raised], *, all_of_them: bool = False) -> Iterator[Line]:
        """Yield the alerts in words, the worst first, then in the order of the rules.

        What several rules say of one measure is one line, as it is on the sheet.
        """
        placed = sorted(alerts, key=self._place)
        if all_of_them:
            yield from map(self.line, placed)
            return
        together: dict[tuple[str, ...], list[Raised]] = {}
        for one in placed:
            about = subject(one.rule_id, (reason["measure"] for reason in one.reasons))
            together.setdefault(about, []).append(one)
        for some in together.values():
            yield self._joined(some)

    def _place(self, alert: Raised) -> tuple[bool, bool, int, str]:
        known = self._places.get(alert.rule_id, len(self._places))
        return (not alert.emergency, alert.severity != "red", known, alert.rule_id)

    def _joined(self, alerts: Sequence[Raised]) -> Line:
        """One line for alerts that speak of one measure; the first is the worst of them."""
        worst = self.line(alerts[0])
        because = told_once(one for alert in alerts for one in self._reasons(alert))
        if len(alerts) == 1 or not because:
            return worst
        finding = Finding(
            severity="red" if alerts[0].severity == "red" else "amber",
            name=worst.what,
            value=number(because[0].reason),
            reasons=because,
        )
        return Line(worst.alert, worst.what, self.say.finding_reason(finding), worst.source)

    def line(self, alert: Raised) -> Line:
        """Return one alert in words."""
        rule = self.rules.get(alert.rule_id)
        if not alert.emergency and not alert.reasons:
            return self._silence(alert, rule)
        if alert.emergency:
            return Line(alert, self._name(alert, rule), "")
        because = self._reasons(alert)
        first = because[0].reason
        one_measure = {one.reason.measure for one in because} == {first.measure}
        finding = Finding(
            severity=because[0].severity,
            name=because[0].name if one_measure else self._name(alert, rule),
            value=number(first) if one_measure else None,
            reasons=because,
        )
        return Line(
            alert,
            self.say.finding_title(finding),
            self.say.finding_reason(finding),
            rule.source if rule else "",
        )

    def _silence(self, alert: Raised, rule: Rule | None) -> Line:
        _ = words("staff", self.language)
        why = ""
        if rule is not None and isinstance(rule.when, Silent):
            hours = rule.when.hours
            why = _.count(
                "{number} hour after it was due", "{number} hours after it was due", hours
            )
        return Line(alert, _("No answer"), why, rule.source if rule else "")

    def _name(self, alert: Raised, rule: Rule | None) -> str:
        """What a rule or an emergency is called, or else what it measures."""
        if alert.emergency:
            return self.emergencies.get(alert.rule_id) or alert.rule_id
        measured = dict.fromkeys(str(one["measure"]) for one in alert.reasons)
        told = self.say.write.listed([self.names.get(one, one) for one in measured])
        return (rule.name.read(self.language) if rule else "") or told or alert.rule_id

    def _reasons(self, alert: Raised) -> tuple[Because, ...]:
        rule = self.rules.get(alert.rule_id)
        return tuple(
            Because(
                reason=reason,
                severity="red" if alert.severity == "red" else "amber",
                name=self.names.get(reason.measure, reason.measure),
                local=bool(rule and rule.local),
                answers=read_answers(reason.measure, reason.answers, self.names),
            )
            for reason in map(Reason.model_validate, alert.reasons)
        )
