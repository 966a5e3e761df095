"""A form is gone back to, or taken out of use, by somebody who knows what stops with it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from lytte.core.composition import LocalSlot
from lytte.core.forms import document, sha256
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.schedules.plan import Around, Plan, Sending
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.rules.hanging import WouldStop
from lytte.services.versions import going_back
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.shared_rules import FEVER

SLEEP = LocalSlot(
    id="sleep",
    questionnaire=Questionnaire(
        items=(
            NumericRating(
                link_id="sleep", text=Text({"nb": "Hvor dårlig har du sovet?"}),
                low=Text({"nb": "Ikke"}), high=Text({"nb": "Svært"}),
            ),
        )
    ),
)  # fmt: skip


@pytest.fixture
def form_id(cms: Cms) -> UUID:
    """A form that asked one question first and then the instrument, with rules that look at it."""
    found = cms.form()
    cms.safe()
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.get_one(tables.FormDraft, found)
        whole = cms.composition(found)
        for slots in ((SLEEP,), (SLEEP, *whole.slots)):
            made = whole.model_copy(update={"slots": slots})
            drafting.save_form(work, draft.clinic_id, draft.slug, made)
            publishing.publish_form(work, found)
        session.commit()
    cms.rules()
    with cms.world.open() as session:
        work = cms.work(session)
        rules = drafting.rule_set(work, cms.world.clinic_id)
        made_ = rules.model_copy(update={"emergencies": (FEVER,)})
        drafting.save_rules(work, cms.world.clinic_id, made_)
        session.commit()
    cms.in_force()
    return found


def versions(cms: Cms) -> list[tables.FormPublication]:
    return sorted(cms.rows(tables.FormPublication), key=lambda row: row.number)


def sent_by_a_plan(cms: Cms, form_id: UUID) -> None:
    """Put a sentence about the form in the plan, and give the form to a patient."""
    now = datetime.now(UTC)
    with cms.world.open() as session:
        slug = session.get_one(tables.FormDraft, form_id).slug
        plan = document(Plan(sendings=(Sending(id="one", form=slug, when=Around(days=3)),)))
        session.add(
            tables.SchedulePublication(
                hospital_id=cms.world.hospital_id, clinic_id=cms.world.clinic_id, number=1,
                document=plan, sha256=sha256(plan), state="live", created_at=now, live_at=now,
            )
        )  # fmt: skip
        session.add(
            tables.Assessment(
                hospital_id=cms.world.hospital_id, patient_id=cms.world.patient_id,
                clinic_id=cms.world.clinic_id, form_publication_id=versions(cms)[-1].id,
                due_at=now - timedelta(hours=1), expires_at=now + timedelta(days=2),
            )
        )  # fmt: skip
        session.commit()


def test_what_would_stop_is_told_before_a_form_goes_out_of_use(cms: Cms, form_id: UUID) -> None:
    sent_by_a_plan(cms, form_id)
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/versions")

    asked = desk.post(
        f"/admin/forms/{form_id}/retire", why="Slått sammen", live_on=desk.hidden("live_on")
    )

    assert asked.status_code == 422
    for told in (
        "Ingenting er endret ennå.",
        "2 varselregler som gjelder",
        "Smerte er minst 7",
        "Feber",
        "1 setning i utsendingen sender ikke noe lenger",
        "3 dager før hver time",
        "1 pasient har fått det og ikke svart",
    ):
        assert told in desk.text, told
    assert versions(cms)[-1].state == "live"

    desk.follow(
        desk.post(
            f"/admin/forms/{form_id}/retire",
            why="Slått sammen",
            live_on=desk.hidden("live_on"),
            known="1",
            told=desk.told(),
        )
    )

    assert (versions(cms)[-1].state, versions(cms)[-1].ending) == ("retired", "Slått sammen")


def test_going_back_to_before_what_a_rule_looks_at_is_asked_about(cms: Cms, form_id: UUID) -> None:
    desk, first = cms.author, versions(cms)[0]
    desk.get(f"/admin/forms/{form_id}/versions")
    back = f"/admin/forms/{form_id}/versions/{first.id}/restore"

    desk.get(f"/admin/forms/{form_id}/versions")
    asked = desk.post(back, live_on=desk.hidden("live_on"))

    assert asked.status_code == 422
    assert "Bruk versjon 1 igjen" in desk.text
    assert "Smerte er minst 7" in desk.text
    assert [one.state for one in versions(cms)] == ["retired", "live"]

    desk.follow(desk.post(back, known="1", told=desk.told(), live_on=desk.hidden("live_on")))

    assert [one.state for one in versions(cms)] == ["retired", "retired", "live"]


def test_where_another_form_asks_the_same_nothing_stops(cms: Cms, form_id: UUID) -> None:
    other = cms.form()
    with cms.world.open() as session:
        publishing.publish_form(cms.work(session), other)
        session.commit()
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/versions")

    desk.follow(
        desk.post(
            f"/admin/forms/{form_id}/retire", why="Slått sammen", live_on=desk.hidden("live_on")
        )
    )

    assert "Skjemaet er ute av bruk." in desk.text


def test_no_way_in_gets_round_it(cms: Cms, form_id: UUID) -> None:
    with cms.world.open() as session, pytest.raises(WouldStop) as refused:
        going_back.retire(cms.work(session), form_id)

    assert [one.id for one in refused.value.hanging.rules] == ["pain-red", "fever"]


def stricter(cms: Cms) -> None:
    """Let a colleague put a lower limit for pain in force."""
    with cms.world.open() as session:
        work = cms.work(session)
        rules = drafting.rule_set(work, cms.world.clinic_id)
        sooner = AtLeast(measure="symptoms/pain", value=Decimal(5))
        pain = rules.rules[0].model_copy(update={"when": sooner})
        made = rules.model_copy(update={"rules": (pain,)})
        drafting.save_rules(work, cms.world.clinic_id, made)
        session.commit()
    cms.in_force()


def bare(cms: Cms, form_id: UUID) -> None:
    """Write a draft without what the rules look at."""
    with cms.world.open() as session:
        draft = session.get_one(tables.FormDraft, form_id)
        made = cms.composition(form_id).model_copy(update={"slots": (SLEEP,)})
        drafting.save_form(cms.work(session), draft.clinic_id, draft.slug, made)
        session.commit()


@pytest.mark.parametrize("back", [False, True])
def test_the_tick_holds_for_what_was_told_and_for_nothing_else(
    cms: Cms, form_id: UUID, back: bool
) -> None:
    desk, first = cms.author, versions(cms)[0]
    desk.get(f"/admin/forms/{form_id}/versions")
    where = f"versions/{first.id}/restore" if back else "retire"
    given = {"why": "Slått sammen", "live_on": desk.hidden("live_on")}
    desk.post(f"/admin/forms/{form_id}/{where}", **given)
    known = {"known": "1", "told": desk.told(), **given}
    stricter(cms)

    again = desk.post(f"/admin/forms/{form_id}/{where}", **known)

    assert again.status_code == 422
    assert "Det som henger på skjemaet, er endret siden du krysset av." in desk.text
    assert "Smerte er minst 5" in desk.text
    assert [one.state for one in versions(cms)] == ["retired", "live"]
    if not back:
        assert desk.hidden("why") == "Slått sammen"
    desk.follow(desk.post(f"/admin/forms/{form_id}/{where}", **{**known, "told": desk.told()}))
    assert versions(cms)[1].state == "retired"


def test_a_tick_without_what_was_told_is_no_tick(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/versions")

    answer = desk.post(f"/admin/forms/{form_id}/retire", known="1", live_on=desk.hidden("live_on"))

    assert answer.status_code == 422
    assert versions(cms)[-1].state == "live"


def test_what_a_form_asks_no_more_is_published_by_who_saw_the_rules_as_they_are(
    cms: Cms, form_id: UUID
) -> None:
    desk, page = cms.author, f"/admin/forms/{form_id}/publish"
    bare(cms, form_id)
    desk.get(page)
    known = {"known": "1", "told": desk.told(), "comment": "Kortere"}
    stricter(cms)

    answer = desk.post(page, **known)

    assert answer.status_code == 422
    assert "varselreglene er endret siden du krysset av" in desk.text
    assert "Smerte er minst 5" in desk.text
    assert 'value="Kortere"' in desk.last
    assert versions(cms)[-1].state == "live"
    desk.follow(desk.post(page, **{**known, "told": desk.told()}))
    assert [one.state for one in versions(cms)] == ["retired", "retired", "live"]


def test_the_editor_says_which_rules_look_at_a_part(cms: Cms, form_id: UUID) -> None:
    """Before it is taken out, and not first where the form is published."""
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Noe mer?"))
    assert "Varselregler som ser på det" not in desk.text

    desk.get(f"/admin/forms/{form_id}?at=symptoms")

    assert "Varselregler som ser på det Smerte er minst 7" in desk.text
    assert "Tas det ut, har de ingenting å se på." in desk.text
