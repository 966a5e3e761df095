"""What the type of a row means, in the many ways it can be written."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_SELECT_ONE = (
    "select_one", "select1", "select one", "select one from", "add select one prompt using",
    "select_one_external", "select_one_from_file", "select one from file",
)  # fmt: skip
_SELECT_MANY = (
    "select_multiple", "select all that apply", "select all that apply from", "select multiple",
    "select multiple from", "add select multiple prompt using", "select_multiple_from_file",
    "select multiple from file",
)  # fmt: skip
_SELECTS = {
    **dict.fromkeys(_SELECT_ONE, "select_one"),
    **dict.fromkeys(_SELECT_MANY, "select_multiple"),
    "rank": "rank",
}
_OTHER = re.compile(r"\s+(?:or[ _]specify[ _]other|or[ _]other)$")
_BLOCK = re.compile(r"(begin|end)[ _](group|repeat|loop|lgroup|looped group)(?:\s+over\s+(\S+))?")
_PLAIN: Mapping[str, str] = {
    **dict.fromkeys(("text", "string", "q string", "add text prompt"), "text"),
    **dict.fromkeys(("integer", "int", "q int", "add integer prompt"), "integer"),
    **dict.fromkeys(("decimal", "q decimal", "add decimal prompt"), "decimal"),
    **dict.fromkeys(("percentage", "number of days in last month",
                     "number of days in last six months", "number of days in last year"),
                    "integer"),
    **dict.fromkeys(("date", "q date", "add date prompt"), "date"),
    **dict.fromkeys(("datetime", "q datetime", "add datetime prompt"), "datetime"),
    "time": "time",
    **dict.fromkeys(("note", "q note", "add note prompt"), "note"),
    **dict.fromkeys(("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"),
                    "acknowledge"),
    **dict.fromkeys(("calculate", "q calculate", "add calculate prompt"), "calculate"),
    "hidden": "hidden",
    "range": "range",
    **dict.fromkeys(("barcode", "q barcode", "add barcode prompt"), "text"),
    **dict.fromkeys(("phone number", "phone_number", "uri:phone"), "text"),
    **dict.fromkeys(("image", "photo", "q picture", "q image", "add image prompt",
                     "add photo prompt"), "image"),
    **dict.fromkeys(("audio", "q audio", "add audio prompt"), "audio"),
    **dict.fromkeys(("video", "q video", "add video prompt"), "video"),
    **dict.fromkeys(("file", "add file prompt"), "file"),
    **dict.fromkeys(("geopoint", "gps", "location", "q geopoint", "q location", "geotrace",
                     "geoshape", "q geotrace", "q geoshape", "add location prompt", "osm"),
                    "geo"),
}  # fmt: skip
METADATA = frozenset(
    {
        "start", "end", "today", "deviceid", "device id", "imei", "username", "phonenumber",
        "email", "simserial", "subscriberid", "audit", "start-geopoint", "background-audio",
        "background-geopoint", "start time", "end time", "sim id", "csv-external", "xml-external",
        "uri:deviceid", "uri:phonenumber", "uri:simserial", "uri:subscriberid", "uri:username",
        "uri:email", "get start time", "get end time", "get today", "get device id",
        "get subscriber id", "get sim id", "get phone number",
    }
)  # fmt: skip
"""What the telephone fills in by itself, or files beside the form: nobody is asked."""
SETTINGS = frozenset({"set form title", "set form id"})
"""Rows of old forms that are settings."""
MIME: Mapping[str, tuple[str, ...]] = {
    "image": ("image/*",),
    "audio": ("audio/*",),
    "video": ("video/*",),
    "file": (),
}


class Asked(NamedTuple):
    """What a type says: a kind, the list it takes its choices from, and `or_other`."""

    kind: str
    choices: str = ""
    or_other: bool = False


def asked(written: str) -> Asked | None:
    """Return what a type means; None when nobody knows it."""
    plain = " ".join(written.split())
    lowered = plain.lower()
    if block := _BLOCK.fullmatch(lowered):
        return _block(block, plain)
    if lowered in METADATA or lowered in SETTINGS:
        return Asked("metadata" if lowered in METADATA else "setting")
    if lowered in _PLAIN:
        return Asked(_PLAIN[lowered])
    if lowered.startswith("osm "):
        return Asked("geo")
    return _select(plain)


def _block(block: re.Match[str], plain: str) -> Asked:
    what = {"lgroup": "repeat", "looped group": "repeat"}.get(block[2], block[2])
    return Asked(f"{block[1]}_{what}", plain[block.start(3) :] if block[3] else "")


def _select(plain: str) -> Asked | None:
    bare, or_other = plain, False
    if other := _OTHER.search(plain.lower()):
        bare, or_other = plain[: other.start()], True
    for name in sorted(_SELECTS, key=len, reverse=True):
        if bare.lower() == name:
            return Asked(_SELECTS[name], "", or_other)
        if bare.lower().startswith(f"{name} "):
            return Asked(_SELECTS[name], bare[len(name) :].strip(), or_other)
    return None
