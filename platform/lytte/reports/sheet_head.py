"""The upper half of the sheet: who, what cannot wait, what was agreed, what matters most."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from lytte.core.summary_given import Agreement
from lytte.core.summary_shape import Summary
from lytte.reports.sheet_density import WIDE, Density
from lytte.reports.sheet_text import (
    NAME_LETTERS,
    TOPIC_LETTERS,
    WORDS_LETTERS,
    Piece,
    Scribe,
    height,
)

TITLE_LINE, LEFT, RIGHT = 6.6, 102.0, 84.0
TOPICS, AGREED, AGREED_LETTERS = 3, 3, 150


@dataclass(frozen=True, kw_only=True)
class Head:
    """Whose answers these are, and how they came about."""

    title: str
    name: str
    person: str
    course: str
    visit: str
    sent: str
    how_many: str

    def height(self, d: Density) -> float:
        left = TITLE_LINE + height(f"{self.name} · {self.person}", d.text, d.line, LEFT, bold=True)
        left += height(self.course, d.text, d.line, LEFT)
        right = height(self.visit, d.text, d.line, RIGHT, bold=True)
        right += height(self.sent, d.text, d.line, RIGHT)
        right += height(self.how_many, d.text, d.line, RIGHT)
        return max(left, right) + 1.7 + d.gap


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The picture beside the title, inside the page itself, and the name it stands for."""

    address: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Urgent:
    """What cannot wait: heads the sheet in white on red, which is black in print."""

    title: str
    lines: Sequence[str]

    def height(self, d: Density) -> float:
        title = height(self.title, 12, max(d.heading, 4.7), WIDE - 6, bold=True)
        return title + sum(height(t, d.text, d.line, WIDE - 6) for t in self.lines) + 2.6 + d.gap


@dataclass(frozen=True, kw_only=True)
class Last:
    """What was agreed last time, each with the patient's verdict."""

    title: str
    lines: Sequence[tuple[str, str]]

    def height(self, d: Density) -> float:
        said = (height(f"{what} {verdict}", d.text, d.line) for what, verdict in self.lines)
        return d.heading + sum(said) + d.gap


@dataclass(frozen=True, kw_only=True)
class Priorities:
    """What matters most to the patient: the agenda of the conversation."""

    title: str
    topics: Sequence[tuple[Piece, str]]
    own_words: Sequence[Piece]
    note: str

    def height(self, d: Density) -> float:
        room = WIDE - 10
        topics = (
            height(f"1. {piece.length}{end}", d.topic, d.topic_line, room)
            for piece, end in self.topics
        )
        words = (height(p.length, d.text + 0.6, d.line + 0.3, room) for p in self.own_words)
        note = height(self.note, d.text, d.line, room)
        return d.heading + sum(topics) + sum(words) + note + d.pad + d.gap


def head(summary: Summary, scribe: Scribe) -> Head:
    """Put the identity strip into words."""
    say = scribe.say
    return Head(
        title=say.words("Summary before the conversation"),
        name=scribe.name(summary.person.name, NAME_LETTERS),
        person=say.person(summary),
        course=scribe.name(say.course(summary), 2 * NAME_LETTERS),
        visit=say.visit(summary),
        sent=say.who(summary),
        how_many=say.how_many(summary),
    )


def mark(summary: Summary) -> Mark | None:
    """Return the picture at the top; the stylesheet keeps it in the room beside the title."""
    given = summary.letterhead
    if not given.picture:
        return None
    picture = b64encode(given.picture).decode()
    return Mark(address=f"data:image/png;base64,{picture}", name=given.name)


def urgent(summary: Summary, scribe: Scribe) -> Urgent | None:
    """Put the emergencies into words; None when none was set off."""
    if not summary.emergencies.raised:
        return None
    say = scribe.say
    return Urgent(
        title=scribe.name(say.urgent_title(summary.emergencies), 170),
        lines=[scribe.name(line, 330) for line in say.urgent_lines(summary.emergencies)],
    )


def last(summary: Summary, scribe: Scribe) -> Last | None:
    """Put what was agreed last time into words; None when nothing is recorded."""
    _, write = scribe.say.words, scribe.say.write
    if summary.first:
        return Last(title=_("First form: no earlier answers"), lines=())
    if not summary.agreements:
        return None
    newest = max(one.agreed_on for one in summary.agreements)
    lines = [_agreed(one, scribe) for one in summary.agreements]
    kept = lines if scribe.whole else lines[:AGREED]
    if len(kept) < len(lines):
        kept.append((scribe.more(len(lines) - len(kept)), ""))
    return Last(title=_("Agreed last time, {day}", day=write.day(newest)), lines=kept)


def _agreed(one: Agreement, scribe: Scribe) -> tuple[str, str]:
    _ = scribe.say.words
    who = f" ({one.who})" if one.who else ""
    what = scribe.name(f"{one.topic}: {one.what}{who}.", AGREED_LETTERS)
    verdict = scribe.name(one.verdict)
    return what, _("The patient: {verdict}.", verdict=verdict).replace("….", "…") if verdict else ""


def priorities(summary: Summary, scribe: Scribe, d: Density) -> Priorities:
    """Put the patient's own priorities into words, first of all that is measured."""
    _ = scribe.say.words
    shown = summary.topics if scribe.whole else summary.topics[:TOPICS]
    tight = d.name == "bare"
    topics = [
        (
            scribe.quote(t.text, 80 if tight else TOPIC_LETTERS, quoted=False),
            f" ({t.urgency})" if t.urgency else "",
        )
        for t in shown
    ]
    most = WORDS_LETTERS // (2 if tight else 1) // max(1, len(summary.own_words))
    words = [scribe.quote(one, most) for one in summary.own_words[: None if scribe.whole else 3]]
    note = ""
    if not summary.priorities_asked:
        note = _("The form did not ask what matters most to the patient.")
    elif not topics and not words:
        note = _("Asked, but the patient wrote nothing.")
    elif left := len(summary.topics) - len(topics):
        note = scribe.more(left)
    return Priorities(
        title=_("Most important to the patient"), topics=topics, own_words=words, note=note
    )
