"""`lytte sheet`: the summary sheet of one response, as a PDF of one page."""

import argparse
from pathlib import Path
from uuid import UUID

from lytte.commands import waiting
from lytte.commands.opened import database, inside, say
from lytte.core.summary_given import SummaryInput
from lytte.reports import summary_sheet
from lytte.services.faults import NotFound
from lytte.services.sheets import summarising
from lytte.settings import Settings
from lytte.storage.database import Database


def run(given: argparse.Namespace) -> int:
    """Print the sheet; that it was seen stands in the hospital's audit before it is written."""
    try:
        response_id = UUID(given.response)
    except ValueError:
        say(f"{given.response!r} is no response's id: it looks like 9b03ff04-….")
        return 1
    target = Path(given.output)
    if not target.parent.is_dir():
        say(f"There is no folder {target.parent}.")
        return 1
    settings, opened = database()
    found = _found(settings, opened, response_id, given.hospital, given.language)
    if found is None:
        where = f"{given.hospital} has no" if given.hospital else "No hospital here has"
        say(f"{where} response {response_id}.")
        return 1
    if found.origin.response_id != str(response_id):
        say(f"{response_id} was corrected: the sheet is that of {found.origin.response_id}.")
    waiting.doing("drawing the sheet")
    try:
        target.write_bytes(summary_sheet.pdf(found))
    except OSError as fault:
        say(f"{target} cannot be written: {fault.strerror}")
        return 1
    print(target)
    return 0


def _found(
    settings: Settings, opened: Database, response_id: UUID, hospital: str | None, language: str
) -> SummaryInput | None:
    """Look in the hospital that is named, or in one after the other."""
    for one in [hospital] if hospital else [row.id for row in opened.hospitals()]:
        try:
            with inside(settings, opened, one) as work:
                return summarising.given(work, response_id, language=language)
        except NotFound:
            continue
    return None
