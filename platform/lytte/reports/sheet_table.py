"""The tables of the sheet: which rows are drawn, which are told in a line, in what words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lytte.core.answers import Missing
from lytte.core.sheet_layout import Kind
from lytte.core.summary_shape import OccasionNote, PartNote, Row, Summary, Table
from lytte.reports.measuring import fitted, width
from lytte.reports.sheet_density import Density
from lytte.reports.sheet_drawing import (
    NAME,
    PITCH,
    STOPS,
    STRIP,
    Drawing,
    lying,
    lying_scale,
    trend,
)
from lytte.reports.sheet_text import Scribe
from lytte.reports.sheet_words import SheetWords

STRIP_SIZE, HEAD_SIZE = 7.6, 7.0
FINE = 4 * 25.4 / 96  # tab stops of a lying scale: 4 px
LIMIT_ROOM = 6.3


@dataclass(frozen=True)
class RowView:
    """One printed row; `mark` is its class, the flag itself is in the drawing."""

    mark: str
    name: str
    now: str
    note: str
    strip: str


@dataclass(frozen=True)
class TableView:
    """One printed table with its drawing and the lines that tell what is not drawn."""

    kind: Kind
    title: str
    note: str
    subject: str
    note_head: str
    strip_head: str
    rows: tuple[RowView, ...]
    drawing: Drawing | None
    described: str
    """What a screen reader is told about the drawing."""
    folded: tuple[str, ...]


def table_view(
    summary: Summary, table: Table, scribe: Scribe, density: Density, drawn: Sequence[Row]
) -> TableView:
    """Lay out a table with `drawn` rows; all its other rows are told in lines."""
    say = scribe.say
    title, subject = _titles(say)[table.kind]
    rows = tuple(_row(summary, row, table.kind, say, density) for row in drawn)
    if summary.first:
        drawing = lying(drawn, density.row, proxy=summary.occasions[-1].proxy)
        strip_head, note_head = _scale_head(drawn, say), say.words("Flag")
    else:
        drawing = trend(drawn, summary.occasions, density.row)
        strip_head = _dates(summary.occasions, say)
        note_head = say.words("Flag, and change since last")
    return TableView(
        kind=table.kind,
        title=title,
        note=scribe.name(_note(table, say), density.most // 2),
        subject=subject,
        note_head=note_head,
        strip_head=strip_head if drawn else "",
        rows=rows,
        drawing=drawing if drawn else None,
        described=say.words("{title}: the same numbers as in the table, as a graph.", title=title),
        folded=tuple(_folded(summary, table, scribe, density, drawn)),
    )


def least(rows: Iterable[Row]) -> Row:
    """Return the row a reader misses least: unflagged before flagged, later before earlier."""
    return min(reversed(list(rows)), key=_weight)


def _weight(row: Row) -> int:
    if row.severity is not None:
        return 5 if row.severity == "red" else 4
    if row.beyond or row.known:
        return 3
    if row.quiet:
        return 0
    return 2 if row.change is not None and row.change.kind == "worse" else 1


def _titles(say: SheetWords) -> dict[Kind, tuple[str, str]]:
    """Title and first column head of each kind; the direction is part of the title."""
    _ = say.words
    return {
        "symptoms": (_("Symptoms 0–10, higher is worse"), _("Symptom")),
        "functions": (_("Functions 0–100, higher is better"), _("Function")),
        "higher_is_worse": (_("Other scores, higher is worse"), _("Score")),
        "higher_is_better": (_("Other scores, higher is better"), _("Score")),
        "undirected": (_("Other measures, no better or worse"), _("Measure")),
    }


def _note(table: Table, say: SheetWords) -> str:
    """Which instrument, over which time, whose limits: what a caption may not leave out."""
    parts = [part_title(part, say) for part in table.instruments]
    return " · ".join([*parts, _limit_note(table, say)])


def part_title(part: PartNote, say: SheetWords, *, recall: bool = True) -> str:
    """An instrument with its standing and recall period: `Diary (not validated), last week`."""
    _, said = say.words, part.title
    if part.modified:
        said = _("{title} (modified)", title=said)
    elif part.local:
        said = _("{title} (local)", title=said)
    elif not part.validated:
        said = _("{title} (not validated)", title=said)
    return f"{said}, {part.recall}" if recall and part.recall else said


def _limit_note(table: Table, say: SheetWords) -> str:
    _ = say.words
    by_source: dict[str, set[Decimal]] = {}
    for row in table.rows:
        for limit in row.limits:
            source = _("local") if limit.local else limit.source or _("source not stated")
            by_source.setdefault(source, set()).add(limit.value)
    if not by_source:
        return _("no limits set")
    told = []
    for source, values in by_source.items():
        shown = say.write.listed([say.write.number(value) for value in sorted(values)])
        told.append(_("limit {values}: {source}", values=shown, source=source))
    return "; ".join(told)


def _row(summary: Summary, row: Row, kind: Kind, say: SheetWords, density: Density) -> RowView:
    proxy = summary.occasions[-1].proxy
    span = row.span
    if isinstance(row.now, Missing):
        now = say.words("not answered")
    else:
        now = say.write.number(row.now, span)
        now = f"({now})" if proxy else now
    name = row.name
    if kind not in ("symptoms", "functions") and row.low is not None and row.high is not None:
        name += f" ({say.write.number(row.low)}–{say.write.number(row.high)})"
    return RowView(
        mark=_class(row),
        name=_printed_name(replace(row, name=name), density),
        now=now,
        note=fitted(
            say.row_note(row, first=summary.first, proxy=proxy), density.text, 33.0, 2, bold=True
        ),
        strip="" if summary.first else _strip(summary, row, span, say),
    )


def _printed_name(row: Row, density: Density) -> str:
    """The row's name in at most two lines, because the drawing counts on the row's height."""
    return fitted(row.name, density.row_name, NAME - 1.5, 2, bold=True)


def _class(row: Row) -> str:
    if isinstance(row.now, Missing):
        return "m"
    if row.severity is not None:
        return "r" if row.severity == "red" else "a"
    return "k" if row.known or row.beyond else ""


def _strip(summary: Summary, row: Row, span: Decimal | None, say: SheetWords) -> str:
    """The numbers of a row in their columns, and its limits behind the graph."""
    cells = [
        _cell(value, span, say, helper=one.proxy)
        for value, one in zip(row.points, summary.occasions, strict=True)
    ]
    limits = [say.write.number(limit.value) for limit in row.limits]
    for text in (", ".join(limits[-2:]), limits[-1] if limits else "", ""):
        if width(text, STRIP_SIZE) <= LIMIT_ROOM:
            break
    return "\t".join(cells) + "\t" * (STOPS - len(cells) + 1) + text


def _cell(value: Decimal | None, span: Decimal | None, say: SheetWords, *, helper: bool) -> str:
    """A number as it fits its column: in brackets when a helper gave it, `?` when missing."""
    if value is None:
        return "?"
    exact = say.write.number(value, span)
    whole = say.write.number(value.quantize(Decimal(1)))
    forms = (f"({exact})", f"({whole})", whole) if helper else (exact, whole)
    return next((t for t in forms if width(t, STRIP_SIZE) < PITCH - 0.3), forms[-1])


def _dates(occasions: Sequence[OccasionNote], say: SheetWords) -> str:
    """The days over the columns; the years in a second line when they differ."""
    days = "\t".join(say.write.day(one.at) for one in occasions)
    rest = "\t" * (STOPS - len(occasions) + 1) + say.words("limit")
    years = [str(one.at.year) for one in occasions]
    if len(set(years)) == 1:
        return days + rest
    return days + rest + "\n" + "\t".join(years)


def _scale_head(drawn: Sequence[Row], say: SheetWords) -> str:
    """The numbers over a lying scale: its ends and, where all rows share them, its limits."""
    if not drawn or len({(row.low, row.high) for row in drawn}) > 1:
        return ""
    low, high = drawn[0].low, drawn[0].high
    if low is None or high is None:
        return ""
    shared = {tuple(limit.value for limit in row.limits) for row in drawn if row.limits}
    marks = {low, high, *(next(iter(shared)) if len(shared) == 1 else ())}
    start, end = lying_scale()
    run, at = "", 0.0
    for mark in sorted(marks):
        text = say.write.number(mark, high - low)
        x = start - STRIP + (end - start) * float((mark - low) / (high - low))
        stop = max(0, round((x - width(text, HEAD_SIZE) / 2) / FINE))
        run += "\t" * max(0, stop - int(at / FINE + 1e-6)) + text
        at = stop * FINE + width(text, HEAD_SIZE)
    return run


def _folded(
    summary: Summary, table: Table, scribe: Scribe, density: Density, drawn: Sequence[Row]
) -> Iterator[str]:
    """Tell the rows that are not drawn: the quiet ones together, each other one with its flag."""
    say, _ = scribe.say, scribe.say.words
    shown = {row.measure for row in drawn}
    left = [row for row in table.rows if row.measure not in shown]
    quiet = [row for row in left if row.quiet]
    if quiet:
        names = scribe.listed([short(row, scribe) for row in quiet], density.most)
        smalls = {row.small for row in quiet}
        small = smalls.pop() if len(smalls) == 1 else None
        if summary.first:
            yield _("Not beyond a limit: {rows}.", rows=names)
        elif small is None:
            yield _("Not beyond a limit, little changed: {rows}.", rows=names)
        else:
            by = say.write.number(small)
            yield _("Not beyond a limit, changed less than {by}: {rows}.", by=by, rows=names)
    cut = [row.name for row in drawn if scribe.whole and _printed_name(row, density) != row.name]
    if cut:
        yield _("In full: {names}.", names="; ".join(cut))
    loud = sorted((row for row in left if not row.quiet), key=_weight, reverse=True)
    if loud:
        told = scribe.listed([noted(summary, row, scribe) for row in loud], density.most, "; ")
        yield _("Also, without a graph: {rows}.", rows=told)


def noted(summary: Summary, row: Row, scribe: Scribe) -> str:
    proxy = summary.occasions[-1].proxy
    note = scribe.say.row_note(row, first=summary.first, proxy=proxy)
    return f"{short(row, scribe)} ({note})" if note else short(row, scribe)


def short(row: Row, scribe: Scribe) -> str:
    name = scribe.name(row.name)
    if isinstance(row.now, Missing):
        return name
    return f"{name} {scribe.say.write.number(row.now, row.span)}"
