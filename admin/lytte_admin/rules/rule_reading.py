"""From the fields of a rule's sentence to the rule, with everything that is wrong at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from lytte.core import rule_checks
from lytte.core.criteria import Numeric, Worse, simple
from lytte.core.rule_checks import Ends
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Criterion,
    Persisted,
    Rule,
    Silent,
    When,
    Worsened,
)
from lytte.core.values import NativeValue
from lytte.core.wordings import Kind
from lytte.wording.catalogue import Words
from lytte_admin.editing import worded
from lytte_admin.editing.composing import written as texts_written
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words.asked_when import Unreadable, number
from lytte_admin.in_words.labels import RECIPIENTS
from lytte_admin.rules.rule_fields import (
    ANSWER,
    MOST_CONDITIONS,
    MOST_GROUPS,
    Fields,
    Sentence,
    flattened,
    joined,
)
from lytte_admin.told import told

ADVICE: Mapping[str, Kind] = {"advice": "advice"}
MOST_AMONG = 20
LONGEST_SILENCE = 24 * 60


@dataclass
class Reader:
    """Reads one form; `faults` says everything that is wrong with it."""

    given: MultiDict[str, str]
    worse: Mapping[str, Worse]
    scale: Mapping[str, Ends]
    say: Words
    answers: Mapping[str, Mapping[str, NativeValue]] = field(default_factory=dict)
    """What each question that is answered by choosing offers, by the answers' keys."""
    faults: list[Fault] = field(default_factory=list)

    def rule(self, rule_id: str, before: Rule | None) -> Rule | None:
        """Return the rule that the fields say; None when one of them cannot be read."""
        given, say = self.given, self.say
        recipient, deputy = given.get("recipient", ""), given.get("deputy", "")
        if recipient not in RECIPIENTS or deputy not in RECIPIENTS:
            self._wrong("recipient", say("Say who gets the alert, and who steps in."))
        elif recipient == deputy:
            self._wrong(
                "deputy",
                say("Whoever steps in must be someone else than whoever gets the alert."),
            )
        self.faults += worded.faults(given, ADVICE, say)
        when = self.when(before)
        if when is None or self.faults:
            return None
        red = given.get("severity") == "red" and not isinstance(when, Silent)
        source = given.get("source", "").strip()[:200]
        return Rule(
            id=rule_id,
            severity="red" if red else "amber",
            when=when,
            name=before.name if before else Rule.model_fields["name"].default,
            recipient=recipient,
            deputy=deputy,
            advice=texts_written(given, "advice", before=before.advice if before else None),
            source=source,
            local=_is_local(before, when, source),
        )

    def when(self, before: Rule | None) -> When | None:
        """Return what the fields wait for; what has no fields stays as it was."""
        if "hours" in self.given:
            return self._silence()
        if "measure-1-1" not in self.given:
            return before.when if before else None
        groups = [group for group in self._groups(before) if group]
        if not groups:
            if not self.faults:
                self._wrong("measure-1-1", self.say("Choose what the rule looks at."))
            return None
        found = joined(groups, self.together)
        if before and not isinstance(before.when, Silent) and flattened(before.when) == found:
            return before.when  # the same, with other brackets
        return found

    @property
    def together(self) -> str:
        """How the groups are joined."""
        return "all" if self.given.get("together") == "all" else "any"

    def sentence(self) -> Sentence:
        """Return the fields as they were filled in, right or wrong."""
        groups = []
        for group in range(1, MOST_GROUPS + 1):
            fields = [self._fields(f"{group}-{one}") for one in range(1, MOST_CONDITIONS + 1)]
            if kept := tuple(one for one in fields if one.measure):
                groups.append(kept)
        return Sentence(tuple(groups) or ((Fields(),),), self.together)

    def _fields(self, at: str) -> Fields:
        usual = Fields()
        return Fields(
            self.given.get(f"measure-{at}", ""),
            self.given.get(f"kind-{at}", usual.kind),
            self.given.get(f"value-{at}", ""),
            self.given.get(f"times-{at}", usual.times),
            self.given.get(f"among-{at}", usual.among),
            self._ticked(at),
        )

    def _ticked(self, at: str) -> tuple[str, ...]:
        """Return the answers that are ticked; another question's, still on the page, are not."""
        if self.given.get(f"of-{at}") != self.given.get(f"measure-{at}"):
            return ()
        return tuple(self.given.getlist(f"option-{at}"))

    def _groups(self, before: Rule | None) -> Iterator[list[Criterion]]:
        for group in range(1, MOST_GROUPS + 1):
            every = [f"{group}-{one}" for one in range(1, MOST_CONDITIONS + 1)]
            each = [self._condition(at, before) for at in every]
            yield [one for one in each if one is not None]

    def _answered(self, at: str, written: Fields, before: Rule | None) -> Answered | None:
        """Return the criterion on the ticked answers; one that ticks the same is kept as it is."""
        offered = self.answers[written.measure]
        ticked = tuple(value for key, value in offered.items() if key in written.options)
        if not ticked:
            self._wrong(f"option-{at}", self.say("Tick the answers that shall alert."))
            return None
        made = Answered(item=written.measure.removeprefix(ANSWER), options=ticked)
        for one in simple(before.when) if before else ():
            if isinstance(one, Answered) and set(one.measures) == set(made.measures):
                return one
        return made

    def _condition(self, at: str, before: Rule | None) -> Criterion | None:
        written = self._fields(at)
        if not written.measure:
            return None
        if written.measure in self.answers:
            return self._answered(at, written, before)
        if written.measure not in self.worse:
            self._wrong(f"measure-{at}", self.say("Choose what the rule looks at."))
            return None
        try:
            made = self._of_kind(written, number(written.value, self.say))
        except Unreadable as fault:
            self._wrong(f"value-{at}", str(fault))
            return None
        outside = rule_checks.outside(made, self.scale.get(written.measure))
        if outside is not None:
            said = told.problem(outside, self.say)
            self._wrong(f"value-{at}", f"{said.message} {said.way_out}")
        return made

    def _of_kind(self, written: Fields, value: Decimal) -> Numeric:
        measure, say = written.measure, self.say
        match written.kind:
            case "at_least":
                return AtLeast(measure=measure, value=value)
            case "below":
                return Below(measure=measure, value=value)
            case "worsened" | "from_start":
                if value <= 0:
                    raise Unreadable(say("Write how many points worse, as a number above 0."))
                worse = self.worse[measure]
                if written.kind == "worsened":
                    return Worsened(measure=measure, by=value, since="last", worse=worse)
                return Worsened(measure=measure, by=value, since="baseline", worse=worse)
            case "persisted" | "persisted_below":
                limit = AtLeast if written.kind == "persisted" else Below
                times, among = self._often(written)
                return Persisted(of=limit(measure=measure, value=value), times=times, among=among)
            case _:
                raise Unreadable(say("Choose how it is compared."))

    def _often(self, written: Fields) -> tuple[int, int]:
        if not (written.times.isdecimal() and written.among.isdecimal()):
            raise Unreadable(self.say("Write how many times, of how many answers."))
        times, among = int(written.times[:3]), int(written.among[:3])
        if not 2 <= times <= among <= MOST_AMONG:
            raise Unreadable(
                self.say(
                    "Write at least 2 times, of at most {most} answers, and not more times "
                    "than answers.", most=MOST_AMONG,
                )
            )  # fmt: skip
        return times, among

    def _silence(self) -> Silent | None:
        hours = self.given.get("hours", "").strip()
        if not hours.isdecimal() or not 1 <= int(hours[:6]) <= LONGEST_SILENCE:
            self._wrong(
                "hours", self.say("Write a number of hours, 1 to {most}.", most=LONGEST_SILENCE)
            )
            return None
        return Silent(hours=int(hours))

    def _wrong(self, at: str, text: str) -> None:
        self.faults.append(Fault(at, text))


def _is_local(before: Rule | None, when: When, source: str) -> bool:
    """A limit is its source's only as long as nobody changed the one or the other."""
    if before is None or not source:
        return True
    return before.local or before.when != when or before.source != source
