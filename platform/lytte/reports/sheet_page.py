"""One sheet ready to be set: its sections in order, and how high they are together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lytte.core.summary_shape import Kind, Row, Summary
from lytte.reports.sheet_density import FOOT, PAGE, Density
from lytte.reports.sheet_findings import Findings, Known, findings, known
from lytte.reports.sheet_head import Head, Last, Priorities, Urgent, head, last, priorities, urgent
from lytte.reports.sheet_rest import Rest, foot, rest
from lytte.reports.sheet_table import TableView, table_view
from lytte.reports.sheet_text import Scribe, height

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
    urgent: Urgent | None
    last: Last | None
    priorities: Priorities
    findings: Findings
    known: Known | None
    lying: bool
    now: str
    tables: Sequence[TableView]
    rest: Rest
    plan_title: str
    plan_line: str
    foot: str
    open_quote: str
    close_quote: str
    inks: Sequence[tuple[str, Mapping[str, str]]] = INKS

    def spare(self, d: Density) -> int:
        """Return the whole millimetres, at most five, that each line of the plan may gain."""
        return max(0, min(5, int((PAGE - self.height(d) - 1) / 3)))

    def height(self, d: Density) -> float:
        """Return the millimetres that everything takes at density `d`, the foot included."""
        sections = (self.head, self.urgent, self.last, self.priorities, self.findings, self.known)
        told = sum(section.height(d) for section in sections if section is not None)
        tables = sum(_table_height(table, d) for table in self.tables)
        return told + tables + self.rest.height(d) + d.heading + 3 * d.plan + FOOT


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
        rest=rest(summary, scribe, density),
        plan_title=_("Agreed today"),
        plan_line="\t".join([_("What"), "", _("Who"), _("When")]),
        foot=foot(summary, scribe),
        open_quote=_("“"),
        close_quote=_("”"),
    )


def _table_height(table: TableView, d: Density) -> float:
    told = sum(height(line, d.text, d.line) for line in table.folded)
    # The bold title is larger than the note, which makes the first line higher.
    title = f"{table.title}{' ' * (len(table.title) // 2)} · {table.note}"
    caption = height(title, NOTE_SIZE, NOTE_LINE) + 1.3
    head = TABLE_HEAD + (YEARS if "\n" in table.strip_head else 0.0)
    rows = len(table.rows) * d.row + head if table.rows else 0.0
    return caption + rows + told + d.gap
