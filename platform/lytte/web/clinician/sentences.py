"""An alert as a sentence: what, and why, in the clinician's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from lytte.core.forms import Form
from lytte.core.summary_measures import names
from lytte.core.summary_shape import Because, Finding
from lytte.core.thresholds import Reason, Rule, RuleSet
from lytte.reports.sheet_words import SheetWords
from lytte.services import published
from lytte.services.work import Work
from lytte.wording.catalogue import words


class Raised(Protocol):
    """An alert as a list or a table holds it."""

    @property
    def emergency(self) -> bool: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def reasons(self) -> Sequence[Mapping[str, Any]]: ...


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

    @classmethod
    def of_clinic(cls, work: Work, clinic_id: UUID, language: str) -> "AlertWords":
        """Speak of what the clinic asks and finds worrying now."""
        live = published.live_rules(work, clinic_id)
        rules = RuleSet.model_validate(live.document) if live else RuleSet()
        return cls(published.live_forms(work, clinic_id), rules, language)

    def title(self, alert: Raised) -> str:
        """What it is about, in a few words: the rule's own name, or what was measured."""
        if alert.emergency:
            return self.emergencies.get(alert.rule_id) or alert.rule_id
        rule = self.rules.get(alert.rule_id)
        measures = dict.fromkeys(str(one["measure"]) for one in alert.reasons)
        told = self.say.write.listed([self.names.get(one, one) for one in measures])
        return (rule.name.read(self.language) if rule else "") or told or alert.rule_id

    def why(self, alert: Raised) -> str:
        """Why it was raised, with the numbers; empty for an emergency, whose name says it."""
        reasons = [Reason.model_validate(one) for one in alert.reasons]
        if not reasons:
            return ""
        rule = self.rules.get(alert.rule_id)
        because = tuple(
            self._because(one, alert, local=bool(rule and rule.local)) for one in reasons
        )
        finding = Finding(severity=because[0].severity, name="", reasons=because)
        return self.say.finding_reason(finding)

    def source(self, alert: Raised) -> str:
        """Where the limit comes from, as the rule cites it."""
        rule = self.rules.get(alert.rule_id)
        return rule.source if rule else ""

    def _because(self, reason: Reason, alert: Raised, *, local: bool) -> Because:
        return Because(
            reason=reason,
            severity="red" if alert.severity == "red" else "amber",
            name=self.names.get(reason.measure, reason.measure),
            local=local,
        )
