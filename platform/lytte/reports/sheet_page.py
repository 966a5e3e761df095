"""One sheet ready to be set: its sections in order, and how high they are together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lytte.core.sheet_layout import KINDS, Block, Kind
from lytte.core.summary_shape import Row, Summary
from lytte.reports.sheet_density import FOOT, PAGE, Density
from lytte.reports.sheet_findings import Findings, Known, findings, known
from lytte.reports.sheet_head import (
    Head,
    Last,
    Mark,
    Priorities,
    Urgent,
    head,
    last,
    mark,
    priorities,
    urgent,
)
from lytte.reports.sheet_rest import Rest, foot, rest
from lytte.reports.sheet_table import TableView, table_view
from lytte.reports.sheet_text import Scribe, height


class Section(Protocol):
    """What knows its height."""

    def height(self, d: Density) -> float:
        """Return its millimetres at a density."""
        ...


Drawn = Mapping[Kind, Sequence[Row]]
# Path, and its ink: black, greys, and one red that a ring or a square repeats.
INKS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("zones", {"fill": "#ececec"}),
    ("far_zones", {"fill": "#d6d6d6"}),
    ("rules", {"stroke": "#b5b5b5", "stroke-width": ".15", "fill": "none"}),
    (
        "limits",
        {"stroke": "#555", "stroke-width": ".2", "stroke-dasharray": ".9 .6", "fill": "none"},
    ),
    ("line", {"stroke": "#000", "stroke-width": ".42", "fill": "none"}),
    ("rings", {"stroke": "#8a0000", "stroke-width": "2", "stroke-linecap": "round"}),
    ("rings", {"stroke": "#fff", "stroke-width": "1.4", "stroke-linecap": "round"}),
    ("dots", {"stroke": "#000", "stroke-width": "1.1", "stroke-linecap": "round"}),
    ("hollow", {"stroke": "#000", "stroke-width": "1.5", "stroke-linecap": "round"}),
    ("hollow", {"stroke": "#fff", "stroke-width": ".9", "stroke-linecap": "round"}),
    ("ticks", {"stroke": "#555", "stroke-width": ".25"}),
    ("spots", {"stroke": "#000", "stroke-width": "1.9", "stroke-linecap": "round"}),
    ("top", {"stroke": "#000", "stroke-width": ".3"}),
    ("red", {"fill": "#8a0000"}),
    ("amber", {"fill": "#000"}),
    ("beyond", {"stroke": "#000", "stroke-width": ".35", "fill": "#fff"}),
    ("known", {"stroke": "#000", "stroke-width": ".35", "fill": "#fff"}),
)
TABLE_HEAD, YEARS, NOTE_SIZE, NOTE_LINE = 3.9, 1.6, 7.6, 3.9


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """A sheet in words; nothing is decided after this but where the ink goes."""

    density: str
    language: str
    document_title: str
    head: Head
    mark: Mark | None
    accent: str
    urgent: Urgent | None
    last: Last | None
    priorities: Priorities
    findings: Findings
    known: Known | None
    lying: bool
    now: str
    tables: Sequence[TableView]
    rest: Rest
    blocks: Sequence[Block]
    """What is printed, from above."""
    aside_title: str
    aside: Sequence[Block]
    """What stands last on screen, because the clinic does not print it."""
    aside_tables: Sequence[TableView]
    plan_title: str
    plan_line: str
    plan_lines: int
    foot: str
    open_quote: str
    close_quote: str
    inks: Sequence[tuple[str, Mapping[str, str]]] = INKS

    def spare(self, d: Density) -> int:
        """Return the whole millimetres, at most five, that each line of the plan may gain."""
        return max(0, min(5, int((PAGE - self.height(d) - 1) / self.plan_lines)))

    def height(self, d: Density) -> float:
        """Return the millimetres that everything takes at density `d`, the foot included."""
        told = self.head.height(d) + (self.urgent.height(d) if self.urgent else 0.0)
        return told + sum(self.block_height(one, d) for one in self.blocks) + FOOT

    def block_height(self, block: Block, d: Density) -> float:
        """Return the millimetres that one block takes."""
        match block:
            case "last" | "priorities" | "findings" | "known" | "rest":
                section: Section | None = getattr(self, block)
                return section.height(d) if section else 0.0
            case "others":
                told = self.rest.others_height(d)
                return told + (0.0 if self.joined or not told else 1.0 + d.gap)
            case "plan":
                return d.heading + self.plan_lines * d.plan + (0.0 if self.ends_in_plan else d.gap)
            case _:
                return sum(_table_height(one, d) for one in self.tables if one.kind == block)

    @property
    def joined(self) -> bool:
        """Whether the other answers stand right under what was not answered, in one section."""
        return "others" in self.blocks and self._after("rest") == "others"

    @property
    def ends_in_plan(self) -> bool:
        """Whether the lines to write on stand last, as they do where nobody chose."""
        return self.blocks[-1] == "plan"

    @property
    def sections(self) -> Sequence[tuple[str, TableView | None]]:
        """What is printed, from above, each table in its place."""
        return self._sections(self.blocks, self.tables)

    @property
    def aside_sections(self) -> Sequence[tuple[str, TableView | None]]:
        """The same of what only the screen shows."""
        return self._sections(self.aside, self.aside_tables)

    def _sections(
        self, blocks: Sequence[Block], tables: Sequence[TableView]
    ) -> Sequence[tuple[str, TableView | None]]:
        found: list[tuple[str, TableView | None]] = []
        for block in blocks:
            if block in KINDS:
                found += [("table", one) for one in tables if one.kind == block]
            elif not (block == "others" and self.joined):
                found.append((block, None))
        return found

    def _after(self, block: Block) -> Block | None:
        place = self.blocks.index(block) + 1
        return self.blocks[place] if place < len(self.blocks) else None


def sheet_page(summary: Summary, scribe: Scribe, density: Density, drawn: Drawn) -> SheetPage:
    """Put `summary` into words. `drawn` are the rows each kind of table draws."""
    _ = scribe.say.words
    named = summary.person.name
    at = scribe.say.write.full_day(summary.meeting.starts_at or summary.origin.printed_at)
    top = head(summary, scribe)
    return SheetPage(
        density=density.name,
        language=summary.language,
        document_title=f"{top.title} – {named} – {at}",
        head=top,
        mark=mark(summary),
        accent=summary.letterhead.accent,
        urgent=urgent(summary, scribe),
        last=last(summary, scribe),
        priorities=priorities(summary, scribe, density),
        findings=findings(summary, scribe),
        known=known(summary, scribe),
        lying=summary.first,
        now=_("Now"),
        tables=[
            table_view(summary, table, scribe, density, drawn.get(table.kind, ()))
            for table in summary.tables
        ],
        blocks=summary.layout.blocks,
        aside_title=_("Not on the printed page, by the clinic's choice") if scribe.whole else "",
        aside=_aside(summary) if scribe.whole else (),
        aside_tables=[
            table_view(summary, table, scribe, density, table.rows) for table in summary.left_off
        ]
        if scribe.whole
        else (),
        rest=rest(summary, scribe, density),
        plan_title=_("Agreed today"),
        plan_line="\t".join([_("What"), "", _("Who"), _("When")]),
        plan_lines=summary.layout.lines,
        foot=foot(summary, scribe),
        open_quote=_("“"),
        close_quote=_("”"),
    )


def _aside(summary: Summary) -> Sequence[Block]:
    """What the screen shows after the page: hidden blocks, and tables with a hidden score."""
    told: list[Block] = [one.kind for one in summary.left_off]
    if summary.agreements and "last" in summary.layout.hidden:
        told.insert(0, "last")
    if summary.others and "others" in summary.layout.hidden:
        told.append("others")
    return told


def _table_height(table: TableView, d: Density) -> float:
    told = sum(height(line, d.text, d.line) for line in table.folded)
    # The bold title is larger than the note, which makes the first line higher.
    title = f"{table.title}{' ' * (len(table.title) // 2)} · {table.note}"
    caption = height(title, NOTE_SIZE, NOTE_LINE) + 1.3
    head = TABLE_HEAD + (YEARS if "\n" in table.strip_head else 0.0)
    rows = len(table.rows) * d.row + head if table.rows else 0.0
    return caption + rows + told + d.gap
