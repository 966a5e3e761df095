"""An alert as a sentence: what, and why, in the clinician's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from lytte.core.forms import Form
from lytte.core.summary_measures import names
from lytte.core.summary_shape import Because, Finding
from lytte.core.thresholds import Reason, Rule, RuleSet, Silent
from lytte.reports.sheet_words import SheetWords
from lytte.services import published
from lytte.services.work import Work
from lytte.wording.catalogue import words

LIMITS = ("at_least", "below")


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
            self.names |= names(form, language)
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
        """Yield each alert in words, the worst first, then in the order of the rules.

        An amber limit is not told where the red one was passed.
        """
        red = {
            (reason["measure"], reason["type"])
            for one in alerts
            if one.severity == "red"
            for reason in one.reasons
        }
        for one in sorted(alerts, key=self._place):
            limits = [(reason["measure"], reason["type"]) for reason in one.reasons]
            is_less = one.severity == "amber" and len(limits) == 1 and limits[0] in red
            if all_of_them or not (is_less and limits[0][1] in LIMITS):
                yield self.line(one)

    def _place(self, alert: Raised) -> tuple[bool, bool, int, str]:
        known = self._places.get(alert.rule_id, len(self._places))
        return (not alert.emergency, alert.severity != "red", known, alert.rule_id)

    def line(self, alert: Raised) -> Line:
        """Return one alert in words."""
        rule = self.rules.get(alert.rule_id)
        if not alert.emergency and not alert.reasons:
            return self._silence(alert, rule)
        if alert.emergency:
            return Line(alert, self._name(alert, rule), "")
        reasons = [Reason.model_validate(one) for one in alert.reasons]
        local = bool(rule and rule.local)
        because = tuple(self._because(one, alert, local=local) for one in reasons)
        first = reasons[0]
        one_measure = {one.measure for one in reasons} == {first.measure}
        finding = Finding(
            severity=because[0].severity,
            name=because[0].name if one_measure else self._name(alert, rule),
            value=first.value if one_measure else None,
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

    def _because(self, reason: Reason, alert: Raised, *, local: bool) -> Because:
        return Because(
            reason=reason,
            severity="red" if alert.severity == "red" else "amber",
            name=self.names.get(reason.measure, reason.measure),
            local=local,
        )
