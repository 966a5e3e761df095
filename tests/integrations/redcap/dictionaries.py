"""Small data dictionaries, written row by row."""

import csv
import io

from lytte.core.questionnaire import Questionnaire
from lytte.integrations.imported import Imported
from lytte.integrations.redcap.read import read
from lytte.integrations.redcap.table import COLUMNS


def dictionary(*rows: dict[str, str]) -> bytes:
    """Return the rows as REDCap writes them; what a row leaves out is empty."""
    written = io.StringIO()
    table = csv.DictWriter(written, fieldnames=list(COLUMNS), restval="")
    written.write(",".join(f'"{shown}"' for shown in COLUMNS.values()) + "\n")
    for row in rows:
        table.writerow({"form_name": "form", **row})
    return written.getvalue().encode()


def field(name: str, kind: str = "text", **cells: str) -> dict[str, str]:
    """Return a row with a label."""
    return {"field_name": name, "field_type": kind, "field_label": name.title(), **cells}


def imported(*rows: dict[str, str]) -> Questionnaire:
    """Return the questionnaire that the rows are; they have no errors."""
    found = read(dictionary(*rows))
    assert found.questionnaire is not None, found.problems
    return found.questionnaire


def refused(*rows: dict[str, str]) -> Imported:
    """Return what came of rows that cannot be imported."""
    found = read(dictionary(*rows))
    assert found.questionnaire is None
    return found
