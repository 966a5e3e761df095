"""A configuration in a file, read: cleaned, and everything that is wrong with it said in words."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lytte.core.bundle import Bundle
from lytte.core.forms import document
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.integrations.fhir import exact_json
from lytte.integrations.fhir.formatting import sanitised
from lytte.services.faults import NotReady

LARGEST = 10_000_000
MOST_FAULTS = 50
MOST_LOOKED_AT = 1_000
"""Faults; where there are more, telling them all would take longer than reading the file."""
MOST_PARTS, MOST_VALUES = 100_000, 500_000
"""Of a file of that size Lytte writes half as many."""
MARK = b"lytte_bundle"
STRANGER = error(
    "",
    "The file is not a configuration from Lytte.",
    "Choose one that was downloaded under “The configuration as a file”.",
)
OTHER = error(
    "",
    "The file was written by another Lytte than this one, most likely a newer.",
    "Bring this Lytte up to date, and take the file in again.",
)
UNKNOWN = ("literal_error", "union_tag_invalid")


def read(content: bytes) -> Bundle:
    """Return the bundle in a file; NotReady says everything that is wrong with it."""
    if content.count(b"{") > MOST_PARTS or content.count(b",") > MOST_VALUES:
        raise NotReady([STRANGER])
    try:
        found = Bundle.model_validate(_plain(exact_json.parse(content, at_most=LARGEST)))
    except exact_json.NotJson as fault:
        if MARK not in content:
            raise NotReady([STRANGER]) from None
        raise NotReady([error("", str(fault), "Export it again, and change nothing.")]) from None
    except ValidationError as fault:
        if fault.error_count() > MOST_LOOKED_AT:
            raise NotReady([STRANGER]) from None
        raise NotReady(
            [_told(one) for one in fault.errors(include_url=False)[:MOST_FAULTS]]
        ) from None
    return found.model_copy(update={"instruments": tuple(map(_cleaned, found.instruments))})


def _cleaned(instrument: Instrument) -> Instrument:
    """Return the instrument with its formatted texts cleaned again: a file is not trusted."""
    stored = _formatted(document(instrument))
    return Instrument.model_validate(stored)


def _formatted(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: {tag: sanitised(str(said)) for tag, said in inner.items()}
            if name == "formatted" and isinstance(inner, dict)
            else inner
            if name == "kept"
            else _formatted(inner)
            for name, inner in value.items()
        }
    return [_formatted(inner) for inner in value] if isinstance(value, list) else value


def _told(fault: ErrorDetails) -> Problem:
    """Say what pydantic found in words; what is given from outside is quoted short."""
    place = "/".join(map(str, fault["loc"]))
    given = fault.get("ctx", {}).get("tag") or fault["input"]
    if fault["type"] in UNKNOWN and isinstance(given, str):
        return error(
            place,
            f"“{given[:40]}” is not known here.",
            "Bring this Lytte up to date, or change it where the file comes from.",
        )
    return error(place, f"{place} is not as Lytte writes it.", "Export it again.")


def _plain(value: Any) -> Any:
    """Return what a configuration is written as; NotReady for any other file of JSON."""
    if not isinstance(value, dict) or MARK.decode() not in value:
        raise NotReady([STRANGER])
    if value[MARK.decode()] != Bundle.model_fields[MARK.decode()].default:
        raise NotReady([OTHER])
    return value
