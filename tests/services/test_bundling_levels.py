"""The level that a hospital's clinics build on travels in its configuration."""

from datetime import UTC, datetime

import pytest

from lytte.core.bundle import written
from lytte.services import levels, published
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.drafts import drafting
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms
from tests.shared_level import share
from tests.shared_rules import RULES, SAFE, put_in_force, put_text_in_force
from tests.world import World, make_world


@pytest.fixture
def here(database: Database) -> World:
    return make_world(database)


def test_the_level_that_clinics_build_on_goes_along(cms: Cms, here: World) -> None:
    shared = share(cms)
    put_in_force(shared, RULES)
    put_text_in_force(shared, SAFE)
    with cms.world.open() as session:
        text = written(bundling_out.export(cms.work(session), as_made=True)).encode()

    with here.open() as session:
        work = here.work(session, datetime.now(UTC))
        bundle = bundle_reading.read(text.replace(b'"bryst"', b'"hud"')).without({"lunge"})
        renamed = {"hud": "bryst"}
        seen = bundling.differences(work, bundle, "nb", renamed=renamed)
        assert levels.common(work) is None
        told = bundling.bring(work, bundle, renamed=renamed)
        session.commit()
    assert seen == told
    assert [one.kind for one in told if one.clinic == "Felles for sykehuset"] == [
        "form", "rules", "safety",
    ]  # fmt: skip
    with here.open() as session:
        work = here.work(session, datetime.now(UTC))
        common = levels.common(work)
        assert common is not None
        assert drafting.rule_set(work, common.id) == RULES
        assert [one.title for one in drafting.drafts(work, common.id)] == ["Før kuren"]
        assert published.live_rules(work, common.id) is None


def test_a_text_that_comes_in_stands_on_what_the_one_here_stood_on(cms: Cms) -> None:
    shared = share(cms)
    first = put_text_in_force(shared, SAFE)
    put_text_in_force(shared, SAFE, on=first.id)

    with cms.world.open() as session:
        work = cms.work(session)
        text = written(bundling_out.export(work, as_made=True))
        own = text.index('"slug": "bryst"')
        text = text[:own] + text[own:].replace(SAFE.languages["nb"].danger, "Ring 113.")
        bundling.bring(work, bundle_reading.read(text.encode()))
        [row] = published.waiting(work, tables.SafetyText, cms.world.clinic_id)
        assert row.base_id == first.id
