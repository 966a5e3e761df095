"""Wording from a spreadsheet: item number, text and options, saved as CSV or TSV.

A hospital that holds a licence has the wording on paper or in a document. Typed into
three columns it is laid onto the recipe: `1;How often …?;Never|Sometimes|Often`. A row
without an item number is a text between the questions. Options may say their numbers
(`5=All the time|4=Most of the time`); without options the recipe's own range is asked,
and two texts beside a range of eleven or more are what its ends mean.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import re2

from lytte.core.instrument_recipe import Recipe, RecipeItem
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.display import Display
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.problems import Problem, error
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding

LARGEST_FILE = 2_000_000
MOST_ROWS = 1_000
LONGEST_CELL = 5_000
MOST_OPTIONS = 101
# From eleven answers on it is a row of numbers, and two texts are the words at its ends.
A_ROW_OF_NUMBERS = 11

_COLUMNS = ("item", "text", "options")
_HEADINGS = frozenset({"item", "number", "no", "no.", "nr", "nr.", "id", "spørsmål", "nummer"})
_COUNTED = re2.compile(r"\s*(-?\d{1,6}(?:\.\d{1,6})?)\s*=\s*(.+)")
_UNPRINTABLE = re2.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Row(NamedTuple):
    """One line of the table, and where it stands in the file."""

    number: int
    item: str
    text: str
    options: str


def is_table(document: bytes) -> bool:
    """Tell a table of wording from a FHIR resource, which begins with a bracket."""
    return not document.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"{", b"["))


def read_table(
    document: bytes, recipe: Recipe, language: str
) -> tuple[Questionnaire | None, list[Problem]]:
    """Return the wording as a questionnaire with the recipe's item names as linkIds.

    None, and every fault by its row, when it cannot be used. Whether the items are all
    there, and in order, is for the recipe to say.
    """
    faults: list[Problem] = []
    rows = list(_rows(document, faults))
    if not rows and not faults:
        faults.append(error("", "The table has no rows.", "Write one row for each item."))
    named = {item.id.casefold(): item for item in recipe.items}
    met: dict[str, int] = {}
    items: list[Item] = []
    for row in rows:
        made = _item(row, recipe, named, language, faults)
        if made is not None and made.link_id in met:
            way_out = "Keep one of them."
            before = met[made.link_id]
            faults.append(
                error(_place(row), f"Item {row.item} stood in row {before} already.", way_out)
            )
        elif made is not None:
            met[made.link_id] = row.number
            items.append(made)
    if faults:
        return None, faults
    return Questionnaire(name=recipe.id, title=recipe.title, items=tuple(items)), []


def _place(row: Row) -> str:
    return f"row {row.number}"


def _rows(document: bytes, faults: list[Problem]) -> Iterator[Row]:
    text = _text(document, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                way_out = "Bring in one instrument at a time."
                said = f"There are more than {MOST_ROWS} rows."
                faults.append(error(f"row {number}", said, way_out))
                return
            stripped = [cell.strip() for cell in cells]
            heading = number == 1 and stripped and stripped[0].casefold() in _HEADINGS
            if any(stripped) and not heading:
                yield from _row(number, stripped, faults)
    except csv.Error:
        way_out = "Look for a quotation mark without its partner, and save the table as CSV again."
        faults.append(error(f"row {number + 1}", "The row cannot be read.", way_out))


def _row(number: int, cells: list[str], faults: list[Problem]) -> Iterator[Row]:
    place = f"row {number}"
    if any(cells[len(_COLUMNS) :]):
        faults.append(
            error(
                place,
                f"The row has {len(cells)} cells; item, text and options are read.",
                "Put a text that holds the separator in quotation marks.",
            )
        )
    elif any(len(cell) > LONGEST_CELL for cell in cells):
        faults.append(
            error(place, f"A cell has more than {LONGEST_CELL:,} characters.", "Shorten the text.")
        )
    elif any(_UNPRINTABLE.search(cell) for cell in cells):
        faults.append(
            error(place, "A cell holds a character that cannot be shown.", "Type its text again.")
        )
    else:
        item, text, options = (*cells, "", "", "")[:3]
        yield Row(number, item, text, options)


def _text(document: bytes, faults: list[Problem]) -> str | None:
    if len(document) > LARGEST_FILE:
        faults.append(
            error(
                "",
                f"The file is {len(document):,} bytes; at most {LARGEST_FILE:,} are read.",
                "Bring in one instrument at a time.",
            )
        )
        return None
    # What Excel calls "Unicode text" is UTF-16 with tabs.
    wide = document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return document.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        way_out = "Save the table as “CSV UTF-8”."
        faults.append(
            error("", f"Byte {fault.start:,} of the file is not UTF-{16 if wide else 8}.", way_out)
        )
        return None


def _delimiter(text: str) -> str:
    """Return what parts the first row that has something in it: tab, semicolon or comma."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "\t" in first:
        return "\t"
    return ";" if first.count(";") >= first.count(",") and ";" in first else ","


