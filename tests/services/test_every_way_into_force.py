"""No way into force leaves a rule looking at nothing: the service asks, whoever calls it."""

from decimal import Decimal

import pytest

from lytte.core.composition import Composition, LocalSlot
from lytte.core.questionnaire import Questionnaire
from lytte.core.thresholds import AtLeast, RuleSet
from lytte.services.drafts import drafting
from lytte.services.faults import NotReady
from lytte.services.publishing import publishing
from lytte.services.rules import hanging, house_rules
from lytte.services.rules.hanging import WouldStop
from lytte.services.versions import going_back
from lytte.services.work import Work
from lytte.storage import tables
from tests.forms_world import in_all, rating
from tests.in_force import put_rules_in_force
from tests.services.versions_world import DAY, NOW, SIX, Shop

UNASKED = SIX.rules[0].model_copy(
    update={"when": AtLeast(measure="symptoms/sleep", value=Decimal(6))}
)
NOBODY_STEPS_IN = SIX.rules[0].model_copy(update={"deputy": ""})


def only_sleep(shop: Shop) -> None:
    """Let the form's draft ask about sleep alone, which the rules do not look at."""
    asked = Questionnaire(title=in_all("Søvn"), items=(rating("sleep", "Har du sovet dårlig?"),))
    with shop.work(NOW) as work:
        draft = work.session.get_one(tables.FormDraft, shop.form_id)
        made = Composition.model_validate(draft.document)
        slot = LocalSlot(id="night", title=in_all("Natten"), questionnaire=asked)
        changed = made.model_copy(update={"slots": (slot,)})
        drafting.save_form(work, draft.clinic_id, draft.slug, changed)


def two_persons(work: Work) -> None:
    house_rules.let_forms_need_second(work, True, staff_id=None)


@pytest.mark.parametrize("rule", [UNASKED, NOBODY_STEPS_IN])
def test_rules_that_would_alert_nobody_are_approved_by_no_caller(shop: Shop, rule: object) -> None:
    row_id = shop.propose(RuleSet(rules=(rule,)), NOW)  # type: ignore[arg-type]

    with shop.work(NOW) as work, pytest.raises(NotReady) as refused:
        publishing.approve(work, shop.rules(work, row_id), staff_id=shop.world.approver_id)

    assert [one.place for one in refused.value.problems] == ["pain"]


@pytest.mark.parametrize("second", [False, True])
def test_a_form_is_not_published_over_rules_that_nobody_was_told_of(
    shop: Shop, second: bool
) -> None:
    only_sleep(shop)
    with shop.work(NOW) as work:
        put_rules_in_force(work, shop.world, SIX)
        if second:
            two_persons(work)

    with shop.work(NOW) as work, pytest.raises(WouldStop) as refused:
        publishing.publish_form(work, shop.form_id, staff_id=shop.world.author_id)

    assert [one.id for one in refused.value.hanging.rules] == ["pain"]
    with shop.work(NOW) as work:
        known = hanging.marked(refused.value.hanging.rules)
        row = publishing.publish_form(work, shop.form_id, staff_id=None, known=known)
        assert row.state == ("in_review" if second else "live")


def test_a_form_is_approved_over_no_rules_that_came_after_it_was_sent(shop: Shop) -> None:
    only_sleep(shop)
    with shop.work(NOW) as work:
        put_rules_in_force(work, shop.world, RuleSet())
        two_persons(work)
        publishing.publish_form(work, shop.form_id, staff_id=shop.world.author_id)
    with shop.work(NOW + DAY) as work:
        put_rules_in_force(work, shop.world, SIX)

    with shop.work(NOW + DAY) as work, pytest.raises(WouldStop) as refused:
        publishing.approve(work, shop.form(work, 2), staff_id=shop.world.approver_id)

    known = refused.value.hanging.marks
    with shop.work(NOW + DAY) as work:
        row = shop.form(work, 2)
        publishing.approve(work, row, staff_id=shop.world.approver_id, known=known)
        assert row.state == "live"


def test_rules_whose_question_has_gone_are_not_gone_back_to(shop: Shop) -> None:
    with shop.work(NOW) as work:
        first = put_rules_in_force(work, shop.world, SIX).id
    with shop.work(NOW) as work:
        put_rules_in_force(work, shop.world, RuleSet())
    only_sleep(shop)
    with shop.work(NOW) as work:
        publishing.publish_form(work, shop.form_id, staff_id=shop.world.author_id)

    with shop.work(NOW + DAY) as work, pytest.raises(NotReady):
        going_back.restore(work, shop.rules(work, first), staff_id=None)


def test_rules_that_a_planned_form_will_leave_with_nothing_are_told_of_that_day(
    shop: Shop,
) -> None:
    with shop.work(NOW) as work:
        first = put_rules_in_force(work, shop.world, RuleSet()).id
        put_rules_in_force(work, shop.world, RuleSet(rules=(NOBODY_STEPS_IN,)))
        known = hanging.marked([NOBODY_STEPS_IN])
    only_sleep(shop)
    with shop.work(NOW) as work:
        publishing.publish_form(work, shop.form_id, at=NOW + 5 * DAY, known=known)
    row_id = shop.propose(SIX, NOW + DAY)

    with shop.work(NOW + DAY) as work, pytest.raises(WouldStop) as refused:
        publishing.approve(work, shop.rules(work, row_id), staff_id=shop.world.approver_id)
    known = refused.value.hanging.marks
    with shop.work(NOW + DAY) as work:
        row = shop.rules(work, row_id)
        publishing.approve(work, row, staff_id=shop.world.approver_id, known=known)

    assert known == hanging.marked(SIX.rules)
    with shop.work(NOW + DAY) as work:  # Rules that look at nothing of it are nobody's concern.
        going_back.restore(work, shop.rules(work, first), staff_id=None)


def test_a_form_is_not_published_over_rules_that_begin_later(shop: Shop) -> None:
    with shop.work(NOW) as work:
        put_rules_in_force(work, shop.world, RuleSet())
        put_rules_in_force(work, shop.world, SIX, at=NOW + 5 * DAY)
    only_sleep(shop)

    with shop.work(NOW) as work, pytest.raises(WouldStop) as refused:
        publishing.publish_form(work, shop.form_id)

    assert refused.value.hanging.rules == SIX.rules
