"""An alert as a sentence: what, and why, in the clinician's language."""

from collections.abc import Mapping
from uuid import UUID

from lytte.core.summary_measures import names
from lytte.core.summary_shape import Because, Finding
from lytte.core.thresholds import Reason, RuleSet
from lytte.reports.sheet_words import SheetWords
from lytte.services import published
from lytte.services.alerting import Listed
from lytte.services.work import Work
from lytte.wording.catalogue import words


class AlertWords:
    """Sentences for the alerts of one clinic."""

    def __init__(self, work: Work, clinic_id: UUID, language: str) -> None:
        self.say = SheetWords.of(words("sheet", language))
        self.names: dict[str, str] = {}
        for form in published.live_forms(work, clinic_id):
            self.names |= names(form, language)
        live = published.live_rules(work, clinic_id)
        rules = RuleSet.model_validate(live.document) if live else RuleSet()
        self.rules = {one.id: one.name.read(language) for one in rules.rules}
        self.emergencies: Mapping[str, str] = {
            one.id: one.name.read(language) for one in rules.emergencies
        }

    def title(self, alert: Listed) -> str:
        """What it is about, in a few words."""
        if alert.emergency:
            return self.emergencies.get(alert.rule_id, alert.rule_id)
        first = alert.reasons[0]["measure"] if alert.reasons else ""
        return self.rules.get(alert.rule_id) or self.names.get(first, first)

    def why(self, alert: Listed) -> str:
        """Why it was raised, with the numbers; empty for an emergency, whose name says it."""
        if not alert.reasons:
            return ""
        reasons = [Reason.model_validate(one) for one in alert.reasons]
        because = tuple(
            Because(
                reason=one,
                severity="red" if alert.severity == "red" else "amber",
                name=self.names.get(one.measure, one.measure),
            )
            for one in reasons
        )
        severity = because[0].severity
        return self.say.finding_reason(Finding(severity=severity, name="", reasons=because))