def _item(
    row: Row, recipe: Recipe, named: dict[str, RecipeItem], language: str, faults: list[Problem]
) -> Item | None:
    if not row.text:
        way_out = "Write what the patient is asked."
        faults.append(error(_place(row), f"Item {row.item or '–'} has no text.", way_out))
        return None
    if not row.item:
        return Display(link_id=f"text_{row.number}", text=Text({language: row.text}))
    found = named.get(row.item.casefold()) or _by_number(row.item, recipe)
    if found is None:
        names = f"{recipe.items[0].id} – {recipe.items[-1].id}"
        faults.append(
            error(
                _place(row),
                f"“{row.item[:40]}” is not an item of {recipe.id}.",
                f"Write the item's number; the recipe has {names}.",
            )
        )
        return None
    return _question(row, found, _worse(found, recipe), language, faults)


def _by_number(written: str, recipe: Recipe) -> RecipeItem | None:
    """Find the item a bare number means: `3` and `3.` are q3."""
    number = written.strip(" .)").casefold()
    found = [item for item in recipe.items if item.id.casefold() in (f"q{number}", number)]
    return found[0] if len(found) == 1 else None


def _question(
    row: Row,
    item: RecipeItem,
    worse: Literal["up", "down"],
    language: str,
    faults: list[Problem],
) -> Item | None:
    texts = [one.strip() for one in row.options.split("|")] if row.options else []
    if "" in texts or len(texts) > MOST_OPTIONS:
        says = f"There are {len(texts)} options."
        if "" in texts:
            says = "One of the options is empty."
        faults.append(error(_place(row), says, "Part the options with one | each."))
        return None
    asked: dict[str, Any] = {"link_id": item.id, "text": Text({language: row.text})}
    counted = [_COUNTED.fullmatch(one) for one in texts]
    is_row = item.options >= A_ROW_OF_NUMBERS and len(texts) == 2 and not any(counted)
    if not texts or is_row:
        low, high = (Text({language: one}) for one in texts) if texts else (Text(), Text())
        return _range(item, asked | {"low": low, "high": high}, worse)
    if any(counted) and not all(counted):
        way_out = "Write 0=… before each of them, or before none."
        faults.append(error(_place(row), "Some of the options have a number, some not.", way_out))
        return None
    options = tuple(
        AnswerOption(
            value=Coding(code=match[1] if match else f"{item.id}-{place}"),
            text=Text({language: match[2] if match else one}),
            weight=Decimal(match[1]) if match else None,
        )
        for place, (one, match) in enumerate(zip(texts, counted, strict=True), 1)
    )
    return Choice(**asked, control="radio-button", answer_options=options)


def _range(item: RecipeItem, asked: dict[str, Any], worse: Literal["up", "down"]) -> Item:
    """Return the question that is answered with one of the recipe's numbers."""
    whole = item.step == 1 and item.minimum % 1 == 0
    low, high = int(item.minimum), int(item.maximum)
    if whole and item.options <= A_ROW_OF_NUMBERS:
        return NumericRating(**asked, minimum=low, maximum=high, worse=worse)
    if whole and (low, high) == (0, 100):
        return VisualAnalogue(**asked, worse=worse)
    kind: Literal["integer", "decimal"] = "integer" if whole else "decimal"
    return Number(**asked, type=kind, minimum=item.minimum, maximum=item.maximum, worse=worse)


def _worse(item: RecipeItem, recipe: Recipe) -> Literal["up", "down"]:
    """Return which way an answer is worse: as its scale, or the other way when reversed."""
    for scale in recipe.scales:
        if item.id in scale.items:
            reverse = item.id in scale.reverse
            return scale.worse if not reverse else "up" if scale.worse == "down" else "down"
    return "up"
