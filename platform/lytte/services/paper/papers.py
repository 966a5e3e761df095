"""A publication on paper: which one it is, whose, and whom to ring."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from lytte.core.forms import Form
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import unbroken
from lytte.services import clinics, published
from lytte.services.faults import NotFound
from lytte.services.publishing import licensing
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.audit import Deed

# So much of an occasion's id stands on its paper: 40 bits, which a person can type.
NUMBER_LENGTH = 10


@dataclass(frozen=True)
class Blank:
    """What a blank form says beside its questions.

    `code` stands on every page and in the QR: `bryst/for-timen.3`, clinic, form and version.
    """

    code: str
    safety: tuple[str, ...]
    unread: bool = False
    """Nobody is there to read what comes in, so no reading time is promised."""


def blank(work: Work, publication: tables.FormPublication, language: str) -> Blank:
    """Return what goes around the questions of a blank form in `language`.

    NotCovered when the licence for something it asks does not cover paper.
    """
    licensing.must_cover(work, Form.model_validate(publication.document), "paper")
    clinic = clinics.by_id(work, publication.clinic_id)
    draft = work.session.get(tables.FormDraft, publication.form_id)
    if draft is None:
        raise NotFound
    work.record(Deed("paper.print", "form_publication", str(publication.id)))
    return Blank(
        code=f"{clinic.slug}/{draft.slug}.{publication.number}",
        safety=tuple(_safety(work, clinic, language)),
        unread=clinic.uncovered_at is not None,
    )


@dataclass(frozen=True)
class Read:
    """What a paper's code says: the version, the language, and whose occasion, if it says so."""

    publication: tables.FormPublication
    language: str
    assessment_id: UUID | None


def number(work: Work, assessment_id: UUID, publication: tables.FormPublication) -> str:
    """Return what ties a paper to one occasion of its form; it opens nothing by itself."""
    assessment = work.session.get(tables.Assessment, assessment_id)
    if assessment is None or assessment.clinic_id != publication.clinic_id:
        raise NotFound
    return assessment_id.hex[:NUMBER_LENGTH]


def read_code(work: Work, clinic: tables.Clinic, written: str) -> Read | None:
    """Return what a code from a paper of the clinic says, typed or scanned; None when it is none.

    Letters and digits count and nothing else: a scanner set for another keyboard sends other
    signs between them. Clinic and language may be left out.
    """
    typed = _bare(written)
    for publication, slug in _versions(work, clinic):
        form = f"{slug}.{publication.number}"
        for language in Form.model_validate(publication.document).languages:
            for code in (f"{clinic.slug}/{form}/{language}", f"{form}/{language}"):
                rest = typed.removeprefix(_bare(code))
                if rest != typed and len(rest) in (0, NUMBER_LENGTH):
                    return Read(publication, language, _occasion(work, publication, rest))
        if typed in (_bare(form), _bare(f"{clinic.slug}/{form}")):
            return Read(publication, "", None)
    return None


def blank_draft(work: Work, draft: tables.FormDraft, form: Form, language: str) -> Blank:
    """Return what goes around the questions of a draft on paper; it is no form to hand out."""
    licensing.must_cover(work, form, "paper")
    clinic = clinics.by_id(work, draft.clinic_id)
    return Blank(
        code=f"{clinic.slug}/{draft.slug}.draft{draft.version}",
        safety=tuple(_safety(work, clinic, language)),
        unread=clinic.uncovered_at is not None,
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
        "" if clinic.uncovered_at else lines.when_read.replace("{read_by}", read_by),
    )
    return [unbroken(line) for line in said if line]


def _versions(work: Work, clinic: tables.Clinic) -> Iterator[tuple[tables.FormPublication, str]]:
    """Yield every version the clinic has handed out, the newest first."""
    kind = tables.FormPublication
    rows = work.session.execute(
        select(kind, tables.FormDraft.slug)
        .join(tables.FormDraft, col(tables.FormDraft.id) == col(kind.form_id))
        .where(
            kind.clinic_id == clinic.id,
            col(kind.state).in_(standing.EVER),
            col(kind.live_at) <= work.now,
        )
        .order_by(col(kind.live_at).desc())
    ).all()
    yield from ((publication, slug) for publication, slug in rows)


def _occasion(work: Work, publication: tables.FormPublication, written: str) -> UUID | None:
    if not written or set(written) - set("0123456789abcdef"):
        return None
    first, last = (UUID(written.ljust(32, filled)) for filled in "0f")
    kind = tables.Assessment
    planned = tables.FormPublication
    found = work.session.exec(
        select(kind.id)
        .join(planned, col(planned.id) == col(kind.form_publication_id))
        .where(
            kind.id >= first, kind.id <= last,
            kind.clinic_id == publication.clinic_id, planned.form_id == publication.form_id,
        )
    ).all()  # fmt: skip
    return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
