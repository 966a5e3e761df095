"""The columns of Insight: each stands over its own week, also after a week that is not shown."""

import re
from datetime import UTC, datetime

import pytest

from tests.cms_desk import Cms
from tests.forms_world import make_ready
from tests.services import test_insight
from tests.services.test_insight import occasion


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
