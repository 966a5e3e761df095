"""A draft on one's own phone: a link to one version of it, for a few hours, and nothing more.

What it shows is copied when the link is made, so that whoever opens it, without signing
in, reaches that copy alone: no patient, no rule, and not what the draft became later.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, select

from lytte.core.forms import Form, document
from lytte.core.own_settings import Laid
from lytte.core.safety import SafetyText
from lytte.services import clinic_day
from lytte.services.answers.help_now import Contact
from lytte.services.faults import NotFound
from lytte.services.previews import previewing
from lytte.services.previews.previewing import Around
from lytte.services.settings import setting
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

HOURS = 8


@dataclass(frozen=True)
class Opened:
    """What a link opens."""

    form: Form
    around: Around
    zone: ZoneInfo
    logo: bytes = b""


def give(
    work: Work, clinic: tables.Clinic, draft: tables.FormDraft, form: Form, *, staff_id: UUID
) -> tables.PreviewLink:
    """Make a link to the draft as it is now; that it was made is written down."""
    place = previewing.around(work, clinic)
    link = tables.PreviewLink(
        hospital_id=work.session.hospital_id,
        form_id=draft.id,
        draft_version=draft.version,
        document={
            "form": document(form),
            "clinic_id": str(clinic.id),
            "clinic": clinic.name,
            "hospital": place.hospital,
            "settings": document(place.settings),
            "logo": _logo(work, place.settings),
            "contact": place.contact._asdict() if place.contact else None,
            "safety": place.safety.model_dump(mode="json"),
        },
        made_by=staff_id,
        made_at=work.now,
        expires_at=work.now + timedelta(hours=HOURS),
    )
    work.session.add(link)
    work.session.flush()
    work.record(
        Deed("preview.link", "form_draft", str(draft.id), fields={"version": draft.version})
    )
    return link


def opened(work: Work, link_id: UUID) -> Opened:
    """Return what the link opens; NotFound when it is over or never was."""
    kind = tables.PreviewLink
    wanted = select(kind.document).where(kind.id == link_id, kind.expires_at > work.now)
    found = work.session.exec(wanted).one_or_none()
    if found is None:
        raise NotFound
    return Opened(
        form=Form.model_validate(found["form"]),
        around=Around(
            clinic_id=UUID(found["clinic_id"]),
            clinic=found["clinic"],
            hospital=found.get("hospital", ""),
            settings=Laid.model_validate(found.get("settings", {})),
            contact=Contact(**found["contact"]) if found["contact"] else None,
            safety=SafetyText.model_validate(found["safety"]),
        ),
        zone=clinic_day.zone_of(work),
        logo=b64decode(found.get("logo", "")),
    )


def _logo(work: Work, settings: Laid) -> str:
    """Return the picture at the top of a patient's page: who opens a link reads no other."""
    if settings.logo is None:
        return ""
    return b64encode(setting.logo(work, settings.logo.sha256).content).decode()


def clear(work: Work) -> int:
    """Take away the links that are over, and what they showed; return how many."""
    kind = tables.PreviewLink
    gone = delete(kind).where(col(kind.expires_at) <= work.now).returning(col(kind.id))
    return len(work.session.execute(gone).all())
