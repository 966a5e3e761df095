"""The hospital's alert rules and safety text, followed by a clinic: no script, and no lost limit.

Home says that the hospital has something newer; one limit is chosen, the rest comes along, a
line goes back with one press, and nothing is in force before a second person has approved.
"""

import pytest
from playwright.sync_api import Browser, Page

from lytte.core.safety import SafetyText
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.drafts import drafting
from tests.shared_level import Shared, share
from tests.shared_rules import FEVER, RULES, SAFE, put_in_force, put_text_in_force, rule
from tests.site import Site, amiss_at, press, sign_in

pytestmark = pytest.mark.browser
OURS = RuleSet(rules=(rule("pain-red", 8), rule("own", 5)), emergencies=(FEVER,))
NEWER = RuleSet(rules=(rule("pain-amber", 3), rule("pain-red", 6), rule("worst", 10)))


@pytest.fixture
def shared(site: Site) -> Shared:
    """A clinic with a limit, a rule and a line of its own, and a hospital that has moved on."""
    found = share(site)
    found.taken()
    put_in_force(found, RULES)
    first = put_text_in_force(found, SAFE)
    put_in_force(found, OURS, found.clinic_id)
    put_text_in_force(found, _worded("Ring 113."), on=first.id)
    put_in_force(found, NEWER)
    put_text_in_force(found, _worded("Ring 113 med en gang."))
    return found


def _worded(danger: str) -> SafetyText:
    lines = SAFE.languages["nb"].model_copy(update={"danger": danger})
    return SafetyText(languages={"nb": lines})


def _button(page: Page, said: str) -> None:
    press(page.locator("main :is(button, a)", has_text=said).first)


def test_the_hospitals_newer_rules_and_text_are_followed(
    site: Site, shared: Shared, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/")

    press(page.locator("main li", has_text="nyere varselregler").locator("a"))
    _button(page, "Legg våre endringer på versjon 2")
    assert "1 valg er ikke tatt ennå" in page.inner_text("main")
    page.check("input[value='ours']")
    _button(page, "Legg våre endringer på versjon 2")
    assert "bygger på sykehusets versjon 2" in page.inner_text("main")

    page.goto(f"{site.address}/admin/")
    press(page.locator("main li", has_text="nyere sikkerhetstekst").locator("a"))
    assert "Begge har endret den" in page.inner_text("#safety")
    _button(page, "Tilbake til sykehusets")
    assert page.input_value("#danger-nb") == "Ring 113 med en gang."

    with site.world.open() as session:
        work = site.work(session)
        made = drafting.rule_set(work, shared.clinic_id)
        live = published.live_rules(work, shared.clinic_id)
        text = published.live_safety_text(work, shared.clinic_id)
    assert {one.id: one for one in made.rules} == {
        "pain-red": OURS.rules[0], "own": OURS.rules[1], "worst": NEWER.rules[2],
    }  # fmt: skip
    assert live is not None
    assert text is not None
    assert RuleSet.model_validate(live.document) == OURS
    assert text.document["languages"]["nb"]["danger"] == "Ring 113."


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_every_page_between_levels_is_clean_and_fits(
    site: Site, shared: Shared, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    paths = (
        "/admin/", "/admin/thresholds/", "/admin/tailored_rules/newer", "/admin/texts/",
        "/admin/texts/?newest=1",
        "/admin/versions/rules/compare", "/admin/versions/safety/compare",
    )  # fmt: skip

    assert amiss_at(page, site, paths) == {}
