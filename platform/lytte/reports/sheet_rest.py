"""The foot of the sheet: what the marks mean, what is not known, where it all comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lytte.core.summary_given import Origin
from lytte.core.summary_shape import Summary
from lytte.reports.measuring import fitted, lines
from lytte.reports.sheet_density import WIDE, Density
from lytte.reports.sheet_drawing import outside
from lytte.reports.sheet_table import noted, part_title
from lytte.reports.sheet_text import Piece, Scribe, height
from lytte.reports.sheet_words import SheetWords

FOOT_SIZE, FOOT_LINES, SHORT = 6.9, 3, 8
KEY_SIZE, KEY_LINE = 7.8, 3.6


@dataclass(frozen=True, kw_only=True)
class Rest:
    """The key, the gaps, and the answers that are no numbers."""

    key: str
    gaps: Sequence[tuple[str, str]]
    left_off: Sequence[tuple[str, str]]
    """What the clinic does not draw: with its number where that is beyond a limit."""
    others_title: str
    others: Sequence[tuple[str, Sequence[Piece]]]
    others_rest: str

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """What is not known, and what is not drawn."""
        return [*self.gaps, *self.left_off]

    def height(self, d: Density) -> float:
        """Return the millimetres of the key and the gaps."""
        told = 1.0 + (height(self.key, KEY_SIZE, KEY_LINE) + 1 if self.key else 0.0)
        return told + d.gap + sum(height(f"{a} {b}", d.text, d.line) for a, b in self.lines)

    def others_height(self, d: Density) -> float:
        """Return the millimetres of the other answers, inside the section of the gaps."""
        if not self.others:
            return 0.0
        answers = "; ".join(
            f"{name}: {', '.join(piece.length for piece in pieces)}" for name, pieces in self.others
        )
        return height(f"{self.others_title} {answers} {self.others_rest}", d.text, d.line)


def rest(summary: Summary, scribe: Scribe, d: Density) -> Rest:
    """Put what is not known, and what is no number, into words."""
    others, left = _others(summary, scribe, d.most)
    return Rest(
        key=key(summary, scribe.say),
        gaps=_gaps(summary, scribe, d.most),
        left_off=[] if scribe.whole else _left_off(summary, scribe, d.most),
        others_title=scribe.say.words("Other answers:"),
        others=others,
        others_rest=f"; {scribe.more(left)}" if left else "",
    )


def key(summary: Summary, say: SheetWords) -> str:
    """Explain the marks that stand on this sheet, and only those."""
    _ = say.words
    rows = [row for table in summary.tables for row in table.rows]
    if not rows:
        return ""
    ringed = any(
        outside(row, float(value))
        for row in rows
        for value, one in zip(row.points, summary.occasions, strict=True)
        if value is not None and not one.proxy
    )
    reds = {row.severity for row in rows}
    told = (
        ("red" in reds, _("Filled square: red.")),
        ("amber" in reds, _("Filled triangle: amber.")),
        (any(row.known for row in rows), _("Open square: known, an agreement covers it.")),
        (
            any(row.beyond and row.severity is None and not row.known for row in rows),
            _("Open triangle: beyond a limit, no alert."),
        ),
        (any(row.limits for row in rows), _("Grey: beyond a limit.")),
        (ringed and not summary.first, _("Ring: beyond the outermost limit.")),
        (
            any(one.proxy for one in summary.occasions),
            _("Open point, (number): a helper answered; never counted as a change."),
        ),
        (any(None in row.points for row in rows), _("?: no answer.")),
        (True, _("A flag is a reason to ask, not a diagnosis.")),
    )
    return " ".join(text for stands, text in told if stands)


def _gaps(summary: Summary, scribe: Scribe, most: int) -> list[tuple[str, str]]:
    say, _ = scribe.say, scribe.say.words
    by_reason: dict[str, list[str]] = {}
    for one in summary.gaps:
        by_reason.setdefault(say.missing(one.missing), []).append(
            say.gap(one, scribe.name(one.name))
        )
    gaps = [
        f"{scribe.listed(names, most // len(by_reason))} – {why}"
        for why, names in by_reason.items()
    ]
    told = [(_("Not answered:"), "; ".join(gaps) or _("none"))]
    if summary.not_opened:
        closed = [scribe.name(name) for name in summary.not_opened]
        told.append((_("Not asked today, opens on other answers:"), scribe.listed(closed, most)))
    if summary.not_asked_about:
        left = [scribe.name(name) for name in summary.not_asked_about]
        told.append((_("Not asked about:"), scribe.listed(left, most)))
    return [(title, f"{line}.") for title, line in told]


def _left_off(summary: Summary, scribe: Scribe, most: int) -> list[tuple[str, str]]:
    """Tell what the clinic does not draw; a number beyond a limit is never left untold."""
    _ = scribe.say.words
    rows = [row for table in summary.left_off for row in table.rows]
    loud = [row for row in rows if row.severity or row.beyond or row.known]
    quiet = [scribe.name(row.name) for row in rows if row not in loud]
    if summary.others and "others" in summary.layout.hidden:
        quiet.append(_("other answers"))
    if summary.agreements and "last" in summary.layout.hidden:
        quiet.append(_("what was agreed last time"))
    told = []
    if loud:
        names = scribe.listed([noted(summary, row, scribe) for row in loud], most, "; ")
        told.append((_("Not drawn on this page, but beyond a limit:"), f"{names}."))
    if quiet:
        names = scribe.listed(quiet, most // 2)
        told.append((_("Left off this page by the clinic, to be read on screen:"), f"{names}."))
    return told


def _others(
    summary: Summary, scribe: Scribe, most: int
) -> tuple[list[tuple[str, list[Piece]]], int]:
    """Return the other answers that fit, and how many do not."""
    kept: list[tuple[str, list[Piece]]] = []
    used = 0
    for one in summary.others:
        pieces = [scribe.answer(said) for said in one.answers]
        name = scribe.name(one.name)
        if one.local:
            name = scribe.say.words("{title} (local)", title=name)
        used += len(name) + sum(len(piece.length) for piece in pieces) + 4
        if kept and used > most and not scribe.whole:
            return kept, len(summary.others) - len(kept)
        kept.append((name, pieces))
    return kept, 0


def foot(summary: Summary, scribe: Scribe) -> str:
    """Say where everything comes from, so that the sheet can be printed again as it was."""
    say, _ = scribe.say, scribe.say.words
    parts = [
        " ".join(text for text in (part_title(one, say, recall=False), one.version) if text)
        for one in summary.instruments
    ]
    asked = _(
        "{instruments} in {language}",
        instruments=", ".join(parts),
        language=say.write.language_name(summary.sending.language),
    )
    ending = _("This page supports the conversation and does not replace it.")
    if summary.person.synthetic:
        ending = f"{_('Invented patient.')} {ending}"
    after = f" · {' · '.join(_versions(summary.origin, say))}. {ending}"
    if scribe.whole:
        return asked + after
    # The names of the instruments give way first; the rest is what finds the sheet again.
    for letters in range(len(asked), 40, -10):
        text = scribe.name(asked, letters) + after
        if lines(text, FOOT_SIZE, WIDE) <= FOOT_LINES:
            return text
    return fitted(asked + after, FOOT_SIZE, WIDE, FOOT_LINES)


def _versions(origin: Origin, say: SheetWords) -> Iterator[str]:
    _, write = say.words, say.write
    if origin.form_number is not None:
        yield _("form {number}", number=origin.form_number) + _short(origin.form_sha256)
    if origin.rules_number is not None:
        rules = _("rules {number}", number=origin.rules_number)
        if origin.rules_since is not None:
            rules += _(", in force from {day}", day=write.full_day(origin.rules_since))
        yield rules + _short(origin.rules_sha256)
    yield _("response {id}", id=origin.response_id[:SHORT])
    if origin.layout_number is not None:
        yield _("layout {number}", number=origin.layout_number)
    day, hour = write.full_day(origin.printed_at), write.hour(origin.printed_at)
    printed = _("printed {day} at {hour}", day=day, hour=hour)
    yield printed + (_(", for {role}", role=origin.printed_for) if origin.printed_for else "")


def _short(sha256: str) -> str:
    return f" ({sha256[:SHORT]})" if sha256 else ""
