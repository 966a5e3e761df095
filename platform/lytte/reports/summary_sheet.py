"""The summary sheet: one A4 page for the conversation, and the same on screen.

The page is set as airily as its content allows: roomy, snug, tight, then with rows
told in a line instead of drawn, the least missed first. Everything that is left out
of the drawing is still told in words, and nothing is cut without saying so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from lytte.core.sheet_layout import Kind
from lytte.core.summary import summarise
from lytte.core.summary_given import SummaryInput
from lytte.core.summary_shape import Row, Summary, Table
from lytte.reports.pdf import Overflow, environment, stylesheet
from lytte.reports.pdf import pdf as written
from lytte.reports.sheet_density import DENSITIES, PAGE, ROOMY, Density
from lytte.reports.sheet_page import Drawn, SheetPage, sheet_page
from lytte.reports.sheet_table import least
from lytte.reports.sheet_text import Scribe
from lytte.reports.sheet_words import SheetWords
from lytte.wording.catalogue import words

STYLE = "sheet.css"
DROPPED_AT_ONCE = 2


class Html(Protocol):
    """A piece of a page that a template takes as it is."""

    def __html__(self) -> str: ...


def pdf(given: SummaryInput) -> bytes:
    """Return the sheet of a response as a tagged PDF of exactly one page."""
    return summary_pdf(summarise(given))


def body(given: SummaryInput) -> Html:
    """Return the sheet for the screen: every text whole, every row drawn."""
    summary = summarise(given)
    drawn = {table.kind: table.rows for table in summary.tables}
    return body_of(sheet_page(summary, _scribe(summary, whole=True), ROOMY, drawn))


def body_of(page: SheetPage, spare: int = 0) -> Html:
    """Return one page, set as it is printed, to be shown inside another."""
    return environment.get_template("sheet_body.html").make_module({"page": page, "spare": spare})


def css() -> str:
    """Return the stylesheet that `body` is made for."""
    return stylesheet(STYLE)


def paper_css(colour: str) -> str:
    """Return the printed page's stylesheets for a screen, which is told that it prints."""
    every = [STYLE, *(f"sheet_{name}.css" for name in DENSITIES if name != ROOMY.name)]
    printed = "\n".join([*map(stylesheet, every), accent(colour)])
    return printed.replace("@media print", "@media all").replace("@media screen", "@media not all")


def summary_pdf(summary: Summary) -> bytes:
    """Set the sheet in the first way that fits; Overflow when none does."""
    return _first_that_fits(settings(summary))


def kept_pdf(summary: Summary) -> bytes:
    """Set the sheet as the clinic chose; Overflow when that takes more than a page."""
    return _first_that_fits(kept(summary))


def _first_that_fits(ways: Iterator[tuple[SheetPage, int]]) -> bytes:
    fault = Overflow("no way of setting the sheet fits one page")
    for page, spare in ways:
        try:
            return written(
                sheet_html(page, spare),
                styles(page),
                style=accent(page.accent),
                pages=1,
                well_formed=True,
            )
        except Overflow as overflow:
            fault = overflow
    raise fault


def styles(page: SheetPage) -> Sequence[str]:
    """Return the stylesheets of a page: the sheet's, and that of its density."""
    return [STYLE] if page.density == ROOMY.name else [STYLE, f"sheet_{page.density}.css"]


def accent(colour: str) -> str:
    """Return the rules of the hospital's colour: title and the line under it, dark in grey too."""
    if not colour:
        return ""
    title, line = f"h1{{color:{colour}}}", f"header{{border-color:{colour}}}"
    return f"article.sheet {title} article.sheet {line}"


def sheet_html(page: SheetPage, spare: int = 0) -> str:
    """Return the whole document that is set; `spare` millimetres go to each line to write on."""
    return environment.get_template("sheet.html").render(page=page, spare=spare)


def settings(summary: Summary) -> Iterator[tuple[SheetPage, int]]:
    """Yield the ways of setting the sheet that should fit by reckoning, the airiest first.

    With each comes what is to spare for the lines to write on. As the clinic chose, while
    that fits; a patient with more to say than any page holds gets a page all the same.
    """
    yield from kept(summary)
    pressed = summary.layout.pressed
    if pressed != summary.layout:
        yield from kept(replace(summary, layout=pressed))


def kept(summary: Summary) -> Iterator[tuple[SheetPage, int]]:
    """Yield the ways that keep what the clinic chose, and should fit."""
    scribe = _scribe(summary)
    for density, drawn in _attempts(summary):
        page = sheet_page(summary, scribe, density, drawn)
        if page.height(density) <= PAGE:
            yield page, page.spare(density)


def closest(summary: Summary) -> SheetPage:
    """Return the closest way of setting the sheet that keeps what the clinic chose."""
    *_, (density, drawn) = _attempts(summary)
    return sheet_page(summary, _scribe(summary), density, drawn)


def _scribe(summary: Summary, *, whole: bool = False) -> Scribe:
    return Scribe(SheetWords.of(words("sheet", summary.language)), whole)


def _attempts(summary: Summary) -> Iterator[tuple[Density, Drawn]]:
    """Yield every way worth trying, from all rows in an airy table to no table at all."""
    sizes = [DENSITIES[name] for name in summary.layout.sizes]
    whole = {table.kind: table.rows for table in summary.tables}
    if summary.layout.every_row:
        yield from ((density, whole) for density in sizes)
    else:
        yield from _folding(summary, sizes, whole)


def _folding(
    summary: Summary, sizes: Sequence[Density], whole: Drawn
) -> Iterator[tuple[Density, Drawn]]:
    """Yield the ways that may tell rows in a line instead of drawing them."""
    folded = {table.kind: _loud(table) for table in summary.tables}
    anything = any(folded.values())
    if summary.first or not anything:
        yield from ((density, whole) for density in sizes[:2])
    if anything:
        yield from ((density, folded) for density in sizes[:3])
    for density in sizes[2:] or sizes[-1:]:
        drawn: Drawn = folded
        while any(drawn.values()):
            drawn = _fewer(drawn)
            yield density, drawn
    yield sizes[-1], {}


def _loud(table: Table) -> tuple[Row, ...]:
    return tuple(row for row in table.rows if not row.quiet)


def _fewer(drawn: Drawn) -> dict[Kind, tuple[Row, ...]]:
    """Leave out the rows that are missed least, a few at a time."""
    left = {kind: tuple(rows) for kind, rows in drawn.items()}
    for _ in range(DROPPED_AT_ONCE):
        rows = [row for kept in left.values() for row in kept]
        if rows:
            gone = least(rows)
            left = {
                kind: tuple(row for row in kept if row is not gone) for kind, kept in left.items()
            }
    return left
