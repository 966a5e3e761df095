"""What is in use at one hospital goes to another, whole, and comes out of it again the same."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from lytte.core.bundle import Bundle, BundledClinic, written
from lytte.core.forms import document
from lytte.core.own_settings import OwnSettings
from lytte.core.schedules.plan import Around, Plan, Sending
from lytte.core.texts import Text
from lytte.services import levels, published
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.drafts import based, drafting
from lytte.services.inheriting import inheriting, inheriting_rules
from lytte.services.publishing import publishing
from lytte.services.sending import scheduling
from lytte.services.settings import setting
from lytte.services.versions import going_back
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms, open_cms
from tests.shared_level import FORM, Shared, share
from tests.shared_rules import RULES, put_in_force, rule


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Cms:
    """The hospital that takes in."""
    return open_cms(database, tmp_path)


@pytest.fixture
def shared(cms: Cms) -> Shared:
    """A hospital's level with a form and rules, on which its clinic builds its own."""
    found = share(cms)
    put_in_force(found, RULES)
    cms.safe()
    form_id = found.taken()
    with cms.world.open() as session:
        work = cms.work(session)
        publishing.publish_form(work, form_id)
        slug = session.get_one(tables.FormDraft, form_id).slug
        plan = Plan(sendings=(Sending(id="one", form=slug, when=Around(days=3)),))
        drafting.save_plan(work, cms.world.clinic_id, plan)
        scheduling.publish(work, cms.world.clinic_id)
        own = OwnSettings(accent="#005a30", alerts_a_week=40)
        setting.put(work, cms.world.clinic_id, own, made_on=0, staff_id=None)
        inheriting_rules.begin(work, cms.world.clinic_id, staff_id=None)
        session.commit()
    mine = RULES.model_copy(update={"rules": (*RULES.rules, rule("own", 9))})
    put_in_force(found, mine, cms.world.clinic_id)
    return found


def out(cms: Cms, *, as_made: bool = False) -> Bundle:
    with cms.world.open() as session:
        found = bundling_out.export(cms.work(session), as_made=as_made)
        session.commit()
    return bundle_reading.read(written(found).encode())


def bring(cms: Cms, bundle: Bundle) -> list[bundling.Difference]:
    with cms.world.open() as session:
        told = bundling.bring(cms.work(session), bundle, staff_id=cms.world.author_id)
        session.commit()
    return told


def put_all_in_use(cms: Cms, clinic_id: Any) -> None:
    """Publish, approve and put in force whatever came with the file."""
    with cms.world.open() as session:
        work = cms.work(session)
        for row in session.exec(
            select(tables.SafetyText).where(tables.SafetyText.state == "in_review")
        ).all():
            publishing.approve(work, row, staff_id=cms.world.approver_id)
        for draft in drafting.drafts(work, clinic_id):
            publishing.publish_form(work, draft.id)
        rules = publishing.propose(
            work, tables.RuleSetPublication, clinic_id, drafting.rule_set(work, clinic_id),
            staff_id=cms.world.author_id,
        )  # fmt: skip
        publishing.approve(work, rules, staff_id=cms.world.approver_id)
        if scheduling.differs(work, clinic_id):
            scheduling.publish(work, clinic_id)
        if waiting := setting.proposed(work, clinic_id):
            made = OwnSettings.model_validate(waiting.document)
            setting.put(work, clinic_id, made, made_on=0, staff_id=None)
        session.commit()


def common_of(cms: Cms) -> Any:
    with cms.world.open() as session:
        found = levels.common(cms.work(session))
        assert found is not None
        return found.id


def test_what_is_in_use_goes_out_and_what_is_being_made_is_named(shared: Shared) -> None:
    cms = shared.cms
    assert isinstance(cms, Cms)
    before = out(cms)
    with cms.world.open() as session:
        work = cms.work(session)
        for draft in drafting.drafts(work, cms.world.clinic_id):
            made = drafting.composition(work, draft)
            made = made.model_copy(update={"title": Text({"nb": "Utkast"})})
            drafting.save_form(work, cms.world.clinic_id, draft.slug, made)
        drafting.save_rules(work, cms.world.clinic_id, RULES)
        session.commit()

    after = out(cms)

    assert [document(one) for one in after.clinics] == [document(one) for one in before.clinics]
    assert "alert rules being made at Brystkreftklinikken" in after.left_behind
    assert "what is being made of Utkast at Brystkreftklinikken" in after.left_behind
    assert not any("being made" in one for one in before.left_behind)
    drafts = out(cms, as_made=True)
    assert drafts.as_made
    mine = drafts.clinic("bryst")
    assert mine is not None
    assert [one.title.read("nb") for one in mine.forms.values()] == ["Utkast"]
    assert mine.rules == RULES


