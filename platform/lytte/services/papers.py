"""A publication on paper: which one it is, and whom to ring."""

from dataclasses import dataclass

from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import unbroken
from lytte.services import clinics, published
from lytte.services.faults import NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Blank:
    """What a blank form says beside its questions.

    `code` stands on every page and in the QR: `bryst/for-timen.3`, clinic, form and version.
    """

    code: str
    safety: tuple[str, ...]


def blank(work: Work, publication: tables.FormPublication, language: str) -> Blank:
    """Return what goes around the questions of a blank form in `language`."""
    clinic = clinics.by_id(work, publication.clinic_id)
    draft = work.session.get(tables.FormDraft, publication.form_id)
    if draft is None:
        raise NotFound
    work.record(Deed("paper.print", "form_publication", str(publication.id)))
    return Blank(
        code=f"{clinic.slug}/{draft.slug}.{publication.number}",
        safety=tuple(_safety(work, clinic, language)),
    )


def blank_draft(work: Work, draft: tables.FormDraft, language: str) -> Blank:
    """Return what goes around the questions of a draft on paper; it is no form to hand out."""
    clinic = clinics.by_id(work, draft.clinic_id)
    return Blank(
        code=f"{clinic.slug}/{draft.slug}.draft{draft.version}",
        safety=tuple(_safety(work, clinic, language)),
    )


def _safety(work: Work, clinic: tables.Clinic, language: str) -> list[str]:
    contact = clinics.contact(work, clinic.id)
    written = published.live_safety_text(work, clinic.id)
    if contact is None:
        return []
    text = SafetyText.model_validate(written.document) if written else SafetyText()
    lines: SafetyLines = text.read(language)
    read_by = contact.read_by.replace(":", ".")
    said = (
        f"{clinic.name} {contact.phone}. {lines.who_answers}".strip(),
        f"{contact.out_of_hours_name} {contact.out_of_hours_phone}. {lines.out_of_hours}".strip(),
        f"{contact.emergency_phone}. {lines.danger}".strip(),
        lines.when_read.replace("{read_by}", read_by),
    )
    return [unbroken(line) for line in said]
