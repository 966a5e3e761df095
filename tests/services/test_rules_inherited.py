"""A clinic's alert rules are its hospital's and what it changed of them, and nothing else."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lytte.core.composition import LocalSlot
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.tailoring.rebasing import Choice
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.inheriting import inheriting_rules
from lytte.services.inheriting.newer import Unsettled
from lytte.services.rules import ruling
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms, open_cms
from tests.shared_level import FORM, Shared, share
from tests.shared_rules import FEVER, RULES, put_in_force, rule

LOWER = RULES.model_copy(update={"rules": (RULES.rules[0], rule("pain-red", 8))})


@pytest.fixture
def shared(database: Database, tmp_path: Path) -> Shared:
    return share(open_cms(database, tmp_path))


def save(shared: Shared, made: RuleSet) -> None:
    with shared.cms.world.open() as session:
        drafting.save_rules(shared.cms.work(session), shared.clinic_id, made)
        session.commit()


def draft(shared: Shared) -> tables.RuleSetDraft:
    [row] = [r for r in shared.rows(tables.RuleSetDraft) if r.clinic_id == shared.clinic_id]
    assert isinstance(row, tables.RuleSetDraft)
    return row


def rules(shared: Shared) -> RuleSet:
    with shared.cms.world.open() as session:
        return drafting.rule_set(shared.cms.work(session), shared.clinic_id)


def test_a_clinic_that_has_written_nothing_has_the_hospitals_rules(shared: Shared) -> None:
    put_in_force(shared, RULES)

    assert rules(shared) == RULES
    with shared.cms.world.open() as session:
        assert published.live_rules(shared.cms.work(session), shared.clinic_id) is None


def test_only_what_the_clinic_changed_is_stored(shared: Shared) -> None:
    parent = put_in_force(shared, RULES)

    save(shared, LOWER)

    assert draft(shared).document["base"] == str(parent.id)
    [change] = draft(shared).document["changes"]
    assert (change["type"], change["id"], change["field"]) == ("set", "pain-red", "when")
    assert rules(shared) == LOWER


def test_what_is_put_in_force_is_whole_and_frozen(shared: Shared) -> None:
    put_in_force(shared, RULES)
    assert isinstance(shared.cms, Cms)
    shared.cms.reachable(shared.clinic_id)
    row = put_in_force(shared, LOWER, shared.clinic_id)
    put_in_force(shared, RuleSet(rules=(rule("pain-red", 2),)))

    with shared.cms.world.open() as session:
        live = published.live_rules(shared.cms.work(session), shared.clinic_id)
    assert live is not None
    assert (live.id, live.sha256) == (row.id, row.sha256)
    assert RuleSet.model_validate(live.document) == LOWER
    assert rules(shared) == LOWER


def test_rules_that_stood_alone_stay_as_they_were_when_they_build_on(shared: Shared) -> None:
    own = RuleSet(rules=(rule("pain-red", 9), rule("own", 5)))
    save(shared, own)
    put_in_force(shared, RULES)
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        inheriting_rules.build_on(work, shared.clinic_id, staff_id=None, expected=1)
        session.commit()

    assert rules(shared) == own
    assert {one["type"] for one in draft(shared).document["changes"]} == {
        "drop", "set", "add_rule",
    }  # fmt: skip
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        with pytest.raises(NotFound):
            inheriting_rules.build_on(work, shared.clinic_id, staff_id=None, expected=2)


NEWER = RuleSet(
    rules=(rule("pain-amber", 5, severity="amber"), rule("pain-red", 6), rule("pain-worst", 10)),
    emergencies=(FEVER,),
)


OURS: dict[str, Choice] = {"rules|pain-red": "ours"}


def move_up(shared: Shared, chosen: dict[str, Choice], to: UUID, expected: int) -> None:
    with shared.cms.world.open() as session:
        inheriting_rules.move_up(
            shared.cms.work(session), shared.clinic_id, chosen,
            to=to, staff_id=None, expected=expected,
        )  # fmt: skip
        session.commit()


def test_the_hospitals_newer_rules_wait_until_somebody_has_chosen(shared: Shared) -> None:
    put_in_force(shared, RULES)
    save(shared, LOWER)
    to = put_in_force(shared, NEWER).id

    assert rules(shared) == LOWER
    with pytest.raises(Unsettled) as fault:
        move_up(shared, {}, to, 1)
    assert fault.value.names == ("rules|pain-red",)
    for version, expected in ((uuid4(), 1), (to, 7)):
        with pytest.raises(EditedMeanwhile):
            move_up(shared, OURS, version, expected)
    move_up(shared, OURS, to, 1)

    assert rules(shared).rules == (NEWER.rules[0], rule("pain-red", 8), NEWER.rules[2])
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        assert inheriting_rules.newer(work, shared.clinic_id) is None
        row = drafting.rules(work, shared.clinic_id)
        assert row is not None
        drafting.undo(work, row, staff_id=None, expected=2)
        assert drafting.rule_set(work, shared.clinic_id) == LOWER


def test_a_clinic_without_changes_stays_on_the_version_it_put_in_force(shared: Shared) -> None:
    put_in_force(shared, RULES)
    with shared.cms.world.open() as session:
        inheriting_rules.begin(shared.cms.work(session), shared.clinic_id, staff_id=None)
        session.commit()
    put_in_force(shared, NEWER)

    assert rules(shared) == RULES


def test_the_hospital_may_look_at_what_one_clinic_does_not_ask(shared: Shared) -> None:
    other = rule("other", 3, measure="other/thing")
    put_in_force(shared, RULES.model_copy(update={"rules": (*RULES.rules, other)}))
    shared.taken()
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        theirs = ruling.problems(work, shared.clinic_id, rules(shared))
        changed = RuleSet(rules=(rule("other", 4, measure="other/thing"),))
        ours = ruling.problems(work, shared.clinic_id, changed)

    assert [one for one in theirs if one.place == "other"] == []
    assert [one.place for one in ours] == ["other"]


def test_the_hospitals_rules_may_look_at_what_any_clinic_asks(shared: Shared) -> None:
    item = NumericRating(link_id="cough", text=Text({"nb": "Hoster du?"}))
    cough = LocalSlot(id="cough", questionnaire=Questionnaire(items=(item,)))
    shared.change(shared.taken(shared.other_clinic_id), slots=(*FORM.slots, cough))
    made = RuleSet(rules=(rule("cough", 3, measure="cough/cough"),))
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        assert ruling.problems(work, shared.common_id, made) == []
        assert ruling.problems(work, shared.clinic_id, made) != []
