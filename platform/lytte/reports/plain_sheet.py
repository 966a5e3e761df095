"""The summary as plain text, for the hospital's own record: nothing but letters and lines."""

from collections.abc import Iterator, Sequence

from lytte.core.answers import Missing
from lytte.core.sheet_layout import Block
from lytte.core.summary import summarise
from lytte.core.summary_given import SummaryInput
from lytte.core.summary_shape import Row, Summary, Table
from lytte.reports.sheet_density import ROOMY
from lytte.reports.sheet_page import SheetPage, sheet_page
from lytte.reports.sheet_table import TableView
from lytte.reports.sheet_text import Scribe
from lytte.reports.sheet_words import SheetWords
from lytte.wording.catalogue import words

EARLIER = 5  # occasions told of each measure; the sheet has the rest


def text(given: SummaryInput) -> str:
    """Return the sheet as text, in the order of the page, everything whole."""
    summary = summarise(given)
    scribe = Scribe(SheetWords.of(words("sheet", summary.language)), whole=True)
    drawn = {table.kind: table.rows for table in summary.tables}
    page = sheet_page(summary, scribe, ROOMY, drawn)
    blocks = [*_top(page), *_printed(summary, page, scribe), *_aside(summary, page, scribe)]
    blocks.append([page.foot])
    return "\n\n".join("\n".join(line for line in block if line) for block in blocks) + "\n"


def _top(page: SheetPage) -> Iterator[list[str]]:
    top = page.head
    yield [top.title, f"{top.name} · {top.person}", top.course, top.visit, top.sent, top.how_many]
    if page.urgent:
        yield [f"!! {page.urgent.title}", *page.urgent.lines]


def _printed(summary: Summary, page: SheetPage, scribe: Scribe) -> Iterator[list[str]]:
    """Yield the blocks as the clinic has them on its page."""
    for block in page.blocks:
        yield from _block(block, page)
        yield from _table(block, summary.tables, page.tables, summary, scribe)


def _aside(summary: Summary, page: SheetPage, scribe: Scribe) -> Iterator[list[str]]:
    """Yield what the clinic does not print."""
    if page.aside:
        yield [f"{page.aside_title}:"]
    for block in page.aside:
        yield from _block(block, page)
        yield from _table(block, summary.left_off, page.aside_tables, summary, scribe)


def _block(block: Block, page: SheetPage) -> Iterator[list[str]]:
    match block:
        case "last" if page.last:
            lines = (f"- {what} {verdict}".rstrip() for what, verdict in page.last.lines)
            yield [page.last.title, *lines]
        case "priorities":
            told = page.priorities
            topics = (f"{n}. {one.text}{end}" for n, (one, end) in enumerate(told.topics, 1))
            own = (f"{page.open_quote}{one.text}{page.close_quote}" for one in told.own_words)
            yield [told.title, *topics, *own, told.note]
        case "findings":
            numbered = enumerate(page.findings.found, 1)
            found = (f"{n}. {what}. {why}." for n, (_, what, why) in numbered)
            yield [page.findings.title, *found, *page.findings.beside]
        case "known" if page.known:
            yield [page.known.title, *(f"- {line}" for line in page.known.lines)]
        case "rest":
            yield [f"{title} {line}" for title, line in page.rest.lines]
        case "others" if page.rest.others:
            answers = (
                f"- {name}: {', '.join(one.text for one in pieces)}"
                for name, pieces in page.rest.others
            )
            yield [page.rest.others_title, *answers]


def _table(
    block: Block,
    tables: Sequence[Table],
    views: Sequence[TableView],
    summary: Summary,
    scribe: Scribe,
) -> Iterator[list[str]]:
    for table, view in zip(tables, views, strict=True):
        if table.kind == block:
            yield [f"{view.title} ({view.note})", *_rows(summary, table, scribe)]


def _rows(summary: Summary, table: Table, scribe: Scribe) -> Iterator[str]:
    say = scribe.say
    proxy = summary.occasions[-1].proxy
    for row in table.rows:
        now = row.now
        said = say.missing(now) if isinstance(now, Missing) else say.write.number(now, row.span)
        note = say.row_note(row, first=summary.first, proxy=proxy)
        earlier = _earlier(summary, row, say)
        yield f"- {row.name}: {said}" + (f" ({note})" if note else "") + earlier


def _earlier(summary: Summary, row: Row, say: SheetWords) -> str:
    """What it was the last few times, the newest first."""
    before = list(zip(summary.occasions, row.points, strict=True))[:-1][-EARLIER:]
    told = [
        f"{say.write.day(at.at)} {'?' if value is None else say.write.number(value, row.span)}"
        for at, value in reversed(before)
    ]
    return f"; {say.words('earlier')} {', '.join(told)}" if told else ""
