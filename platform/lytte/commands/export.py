"""`lytte export WHAT --format FORMAT`: a questionnaire as a file for another tool."""

import sys
from argparse import Namespace
from pathlib import Path

from lytte.commands.fhir_file import contents
from lytte.commands.opened import database, inside, say
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem
from lytte.instruments import folder, one_file
from lytte.integrations import any_format
from lytte.integrations.imported import Imported
from lytte.services.instruments import exporting, stocking


def run(given: Namespace) -> int:
    """Write the file, or print it; what the format cannot say goes to the error stream."""
    found = _of_hospital(given) if given.hospital else _of_file(given)
    if found is None:
        say("Nothing was exported.")
        return 1
    _tell(found.problems)
    if given.output is None:
        sys.stdout.buffer.write(found.content)
        return 0
    try:
        Path(given.output).write_bytes(found.content)
    except OSError as fault:
        say(f"{given.output} cannot be written: {fault.strerror}")
        return 1
    return 0


def _of_hospital(given: Namespace) -> exporting.Exported | None:
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        row = stocking.newest(work, given.what)
        if row is None:
            say(f"The hospital has no instrument called {given.what!r}.")
            return None
        return exporting.hand_out(work, row, given.format, given.language)


def _of_file(given: Namespace) -> exporting.Exported | None:
    """Return a folder, a file, or one of Lytte's own by its id, as a file of another kind."""
    path, shipped = Path(given.what), folder.library()
    if path.is_dir():
        instrument, problems = folder.read(path)
        _tell(problems)
        return None if instrument is None else _instrument(instrument, given)
    if not path.exists() and given.what in shipped:
        return _instrument(shipped[given.what], given)
    document = contents(path)
    if isinstance(document, Imported):
        _tell(document.problems)
        return None
    if one_file.is_one_file(document):
        whole, problems = one_file.read(document)
        _tell([each for each in problems if each.severity == "error"])
        return None if whole is None else _instrument(whole, given)
    found = any_format.read(document, path.stem)
    if found.questionnaire is None:
        _tell([each for each in found.problems if each.severity == "error"])
        return None
    return exporting.converted(found.questionnaire, path.stem, given.format, given.language)


def _instrument(instrument: Instrument, given: Namespace) -> exporting.Exported:
    return exporting.exported(instrument, given.format, given.language)


def _tell(problems: list[Problem]) -> None:
    for one in problems:
        place = f"{one.place}: " if one.place else ""
        say(f"{one.severity}: {place}{one.message} {one.way_out}".rstrip())
