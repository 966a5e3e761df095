"""What each level says of itself: one person puts it in force, and every version is kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select

from lytte.core import own_settings
from lytte.core.forms import document, sha256
from lytte.core.own_settings import Laid, Logo, OwnSettings
from lytte.core.problems import Problem
from lytte.core.summary_given import Letterhead
from lytte.integrations import pictures
from lytte.services import clinics, levels, published
from lytte.services.drafts import drafting
from lytte.services.faults import ChangedMeanwhile, NotFound, NotReady
from lytte.services.settings import arranging
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Place:
    """A form in use, in the languages its patients can choose."""

    clinic: str
    title: str
    languages: tuple[str, ...]
    form_id: UUID
    publication_id: UUID


@dataclass(frozen=True)
class Reach:
    """What a change touches: forms in use by clinic, and clinics with a value of their own."""

    places: tuple[Place, ...] = ()
    clinics: tuple[str, ...] = ()
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By field: the clinics that keep their own whatever the hospital says."""

    @property
    def forms(self) -> int:
        """Return how many forms in use it touches."""
        return len(self.places)

    @property
    def languages(self) -> int:
        """Return how many times it is read: once in each language of each form."""
        return sum(len(one.languages) for one in self.places)


def row(work: Work, clinic_id: UUID, at: datetime | None = None) -> tables.LevelSettings | None:
    """Return the version in force at one level, now or at another time."""
    kind = tables.LevelSettings
    when = at or work.now
    wanted = select(kind).where(
        kind.clinic_id == clinic_id,
        col(kind.began_at) <= when,
        or_(col(kind.ended_at).is_(None), col(kind.ended_at) > when),
    )
    return work.session.exec(wanted.order_by(col(kind.number).desc()).limit(1)).one_or_none()


def own(work: Work, clinic_id: UUID, at: datetime | None = None) -> OwnSettings:
    """Return what one level says of itself."""
    found = row(work, clinic_id, at)
    return OwnSettings.model_validate(found.document) if found else OwnSettings()


def laid(work: Work, clinic: tables.Clinic, at: datetime | None = None) -> Laid:
    """Return what holds at a level, now or at another time: what a patient was told then."""
    common = levels.common(work)
    above = own(work, common.id, at) if common else OwnSettings()
    return Laid(hospital=above, clinic=OwnSettings() if clinic.common else own(work, clinic.id, at))


def budget(work: Work, clinic_id: UUID) -> int | None:
    """Return how many alerts a week one post at the clinic can take; None: nobody has said."""
    return laid(work, clinics.by_id(work, clinic_id)).alerts_a_week


def versions(work: Work, clinic_id: UUID) -> list[tables.LevelSettings]:
    """Return every version of one level that was in force, the newest first."""
    kind = tables.LevelSettings
    wanted = select(kind).where(kind.clinic_id == clinic_id, col(kind.began_at).is_not(None))
    return list(work.session.exec(wanted.order_by(col(kind.number).desc())).all())


def earlier(work: Work, clinic_id: UUID, number: str) -> OwnSettings:
    """Return what a level set in the version with this number; NotFound when it has none."""
    every = versions(work, clinic_id)
    found = next((one for one in every if str(one.number) == number), None)
    if found is None:
        raise NotFound
    return OwnSettings.model_validate(found.document)


def proposed(work: Work, clinic_id: UUID) -> tables.LevelSettings | None:
    """Return what came with a file and waits for somebody to look at it."""
    kind = tables.LevelSettings
    wanted = select(kind).where(
        kind.clinic_id == clinic_id, col(kind.began_at).is_(None), col(kind.ended_at).is_(None)
    )
    return work.session.exec(wanted).one_or_none()


def put(
    work: Work,
    clinic_id: UUID,
    made: OwnSettings,
    *,
    made_on: int,
    staff_id: UUID | None,
    comment: str = "",
) -> list[str]:
    """Put a level's settings in force at once, and return which things changed.

    `made_on` is the number of the version that was looked at, 0 for none; ChangedMeanwhile
    when another is in force by now. NotReady with everything that is wrong.
    """
    work.alone(f"level_settings {clinic_id}")
    before = row(work, clinic_id)
    was = OwnSettings.model_validate(before.document) if before else OwnSettings()
    if found := _problems(work, clinic_id, was, made):
        raise NotReady(found)
    if (before.number if before else 0) != made_on:
        raise ChangedMeanwhile
    differing = own_settings.changed(was, made)
    if not differing:
        return []
    if before is not None:
        before.ended_at = work.now
        work.session.add(before)
        work.session.flush()
    new = _add(work, clinic_id, made, staff_id=staff_id, comment=comment, began_at=work.now)
    work.record(
        Deed(
            "settings.change", "level_settings", str(new.id),
            fields={"number": new.number, "changed": differing},
        )
    )  # fmt: skip
    return differing


