"""Hospitals share forms: one copies a version to where others may copy it from (C5).

Nothing of patients, staff or telephones goes along; licensed instruments go by name only,
since each hospital needs its own agreement.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from lytte.core import sharing as core
from lytte.core.composition import Composition
from lytte.core.forms import document, sha256
from lytte.core.instrument import Instrument
from lytte.core.problems import stopping
from lytte.core.texts import Text
from lytte.services import published
from lytte.services.drafts import based, drafting
from lytte.services.faults import NotFound, NotReady
from lytte.services.instruments import stocking
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Licensed:
    """An instrument that the form asks and that needs an agreement of one's own."""

    id: str
    version: str
    title: Text
    owner: str


@dataclass(frozen=True)
class Offered:
    """A form that a hospital shares."""

    row: tables.SharedForm
    hospital: str
    composition: Composition
    whole: tuple[Instrument, ...]
    licensed: tuple[Licensed, ...]


@dataclass(frozen=True)
class Copied:
    """What came of a copy: the draft, and the instruments that did not come along."""

    draft: tables.FormDraft
    other_content: tuple[str, ...]
    """Instruments that are here already in this version, with other content."""


def share(
    work: Work, publication: tables.FormPublication, *, comment: str = ""
) -> tables.SharedForm:
    """Copy a version in use to where other hospitals may copy it from.

    Raises NotReady when a text holds a telephone number or an address, NotFound when the
    version is not in use. Sharing it again changes nothing.
    """
    live = published.live_form(work, publication.form_id)
    if live is None or live.id != publication.id:
        raise NotFound
    composition = core.without_names(based.composition_of(publication))
    if stopping(found := core.problems(composition)):
        raise NotReady(found)
    row = of_publication(work, publication.id)
    if row is not None:
        row.withdrawn_at = None
    else:
        whole, named = core.instruments(composition, stocking.library(work))
        content = document(composition)
        row = tables.SharedForm(
            hospital_id=work.session.hospital_id,
            form_id=publication.form_id,
            publication_id=publication.id,
            number=publication.number,
            title=publication.title,
            composition=content,
            instruments={"whole": [document(one) for one in whole], "named": named},
            sha256=sha256(content),
            comment=comment[:400],
            shared_at=work.now,
        )
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.share", "shared_form", str(row.id), fields={"sha256": row.sha256}))
    return row


def withdraw(work: Work, row: tables.SharedForm) -> None:
    """Share a version no more; what others have copied stays theirs."""
    row.withdrawn_at = work.now
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.withdraw", "shared_form", str(row.id)))


def of_publication(work: Work, publication_id: UUID) -> tables.SharedForm | None:
    """Return the hospital's own sharing of a version, withdrawn or not."""
    return work.session.exec(
        select(tables.SharedForm).where(
            tables.SharedForm.hospital_id == work.session.hospital_id,
            tables.SharedForm.publication_id == publication_id,
        )
    ).one_or_none()


def mine(work: Work, form_id: UUID) -> dict[UUID, tables.SharedForm]:
    """Return which versions of a form are shared now, by the publication's id."""
    rows = work.session.exec(
        select(tables.SharedForm).where(
            tables.SharedForm.hospital_id == work.session.hospital_id,
            tables.SharedForm.form_id == form_id,
            col(tables.SharedForm.withdrawn_at).is_(None),
        )
    ).all()
    return {one.publication_id: one for one in rows}


def offered(work: Work) -> list[Offered]:
    """Return what other hospitals share: of each form the newest version, by title."""
    rows = work.session.exec(
        select(tables.SharedForm, tables.Hospital.name)
        .join(tables.Hospital, col(tables.Hospital.id) == col(tables.SharedForm.hospital_id))
        .where(
            tables.SharedForm.hospital_id != work.session.hospital_id,
            col(tables.SharedForm.withdrawn_at).is_(None),
        )
        .order_by(col(tables.SharedForm.number))
    ).all()
    newest = {(row.hospital_id, row.form_id): (row, name) for row, name in rows}
    found = [_offered(row, name) for row, name in newest.values()]
    return sorted(found, key=lambda one: (one.row.title.casefold(), one.hospital))


