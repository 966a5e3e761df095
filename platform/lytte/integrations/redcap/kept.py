"""What only REDCap has, kept as extensions, so that it survives export to FHIR and back."""

from collections.abc import Mapping
from typing import Any

from lytte.core.items.any_item import Item

_PREFIX = "urn:lytte:redcap:"
UNTRANSLATED = "text/x-redcap"
"""The language of an expression that was left as REDCap wrote it."""


def kept(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the values as the extensions of an item, those that say something."""
    extensions = [
        {"url": _PREFIX + name, "valueString": value} for name, value in values.items() if value
    ]
    return {"extension": extensions} if extensions else {}


def kept_of(item: Item) -> dict[str, str]:
    """Return what was kept of REDCap's at an item."""
    given = item.kept.get("extension")
    found: dict[str, str] = {}
    for each in given if isinstance(given, list) else []:
        url = each.get("url") if isinstance(each, Mapping) else None
        if isinstance(url, str) and url.startswith(_PREFIX):
            found[url.removeprefix(_PREFIX)] = str(each.get("valueString", ""))
    return found


def others_of(item: Item) -> bool:
    """Tell whether something else than REDCap's was kept at an item."""
    given = item.kept.get("extension")
    listed = given if isinstance(given, list) else []
    ours = [
        each
        for each in listed
        if isinstance(each, Mapping) and str(each.get("url")).startswith(_PREFIX)
    ]
    return bool(set(item.kept) - {"extension"}) or len(ours) < len(listed)
