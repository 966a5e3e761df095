"""PO, what translators of programs work in: the address of a text is its context.

The format has no place for the source language.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from lytte.integrations.texts.units import (
    LARGEST,
    MOST,
    Read,
    Unit,
    bounded,
    printable,
    too_many,
    unreadable,
)

MOST_LINES = 100_000
_TEXT = re.compile(rb"^[ \t]*msgid[ \t\"]", re.MULTILINE)


def write(units: Sequence[Unit], *, name: str, source: str, target: str, at: datetime) -> bytes:
    """Return the units as a PO file."""
    catalog = Catalog(
        locale=target,
        project=name,
        version="1",
        header_comment=f"# {name}: {source} -> {target}",
        creation_date=at,
        revision_date=at,
        last_translator="Lytte",
        language_team=target,
        msgid_bugs_address="-",
        fuzzy=False,
    )
    for unit in units:
        catalog.add(
            printable(unit.source),
            printable(unit.target),
            context=unit.address,
            auto_comments=[unit.note] if unit.note else [],
            flags=[] if unit.sure else ["fuzzy"],
        )
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=False)
    return out.getvalue()


def read(document: bytes) -> Read:
    """Return what a PO file holds."""
    if len(document) > LARGEST or document.count(b"\n") > MOST_LINES:
        return unreadable("The file is too large.", "Take one form at a time.")
    if len(_TEXT.findall(document)) > MOST + 1:  # the first is the heading
        return Read(problems=[too_many()])
    try:
        if not _is_whole(document.decode("utf-8-sig")):
            return unreadable("The file is not a whole PO file in UTF-8.")
        catalog = read_po(BytesIO(document.removeprefix(b"\xef\xbb\xbf")), abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, IndexError, AttributeError):
        return unreadable("The file is not a whole PO file in UTF-8.")
    units = [
        Unit(
            place=str(message.lineno or ""),
            address=message.context or "",
            source=message.id,
            target=message.string if isinstance(message.string, str) else "",
            sure=not message.fuzzy,
        )
        for message in catalog
        if isinstance(message.id, str) and message.id
    ]
    target = str(catalog.locale_identifier or "")
    return Read(units=units, target=target, problems=bounded(units))


def _is_whole(text: str) -> bool:
    """Tell whether every line ends as a line of PO does; the reader lets a cut line pass."""
    lines = (line.strip() for line in text.splitlines())
    return all(line.endswith('"') for line in lines if line and not line.startswith("#"))