def one(work: Work, shared_id: UUID) -> Offered:
    """Return a form another hospital shares; NotFound when none does, or no longer."""
    found = next((one for one in offered(work) if one.row.id == shared_id), None)
    if found is None:
        raise NotFound
    return found


def copy(work: Work, clinic_id: UUID, found: Offered, *, staff_id: UUID | None) -> Copied:
    """Begin a form of the clinic's as a copy, which remembers where it came from."""
    other = take_in(work, found, staff_id=staff_id)
    row = drafting.save_form(
        work, clinic_id, f"form-{uuid4().hex[:8]}", found.composition, staff_id=staff_id
    )
    row.origin = origin(found)
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.copy", "form_draft", str(row.id), fields={"sha256": found.row.sha256}))
    return Copied(row, other)


def take_in(work: Work, found: Offered, *, staff_id: UUID | None) -> tuple[str, ...]:
    """Put the instruments that come along on the shelf; return those that are there otherwise."""
    other: list[str] = []
    for instrument in found.whole:
        try:
            stocking.add(work, instrument, origin="imported", staff_id=staff_id)
        except stocking.VersionTaken:
            other.append(f"{instrument.title.read('nb')} {instrument.version}")
    return tuple(other)


def origin(found: Offered) -> dict[str, Any]:
    """Return what a copy keeps of where it came from."""
    return {
        "hospital": found.hospital,
        "hospital_id": str(found.row.hospital_id),
        "form_id": str(found.row.form_id),
        "number": found.row.number,
        "title": found.row.title,
        "sha256": found.row.sha256,
        # Theirs can be withdrawn: what one's own changes are is seen from this.
        "composition": found.row.composition,
    }


def remember(work: Work, row: tables.FormDraft, copied: dict[str, Any]) -> None:
    """Let a form be told of newer versions where it was copied from, its own hospital's apart.

    Taking its latest change back brings back what it remembered before.
    """
    if copied["hospital_id"] == str(work.session.hospital_id):
        return
    for step in drafting.standing_steps(work, row)[:1]:
        step.origin = row.origin
        work.session.add(step)
    row.origin = copied
    work.session.add(row)
    work.session.flush()


def as_copied(work: Work, draft: tables.FormDraft) -> Composition | None:
    """Return the form as it was copied; None when it was not, or theirs is shared no more."""
    if not draft.origin:
        return None
    kept = (
        draft.origin.get("composition")
        or work.session.exec(
            select(tables.SharedForm.composition).where(
                tables.SharedForm.hospital_id == UUID(draft.origin["hospital_id"]),
                tables.SharedForm.form_id == UUID(draft.origin["form_id"]),
                tables.SharedForm.number == draft.origin["number"],
            )
        ).one_or_none()
    )
    return Composition.model_validate(kept) if kept else None


def shared_now(work: Work, draft: tables.FormDraft) -> Offered | None:
    """Return what is shared now of what a draft was copied from."""
    if not draft.origin:
        return None
    from_ = (draft.origin["hospital_id"], draft.origin["form_id"])
    return next(
        (one for one in offered(work) if (str(one.row.hospital_id), str(one.row.form_id)) == from_),
        None,
    )


def newer(work: Work, draft: tables.FormDraft) -> Offered | None:
    """Return the newer version of what a draft was copied from, where one is shared."""
    found = shared_now(work, draft)
    return found if found and found.row.number > draft.origin["number"] else None


def _offered(row: tables.SharedForm, hospital: str) -> Offered:
    named = row.instruments.get("named", [])
    return Offered(
        row=row,
        hospital=hospital,
        composition=Composition.model_validate(row.composition),
        whole=tuple(Instrument.model_validate(one) for one in row.instruments.get("whole", [])),
        licensed=tuple(
            Licensed(one["id"], one["version"], Text(one["title"]), one["owner"]) for one in named
        ),
    )
