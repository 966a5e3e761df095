"""A hospital whose clinics build on what it publishes, for tests."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.items.boolean import Boolean
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services import levels
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms
from tests.site import Site

LUNGE = "Lungekreftklinikken"


@dataclass(frozen=True)
class Shared:
    """The hospital's level with one form, version 1, and two clinics."""

    cms: Cms | Site
    common_id: UUID
    form_id: UUID
    other_clinic_id: UUID

    @property
    def clinic_id(self) -> UUID:
        return self.cms.world.clinic_id

    def publish(self, made: Composition) -> tables.FormPublication:
        """Publish the hospital's form anew."""
        with self.cms.world.open() as session:
            work = self.cms.work(session)
            draft = session.get(tables.FormDraft, self.form_id)
            assert draft is not None
            drafting.save_form(work, self.common_id, draft.slug, made)
            row = publishing.publish_form(work, self.form_id)
            session.commit()
            return row

    def taken(self, clinic_id: UUID | None = None) -> UUID:
        """Build a clinic's form on the hospital's, and return its id."""
        clinic_id = clinic_id or self.clinic_id
        with self.cms.world.open() as session:
            work = self.cms.work(session)
            [parent] = inheriting.offered(work, clinic_id)
            row = inheriting.take(work, clinic_id, parent.id, staff_id=None)
            session.commit()
            return row.id

    def made(self, form_id: UUID) -> Composition:
        """Return the form that a draft makes."""
        with self.cms.world.open() as session:
            return drafting.composition(self.cms.work(session), self.draft(session, form_id))

    def change(self, form_id: UUID, **update: object) -> Composition:
        """Change a draft as the editor does: a whole form in, a whole form out."""
        with self.cms.world.open() as session:
            work, draft = self.cms.work(session), self.draft(session, form_id)
            made = drafting.composition(work, draft).model_copy(update=update)
            drafting.save_form(work, draft.clinic_id, draft.slug, made)
            session.commit()
            return made

    def rows(self, table: Any) -> list[Any]:
        """Return every row of a table in the hospital."""
        with self.cms.world.open() as session:
            return list(session.exec(select(table)).all())

    @staticmethod
    def draft(session: object, form_id: UUID) -> tables.FormDraft:
        """Return a draft's row."""
        row = session.get(tables.FormDraft, form_id)  # type: ignore[attr-defined]
        assert isinstance(row, tables.FormDraft)
        return row


def question(name: str, said: str) -> LocalSlot:
    """Return a local part with one question."""
    item = Boolean(link_id=name, text=Text({"nb": said}))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)))


FORM = Composition(
    title=Text({"nb": "Før kuren"}),
    slots=(
        InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),
        question("food", "Klarer du å spise?"),
        question("fever", "Har du hatt feber?"),
    ),
)


def share(cms: Cms | Site) -> Shared:
    """Open the hospital's own level and publish one form there."""
    with cms.world.open() as session:
        work = cms.work(session)
        common = levels.make_common(work)
        stocking.add(work, INSTRUMENT)
        draft = drafting.save_form(work, common.id, "for-kuren", FORM)
        publishing.publish_form(work, draft.id)
        other = tables.Clinic(hospital_id=cms.world.hospital_id, slug="lunge", name=LUNGE)
        session.add(other)
        session.commit()
    return Shared(cms, common.id, draft.id, other.id)
