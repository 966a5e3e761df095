"""XLIFF, what translation bureaus work in: 1.2 is written, 1.2 and 2.x are read."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import (  # writes only; defusedxml reads
    Element,
    ParseError,
    SubElement,
    tostring,
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lytte.core.problems import Problem, error
from lytte.integrations.texts.units import LARGEST, Read, Unit, bounded, printable, unreadable

ONE = "urn:oasis:names:tc:xliff:document:1.2"
TWO = "urn:oasis:names:tc:xliff:document:2."
XML = "http://www.w3.org/XML/1998/namespace"
MOST_TAGS = 100_000
UNSURE = ("needs-", "new", "initial")
"""The states of a translation that is not finished, as both versions begin them."""


def write(units: Sequence[Unit], *, name: str, source: str, target: str) -> bytes:
    """Return the units as XLIFF 1.2."""
    root = Element("xliff", {"version": "1.2", "xmlns": ONE})
    about = {"original": name, "source-language": source, "target-language": target}
    file = SubElement(root, "file", {**about, "datatype": "plaintext"})
    body = SubElement(file, "body")
    for unit in units:
        told = {"id": unit.address, f"{{{XML}}}space": "preserve"}
        element = SubElement(body, "trans-unit", told)
        SubElement(element, "source").text = printable(unit.source)
        state = "needs-review-translation" if not unit.sure else "translated"
        if unit.target:
            SubElement(element, "target", {"state": state}).text = printable(unit.target)
        if unit.note:
            SubElement(element, "note").text = printable(unit.note)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def read(document: bytes) -> Read:
    """Return what an XLIFF file holds."""
    if document.count(b"<") > MOST_TAGS or len(document) > LARGEST:
        return unreadable("The file is too large.", "Take one form at a time.")
    try:
        root = fromstring(document, forbid_dtd=True)
    except DefusedXmlException:
        return unreadable("The file defines codes of its own, which are not let in.")
    except (ParseError, ValueError, LookupError):
        return unreadable("The file is not whole XLIFF.")
    space, _, kind = root.tag.removeprefix("{").rpartition("}")
    if kind != "xliff":
        return unreadable("The file is not XLIFF.", "Choose XLIFF, PO or a spreadsheet.")
    two = space.startswith(TWO) or root.get("version", "").startswith("2")
    problems: list[Problem] = []
    units = list(_two(root, problems) if two else _one(root, problems))
    problems += bounded(units)
    file = next((one for one in root.iter() if _name(one) == "file"), root)
    return Read(
        units=units,
        source=(root.get("srcLang") if two else file.get("source-language")) or "",
        target=(root.get("trgLang") if two else file.get("target-language")) or "",
        problems=problems,
    )


def _one(root: Any, problems: list[Problem]) -> Iterator[Unit]:
    found = (one for one in root.iter() if _name(one) == "trans-unit")
    for number, unit in enumerate(found, 1):
        parts = {_name(one): one for one in unit}
        target = parts.get("target")
        texts = [_words(number, parts.get(name), problems) for name in ("source", "target")]
        if None not in texts:
            state = target.get("state", "") if target is not None else ""
            yield Unit(
                place=str(number),
                address=unit.get("id", ""),
                source=texts[0] or "",
                target=texts[1] or "",
                sure=not state.startswith(UNSURE),
            )


def _two(root: Any, problems: list[Problem]) -> Iterator[Unit]:
    found = (one for one in root.iter() if _name(one) == "unit")
    for number, unit in enumerate(found, 1):
        segments = [one for one in unit if _name(one) in ("segment", "ignorable")]
        texts = {
            name: [
                _words(number, part, problems)
                for segment in segments
                for part in segment
                if _name(part) == name
            ]
            for name in ("source", "target")
        }
        if None not in (*texts["source"], *texts["target"]):
            yield Unit(
                place=str(number),
                address=unit.get("name") or unit.get("id", ""),
                source="".join(map(str, texts["source"])),
                target="".join(map(str, texts["target"])),
                sure=not any(one.get("state", "").startswith(UNSURE) for one in segments),
            )


def _words(number: int, element: Any, problems: list[Problem]) -> str | None:
    """Return what an element says; None, and a problem, where it holds more than words."""
    if element is None:
        return ""
    if len(element):
        problems.append(
            error(
                str(number),
                "The text holds codes of the translation tool, and not only words.",
                "Put the words there without them.",
            )
        )
        return None
    return element.text or ""


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
