"""The columns of Insight: each stands over its own week, also after a week that is not shown."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from tests.cms_desk import Cms
from tests.forms_world import make_ready
from tests.in_force import put_rules_in_force
from tests.services import test_insight
from tests.services.rehearsed_world import Past
from tests.services.test_insight import occasion

PAIN = "Hvor vondt har du hatt"


def test_a_week_that_is_not_shown_keeps_its_place(
    cms: Cms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_insight, "NOW", datetime.now(UTC))
    ready = make_ready(cms.world)
    # Four weeks, of which the two in the middle are of too few to show.
    for number, days_ago in enumerate([31] * 14 + [24] * 2 + [17] * 4 + [10] * 14):
        occasion(cms.world, ready, number, days_ago=days_ago, answered=number % 2 == 0)
    desk = cms.author

    desk.get("/admin/insight/?days=90")

    columns = re.search(r'<svg class="cols" viewBox="0 0 (\d+) 100".*?</svg>', desk.last, re.DOTALL)
    assert columns is not None
    assert columns[1] == "40"
    assert re.findall(r' x="(\d+)"', columns[0]) == ["1", "31"]


def test_alerts_are_told_by_the_limit_that_raised_them(cms: Cms) -> None:
    ready = make_ready(cms.world)
    for limit in (4, 7):
        measures = ("symptoms/pain", "symptoms/legs", "gone/walking")
        rules = tuple(
            Rule(
                id=one, severity="red", deputy="doctor", name=Text({"nb": "Gangen"}),
                when=AtLeast(measure=one, value=Decimal(limit if one == measures[0] else 3)),
            )
            for one in measures
        )  # fmt: skip
        with cms.world.open() as session:
            put_rules_in_force(cms.work(session), cms.world, RuleSet(rules=rules))
            session.commit()
    with cms.world.open() as session:
        past = Past(cms.world, ready.publication_id)
        for _ in range(12):
            sent = past.sent(past.patient(), datetime.now(UTC) - timedelta(days=3))
            for rule in rules:
                past.alerted(sent, rule.id, "resolved")
        past.keep(cms.work(session))
        session.commit()
    desk = cms.author

    desk.get("/admin/insight/?days=30")

    assert f"{PAIN} er minst 7 (tidligere: {PAIN} er minst 4)" in desk.text
    assert "Gangen er minst 3" in desk.text
    assert "noe som ikke spørres" not in desk.text
    assert "ikke lenger i bruk" not in desk.text
    with cms.world.open() as session:
        put_rules_in_force(cms.work(session), cms.world, RuleSet(rules=rules[1:]))
        session.commit()
    desk.get("/admin/insight/?days=30")
    assert f"{PAIN} er minst 4) (ikke lenger i bruk)" in desk.text
