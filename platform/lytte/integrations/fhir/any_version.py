"""A FHIR questionnaire of whichever version, by the name that the version goes under here."""

import codecs

from lytte.integrations.fhir import read as fhir
from lytte.integrations.imported import Imported

_NAMES = {"STU3": "fhir-stu3", "R4": "fhir-r4", "R5": "fhir-r5"}


def read(document: bytes) -> Imported:
    """Return what `document` holds, and every problem at once."""
    found = fhir.read(document)
    return found._replace(version=_NAMES.get(found.version or ""))


def is_json(document: bytes) -> bool:
    """Tell a FHIR resource, which begins with a bracket, from a table."""
    return _begun(document).startswith((b"{", b"["))


def is_object(document: bytes) -> bool:
    """Tell one resource from an array, and from TOML, which may begin with a bracket too."""
    return _begun(document).startswith(b"{")


def _begun(document: bytes) -> bytes:
    return document.removeprefix(codecs.BOM_UTF8).lstrip()
