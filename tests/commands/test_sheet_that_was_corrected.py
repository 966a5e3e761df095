"""`lytte sheet` of answers that were corrected."""

from pathlib import Path

from pypdf import PdfReader

from tests.clinic_site import Clinic
from tests.corrected import correct
from tests.terminal import Terminal


def test_a_sheet_of_what_was_corrected_is_of_what_holds_and_says_so(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    new = correct(clinic.world, clinic.response_id)
    target = tmp_path / "sheet.pdf"

    ended = terminal.lytte("sheet", str(clinic.response_id), "-o", str(target))

    assert ended.status == 0, ended.err
    assert f"{clinic.response_id} was corrected: the sheet is that of {new}." in ended.err
    [page] = PdfReader(target).pages
    assert "rettet" in page.extract_text()
