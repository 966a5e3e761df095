"""A file of translated texts with everything wrong with it that can be."""

from lytte.core.clinic_wordings import of_form
from lytte.core.composition import Composition
from lytte.core.problems import Problem, error
from lytte.core.texts import Text
from lytte.integrations.texts import table
from lytte.integrations.texts.units import Read, Unit, bounded
from lytte.integrations.xlsform.workbook import Row
from lytte.services.translating import translating_files


def wrong_texts() -> list[Problem]:
    """Return every problem of such a file."""
    made = Composition(title=Text({"nb": "Før"}))
    many = Unit("1", "x", "x" * 6000, "y", sure=False)
    unsure, older = (Unit("1", "title", "Etter", "x", sure=sure) for sure in (False, True))
    found = Read([unsure, older, *[many] * 5001], "en", "ar",
                 bounded([many] * 5001))  # fmt: skip
    documents = [
        b"<", b"<a/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><a>&a;</a>", b" " * 3_000_000, b"msgid",
        b"PK", b"# x", b"<xliff><trans-unit><source>a<g/></source></trans-unit></xliff>",
    ]  # fmt: skip
    read = [translating_files.read(one).problems for one in documents]
    return [
        *translating_files.plan(of_form(made), "nn", found).problems,
        *(one for some in read for one in some),
        error("", "The first row does not name the languages.",
              "Keep the first row as it was when the file was taken out."),
        error("", "The row has no code in its first column.", "Put back the code it had."),
        *table.unfinished([Row(3, [], unsaved=["D3"])]),
        # Each is brought about in tests/admin/test_cms_clinic_texts.
        error(
            "", "A safety text waits for approval already, and the lines of this one are left out.",
            "Have it approved or sent back, and bring the file in again.",
        ),
        error(
            "", "Not every line of the safety text is translated, and its lines are left out.",
            "It goes to approval whole. Translate the rest, and bring the file in again.",
        ),
    ]  # fmt: skip
