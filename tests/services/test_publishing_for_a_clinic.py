"""What publishing promises, whoever presses the button and however often."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from lytte.core.composition import Composition
from lytte.core.forms import sha256
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.faults import (
    ChangedMeanwhile,
    EditedMeanwhile,
    NothingNew,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.instruments import importing, stocking
from lytte.services.publishing import licensing, publishing, taking_effect
from lytte.services.publishing.taking_effect import Seen
from lytte.services.work import Work
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms

QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "name": "MineKrefter",
    "title": "Mine krefter",
    "status": "active",
    "item": [{"linkId": "1", "type": "boolean", "text": "Sov du godt?"}],
}


def test_of_two_who_publish_the_same_at_once_one_is_told_so(cms: Cms) -> None:
    form_id = cms.form()
    cms.safe()

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(lambda _: _publish(cms, form_id), range(4)))

    [row] = cms.rows(tables.FormPublication)
    assert told == ["1 is the same"] * 3 + ["published 1"]
    assert row.state == "live"


def _publish(cms: Cms, form_id: UUID) -> str:
    with cms.world.open() as session:
        try:
            row = publishing.publish_form(cms.work(session), form_id, staff_id=cms.world.author_id)
        except NothingNew as same:
            return f"{same.number} is the same"
        session.commit()
        return f"published {row.number}"


def test_what_is_published_is_frozen(cms: Cms) -> None:
    form_id = cms.form()
    cms.safe()
    _publish(cms, form_id)
    [before] = cms.rows(tables.FormPublication)
    with cms.world.open() as session:
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        made = Composition(title=Text({"nb": "Noe annet"}))
        drafting.save_form(cms.work(session), cms.world.clinic_id, draft.slug, made)
        session.commit()

    [after] = cms.rows(tables.FormPublication)

    assert after.document == before.document
    assert after.sha256 == sha256(after.document)


def test_a_licence_that_ran_out_stops_publishing(cms: Cms) -> None:
    licence = INSTRUMENT.licence.model_copy(update={"required": True, "owner": "Noen"})
    form_id = cms.form()
    cms.safe()
    with cms.world.open() as session:
        work = cms.work(session)
        today = work.now.date()
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        made = Composition.model_validate(draft.document)
        slot = made.slots[0].model_copy(update={"instrument": "owned"})
        stocking.add(work, INSTRUMENT.model_copy(update={"id": "owned", "licence": licence}))
        made = made.model_copy(update={"slots": (slot,)})
        drafting.save_form(work, cms.world.clinic_id, draft.slug, made)
        agree = partial(
            licensing.record, work, "owned", owner="Noen", scope="klinikken", evidence="avtale 7"
        )

        with pytest.raises(NotReady, match="No licence is recorded"):
            publishing.publish_form(work, form_id)
        agree(expires_on=today - timedelta(days=1))
        with pytest.raises(NotReady, match=r"ran out on"):
            publishing.publish_form(work, form_id)
        agree(expires_on=today)

        assert publishing.publish_form(work, form_id).number == 1


def test_the_author_cannot_approve_by_any_way(cms: Cms) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        row = publishing.propose(
            work, tables.RuleSetPublication, cms.world.clinic_id, RuleSet(),
            staff_id=cms.world.author_id,
        )  # fmt: skip

        for nobody in (cms.world.author_id, None):
            with pytest.raises(SecondPersonNeeded):
                publishing.approve(work, row, staff_id=nobody)


def test_a_newer_proposal_replaces_the_one_that_waits_when_that_was_seen(cms: Cms) -> None:
    kind = tables.RuleSetPublication

    def propose(work: Work, seen: Seen | None = None) -> None:
        publishing.propose(
            work, kind, cms.world.clinic_id, RuleSet(), staff_id=cms.world.author_id, seen=seen
        )

    with cms.world.open() as session:
        work = cms.work(session)
        propose(work)
        with pytest.raises(ChangedMeanwhile):
            propose(work)
        propose(work, taking_effect.seen_now(work, kind, cms.world.clinic_id))
        session.commit()

    rows = sorted(cms.rows(tables.RuleSetPublication), key=lambda row: row.number)
    assert [row.state for row in rows] == ["withdrawn", "in_review"]


def test_nobody_overwrites_rules_that_were_saved_meanwhile(cms: Cms) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        row = drafting.save_rules(
            work, cms.world.clinic_id, RuleSet(), staff_id=cms.world.approver_id
        )

        with pytest.raises(EditedMeanwhile, match="Ali Prøve"):
            drafting.save_rules(work, cms.world.clinic_id, RuleSet(), expected=row.version - 1)


def test_bringing_the_same_file_in_twice_changes_nothing(cms: Cms) -> None:
    content = json.dumps(QUESTIONNAIRE).encode()
    other = json.dumps({**QUESTIONNAIRE, "title": "Andre krefter"}).encode()
    with cms.world.open() as session:
        work = cms.work(session)
        first = importing.bring(work, content, importing.Naming())
        again = importing.bring(work, content, importing.Naming())
        taken = importing.bring(work, other, importing.Naming())

        assert first.row is not None
        assert again.row is first.row
        assert taken.row is None
        assert "is here already, with other content" in taken.problems[-1].message


def test_the_latest_telephone_number_is_in_force_at_once(cms: Cms) -> None:
    cms.safe()
    with cms.world.open() as session:
        work = cms.work(session)
        before = clinics.contact(work, cms.world.clinic_id)
        assert before is not None
        kept = before.model_dump(exclude={"id", "confirmed_by", "confirmed_at"})
        clinics.set_contact(
            work, tables.ClinicContact(**{**kept, "phone": "22 00 00 99"}),
            staff_id=cms.world.author_id, made_on=before.id,
        )  # fmt: skip

        now = clinics.contact(work, cms.world.clinic_id)

    assert now is not None
    assert (now.phone, now.confirmed_at) == ("22 00 00 99", None)
