"""A questionnaire in whichever format it comes: the file itself tells which."""

import codecs

from lytte.core.problems import Problem, error
from lytte.integrations.fhir import any_version as fhir
from lytte.integrations.imported import Imported
from lytte.integrations.redcap import read as redcap
from lytte.integrations.redcap.table import is_dictionary
from lytte.integrations.xlsform import read as xlsform
from lytte.integrations.xlsform.old_workbook import is_old_workbook
from lytte.integrations.xlsform.workbook import is_workbook

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(document: bytes, name: str = "") -> Imported:
    """Return what `document` holds, and every problem at once.

    `name` is what to call a questionnaire that has no title of its own. `version` says
    the format: fhir-stu3, fhir-r4, fhir-r5, redcap, xlsform; None when it is none of them.
    """
    if is_workbook(document) or is_old_workbook(document):
        return xlsform.read(document, name)
    if is_dictionary(document):
        return redcap.read(document, name)
    if not fhir.is_json(document) and not document.startswith(_WIDE):
        return Imported(None, [_stranger(document)])
    return fhir.read(document)


def _stranger(document: bytes) -> Problem:
    """Return what is wrong with a file that is none of the formats, and the way out."""
    if not document.strip():
        return error("", "the file is empty", "Save it again, and bring in the new one.")
    if document.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return error("", "the file is XML", "Save the questionnaire as JSON.")
    return error(
        "",
        "the file is not a questionnaire that can be read here",
        "Bring in FHIR (.json), a REDCap data dictionary (.csv) or an XLSForm (.xlsx).",
    )
