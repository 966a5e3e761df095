"""Labels that may hold HTML, as other tools write them: the words, and the formatted text."""

import html
import re

import nh3

from lytte.integrations.fhir.formatting import sanitised, shallow

_TAG = re.compile(r"(?i)</?[a-z][a-z0-9]*(\s[^<>]*)?/?>")
_BREAK = re.compile(r"(?i)<(br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>")
_SPACES = re.compile("[ \t\u00a0]+")


def words(label: str) -> str:
    """Return what a reader sees of a label, without its markup."""
    if not _TAG.search(label):
        return html.unescape(label).strip()
    plain = nh3.clean(_BREAK.sub("\n", shallow(label)), tags=set())
    spaced = _SPACES.sub(" ", html.unescape(plain))
    lines = (line.strip() for line in spaced.splitlines())
    return "\n".join(line for line in lines if line)


def formatted(label: str) -> str:
    """Return the harmless part of a label's markup; empty where it has none."""
    return sanitised(label) if _TAG.search(label) else ""
