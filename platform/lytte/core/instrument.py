"""An instrument: a named set of items with its scoring, its limits and its licence."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from lytte.core.forms import Part, document, sha256
from lytte.core.frozen import Frozen
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.texts import Text
from lytte.core.thresholds import Emergency, Rule

NOBODY = "not stated"
"""The owner of a wording, when nobody has said who it is."""


class Licence(Frozen):
    """Who owns the wording and on what terms it may be used."""

    owner: str
    terms: str
    required: bool = False
    """A hospital needs an agreement of its own before it may publish."""
    reference: str = ""
    expires_on: date | None = None
    changes: Literal["permitted", "forbidden"] | None = None
    """Whether the wording may be changed; unsaid, only where no agreement is needed at all."""

    @property
    def has_owner(self) -> bool:
        """Whether somebody has said who owns the wording."""
        return self.owner not in ("", NOBODY)

    @property
    def permits_changes(self) -> bool:
        """Whether a hospital may deviate from the instrument, with a name and a reason."""
        return self.changes == "permitted" or (self.changes is None and not self.required)


class Instrument(Frozen):
    """One version of an instrument; never edited once it has been published."""

    id: str
    version: str
    title: Text
    wording: Literal["own", "licensed"] = "own"
    validated: bool = False
    """Shown to measure what it says, in a published study; Lytte's own are not."""
    verified: bool = False
    """The scoring was checked against the manual by a named person."""
    recall: Text = Text()
    source: str = ""
    questionnaire: Questionnaire
    scales: tuple[Scale, ...] = ()
    rules: tuple[Rule, ...] = ()
    """Suggested thresholds, each with its source; nothing is in force before a clinic says so."""
    emergencies: tuple[Emergency, ...] = ()
    licence: Licence
    authorised: tuple[str, ...] = ()
    """Languages whose wording is authorised and therefore locked."""
    machine_drafted: tuple[str, ...] = ()
    """Languages drafted by a machine and not reviewed; they say so wherever they are shown."""
    kept: Mapping[str, Any] = {}

    @property
    def whole(self) -> Questionnaire:
        """The questionnaire with what the instrument says of it: its address and its owner."""
        asked = self.questionnaire
        owner = Text({"en": self.licence.owner}) if self.licence.has_owner else Text()
        return asked.model_copy(
            update={
                "url": asked.url or f"urn:lytte:{self.id}",
                "version": asked.version or self.version,
                "copyright": asked.copyright or owner,
            }
        )

    @property
    def part(self) -> Part:
        """The instrument as a part of a form."""
        return Part(
            id=self.id,
            title=self.title,
            version=self.version,
            sha256=sha256(document(self.questionnaire)),
            validated=self.validated,
            recall=self.recall,
            source=self.source,
            questionnaire=self.questionnaire,
            scales=self.scales,
        )
