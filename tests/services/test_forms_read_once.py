"""A page reads a clinic's forms once, and never sees another form than the one that is saved."""

from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.rules import ruling
from lytte.services.work import Work
from lytte.storage import tables
from tests.cms_desk import Cms


def titles(work: Work, cms: Cms) -> list[str]:
    return [one.title.read("nb") for one in ruling.forms(work, cms.world.clinic_id)]


def test_what_is_saved_and_taken_back_is_seen_at_once(cms: Cms) -> None:
    form_id = cms.form()
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        assert titles(work, cms) == ["Før timen"]
        made = drafting.composition(work, draft)

        other = made.model_copy(update={"title": Text({"nb": "Etter"})})
        drafting.save_form(work, draft.clinic_id, draft.slug, other)
        assert titles(work, cms) == ["Etter"]
        assert drafting.composition(work, draft).title.read("nb") == "Etter"

        drafting.undo(work, draft, staff_id=None, expected=draft.version)
        assert titles(work, cms) == ["Før timen"]
        assert drafting.composition(work, draft) == made
