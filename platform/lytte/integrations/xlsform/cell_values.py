"""What a cell of a workbook says, as somebody would have typed it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree.ElementTree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN = frozenset((*range(14, 23), *range(45, 48)))
"""Number formats of dates and times that every spreadsheet knows."""
_LONGEST = 100_000


class Cell(NamedTuple):
    """A cell as the file has it."""

    kind: str
    style: str
    written: str
    inline: str


@dataclass(frozen=True)
class Styles:
    """Which styles show a number as a date."""

    dated: frozenset[str] = field(default_factory=frozenset)


def styles(tree: Element) -> Styles:
    """Return what the styles of a workbook say of dates."""
    own = {
        each.get("numFmtId", "")
        for each in tree.iter(f"{_MAIN}numFmt")
        if _is_date(each.get("formatCode", ""))
    }
    known = own | {str(number) for number in _BUILT_IN}
    listed = tree.find(f"{_MAIN}cellXfs")
    forms = [] if listed is None else list(listed)
    return Styles(
        frozenset(
            str(number) for number, each in enumerate(forms) if each.get("numFmtId", "") in known
        )
    )


def cell_value(cell: Cell, texts: Sequence[str], styled: Styles, *, from_1904: bool) -> str:
    """Return the text of a cell; a formula's last result, which may be nothing."""
    match cell.kind:
        case "s":
            number = int(cell.written) if cell.written.isdigit() else -1
            return texts[number][:_LONGEST] if 0 <= number < len(texts) else ""
        case "inlineStr":
            return cell.inline[:_LONGEST]
        case "b":
            return "TRUE" if cell.written == "1" else "FALSE"
        case "n":
            if cell.style in styled.dated:
                return day_text(cell.written, from_1904=from_1904)
            return number_text(cell.written)
        case "e":
            return ""
        case _:
            return cell.written[:_LONGEST]


def number_text(written: str) -> str:
    """Return a number as it is typed: `3`, not `3.0`, and without the dust of floats."""
    if not written.strip():
        return ""
    try:
        # A float has fifteen digits that mean something.
        found = Decimal(written.strip()[:40])
        rounded = Decimal(f"{found:.15g}")
    except (InvalidOperation, ValueError):
        return written[:_LONGEST]
    if not rounded.is_finite() or abs(rounded.adjusted()) > 20:
        return written[:_LONGEST]
    whole = rounded == rounded.to_integral_value()
    return format(rounded.to_integral_value() if whole else rounded.normalize(), "f")


def day_text(written: str, *, from_1904: bool) -> str:
    """Return the day, the moment or the time of day that a number of days stands for."""
    try:
        days = float(written)
    except ValueError:
        return written[:_LONGEST]
    if not 0 <= days < 3_000_000:
        return number_text(written)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    moment = start + timedelta(days=int(days), seconds=round(days % 1 * 86_400))
    if days < 1:
        return moment.strftime("%H:%M:%S")
    if not days % 1:
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _is_date(code: str) -> bool:
    """Tell whether a format shows a date, by the letters outside quotation marks."""
    outside = "".join(part for number, part in enumerate(code.split('"')) if number % 2 == 0)
    bare = outside.partition("[")[0] + outside.rpartition("]")[2] if "[" in outside else outside
    return any(sign in bare.lower() for sign in "ydhs") and "general" not in bare.lower()
