"""The sentences of the summary sheet: values in, the reader's language out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lytte.core.answers import Missing
from lytte.core.summary_shape import (
    Because,
    Change,
    Emergencies,
    Finding,
    Gap,
    Row,
    Summary,
    Urgent,
)
from lytte.core.thresholds import Severity
from lytte.reports.writing import Writing
from lytte.wording.catalogue import Words


@dataclass(frozen=True)
class SheetWords:
    """What the sheet says, in one language."""

    words: Words
    write: Writing

    @classmethod
    def of(cls, words: Words) -> "SheetWords":
        """Speak with these words."""
        return cls(words, Writing(words))

    def severity(self, severity: Severity) -> str:
        """Red or amber: the words stand for themselves where there is no colour."""
        return self.words("red") if severity == "red" else self.words("amber")

    def who(self, summary: Summary) -> str:
        """When it was sent, and by whom."""
        _, sending = self.words, summary.sending
        by = {
            ("self", False): _("by the patient alone"),
            ("self", True): _("by the patient, with help"),
            ("proxy", False): _("by a helper for the patient"),
            ("proxy", True): _("by a helper for the patient"),
        }.get((sending.answered_by, sending.helped), _("in an interview with staff"))
        if sending.typed_in_at is not None:
            day = self.write.full_day(sending.authored.date())
            return _("Filled in {date} {by}", date=day, by=by)
        return _("Sent {moment} {by}", moment=self.write.moment(sending.authored), by=by)

    def how_many(self, summary: Summary) -> str:
        """On what, how much of it, and in which language when it is not the reader's."""
        _, sending = self.words, summary.sending
        on = {
            "web": _("On own device"),
            "kiosk": _("On the clinic's tablet"),
            "paper": _("On paper"),
        }[sending.mode]
        if sending.typed_in_at is not None:
            paper = {
                False: _("On paper, typed in {date} by {name}"),
                True: _("Typed in from paper, corrected {date} by {name}"),
            }[sending.corrected]
            day = self.write.full_day(sending.typed_in_at.date())
            on = paper.format(date=day, name=sending.typed_in_by)
        many = {"answered": sending.answered, "asked": sending.asked}
        said = _("{on}, {answered} of {asked} questions answered", on=on, **many)
        if _tongue(sending.language) == _tongue(summary.language):
            return said
        tongue = self.write.language_name(sending.language)
        return _("{said}, in {language}", said=said, language=tongue)

    def person(self, summary: Summary) -> str:
        """Born when, which number; the name stands before it."""
        person = summary.person
        said = self.words(
            "born {date} ({age} years)",
            date=self.write.full_day(person.birth_date),
            age=summary.age,
        )
        number = self.words("patient no. {number}", number=person.number) if person.number else ""
        return " · ".join(part for part in (said, number) if part)

    def course(self, summary: Summary) -> str:
        """A clinical fact, with where it is from and when it was true."""
        meeting = summary.meeting
        if not meeting.course:
            return ""
        origin = self.words("source not stated")
        if meeting.course_source:
            origin = self.words("from {source}", source=meeting.course_source)
        if meeting.course_on is not None:
            origin += f" {self.write.full_day(meeting.course_on)}"
        return f"{meeting.course} ({origin})"

    def visit(self, summary: Summary) -> str:
        """The appointment the sheet is for."""
        at = summary.meeting.starts_at
        if at is None:
            return self.words("No appointment is linked")
        return self.words(
            "Appointment {weekday} {date} at {hour}",
            weekday=self.write.weekday(at),
            date=self.write.full_day(at),
            hour=self.write.hour(at),
        )

    def urgent_title(self, emergencies: Emergencies) -> str:
        """The line that heads the sheet."""
        names = [one.name for one in emergencies.raised]
        return self.words("Urgent: {names}", names=self.write.listed(names))

    def urgent_lines(self, emergencies: Emergencies) -> list[str]:
        """What happened after the answer, and what the other emergency questions said."""
        told = {one.name: self._call(one) for one in emergencies.raised}
        if len(set(told.values())) == 1:
            lines = [next(iter(told.values()))]
        else:
            lines = [f"{name}: {text}" for name, text in told.items()]
        return [*lines, *self.emergency_lines(emergencies)]

    def emergency_lines(self, emergencies: Emergencies) -> list[str]:
        """The emergency questions that were answered no, and those left open."""
        lines = []
        if emergencies.denied:
            denied = ", ".join(emergencies.denied)
            lines.append(self.words("No to the emergency questions: {names}.", names=denied))
        if emergencies.unanswered:
            left = ", ".join(emergencies.unanswered)
            lines.append(self.words("Emergency questions without an answer: {names}.", names=left))
        return lines

    def _call(self, one: Urgent) -> str:
        _, said = self.words, []
        if one.answer:
            said.append(_("The answer was “{answer}”.", answer=one.answer))
        if one.withdrawn:
            said.append(_("The answer was changed before it was sent."))
        if one.shown_at is None:
            said.append(_("“Call us now” was not shown."))
        else:
            said.append(_("“Call us now” was shown {moment}.", moment=self._when(one.shown_at)))
            said.append(self._reply(one))
        if one.seen_at is not None:
            when = self._when(one.seen_at, after=one.shown_at)
            by = one.seen_by or _("staff")
            said.append(_("Seen by {role} {moment}.", role=by, moment=when))
        else:
            said.append(_("Not marked as seen by staff."))
        return " ".join(said)

    def _reply(self, one: Urgent) -> str:
        if one.replied_at is None or not one.reply:
            return self.words("The patient has not replied to it.")
        when = self._when(one.replied_at, after=one.shown_at)
        if one.reply == "called":
            return self.words("The patient answered “I have called” {moment}.", moment=when)
        return self.words("The patient answered “I cannot call” {moment}.", moment=when)

    def _when(self, at: datetime, after: datetime | None = None) -> str:
        """Day and hour; the hour alone on the same day."""
        if after is not None and at.date() == after.date():
            return self.words("at {hour}", hour=self.write.hour(at))
        return self.write.moment(at)

    def finding_title(self, finding: Finding, name: str | None = None) -> str:
        """What to look at, with its number: `Pain 8 of 10`. `name` stands in for a long one."""
        name = finding.name if name is None else name
        if finding.value is None:
            return name
        value = self.write.number(finding.value, None if finding.exact else finding.of)
        if finding.of is None:
            said = f"{name} {value}"
        else:
            of = self.write.number(finding.of)
            said = self.words("{name} {value} of {of}", name=name, value=value, of=of)
        return f"{said}, {finding.word}" if finding.word else said

    def finding_reason(self, finding: Finding) -> str:
        """Why it was found: each reason once, joined into one sentence."""
        names = {one.name for one in finding.reasons}
        joined = finding.value is None and names != {finding.name}
        reasons = [self._because(one, named=joined) for one in finding.reasons]
        severity = self.severity(finding.severity)
        why = self.write.listed(reasons)
        return f"{severity[:1].upper()}{severity[1:]}: {why}"

    def _because(self, because: Because, *, named: bool) -> str:
        _, reason, show = self.words, because.reason, self.write.number
        limit = show(reason.limit)
        match reason.type:
            case "at_least" if reason.value == reason.limit:
                said = _("at the limit {limit}", limit=limit)
            case "at_least":
                said = _("over the limit {limit}", limit=limit)
            case "below":
                said = _("under the limit {limit}", limit=limit)
            case "persisted":
                said = _(
                    "beyond {limit} {times} of the last {among} times",
                    limit=limit,
                    times=reason.times or 0,
                    among=reason.among or 0,
                )
            case "answered":
                said = _("the answer {answers}", answers=self.write.answers(because.answers))
                return f"{because.name}: {said}" if named else said
            case "worsened":
                said = self._worsened(because)
        if because.local and reason.type != "worsened":
            said = _("{reason} (local)", reason=said)
        return f"{because.name} {show(reason.value)} {said}" if named else said

    def _worsened(self, because: Because) -> str:
        reason = because.reason
        moved = abs(reason.value - (reason.previous or Decimal(0)))
        if reason.previous_at is None:
            return self.words("{by} worse", by=self.write.number(moved))
        said = self.words(
            "{by} worse than {day}",
            by=self.write.number(moved),
            day=self.write.day(reason.previous_at),
        )
        if because.unanswered_at:
            days = self.write.listed([self.write.day(at) for at in because.unanswered_at])
            said += " " + self.words("(not answered {days})", days=days)
        return said

    def change(self, change: Change, span: Decimal | None) -> str:
        """How it moved since the last own answer; the day only when it was not the last time."""
        _ = self.words
        by = self.write.number(change.by, span)
        said = {
            "worse": _("{by} worse", by=by),
            "better": _("{by} better", by=by),
            "unchanged": _("unchanged"),
            "more": _("{by} more", by=by),
            "less": _("{by} less", by=by),
        }[change.kind]
        if change.last:
            return said
        return _("{change} since {day}", change=said, day=self.write.day(change.since))

    def row_note(self, row: Row, *, first: bool, proxy: bool) -> str:
        """Flag, severity word and change of one row, as one phrase."""
        _, span = self.words, row.span
        said = [self._flag(row), row.word]
        if row.se is not None:
            said.append(_("standard error {number}", number=self.write.number(row.se, Decimal(10))))
        if isinstance(row.now, Missing):
            if row.previous is not None:
                value = self.write.number(row.previous[0], span)
                day = self.write.day(row.previous[1])
                said.append(_("last {value}, {day}", value=value, day=day))
        elif row.change is not None:
            said.append(self.change(row.change, span))
        elif proxy:
            said.append(_("a helper answered"))
        elif not first:
            said.append(_("first time"))
        return ", ".join(part for part in said if part)

    def _flag(self, row: Row) -> str:
        if row.severity is not None:
            return self.severity(row.severity)
        if row.known:
            return self.words("known")
        return self.words("beyond the limit") if row.beyond else ""

    def missing(self, missing: Missing) -> str:
        """Why there is no answer."""
        _ = self.words
        return {
            Missing.DECLINED: _("does not want to answer"),
            Missing.SKIPPED: _("skipped"),
            Missing.NOT_REACHED: _("not reached"),
            Missing.UNREADABLE: _("unreadable on paper"),
            Missing.NOT_SHOWN: _("not asked"),
        }[missing]

    def gap(self, gap: Gap, name: str) -> str:
        """A question left open, with what was last known."""
        if gap.previous is None:
            return name
        value, at = gap.previous
        said = self.words(
            "last {value}, {day}", value=self.write.number(value), day=self.write.day(at)
        )
        return f"{name} ({said})"


def _tongue(language: str) -> str:
    """The language that is named: whoever reads one Norwegian reads the other."""
    base = language.split("-")[0]
    return "no" if base in ("nb", "nn") else base
