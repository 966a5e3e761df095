"""The middle of the sheet: what to look at and why, and what is known already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lytte.core.answers import Missing
from lytte.core.summary_shape import Finding, KnownFinding, Summary
from lytte.reports.measuring import fitted, shortened, width
from lytte.reports.sheet_density import WIDE, Density
from lytte.reports.sheet_text import Scribe, height

NAME_ROOM, NAME_SIZE = 86.0, 11.0
LEAST = 12  # letters of a name that are always printed


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The findings that stand with their reason, worst first; never an empty box."""

    title: str
    found: Sequence[tuple[str, str, str]]
    """Mark, what, why."""
    beside: Sequence[str]

    def height(self, d: Density) -> float:
        told = sum(_height(why, d) for _, _, why in self.found)
        beside = sum(height(line, d.text, d.line) for line in self.beside)
        return d.heading + told + beside + d.gap


@dataclass(frozen=True, kw_only=True)
class Known:
    """Findings that an agreement covers."""

    title: str
    lines: Sequence[str]

    def height(self, d: Density) -> float:
        return d.heading + sum(height(t, d.text, d.line, WIDE - 5) for t in self.lines) + d.gap


def _height(why: str, d: Density) -> float:
    return height(why, d.text, d.line, WIDE - NAME_ROOM - 3) + d.finding - d.line


def findings(summary: Summary, scribe: Scribe) -> Findings:
    """Put the findings into words, and beside them what a reader must not take for granted."""
    say, found = scribe.say, summary.findings
    shown = found if scribe.whole else found[: summary.layout.found]
    return Findings(
        title=_title(summary, len(shown), scribe),
        found=[
            (
                "r" if one.severity == "red" else "a",
                _one_line(one, scribe),
                scribe.name(say.finding_reason(one), 150),
            )
            for one in shown
        ],
        beside=[*_left(found[len(shown) :], scribe), *_calm(summary, scribe)],
    )


def _one_line(finding: Finding, scribe: Scribe) -> str:
    """The name gives way, so that the number always stands on the line."""
    whole = scribe.say.finding_title(finding)
    if scribe.whole:
        return whole
    for letters in range(len(finding.name), LEAST, -2):
        title = scribe.say.finding_title(finding, shortened(finding.name, letters))
        if width(title, NAME_SIZE, bold=True) <= NAME_ROOM - 7:
            return title
    return fitted(whole, NAME_SIZE, NAME_ROOM - 7, 1, bold=True)


def _title(summary: Summary, shown: int, scribe: Scribe) -> str:
    _, all_of_them = scribe.say.words, len(summary.findings)
    if shown < all_of_them:
        return _("Look at this: the {shown} worst of {all}", shown=shown, all=all_of_them)
    if shown:
        return _("Look at this")
    answered = [row for row in summary.rows if not isinstance(row.now, Missing)]
    if not answered:
        return _("Nothing was measured")
    if not any(row.limits for row in answered):
        return _("No limits are set for these answers")
    if any(row.beyond or row.known for table in summary.tables for row in table.rows):
        return _("No new findings; see what is marked in the tables")
    if any(row.beyond or row.known for row in answered):
        return _("No new findings; see what is left off this page")
    return _("No answer is beyond its limit")


def _left(rest: Sequence[Finding], scribe: Scribe) -> list[str]:
    if not rest:
        return []
    _, counted = scribe.say.words, Counter(one.severity for one in rest)
    how = [
        _.count("{number} red", "{number} red", counted["red"]) if counted["red"] else "",
        _.count("{number} amber", "{number} amber", counted["amber"]) if counted["amber"] else "",
    ]
    names = scribe.listed([scribe.say.finding_title(one) for one in rest], 260)
    many = scribe.say.write.listed([text for text in how if text])
    return [_("Also {many}: {names}.", many=many, names=names)]


def _calm(summary: Summary, scribe: Scribe) -> list[str]:
    """What stands beside the findings when no emergency heads the sheet."""
    _, lines = scribe.say.words, []
    if not summary.emergencies.raised:
        lines += [scribe.name(t, 260) for t in scribe.say.emergency_lines(summary.emergencies)]
    if summary.occasions[-1].proxy:
        lines.append(_("A helper answered: these numbers raise no flag about change."))
    if not summary.findings:
        sent = summary.sending
        lines.append(
            _("{answered} of {asked} questions answered.", answered=sent.answered, asked=sent.asked)
            + " "
            + _("The form does not catch everything: ask about what it leaves out.")
        )
    return lines


def known(summary: Summary, scribe: Scribe) -> Known | None:
    """Put what an agreement covers into words; None when there is nothing."""
    if not summary.known:
        return None
    lines = [_known(one, scribe) for one in summary.known]
    if not scribe.whole and len(lines) > 3:
        lines = [*lines[:2], scribe.more(len(lines) - 2)]
    return Known(title=scribe.say.words("Known, with an agreement"), lines=lines)


def _known(one: KnownFinding, scribe: Scribe) -> str:
    _, write, plan = scribe.say.words, scribe.say.write, one.agreement
    said = _(
        "{finding}: agreed {day}",
        finding=scribe.say.finding_title(one.finding),
        day=write.day(plan.agreed_on),
    )
    if plan.review_on is not None:
        said += _(", to be reviewed {day}", day=write.day(plan.review_on))
    if plan.verdict:
        said += ". " + _("The patient: {verdict}", verdict=plan.verdict)
    return scribe.name(f"{said}.", 200)
