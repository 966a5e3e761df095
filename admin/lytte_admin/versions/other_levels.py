"""Versions of another level or another clinic, to lay beside one's own: only where one reaches."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from lytte.core.composition import Composition, Library, resolve
from lytte.core.forms import Form
from lytte.services import levels, published
from lytte.services.inheriting import inheriting, sharing
from lytte.services.instruments import stocking
from lytte.services.published import Version
from lytte.services.versions import versioned
from lytte.storage import tables
from lytte_admin.access import Page

AS_COPIED = "copied"
"""How an address names what a copy was copied from, as it was then."""


@dataclass(frozen=True)
class Elsewhere:
    """A version that is not this clinic's; `key` is how an address names it."""

    name: str
    row: Version

    @property
    def key(self) -> str:
        return str(self.row.id)


@dataclass(frozen=True)
class OtherForm:
    """A form that is not a version of this one; `key` is how an address names it."""

    key: str
    name: str
    form: Form


def forms(page: Page, draft: tables.FormDraft) -> list[OtherForm]:
    """Return what a form can be compared with.

    What it builds on or was copied from, then forms of other clinics.
    """
    rows = (*_built_on(page, draft), *_of_others(page))
    return [*_once(page, rows), *_shared(page, draft)]


def of_kind(page: Page, kind: str) -> list[Elsewhere]:
    """Return what the hospital has of a kind in force, and what other clinics have."""
    common = levels.common(page.work)
    owners = {one.id: one.name for one in page.clinics}
    if common is not None:
        owners = {common.id: common.name, **owners}
    found = []
    for clinic_id, name in owners.items():
        row = versioned.in_force(page.work, kind, clinic_id)
        if row is not None and clinic_id != page.clinic.id:
            said = page.say("{clinic}, version {number}", clinic=name, number=row.number)
            found.append(Elsewhere(said, row))
    return found


def _built_on(page: Page, draft: tables.FormDraft) -> Iterator[tables.FormPublication]:
    """Yield the hospital's version in use, and the one that the form builds on."""
    on = inheriting.parent(page.work, draft)
    if on is not None:
        newest = published.live_form(page.work, on.form_id)
        yield from (newest, on) if newest else (on,)


def _of_others(page: Page) -> Iterator[tables.FormPublication]:
    for clinic in page.clinics:
        if clinic.id != page.clinic.id:
            yield from sorted(
                published.live_publications(page.work, clinic.id), key=lambda row: row.title
            )


def _shared(page: Page, draft: tables.FormDraft) -> Iterator[OtherForm]:
    """Yield what is shared now of what a form was copied from, and that as it was then."""
    now, then = sharing.shared_now(page.work, draft), sharing.as_copied(page.work, draft)
    library = stocking.library(page.work)
    if now is not None:
        theirs = {(one.id, one.version): one for one in now.whole}
        number = now.row.number
        yield from _other(
            page, str(now.row.id), (now.hospital, number), now.composition, {**library, **theirs}
        )
    if then is not None and (now is None or now.row.number != draft.origin["number"]):
        said = (draft.origin["hospital"], draft.origin["number"])
        yield from _other(page, AS_COPIED, said, then, library)


def _other(
    page: Page, key: str, said: tuple[str, int], made: Composition, library: Library
) -> Iterator[OtherForm]:
    """Yield a form of another hospital, when everything that it asks can be read here."""
    with suppress(KeyError):
        name = page.say("{clinic}, version {number}", clinic=said[0], number=said[1])
        yield OtherForm(key, name, resolve(made, library))


def _once(page: Page, rows: tuple[tables.FormPublication, ...]) -> Iterator[OtherForm]:
    common = levels.common(page.work)
    names: dict[UUID, str] = {one.id: one.name for one in page.clinics}
    if common is not None:
        names[common.id] = common.name
    for row in {one.id: one for one in rows}.values():
        said = page.say(
            "{clinic}: {title}, version {number}",
            clinic=names[row.clinic_id], title=row.title, number=row.number,
        )  # fmt: skip
        yield OtherForm(str(row.id), said, Form.model_validate(row.document))
