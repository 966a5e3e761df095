"""A cell with a formula is what it came to; where that is not in the file, somebody is told."""

import io
import zipfile

from lytte.integrations.xlsform.read import read
from tests.integrations.xlsform.workbooks import row, survey, workbook


def saved_with(document: bytes, formula: str, result: str) -> bytes:
    """Return the workbook as a spreadsheet program saves it: with what the formula came to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            content = given.read(name).decode()
            content = content.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f>{result}")
            content = content.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f>{result}")
            made.writestr(name, content)
    return out.getvalue()


FORMULA = survey(row("text", "why", '="Why" & "?"'), row("text", "how"))


def test_a_formula_that_was_never_worked_out_is_told_by_its_cell() -> None:
    found = read(FORMULA)

    [told] = [one for one in found.problems if one.severity == "error"]
    assert told.message.endswith("on the sheet “survey”, cells have a formula whose result is not "
                                 "in the file: C2")  # fmt: skip
    assert "save it once" in told.way_out
    assert found.questionnaire is None


def test_a_formula_is_read_as_what_it_came_to() -> None:
    document = saved_with(FORMULA, '"Why" &amp; "?"', "<v>Why?</v>")

    found = read(document)

    assert found.questionnaire is not None, found.problems
    assert found.questionnaire.items[0].text.read("und") == "Why?"


def test_a_formula_that_failed_is_told_and_read_as_empty() -> None:
    document = workbook(
        survey=(("type", "name", "label", "hint"), ("text", "why", "Why?", "#REF!")),
    )

    found = read(document)

    assert found.questionnaire is not None
    assert [one.message for one in found.problems if "D2" in one.message] == [
        "on the sheet “survey”, cells show an error and are read as empty: D2"
    ]


def test_a_formula_on_a_sheet_that_is_not_read_stops_nobody() -> None:
    document = workbook(
        survey=(("type", "name", "label"), ("text", "why", "Why?")), notes=(("=1+1",),)
    )

    assert read(document).questionnaire is not None
