"""One's own version beside the hospital's, or another clinic's, and never one out of reach."""

import pytest

from lytte.core.texts import Text
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.shared_level import FORM, LUNGE, Shared, question, share
from tests.shared_rules import RULES, SAFE, put_in_force, put_text_in_force, rule


@pytest.fixture
def shared(cms: Cms) -> Shared:
    found = share(cms)
    cms.safe()
    return found


def options(desk: Desk) -> str:
    return desk.last.partition("<select")[2].partition("</form>")[0]


def test_a_form_stands_beside_the_hospitals_it_builds_on(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    [parent] = cms.rows(tables.FormPublication)
    instrument, _, fever = FORM.slots
    shared.change(form_id, slots=(instrument, question("food", "Holder du på maten?"), fever))
    desk = cms.author

    desk.get(f"/admin/forms/{form_id}/compare?from={parent.id}&to=draft")

    assert "Felles for sykehuset: Før kuren, versjon 1" in desk.text
    assert "<del>" in desk.last
    assert "maten?" in desk.text
    assert "1 forskjell" in desk.text
    assert "Ved siden av spørsmålene" not in desk.text


def test_both_of_the_hospitals_versions_can_be_chosen(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    shared.publish(FORM.model_copy(update={"minutes": 3, "title": Text({"nb": "Før ny kur"})}))

    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/compare")

    assert "Felles for sykehuset: Før ny kur, versjon 2" in options(desk)
    assert "Felles for sykehuset: Før kuren, versjon 1" in options(desk)


@pytest.mark.parametrize("kind", ["rules", "safety"])
def test_what_worries_stands_beside_the_hospitals_and_other_clinics(
    cms: Cms, shared: Shared, kind: str
) -> None:
    put_in_force(shared, RULES)
    hospital = put_text_in_force(shared, SAFE)
    put_in_force(
        shared, RULES.model_copy(update={"rules": (rule("pain-red", 8),)}), shared.clinic_id
    )
    cms.reachable(shared.other_clinic_id)
    put_in_force(shared, RULES, shared.other_clinic_id)
    put_text_in_force(shared, SAFE, clinic_id=shared.other_clinic_id)
    rows = cms.rows(tables.RuleSetPublication if kind == "rules" else tables.SafetyText)
    theirs = next(one.id for one in rows if one.clinic_id == shared.common_id)
    other = next(one.id for one in rows if one.clinic_id == shared.other_clinic_id)
    assert hospital.clinic_id == shared.common_id

    desk = cms.author
    desk.get(f"/admin/versions/{kind}/compare?from={theirs}&to=1")
    assert "Felles for sykehuset, versjon 1" in desk.text
    assert f"{LUNGE}, versjon 1" not in desk.text
    assert "forskjell" in desk.text
    desk.get(f"/admin/versions/{kind}/compare?from={other}&to=1")
    assert LUNGE not in desk.text

    boss = cms.desk(cms.somebody("hospital_admin", None))
    boss.get("/admin/")
    boss.follow(boss.post("/admin/clinic", clinic=str(shared.clinic_id)))
    boss.get(f"/admin/versions/{kind}/compare?from={other}&to=1")
    assert f"{LUNGE}, versjon 1" in boss.text


def test_another_clinics_form_is_there_for_who_reaches_it_and_for_nobody_else(
    cms: Cms, shared: Shared
) -> None:
    form_id = shared.taken()
    theirs = shared.taken(shared.other_clinic_id)
    asked = cms.rows(tables.FormPublication)[0].document
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.get(tables.FormDraft, theirs)
        assert draft is not None
        row = publishing.version(
            work, tables.FormPublication, asked,
            staff_id=None, comment="", clinic_id=draft.clinic_id, title="Lungeskjema",
            form_id=theirs,
        )  # fmt: skip
        row.state, row.live_at = "live", work.now
        session.add(row)
        session.commit()
        key = row.id

    desk = cms.author
    assert desk.get(f"/admin/forms/{form_id}/compare?from={key}&to=draft").status_code == 200
    assert "Lungeskjema" not in desk.text
    boss = cms.desk(cms.somebody("hospital_admin", None))
    boss.get("/admin/")
    boss.follow(boss.post("/admin/clinic", clinic=str(shared.clinic_id)))

    boss.get(f"/admin/forms/{form_id}/compare?from={key}&to=draft")

    assert f"{LUNGE}: Lungeskjema, versjon 1" in boss.text
    assert "0 forskjeller" in boss.text
