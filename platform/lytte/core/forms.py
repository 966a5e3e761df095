"""What a clinic asks on one occasion: parts in order, resolved and frozen when published."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from lytte.core.conditions import Condition
from lytte.core.frozen import Frozen
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.texts import Text


class Deviation(Frozen):
    """Who changed a validated instrument, and why; it marks scores and sheets "modified"."""

    by: str
    reason: str


class Part(Frozen):
    """An instrument, or local items, with link_ids and a response of its own.

    `id` is unique in the form; elsewhere an item is addressed `part/link_id` and a
    scale `part/scale`. An instrument's part is named after the instrument, so a trend
    follows it through its versions.
    """

    id: str
    kind: Literal["instrument", "local"] = "instrument"
    title: Text = Text()
    version: str | None = None
    sha256: str | None = None
    """Of the validated items as they were imported or shipped; a local change keeps it."""
    validated: bool = False
    recall: Text = Text()
    source: str = ""
    questionnaire: Questionnaire
    scales: tuple[Scale, ...] = ()
    condition: Condition | None = None
    """The part is asked only when this is True of the parts before it."""
    modified: Deviation | None = None


class Form(Frozen):
    """A form as patients get it."""

    title: Text
    introduction: Text = Text()
    parts: tuple[Part, ...]
    languages: tuple[str, ...] = ("nb",)
    minutes: int | None = None
    """How long it takes, about, as the first page says."""
    instead: Mapping[str, str] = {}
    """The language that is shown where another has a gap, because somebody chose so."""

    def after(self, language: str) -> tuple[str, ...]:
        """Return the languages that a gap in `language` is read in, the nearest first.

        The one that was chosen may have gaps of its own, and then its own choice follows;
        where nothing was chosen, as in a form that is being made, the first language does.
        """
        found: list[str] = []
        at = self.instead.get(language, "")
        while at and at not in found and at != language:
            found.append(at)
            at = self.instead.get(at, "")
        return tuple(dict.fromkeys((*found, *self.languages[:1], "nb", "en")))

    def part(self, part_id: str) -> Part:
        """Return the part called `part_id`; KeyError when there is none."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)


def document(value: BaseModel) -> dict[str, Any]:
    """Return `value` as the JSON object that is stored, without what is empty."""
    found = _dense(value.model_dump(mode="json"))
    return found if isinstance(found, dict) else {}


def sha256(stored: Mapping[str, Any]) -> str:
    """Return the fingerprint of a stored document: SHA-256 of its sorted, compact JSON."""
    text = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# What has something inside; asked for before the call, which is most of a document's time.
_HOLDERS = (dict, list)


def _dense(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _dense(inner) if type(inner) in _HOLDERS and name != "kept" else inner
            for name, inner in value.items()
            if inner is not None and inner != {} and inner != []
        }
    if isinstance(value, list):
        return [_dense(inner) if type(inner) in _HOLDERS else inner for inner in value]
    return value
