"""Task 2: move the limit on pain from 6 to 7, and see what that does on the last 90 days.

Three presses by keyboard, before anything is saved: alerts and patients under both limits,
the same as the live engine's; then week by week, and by name who would lose the alert.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.alerting import alerts
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.storage import tables
from lytte.storage.database import Database
from tests.in_force import put_rules_in_force
from tests.keyboard import focused, menu, press, presses, promised, write
from tests.services.rehearsed_world import Past, publish_form
from tests.site import Site, amiss, running_site, sign_in

pytestmark = pytest.mark.browser
PAINS = {"Kari Prøve": (6,), "Ola Prøve": (6, 7, 9), "Eva Prøve": (3, 10), "Per Prøve": (6, 6)}


def limit(at: int) -> Rule:
    return Rule(
        id="pain-red", severity="red", deputy="doctor",
        when=AtLeast(measure="plager/pain", value=Decimal(at)),
    )  # fmt: skip


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        world, rules = running.world, RuleSet(rules=(limit(6),))
        with world.open() as session:
            work = running.work(session)
            past = Past(world, publish_form(work, world, world.clinic_id))
            for name, pains in PAINS.items():
                patient = past.patient(name)
                for week, pain in enumerate(pains, 2):
                    past.sent(patient, work.now - timedelta(days=7 * week), pain=str(pain))
            past.keep(work)
            put_rules_in_force(work, world, rules)
            drafting.save_rules(work, world.clinic_id, rules)
            author = select(tables.Staff).where(tables.Staff.email == "author@example.org")
            session.add(
                tables.StaffRole(
                    hospital_id=world.hospital_id, staff_id=session.exec(author).one().id,
                    role="clinician", clinic_id=world.clinic_id,
                )
            )  # fmt: skip
            session.commit()
        yield running


def replayed(at: int) -> tuple[int, int]:
    """Ask the live engine about every answer: how many alerts, of how many patients."""
    found = [
        name
        for name, pains in PAINS.items()
        for pain in pains
        if alerts([limit(at)], {"plager/pain": Decimal(pain)})
    ]
    return len(found), len(set(found))


def stored(site: Site) -> tuple[int, RuleSet]:
    with site.world.open() as session:
        work = site.work(session)
        raised = len(session.exec(select(tables.Alert)).all())
        return raised, drafting.rule_set(work, site.world.clinic_id)


@pytest.mark.parametrize("width", [1366, 375])
def test_task_2_the_effect_is_seen_before_anything_is_saved(
    site: Site, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nb-NO")
    admin = context.new_page()
    sign_in(admin, site, "author@example.org")
    before = stored(site)
    admin.goto(f"{site.address}/admin/")
    menu(admin, "Varselregler")

    press(admin.locator("main a", has_text="Endre"))
    write(admin.locator("#value-1-1"), "7")
    press(admin.get_by_role("button", name="Se hva den ville gjøre"))

    assert focused(admin) == "Slik ville den virke. Ingenting er lagret ennå."
    said = admin.inner_text("main")
    was, becomes = replayed(6), replayed(7)
    assert f"Regelen slik den gjelder nå: {was[0]} varsler ({was[1]} pasienter)." in said
    assert f"Slik den er skrevet her: {becomes[0]} varsler ({becomes[1]} pasienter)." in said
    assert "2 pasienter ville ikke fått varsel lenger" in said
    assert stored(site) == before
    _is_clean(admin, width)

    press(admin.get_by_role("button", name="Lagre i utkastet"))
    press(admin.get_by_role("link", name="Prøv dem på fortiden"))
    assert presses(admin) == promised(2)[0]
    said = admin.inner_text("main")
    assert f"Fra {was[0]} til {becomes[0]}." in said
    assert {name for name in PAINS if name in said} == {"Kari Prøve", "Per Prøve"}
    weeks = admin.locator("table:has(caption:has-text('Varsler i uken')) tbody tr")
    assert weeks.count() >= 13
    assert stored(site)[0] == before[0]
    _is_clean(admin, width)
    context.close()


def _is_clean(admin: Page, width: int) -> None:
    assert amiss(admin) == []
