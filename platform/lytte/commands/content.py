"""`lytte import` and `lytte publish`."""

import argparse
import re
from collections.abc import Set
from pathlib import Path

from lytte.commands import waiting
from lytte.commands.check import sentence
from lytte.commands.fhir_file import contents
from lytte.commands.opened import database, inside, say
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem
from lytte.core.texts import Text
from lytte.core.thresholds import Emergency, Rule
from lytte.instruments import folder, recipes
from lytte.integrations.imported import Imported
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.faults import (
    AlreadyPlanned,
    ChangedMeanwhile,
    NotFound,
    NothingNew,
    NotReady,
)
from lytte.services.instruments import importing, stocking
from lytte.services.publishing import publishing
from lytte.services.rules import hanging, ruling
from lytte.services.rules.hanging import WouldStop
from lytte.services.work import Work
from lytte.storage import tables

REFUSED = (NotReady, WouldStop, NothingNew, AlreadyPlanned, ChangedMeanwhile)

# It stands in addresses, and letters are told apart by it.
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,58}")


def run_import(given: argparse.Namespace) -> int:
    """Import a FHIR Questionnaire, a table of wording or an instrument's folder."""
    path = Path(given.file).resolve()
    if not path.exists():
        say(f"There is no file {given.file}.")
        return 1
    if path.is_dir() and not (path / "instrument.toml").is_file():
        say(
            f"There is no instrument.toml in the folder {path.name}.",
            "Name the folder of an instrument, or a file.",
        )
        return 1
    document = b"" if path.is_dir() else contents(path)
    if isinstance(document, Imported):
        _tell(document.problems)
        say("Nothing was imported.")
        return 1
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        if path.is_dir():
            return _import_folder(work, path)
        naming = importing.Naming(
            id=given.id or "",
            version=given.version or "",
            language=given.language,
            recipe=given.recipe,
            beside=tuple(given.beside),
        )
        waiting.doing(f"reading {path.name}")
        found = importing.bring(work, document, naming)
        _tell(found.problems)
        if found.row is None:
            say("Nothing was imported.")
            return 1
        print(f"{found.row.instrument_id} {found.row.version}")
    return 0


def run_publish(given: argparse.Namespace) -> int:
    """Publish a clinic's form; with --instrument make it of those instruments first."""
    if given.instrument and not _SLUG.fullmatch(given.form):
        say(f"{given.form!r} cannot stand in an address: use a to z, 0 to 9 and hyphens.")
        return 1
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        try:
            clinic = clinics.named(work, given.clinic)
        except NotFound:
            say(f"The hospital has no clinic called {given.clinic!r}.")
            return 1
        if given.instrument:
            made = _composed(work, given.instrument, given.title or given.form)
            if made is None:
                return 1
            drafting.save_form(work, clinic.id, given.form, made)
        try:
            draft = drafting.draft(work, clinic.id, given.form)
            waiting.doing("publishing")
            row = _published(work, draft, set(given.silencing))
        except NotFound:
            say(f"The clinic has no form called {given.form!r}; make one with --instrument.")
            return 1
        except REFUSED as fault:
            work.session.rollback()
            _tell_refused(fault)
            return 1
        print(f"{given.form} {row.number} {row.sha256}")
    return 0


def _published(work: Work, draft: tables.FormDraft, silencing: Set[str]) -> tables.FormPublication:
    """Put the draft in use; rules that are named may fall silent."""
    named = [one for one in ruling.unheard(work, draft) if one.id in silencing]
    known = hanging.marked(named)
    return publishing.publish_form(work, draft.id, comment="from the command line", known=known)


def _tell_refused(fault: Exception) -> None:
    """Say why nothing was published, and the way out."""
    match fault:
        case NotReady():
            _tell(list(fault.problems))
            say("Nothing was published.")
        case WouldStop():
            say("Alert rules would look at nothing any more, and alert nobody:")
            say(*(f"  {one.id}{_called(one)}" for one in fault.hanging.rules))
            say("Nothing was published. Change the rules first, or name each with --silencing.")
        case NothingNew():
            when = f"{fault.at:%Y-%m-%d %H:%M} UTC"
            say(f"Nothing was published: version {fault.number}, from {fault.by}, {when}, "
                "says the same.")  # fmt: skip
        case AlreadyPlanned():
            say(f"Nothing was published: version {fault.number} is planned for "
                f"{fault.at:%Y-%m-%d %H:%M} UTC. Say in the CMS what becomes of it.")  # fmt: skip
        case _:
            say("Nothing was published: another version waits for approval. Look at it in the CMS.")


def _called(rule: Rule | Emergency) -> str:
    name = rule.name.read("nb")
    return f" ({name})" if name else ""


def _import_folder(work: Work, path: Path) -> int:
    if recipes.is_recipe(path):
        say(
            f"{path} is scoring without wording, which is somebody else's.",
            f"With their leave: lytte import FILE --recipe {path.name}",
        )
        return 1
    instrument, problems = folder.read(path)
    _tell(problems)
    if instrument is None:
        say("Nothing was imported.")
        return 1
    row = stocking.add(work, instrument)
    print(f"{row.instrument_id} {row.version}")
    return 0


def _composed(work: Work, wanted: list[str], title: str) -> Composition | None:
    slots, instruments = [], []
    shipped = folder.library()
    for instrument_id in wanted:
        row = stocking.newest(work, instrument_id)
        if row is None and instrument_id in shipped:
            row = stocking.add(work, shipped[instrument_id])
        if row is None:
            say(f"The hospital has no instrument called {instrument_id!r}; `lytte import` it.")
            return None
        slots.append(InstrumentSlot(instrument=row.instrument_id, version=row.version))
        instruments.append(Instrument.model_validate(row.document))
    languages = _common_languages(instruments)
    return Composition(
        title=Text.model_validate(dict.fromkeys(languages, title)),
        languages=languages,
        slots=tuple(slots),
    )


def _common_languages(instruments: list[Instrument]) -> tuple[str, ...]:
    """Return the languages that every instrument is written in, the source's first."""
    common: dict[str, None] | None = None
    for instrument in instruments:
        written: dict[str, None] = {}
        for item in instrument.questionnaire.every_item():
            written |= dict.fromkeys(item.text.root)
        common = written if common is None else {k: None for k in common if k in written}
    return tuple(common or {"nb": None})


def _tell(problems: list[Problem]) -> None:
    for one in problems:
        place = f"{one.place}: " if one.place else ""
        say(f"{one.severity}: {place}{sentence(one)}")
