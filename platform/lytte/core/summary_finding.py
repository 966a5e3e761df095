"""The findings of a summary: what to look at, worst first, each with its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lytte.core.chosen import read_answers
from lytte.core.option_measures import option_key
from lytte.core.summary_given import Agreement, SummaryInput
from lytte.core.summary_measures import Measured
from lytte.core.summary_shape import Because, Finding, KnownFinding
from lytte.core.summary_table import severity_word
from lytte.core.thresholds import Alert, Reason, Rule, Severity

# The order in which a reader wants the reasons of one finding: where it is, then how it moved.
_ORDER = {"at_least": 0, "below": 0, "persisted": 1, "worsened": 2, "answered": 3}
_LOUDNESS: Mapping[Severity, int] = {"amber": 0, "red": 1}


@dataclass(frozen=True)
class Findings:
    """What the alerts come to: news, what an agreement covers, and the loudest per measure."""

    news: tuple[Finding, ...]
    known: tuple[KnownFinding, ...]
    flagged: Mapping[str, Severity]
    known_measures: frozenset[str]


def subject(rule_id: str, measures: Iterable[str]) -> tuple[str, ...]:
    """Return what an alert speaks of: its measure, or a rule that joins several by itself."""
    spoken = set(measures)
    return tuple(spoken) if len(spoken) == 1 else ("", rule_id)


def told_once(reasons: Iterable[Because]) -> tuple[Because, ...]:
    """Say each reason once: of several borders of a measure, only the furthest passed."""
    told: dict[tuple[str, ...], Because] = {}
    for said in reasons:
        one = said.reason
        key = (one.measure, one.type, *map(option_key, one.answers))
        before = told.get(key)
        if before is None or _further(said, before):
            told[key] = said
    return tuple(sorted(told.values(), key=lambda one: _ORDER[one.reason.type]))


def number(reason: Reason) -> Decimal | None:
    """Return the number that a reason is about; an answer that was chosen has none to show."""
    return None if reason.type == "answered" else reason.value


def findings(given: SummaryInput, asked: Sequence[Measured], names: Mapping[str, str]) -> Findings:
    """Turn alerts into findings: one a measure, or one a rule that joins several measures."""
    covered = {rule_id: one for one in given.agreements for rule_id in one.covers}
    new = [alert for alert in given.alerts if alert.rule_id not in covered]
    old = [alert for alert in given.alerts if alert.rule_id in covered]
    finder = _Finder(given, {one.address: one for one in asked}, names)
    loud = _flagged(new)
    quiet = frozenset(_flagged(old)) - frozenset(loud)
    return Findings(
        news=finder.found(new),
        known=tuple(
            KnownFinding(finding=one, agreement=_agreement(one, covered))
            for one in finder.found(old)
        ),
        flagged=loud,
        known_measures=quiet,
    )


def _agreement(finding: Finding, covered: Mapping[str, Agreement]) -> Agreement:
    return next(covered[rule_id] for rule_id in finding.rule_ids)


def _flagged(alerts: Sequence[Alert]) -> dict[str, Severity]:
    loudest: dict[str, Severity] = {}
    for alert in alerts:
        for reason in alert.reasons:
            before = loudest.get(reason.measure)
            if before is None or _LOUDNESS[alert.severity] > _LOUDNESS[before]:
                loudest[reason.measure] = alert.severity
    return loudest


@dataclass(frozen=True)
class _Finder:
    given: SummaryInput
    measures: Mapping[str, Measured]
    names: Mapping[str, str]

    def found(self, alerts: Sequence[Alert]) -> tuple[Finding, ...]:
        """Group the alerts by what they speak of, and put the worst first."""
        together: dict[tuple[str, ...], list[Alert]] = {}
        for alert in alerts:
            spoken = (reason.measure for reason in alert.reasons)
            together.setdefault(subject(alert.rule_id, spoken), []).append(alert)
        return tuple(
            sorted((self._finding(*one) for one in together.items()), key=self._worst_first)
        )

    def _worst_first(self, finding: Finding) -> tuple[int, Decimal, int]:
        addresses = [because.reason.measure for because in finding.reasons]
        order = list(self.measures)
        first = min((order.index(a) for a in addresses if a in order), default=len(order))
        badness = max((self._badness(b.reason) for b in finding.reasons), default=Decimal(0))
        return -_LOUDNESS[finding.severity], -badness, first

    def _badness(self, reason: Reason) -> Decimal:
        """How far towards its worst end a number stands, 0 to 1; an answer waited for is there."""
        one = self.measures.get(reason.measure)
        if reason.type == "answered":
            return Decimal(1)
        if one is None or one.ends is None or one.worse is None:
            return Decimal(0)
        low, high = one.ends
        share = (reason.value - low) / (high - low)
        return share if one.worse == "up" else 1 - share

    def _finding(self, subject: tuple[str, ...], alerts: Sequence[Alert]) -> Finding:
        severity: Severity = "red" if any(a.severity == "red" for a in alerts) else "amber"
        reasons = self._reasons(alerts)
        rule_ids = tuple(alert.rule_id for alert in alerts)
        if subject[0] == "":
            name = self._rule(rule_ids[0]).name.read(self.given.language)
            spoken = " + ".join(dict.fromkeys(because.name for because in reasons))
            return Finding(
                severity=severity, name=name or spoken, reasons=reasons, rule_ids=rule_ids
            )
        [measure] = subject
        value = number(reasons[0].reason)
        one = self.measures.get(measure)
        return Finding(
            severity=severity,
            name=self.names.get(measure, measure),
            reasons=reasons,
            value=value,
            of=one.ends[1] if one and one.ends else None,
            exact=one is not None and one.exact,
            word="" if one is None or value is None else self._word(one, value),
            rule_ids=rule_ids,
        )

    def _word(self, one: Measured, value: Decimal) -> str:
        return severity_word(one, value, self.given.language)[0]

    def _reasons(self, alerts: Sequence[Alert]) -> tuple[Because, ...]:
        return told_once(
            self._because(alert, reason) for alert in alerts for reason in alert.reasons
        )

    def _because(self, alert: Alert, reason: Reason) -> Because:
        rule = self._rule(alert.rule_id)
        at = reason.previous_at
        return Because(
            reason=reason.model_copy(update={"previous_at": at and at.astimezone(self.given.zone)}),
            severity=alert.severity,
            name=self.names.get(reason.measure, reason.measure),
            local=rule.local,
            source=rule.source,
            unanswered_at=self._unanswered(reason.measure, at),
            answers=read_answers(reason.measure, reason.answers, self.names),
        )

    def _rule(self, rule_id: str) -> Rule:
        return next(rule for rule in self.given.rules.rules if rule.id == rule_id)

    def _unanswered(self, measure: str, since: datetime | None) -> tuple[datetime, ...]:
        return tuple(
            past.at.astimezone(self.given.zone)
            for past in self.given.history
            if since is not None and past.at > since and measure not in past.measures
        )


def _further(one: Because, before: Because) -> bool:
    if one.severity != before.severity:
        return one.severity == "red"
    if one.reason.type == "below":
        return one.reason.limit < before.reason.limit
    return one.reason.limit > before.reason.limit
