"""One thing that waits for somebody, said in words, with the way to where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from lytte.services import clinics, published
from lytte.services.drafts import comparing, drafting
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.languages import all_texts


@dataclass(frozen=True)
class Thing:
    """One line of the first page."""

    title: str
    lines: tuple[str, ...]
    button: str
    href: str = ""
    about: str = ""
    """What the button is about, for those who hear it without the line."""
    clinic_id: UUID | None = None
    """The other clinic it is at; the button goes there instead."""
    first: bool = False
    """Whether it is this person's to do, before anything else on the page."""
    said: str = ""
    """What somebody wrote about it."""


class Finder:
    """What the first page is about, looked up once."""

    def __init__(self, page: Page) -> None:
        self.page, self.work, self.clinic, self.say = page, page.work, page.clinic, page.say
        self.zone = page.zone
        self.today = self.work.now.astimezone(self.zone).date()
        self.drafts = drafting.drafts(self.work, self.clinic.id)
        forms = published.live_publications(self.work, self.clinic.id)
        self.live = {one.form_id: one for one in forms}
        self.rules = published.live_rules(self.work, self.clinic.id)
        self.plan = scheduling.draft(self.work, self.clinic.id)
        self.plan_live = scheduling.live(self.work, self.clinic.id)
        self.contact = clinics.contact(self.work, self.clinic.id)
        found = clinics.overdue(self.work, [one.id for one in page.clinics], self.zone)
        self.overdue = {one.clinic_id: one for one in found}
        self.tongues = all_texts.standing(page).tongues

    def changed(self) -> Iterable[tables.FormDraft]:
        """Return the forms written otherwise than in use, planned, or sent to a second person."""
        return (one for one in self.drafts if all(self._differs(one)))

    def _differs(self, draft: tables.FormDraft) -> Iterable[bool]:
        yield comparing.differs(self.work, draft, self.live.get(draft.id))
        kind = tables.FormPublication
        planned = published.planned(self.work, kind, draft.id)
        for row in [*published.waiting(self.work, kind, draft.id), planned]:
            yield row is None or comparing.differs(self.work, draft, row)

    def at(self, other: tables.Clinic, title: str, line: str) -> Thing:
        """Return what waits at another clinic, with the way there."""
        button = self.say("Go to {clinic}", clinic=other.name)
        return Thing(title, (line,), button, url_for("admin.choose"), clinic_id=other.id)
