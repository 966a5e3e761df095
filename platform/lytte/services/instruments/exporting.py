"""Hand an instrument out as a file for another tool, and say what is not in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, note
from lytte.core.questionnaire import Questionnaire
from lytte.instruments import one_file
from lytte.integrations.fhir import write as fhir
from lytte.integrations.redcap.write import dictionary
from lytte.integrations.written import Written
from lytte.integrations.xlsform.write import form
from lytte.services.instruments.importing import Naming, as_instrument
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

JSON = "application/fhir+json"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """A kind of file: its name for people, the end of its own name, and how it is written."""

    title: str
    suffix: str
    mimetype: str
    write: Callable[[Questionnaire, str], Written] | None = None
    """None where it holds a whole instrument: scores, rules and licence too."""


@dataclass(frozen=True)
class Exported:
    """A file with its name, and what of the instrument is not in it."""

    name: str
    content: bytes
    mimetype: str
    problems: list[Problem]


def _fhir(version: fhir.Version) -> Callable[[Questionnaire, str], Written]:
    return lambda questionnaire, _: Written(fhir.text(questionnaire, version).encode(), [])


FORMATS: Mapping[str, Format] = {
    "fhir-r4": Format("FHIR R4", ".r4.json", JSON, _fhir("R4")),
    "fhir-r5": Format("FHIR R5", ".r5.json", JSON, _fhir("R5")),
    "redcap": Format("REDCap", ".redcap.csv", "text/csv", dictionary),
    "xlsform": Format("XLSForm (ODK, Kobo)", ".xlsx", WORKBOOK, form),
    "toml": Format("Lytte (TOML)", ".toml", "application/toml"),
}
"""By what the command line and the address call them."""


def exported(instrument: Instrument, kind: str, language: str = "") -> Exported:
    """Return the instrument in one of `FORMATS`; `language` where the format holds only one."""
    name = f"{instrument.id}-{instrument.version}"
    written = FORMATS[kind].write
    if written is None:
        content = one_file.written(instrument).encode()
        return _file(name, kind, Written(content, []))
    found = written(_whole(instrument), language)
    return _file(name, kind, Written(found.content, [*found.problems, *_not_said(instrument)]))


def converted(questionnaire: Questionnaire, name: str, kind: str, language: str = "") -> Exported:
    """Return a questionnaire, which is nobody's instrument, in one of `FORMATS`."""
    written = FORMATS[kind].write
    if written is None:
        return exported(as_instrument(questionnaire, Naming(language="und")), kind)
    return _file(name, kind, written(questionnaire, language))


def _file(name: str, kind: str, written: Written) -> Exported:
    found = FORMATS[kind]
    return Exported(_safe(name + found.suffix), written.content, found.mimetype, written.problems)


def hand_out(work: Work, row: tables.InstrumentVersion, kind: str, language: str = "") -> Exported:
    """Return the file of an instrument of the hospital, and write down that it was taken."""
    found = exported(Instrument.model_validate(row.document), kind, language)
    work.record(
        Deed("instrument.export", "instrument_version", str(row.id), fields={"format": kind})
    )
    return found


def _whole(instrument: Instrument) -> Questionnaire:
    """Return the questionnaire with what the instrument says of it elsewhere."""
    questionnaire = instrument.questionnaire
    return instrument.whole.model_copy(
        update={
            "url": questionnaire.url,
            "name": questionnaire.name or instrument.id,
            "title": questionnaire.title or instrument.title,
        }
    )


def _not_said(instrument: Instrument) -> list[Problem]:
    found = []
    if instrument.scales:
        names = ", ".join(scale.id for scale in instrument.scales)
        found.append(note("", f"The scores are not in the file: {names}."))
    if instrument.rules or instrument.emergencies:
        found.append(note("", "The suggested alert rules are not in the file."))
    return found


def _safe(name: str) -> str:
    kept = [sign if sign.isascii() and (sign.isalnum() or sign in "-._") else "-" for sign in name]
    return "".join(kept)
