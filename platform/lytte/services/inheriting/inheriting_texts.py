"""A clinic's safety text on its hospital's: which lines are its own, and a newer version (C5).

A text has no draft: what is proposed is whole, and remembers which of the hospital's it was
written on. Nothing moves at a clinic until two people there stand behind it.
"""

from dataclasses import dataclass
from uuid import UUID

from lytte.core.forms import document
from lytte.core.problems import Problem, error
from lytte.core.safety import SafetyText
from lytte.core.tailoring import safe
from lytte.core.tailoring.safe import SafetyRebased
from lytte.services import levels, published
from lytte.services.work import Work
from lytte.storage import tables


@dataclass(frozen=True)
class TailoredText:
    """A clinic's safety text, in force or about to be, seen from the hospital's."""

    hospital: tables.SafetyText
    """What the hospital has in force."""
    base: tables.SafetyText | None
    """What the clinic's own was written on; None where it stands alone."""
    live: tables.SafetyText | None
    """The clinic's own in force."""

    @property
    def newer(self) -> bool:
        """Whether the hospital has another text than the clinic's was written on."""
        return self.base is not None and self.hospital.number > self.base.number

    @property
    def mine(self) -> SafetyText:
        """What the clinic tells its patients; nothing before it has a text."""
        return said(self.live)


def tailored(work: Work, clinic_id: UUID) -> TailoredText | None:
    """Return a clinic's text beside its hospital's; None where the hospital has none."""
    above = levels.above(work, clinic_id)
    hospital = published.live_safety_text(work, above.id) if above else None
    if hospital is None:
        return None
    live = published.live_safety_text(work, clinic_id)
    base_id = live.base_id if live else None
    return TailoredText(hospital, decided(work, base_id), live)


def newer(work: Work, clinic_id: UUID) -> tables.SafetyText | None:
    """Return the hospital's text when it is newer than what the clinic's was written on."""
    found = tailored(work, clinic_id)
    return found.hospital if found and found.newer else None


def decided(work: Work, base_id: UUID | None) -> tables.SafetyText | None:
    """Return a version of the hospital's text; None without an id."""
    return published.decided(work, tables.SafetyText, base_id) if base_id else None


def on_the_newest(found: TailoredText, languages: list[str]) -> SafetyRebased:
    """Lay the clinic's own lines on the hospital's text in force, in these languages.

    Words that stand on nothing are all the clinic's own: none is given up for the hospital's.
    """
    new = said(found.hospital)
    old = said(found.base) if found.base else (new if found.live is None else SafetyText())
    tongues = safe.SpeakIn(languages=tuple(languages))
    mine = safe.lay(found.mine if found.live else new, (tongues,))
    return safe.rebase(old, new, mine)


def said(row: tables.SafetyText | None) -> SafetyText:
    """Return what a version says."""
    return SafetyText.model_validate(row.document) if row else SafetyText()


def waits(work: Work, place: tables.Clinic, theirs: SafetyText, named: str) -> list[Problem]:
    """Refuse a file's text that would take the place of somebody's other one that waits."""
    waiting = published.waiting(work, tables.SafetyText, place.id)
    live = published.live_safety_text(work, place.id)
    known = [one.document for one in (*waiting, live) if one]
    if not waiting or not theirs.languages or document(theirs) in known:
        return []
    message = f"A safety text waits for approval at {place.name}, and the file has another."
    return [error(f"clinics/{named}", message, "Have it approved or taken back first.")]
