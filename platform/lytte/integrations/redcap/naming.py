"""What items and options are called in REDCap, which allows fewer signs than FHIR."""

import re

from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire
from lytte.integrations.logic.questions import option_code
from lytte.integrations.redcap.kept import kept_of
from lytte.integrations.redcap.logic_written import Names

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,99}")
_CODE = re.compile(r"[A-Za-z0-9_.-]+")
_OTHER = re.compile(r"[^a-z0-9]+")


def names(questionnaire: Questionnaire) -> Names:
    """Return a name for every item and every option, each of its own."""
    taken: set[str] = set()
    fields: dict[str, str] = {}
    codes: dict[tuple[str, str], str] = {}
    every = list(questionnaire.every_item())
    # Names that may stay as they are come first, so that no other takes them.
    for item in sorted(every, key=lambda each: not _FIELD.fullmatch(each.link_id)):
        wanted = kept_of(item).get("field_name") or item.link_id
        fields[item.link_id] = free(wanted, taken)
    for item in every:
        codes |= _codes(item, questionnaire)
    return Names(fields, codes)


def free(wanted: str, taken: set[str]) -> str:
    """Return a name for a field, made of `wanted` where that is none, and take it."""
    stem = wanted
    if not _FIELD.fullmatch(wanted):
        stem = _OTHER.sub("_", wanted.lower()).strip("_")[:80] or "field"
        stem = stem if stem[0].isalpha() else f"q_{stem}"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    taken.add(found)
    return found


def _codes(item: Item, questionnaire: Questionnaire) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    options = questionnaire.options(item)
    for option in options:
        code = option_code(option)
        if code is not None and (item.link_id, code) not in found:
            found[item.link_id, code] = _code(code, taken)
    return found


def _code(code: str, taken: set[str]) -> str:
    stem = code if _CODE.fullmatch(code) else _OTHER.sub("_", code.lower()).strip("_") or "option"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    taken.add(found)
    return found
