"""Action tags: what the field annotation asks REDCap to do, as `@DEFAULT='7'`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TAG = re.compile(r"@[A-Z][A-Z0-9-]*")
_QUOTED = re.compile(r"\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^\s'\"]+))")
FOLLOWED = frozenset(
    {
        "@CALCTEXT", "@CHARLIMIT", "@DEFAULT", "@HIDDEN", "@HIDDEN-SURVEY", "@MAXCHECKED",
        "@NONEOFTHEABOVE", "@NOW", "@PLACEHOLDER", "@READONLY", "@READONLY-SURVEY", "@TODAY",
    }
)  # fmt: skip
"""What Lytte does as well."""
LINK_ID = "@LYTTE-LINKID"
"""Ours: what an item was called where it came from, when REDCap cannot call it so."""


@dataclass(frozen=True)
class Annotation:
    """The tags that are followed, with what they are given; the rest as it was written."""

    tags: Mapping[str, str]
    rest: str
    others: tuple[str, ...]
    """Tags that are not followed."""


def annotation(written: str) -> Annotation:
    """Read a field annotation."""
    tags: dict[str, str] = {}
    others: list[str] = []
    rest, place = "", 0
    for match in _TAG.finditer(written):
        name, start, end = match.group(), match.start(), match.end()
        if start < place:
            continue
        if name not in FOLLOWED and name != LINK_ID:
            others.append(name)
            continue
        given, end = _given(written, end)
        tags[name] = given
        rest += written[place:start]
        place = end
    rest += written[place:]
    return Annotation(tags, " ".join(rest.split()), tuple(others))


def _given(written: str, place: int) -> tuple[str, int]:
    """Return what a tag is given, and where it ends."""
    if written[place : place + 1] == "(":
        end = _closing(written, place)
        return written[place + 1 : end], end + 1
    match = _QUOTED.match(written, place)
    if match is None:
        return "", place
    return next(part for part in match.groups() if part is not None), match.end()


def _closing(written: str, place: int) -> int:
    """Return where the bracket that opens at `place` is closed; the end if it never is."""
    depth = 0
    for number in range(place, len(written)):
        depth += {"(": 1, ")": -1}.get(written[number], 0)
        if not depth:
            return number
    return len(written)
