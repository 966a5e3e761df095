"""Task 18: find out why a patient was flagged on a day, in two minutes.

One press from the sheet, by keyboard: the rule in words, its version, the values in force that
day, the answer that set it off and what became of it; and new limits since change none of it.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page

from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services.alerts import alerting
from lytte.storage import tables
from tests.clinic_site import PASSWORD, Clinic, code_now
from tests.forms_world import in_all
from tests.in_force import put_rules_in_force
from tests.keyboard import press, presses, promised
from tests.site import amiss
from tests.world import World

pytestmark = pytest.mark.browser
TAKEN = datetime(2026, 5, 3, 7, 45, tzinfo=UTC)


def _limits_move_to_nine(clinic: Clinic) -> None:
    """The clinic changes its mind after the answers were sent."""
    nine = AtLeast(measure="symptoms/pain", value=Decimal(9))
    rules = RuleSet(rules=(Rule(id="pain_red", severity="red", when=nine, name=in_all("Ny")),))
    world = clinic.world
    with world.open() as session:
        work = world.work(session, datetime.now(UTC))
        put_rules_in_force(work, world, rules)
        session.commit()


def _set_aside(clinic: Clinic) -> None:
    """One takes the alert; a nurse sets it aside, with a reason."""
    [alert] = clinic.alerts
    who, world = clinic.staff(clinician=clinic.world.clinic_id), clinic.world
    with world.open() as session:
        work = world.work(session, TAKEN)
        alerting.move(
            work, [alert.id], "acknowledged", clinic_id=world.clinic_id,
            staff_id=world.author_id,
        )  # fmt: skip
        work = world.work(session, datetime.now(UTC))
        alerting.move(
            work, [alert.id], "overridden", clinic_id=world.clinic_id, staff_id=who,
            reason="Kjent fra før",
        )  # fmt: skip
        session.commit()


def _signed_in(page: Page, address: str, clinic: Clinic) -> None:
    email = clinic.email(clinic.staff(clinician=clinic.world.clinic_id))
    page.goto(f"{address}/h/{clinic.world.slug}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.fill("#code", code_now())
    with page.expect_navigation(url="**/clinic/bryst/"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "scripts"), [(1366, True), (375, True), (1366, False)])
def test_task_18_one_press_from_the_sheet_tells_the_rule_of_that_day_and_what_became_of_it(
    browser: Browser, address: str, clinic: Clinic, width: int, scripts: bool
) -> None:
    _set_aside(clinic)
    _limits_move_to_nine(clinic)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="nb-NO", java_script_enabled=scripts
    )
    page = context.new_page()
    _signed_in(page, address, clinic)
    press(page.get_by_role("link", name="Åpne arket"))
    before = len(clinic.audit())

    press(page.get_by_role("link", name="Hvorfor ble dette flagget?"))
    assert presses(page) == promised(18)[0]

    said = page.inner_text("main")
    assert "Rødt varsel når Hvor vondt har du hatt er 7 eller mer. (versjon 1)" in said
    assert "er 9 eller mer" not in said
    assert "8" in page.locator("main li h2").first.inner_text()
    assert "over grensen 7" in said
    assert "Solveig Demo tok det 03.05.2026 09.45" in said
    assert "Satt til side" in said
    assert "Nora Nattevakt: Kjent fra før" in said
    assert "pain_red" not in said
    assert not re.search("[0-9a-f]{32}", said)  # folded, for whoever has to check
    assert [one.action for one in clinic.audit()[before:]] == ["alerts.trace"]
    if scripts:  # axe is a script itself
        assert amiss(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_an_answer_that_cannot_wait_is_told_with_its_question(clinic: Clinic, world: World) -> None:
    row = clinic.alerts[0]
    with world.open() as session:
        session.add(
            tables.Alert(
                hospital_id=row.hospital_id, response_id=row.response_id,
                assessment_id=row.assessment_id, patient_id=row.patient_id,
                clinic_id=row.clinic_id, rule_id="numb_legs", severity="red", emergency=True,
                recipient="nurse", raised_at=row.raised_at,
            )
        )  # fmt: skip
        session.commit()

    page = clinic.nurse().get(f"/clinic/sheet/{clinic.response_id}/why").text

    assert "når svaret på «Er du blitt nummen i beina?» er Ja." in page
    assert "Svart: Nei" in page