def test_what_is_in_use_keeps_what_it_was_made_on_though_its_draft_moves_up(
    shared: Shared,
) -> None:
    cms = shared.cms
    assert isinstance(cms, Cms)
    before = out(cms)
    [form_id] = [one.id for one in shared.rows(tables.FormDraft) if one.id != shared.form_id]
    form = shared.publish(FORM.model_copy(update={"title": Text({"nb": "Før neste kur"})}))
    rules = put_in_force(shared, RULES.model_copy(update={"rules": (rule("pain-red", 8),)}))
    with cms.world.open() as session:
        work = cms.work(session)
        draft = shared.draft(session, form_id)
        made = drafting.composition(work, draft)
        made = made.model_copy(update={"title": Text({"nb": "Utkast"})})
        drafting.save_form(work, cms.world.clinic_id, draft.slug, made, on=form.id)
        theirs = drafting.rule_set(work, cms.world.clinic_id)
        drafting.save_rules(work, cms.world.clinic_id, theirs, on=rules.id)
        session.commit()

    def mine(*, as_made: bool = False) -> BundledClinic:
        found = out(cms, as_made=as_made).clinic("bryst")
        assert found is not None
        return found

    used = before.clinic("bryst")
    assert used is not None
    assert set(used.built_on) == {f"forms/{draft.slug}", "rules"}
    assert mine().built_on == used.built_on
    on = mine(as_made=True).built_on
    assert on == {f"forms/{draft.slug}": form.sha256, "rules": rules.sha256}
    with cms.world.open() as session:
        work = cms.work(session)
        first = published.live_form(work, form_id)
        assert first is not None
        publishing.publish_form(work, form_id)
        session.commit()
        assert mine().built_on[f"forms/{draft.slug}"] == form.sha256
        going_back.restore(cms.work(session), first, staff_id=None)
        session.commit()
    assert mine().built_on == used.built_on


def test_it_comes_out_of_another_hospital_the_same(shared: Shared, here: Cms) -> None:
    cms = shared.cms
    assert isinstance(cms, Cms)
    with here.world.open() as session:
        other = tables.Clinic(hospital_id=here.world.hospital_id, slug="lunge", name="Lunge")
        session.add(other)
        session.commit()
    here.reachable()
    bundle = out(cms)

    bring(here, bundle)
    put_all_in_use(here, common_of(here))
    again = bring(here, bundle)
    put_all_in_use(here, here.world.clinic_id)

    assert {one.kind for one in again if one.rebuilt} == {"form", "rules"}
    back = out(here)
    assert back.instruments == bundle.instruments
    for theirs, ours in zip(bundle.clinics, back.clinics, strict=True):
        assert document(ours.model_copy(update={"name": theirs.name})) == document(theirs)
    assert bring(here, bundle) == []


def test_what_built_on_the_hospitals_is_offered_the_newer_one_there(
    shared: Shared, here: Cms
) -> None:
    cms = shared.cms
    assert isinstance(cms, Cms)
    with here.world.open() as session:
        session.add(tables.Clinic(hospital_id=here.world.hospital_id, slug="lunge", name="Lunge"))
        session.commit()
    here.reachable()
    bundle = out(cms)
    bring(here, bundle)
    put_all_in_use(here, common := common_of(here))
    bring(here, bundle)

    with here.world.open() as session:
        work = here.work(session)
        [draft] = drafting.drafts(work, here.world.clinic_id)
        assert based.base_of(draft.document) is not None
        assert based.changes_of(draft.document) == ()
        [theirs] = drafting.drafts(work, common)
        made = drafting.composition(work, theirs)
        made = made.model_copy(update={"title": Text({"nb": "Før neste kur"})})
        drafting.save_form(work, common, theirs.slug, made)
        publishing.publish_form(work, theirs.id)
        assert inheriting.newer(work, draft) is not None
        mine = inheriting_rules.tailored(work, here.world.clinic_id)
        assert mine is not None
