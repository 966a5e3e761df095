"""Task 8: print a blank form, in at most three presses from the first page.

The same ids as on screen, the code of form and version in words and in the QR, as many pages
as it takes; a draft says on every page that it is one.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.items.free_text import FreeText
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from tests.cms_desk import INSTRUMENT
from tests.keyboard import press, presses, promised, reach
from tests.reports import pdfs
from tests.site import Site, sign_in

pytestmark = pytest.mark.browser


def _save(site: Site, asked: str, *, publish: bool) -> None:
    own = FreeText(link_id="food", text=Text({"nb": asked}))
    made = Composition(
        title=Text({"nb": "Før timen"}),
        slots=(
            InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),
            LocalSlot(id="food", questionnaire=Questionnaire(items=(own,))),
        ),
    )
    with site.world.open() as session:
        work = site.work(session)
        draft = drafting.save_form(work, site.world.clinic_id, "before", made)
        if publish:
            publishing.publish_form(work, draft.id, comment="Første")
        session.commit()


def _printed(page: Page, site: Site) -> bytes:
    """From the first page: the form in use, and on paper. That is two presses."""
    before = presses(page)
    page.goto(f"{site.address}/admin/")
    press(page.locator("main a", has_text="Før timen"))
    link = page.locator("main a", has_text="På papir, til utskrift")
    reach(link)  # what Enter would open there
    assert presses(page) + 1 - before == promised(8)[0]
    answer = page.context.request.get(site.address + str(link.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()


def test_task_8_a_blank_form_is_printed(site: Site, browser: Browser) -> None:
    with site.world.open() as session:
        stocking.add(site.work(session), INSTRUMENT)
        session.commit()
    _save(site, "Hva har du fått i deg?", publish=True)
    page = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    sign_in(page, site, "author@example.org")

    content = _printed(page, site)

    read = pdfs.text(content)
    ids = ("symptoms/pain", "symptoms/fever", "food/food")
    assert all(one in read.replace("/ ", "/") for one in ids)  # a narrow margin breaks a long id
    assert "/before.1/nb" in read
    assert "Utkast" not in read
    [figure] = pdfs.tags(content, "Figure")
    assert "/before.1/nb" in figure["/Alt"]
    catalogue: Any = pdfs.opened(content).trailer["/Root"]
    assert catalogue["/Lang"] == "nb"

    _save(site, "Hva spiser du?", publish=False)
    drafted = pdfs.text(_printed(page, site))
    assert "Hva spiser du?" in drafted
    assert "Utkast. Skal ikke deles ut." in drafted
    assert "/before.draft" in drafted
