"""Versions of another level or another clinic, to lay beside one's own: only where one reaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from lytte.services import inheriting, levels, published
from lytte.storage import tables
from lytte_admin.access import Page


@dataclass(frozen=True)
class Elsewhere:
    """A version that is not this clinic's; `key` is how an address names it."""

    name: str
    row: tables.Publication

    @property
    def key(self) -> str:
        return str(self.row.id)


def forms(page: Page, draft: tables.FormDraft) -> list[Elsewhere]:
    """Return what a form can be compared with: what it builds on, then forms of other clinics."""
    return list(_once(page, (*_built_on(page, draft), *_of_others(page))))


def of_kind(page: Page, kind: type[tables.Publication]) -> list[Elsewhere]:
    """Return the hospital's limits or safety text in force, and those of other clinics."""
    common = levels.common(page.work)
    owners = {one.id: one.name for one in page.clinics}
    if common is not None:
        owners = {common.id: common.name, **owners}
    found = []
    for clinic_id, name in owners.items():
        row = published.in_force(page.work, kind, clinic_id)
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


def _once(page: Page, rows: tuple[tables.FormPublication, ...]) -> Iterator[Elsewhere]:
    common = levels.common(page.work)
    names: dict[UUID, str] = {one.id: one.name for one in page.clinics}
    if common is not None:
        names[common.id] = common.name
    for row in {one.id: one for one in rows}.values():
        said = page.say(
            "{clinic}: {title}, version {number}",
            clinic=names[row.clinic_id], title=row.title, number=row.number,
        )  # fmt: skip
        yield Elsewhere(said, row)
