"""A hospital's own level: clinics build on it, and nobody is ever a patient there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from lytte.core.composition import unresolved
from lytte.core.forms import Form
from lytte.core.texts import Text
from lytte.services import clinics, levels
from lytte.services.drafts import drafting
from lytte.services.faults import NotFound
from lytte.services.inheriting import inheriting
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.shared_level import FORM, Shared, question, share
from tests.world import NOW


@pytest.fixture
def shared(cms: Cms) -> Shared:
    return share(cms)


def test_a_hospital_has_one_level_however_many_ask_for_it(cms: Cms) -> None:
    def make(_: int) -> str:
        with cms.world.open() as session:
            found = levels.make_common(cms.work(session)).id
            session.commit()
            return str(found)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(make, range(4)))) == 1

    assert sum(one.common for one in cms.rows(tables.Clinic)) == 1


def test_the_database_holds_a_second_level_back(shared: Shared) -> None:
    row = tables.Clinic(hospital_id=shared.cms.world.hospital_id, slug="to", name="To", common=True)

    with pytest.raises(IntegrityError, match="uq_clinic_common"):
        _add(shared, row)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (tables.Enrolment, {"started_on": NOW.date()}),
        (tables.Visit, {"starts_at": NOW}),
        (tables.Assessment, {"due_at": NOW, "expires_at": NOW + timedelta(days=1)}),
    ],
)
def test_nobody_is_a_patient_at_the_hospitals_own_level(
    shared: Shared, kind: Any, more: dict[str, Any]
) -> None:
    if kind is tables.Assessment:
        more = {**more, "form_publication_id": shared.rows(tables.FormPublication)[0].id}
    row = kind(
        hospital_id=shared.cms.world.hospital_id,
        patient_id=shared.cms.world.patient_id,
        clinic_id=shared.common_id,
        **more,
    )

    with pytest.raises(IntegrityError, match="has no patients"):
        _add(shared, row)


def test_a_clinic_with_patients_never_becomes_the_hospitals_own_level(cms: Cms) -> None:
    with pytest.raises(IntegrityError, match="never becomes"):
        _make_common(cms)


def _add(shared: Shared, row: tables.OfHospital) -> None:
    with shared.cms.world.open() as session:
        session.add(row)
        session.flush()


def _make_common(cms: Cms) -> None:
    with cms.world.open() as session:
        row = session.get(tables.Clinic, cms.world.clinic_id)
        assert row is not None
        row.common = True
        session.flush()


def test_clinicians_never_meet_the_hospitals_own_level(shared: Shared) -> None:
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)

        assert shared.common_id not in {one.id for one in clinics.reached(work, None)}
        with pytest.raises(NotFound):
            clinics.named(work, levels.SLUG)


def test_the_hospital_publishes_without_a_telephone_and_a_clinic_does_not(shared: Shared) -> None:
    form_id = shared.taken()

    with shared.cms.world.open() as session:
        found = publishing.form_problems(shared.cms.work(session), shared.draft(session, form_id))

    assert {one.place for one in found} == {"safety"}


def test_what_a_clinic_takes_is_the_hospitals_form_and_no_copy_of_it(shared: Shared) -> None:
    form_id = shared.taken()

    assert shared.made(form_id) == FORM
    with shared.cms.world.open() as session:
        row = shared.draft(session, form_id)
        assert set(row.document) == {"base"}
        assert str(row.base_id) == row.document["base"]


def test_a_clinics_draft_holds_its_changes_only(shared: Shared) -> None:
    form_id = shared.taken()

    made = shared.change(form_id, slots=(*FORM.slots, question("tingling", "Prikker det?")))

    assert shared.made(form_id) == made
    with shared.cms.world.open() as session:
        [change] = shared.draft(session, form_id).document["changes"]
    assert (change["type"], change["part"]) == ("add_part", "tingling")


def test_one_clinics_changes_reach_no_other(shared: Shared) -> None:
    ours, theirs = shared.taken(), shared.taken(shared.other_clinic_id)

    shared.change(ours, slots=FORM.slots[:1], title=Text({"nb": "Vårt"}))

    assert shared.made(theirs) == FORM
    assert shared.made(shared.form_id) == FORM


def test_nothing_changes_at_a_clinic_when_the_hospital_publishes(shared: Shared) -> None:
    form_id = shared.taken()

    shared.publish(FORM.model_copy(update={"title": Text({"nb": "Nytt"})}))

    assert shared.made(form_id) == FORM
    with shared.cms.world.open() as session:
        newer = inheriting.newer(shared.cms.work(session), shared.draft(session, form_id))
    assert newer is not None
    assert newer.number == 2


def test_what_a_clinic_builds_on_is_offered_once(shared: Shared) -> None:
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        [parent] = inheriting.offered(work, shared.clinic_id)
        inheriting.take(work, shared.clinic_id, parent.id, staff_id=None)

        assert inheriting.offered(work, shared.clinic_id) == []
        assert inheriting.offered(work, shared.common_id) == []
        with pytest.raises(NotFound):
            inheriting.take(work, shared.clinic_id, parent.id, staff_id=None)


def test_a_form_of_the_same_name_at_the_clinic_stays_its_own(shared: Shared) -> None:
    with shared.cms.world.open() as session:
        drafting.save_form(shared.cms.work(session), shared.clinic_id, "for-kuren", FORM)
        session.commit()

    form_id = shared.taken()

    with shared.cms.world.open() as session:
        assert shared.draft(session, form_id).slug == "for-kuren-2"


def test_what_was_set_aside_at_the_hospital_is_not_inherited(shared: Shared) -> None:
    shared.publish(FORM.model_copy(update={"slots": FORM.slots[:2], "set_aside": FORM.slots[2:]}))

    made = shared.made(shared.taken())

    assert made.slots == FORM.slots[:2]
    assert made.set_aside == ()


def test_a_publication_from_before_levels_can_be_built_on(shared: Shared) -> None:
    [row] = shared.rows(tables.FormPublication)

    assert unresolved(Form.model_validate(row.document)) == FORM
