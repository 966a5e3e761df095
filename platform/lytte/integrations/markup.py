"""Labels that may hold HTML, as other tools write them: the words, and the formatted text."""

import html

import re2

from lytte.integrations.fhir.formatting import sanitised

_TAG = re2.compile(r"(?i)</?[a-z][a-z0-9]*(\s[^<>]*)?/?>")
_BREAK = re2.compile(r"(?i)<(br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>")
_SPACES = re2.compile("[ \t\u00a0]+")
_LINES = re2.compile(r"\s*\n\s*")


def words(label: str) -> str:
    """Return what a reader sees of a label, without its markup."""
    if not _TAG.search(label):
        return html.unescape(label).strip()
    broken = _TAG.sub("", str(_BREAK.sub("\n", label)))
    spaced = _SPACES.sub(" ", html.unescape(str(broken)))
    return str(_LINES.sub("\n", str(spaced))).strip()


def formatted(label: str) -> str:
    """Return the harmless part of a label's markup; empty where it has none."""
    return sanitised(label) if _TAG.search(label) else ""
