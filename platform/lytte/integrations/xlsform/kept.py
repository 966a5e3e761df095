"""What only XLSForm has, kept as extensions, so that it survives export to FHIR and back."""

from collections.abc import Mapping
from typing import Any

_PREFIX = "urn:lytte:xlsform:"


def kept(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the values as extensions, those that say something."""
    extensions = [
        {"url": _PREFIX + name, "valueString": value} for name, value in values.items() if value
    ]
    return {"extension": extensions} if extensions else {}


def kept_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what was kept of XLSForm's among what was kept."""
    listed = given.get("extension")
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else []:
        url = each.get("url") if isinstance(each, Mapping) else None
        if isinstance(url, str) and url.startswith(_PREFIX):
            found[url.removeprefix(_PREFIX)] = str(each.get("valueString", ""))
    return found


def others_of(given: Mapping[str, Any]) -> bool:
    """Tell whether something else than XLSForm's was kept."""
    listed = given.get("extension")
    every = listed if isinstance(listed, list) else []
    return bool(set(given) - {"extension"}) or len(kept_of(given)) < len(every)