def _problems(work: Work, clinic_id: UUID, was: OwnSettings, made: OwnSettings) -> list[Problem]:
    """Return all that is wrong; a layout of the sheet is tried only where it is another."""
    found = own_settings.problems(made, languages(work, clinic_id))
    if made.sheet is not None and made.sheet != was.sheet:
        found += arranging.problems(work, clinics.by_id(work, clinic_id), made.sheet)
    return found


def propose(
    work: Work,
    clinic_id: UUID,
    made: OwnSettings,
    *,
    staff_id: UUID | None,
    seen: UUID | None = None,
) -> None:
    """Lay settings from a file beside those in force, in place of what was `seen` to wait there.

    ChangedMeanwhile when others wait: nothing that came with a file goes unseen.
    """
    work.alone(f"level_settings {clinic_id}")
    dismiss(work, clinic_id, seen)
    _add(work, clinic_id, made, staff_id=staff_id)


def dismiss(work: Work, clinic_id: UUID, seen: UUID | None) -> None:
    """Leave what came with a file; ChangedMeanwhile when something else than was `seen` waits."""
    waiting = proposed(work, clinic_id)
    if waiting is not None and waiting.id != seen:
        raise ChangedMeanwhile
    if waiting is not None:
        waiting.ended_at = work.now
        work.session.add(waiting)
        work.session.flush()
        work.record(Deed("settings.dismiss", "level_settings", str(waiting.id)))


def add_logo(work: Work, content: bytes, *, staff_id: UUID | None) -> Logo:
    """Store a logo drawn anew; the same picture is stored once. Not yet shown to anybody."""
    made = pictures.read(content)
    name = hashlib.sha256(made.content).hexdigest()
    if _picture(work, name) is None:
        row = tables.LogoPicture(
            hospital_id=work.session.hospital_id, sha256=name, content=made.content,
            width=made.width, height=made.height, added_by=staff_id, added_at=work.now,
        )  # fmt: skip
        work.session.add(row)
        work.session.flush()
        work.record(Deed("logo.add", "logo_picture", str(row.id)))
    return Logo(sha256=name, width=made.width, height=made.height)


def logo(work: Work, name: str) -> tables.LogoPicture:
    """Return a picture of the hospital's; NotFound when it has none of that name."""
    found = _picture(work, name)
    if found is None:
        raise NotFound
    return found


def letterhead(work: Work, clinic: tables.Clinic, laid: Laid) -> Letterhead:
    """Return the picture, the name and the colour that head the clinic's sheets."""
    known_as = laid.hospital.name or clinics.hospital_name(work)
    accent = laid.clinic.accent or laid.hospital.accent or ""
    if laid.logo is None:
        return Letterhead(name=known_as, accent=accent)
    found = logo(work, laid.logo.sha256)
    name = (laid.clinic.name or clinic.name) if laid.clinic.logo else known_as
    return Letterhead(
        name=name, picture=found.content, width=found.width, height=found.height, accent=accent
    )


def languages(work: Work, clinic_id: UUID) -> list[str]:
    """Return the languages of the forms that a level's words stand before."""
    asked = {
        tag
        for one in _below(work, clinics.by_id(work, clinic_id))
        for draft in drafting.drafts(work, one.id)
        for tag in drafting.composition(work, draft).languages
    }
    return sorted(asked) or ["nb"]


def reach(work: Work, clinic: tables.Clinic) -> Reach:
    """Tell what a change at a level touches."""
    below = _below(work, clinic)
    places = tuple(
        Place(one.name, row.title, tuple(row.document["languages"]), row.form_id, row.id)
        for one in below
        for row in published.live_publications(work, one.id)
    )
    kept: dict[str, list[str]] = {}
    for one in below if clinic.common else ():
        theirs = own(work, one.id)
        for name in own_settings.FIELDS:
            if getattr(theirs, name):
                kept.setdefault(name, []).append(one.name)
    return Reach(
        places=places,
        clinics=tuple(one.name for one in below),
        own={name: tuple(names) for name, names in kept.items()},
    )


def _below(work: Work, clinic: tables.Clinic) -> Sequence[tables.Clinic]:
    return clinics.reached(work, None) if clinic.common else [clinic]


def _add(
    work: Work,
    clinic_id: UUID,
    made: OwnSettings,
    *,
    staff_id: UUID | None,
    comment: str = "",
    began_at: datetime | None = None,
) -> tables.LevelSettings:
    kind, stored = tables.LevelSettings, document(made)
    highest = select(func.max(kind.number)).where(kind.clinic_id == clinic_id)
    new = kind(
        hospital_id=work.session.hospital_id, clinic_id=clinic_id,
        number=(work.session.exec(highest).one() or 0) + 1, document=stored,
        sha256=sha256(stored), comment=comment, author_id=staff_id, created_at=work.now,
        began_at=began_at,
    )  # fmt: skip
    work.session.add(new)
    work.session.flush()
    return new


def _picture(work: Work, name: str) -> tables.LogoPicture | None:
    kind = tables.LogoPicture
    return work.session.exec(select(kind).where(kind.sha256 == name)).one_or_none()
