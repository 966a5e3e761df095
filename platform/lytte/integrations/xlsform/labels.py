"""Labels in their languages; they may be formatted as ODK formats: markdown, a little HTML."""

import re
from collections.abc import Mapping

from lytte.core.texts import Text
from lytte.integrations.fhir.formatting import from_markdown
from lytte.integrations.markup import words

_MARKED = re.compile(r"\*\*|__|(?m:^)#{1,6} |\[[^\]\n]*\]\(|</?[a-zA-Z]|(?<!\w)[*_]\w")
_BREAK = re.compile(r"(?i)[ \t]*<br ?/?>[ \t]*")
REFERENCE = re.compile(r"\$\{[^{}]{1,200}\}")


def worded(texts: Mapping[str, str]) -> tuple[Text, Text]:
    """Return the words of a label, and its formatted text where it has one."""
    plain: dict[str, str] = {}
    formatted: dict[str, str] = {}
    for language, label in texts.items():
        if not label or label == "-":
            continue
        label = _BREAK.sub("\n", label)
        if _MARKED.search(label):
            formatted[language] = from_markdown(label)
            plain[language] = words(formatted[language]) or label
        else:
            plain[language] = label
    return Text(plain), Text(formatted)
