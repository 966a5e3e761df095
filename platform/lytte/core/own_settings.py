"""What a hospital and its clinics say of themselves to patients, and what their people can take.

Each level says only its own; what it leaves open comes from the level above, and last
from Lytte. Telephone numbers are facts, and what is sent has a plan: neither stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from lytte.core import colours, plain_words
from lytte.core.colours import Tint
from lytte.core.frozen import Frozen
from lytte.core.problems import Problem, error
from lytte.core.sheet_layout import OWN, SheetLayout

Source = Literal["clinic", "hospital", "lytte"]
Accent = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]

FIELDS = ("name", "logo", "accent", "told", "alerts_a_week", "sheet")


class Told(Frozen):
    """What a patient reads before the first question, in one language."""

    information: str = Field(default="", max_length=3000)
    """What the answers are for. Left open, Lytte's own wording."""
    consent: str = Field(default="", max_length=1500)
    """What the patient agrees to by starting; left open, nothing is asked for."""


class Logo(Frozen):
    """A picture that was read, made anew and stored; `sha256` is its address too."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    width: int = Field(ge=1, le=2000)
    height: int = Field(ge=1, le=2000)


class OwnSettings(Frozen):
    """What one level says; what is None it has from above."""

    name: str | None = Field(default=None, min_length=1, max_length=80)
    """What patients know the clinic or the hospital as; never inherited."""
    logo: Logo | None = None
    accent: Accent | None = None
    told: Mapping[str, Told] = {}
    alerts_a_week: int | None = Field(default=None, ge=1, le=1000)
    """How many alerts a week one rostered post can take."""
    sheet: SheetLayout | None = None
    """What stands on the summary sheet, and in which order."""

    def without(self, field: str) -> "OwnSettings":
        """Return the same with one thing left to the level above."""
        empty = OwnSettings()
        return self.model_copy(update={field: getattr(empty, field)})


class Laid(Frozen):
    """A clinic's settings over its hospital's; at the hospital's own level `clinic` is empty."""

    hospital: OwnSettings = OwnSettings()
    clinic: OwnSettings = OwnSettings()

    @property
    def logo(self) -> Logo | None:
        """The picture at the top of a patient's page."""
        return self.clinic.logo or self.hospital.logo

    @property
    def tint(self) -> Tint:
        """The colours of a patient's page."""
        return colours.tint(self.clinic.accent or self.hospital.accent)

    @property
    def alerts_a_week(self) -> int | None:
        """How many alerts a week one post can take; None when nobody has said."""
        return self.clinic.alerts_a_week or self.hospital.alerts_a_week

    @property
    def sheet(self) -> SheetLayout:
        """What stands on the summary sheet; Lytte's own where nobody has chosen."""
        return self.clinic.sheet or self.hospital.sheet or OWN

    def information(self, language: str) -> str:
        """Return what the answers are for; empty for Lytte's own wording."""
        found = (level.told.get(language, Told()) for level in (self.clinic, self.hospital))
        return next((one.information for one in found if one.information), "")

    def consent(self, language: str) -> tuple[str, str]:
        """Return what is agreed to and its language: another one rather than none at all."""
        for level in (self.clinic, self.hospital):
            said = {tag: one.consent for tag, one in level.told.items() if one.consent}
            if language in said:
                return said[language], language
            if said:
                return next((text, tag) for tag, text in said.items())
        return "", language

    def source(self, field: str) -> Source:
        """Tell which level a value comes from."""
        if getattr(self.clinic, field):
            return "clinic"
        return "hospital" if getattr(self.hospital, field) and field != "name" else "lytte"


@dataclass(frozen=True)
class Greeting:
    """The settings with the names that patients know: what the first page says."""

    laid: Laid
    clinic: str
    hospital: str

    @property
    def place(self) -> str:
        """What patients know the clinic as."""
        return self.laid.clinic.name or self.clinic

    def information(self, language: str) -> str:
        """Return what the answers are for; empty for Lytte's own wording."""
        return self._named(self.laid.information(language))

    def consent(self, language: str) -> tuple[str, str]:
        """Return what starting agrees to, and the language it is in."""
        text, tongue = self.laid.consent(language)
        return self._named(text), tongue

    def _named(self, text: str) -> str:
        return text.replace("{clinic}", self.place).replace("{hospital}", self.hospital)


def problems(made: OwnSettings, languages: Sequence[str]) -> list[Problem]:
    """Return what keeps the settings of a level from being put in force."""
    found = colours.problems(made.accent)
    for tag, one in made.told.items():
        found += plain_words.faults(one.information, "information", f"information/{tag}")
        found += plain_words.faults(one.consent, "consent", f"consent/{tag}")
    agreed = [tag for tag, one in made.told.items() if one.consent]
    if agreed:
        found += [
            error(
                f"consent/{tag}",
                "The consent is not written in this language.",
                "Write it, or leave it out in every language.",
            )
            for tag in languages
            if tag not in agreed
        ]
    return found


def changed(before: OwnSettings, after: OwnSettings) -> list[str]:
    """Return which things differ."""
    return [one for one in FIELDS if getattr(before, one) != getattr(after, one)]
