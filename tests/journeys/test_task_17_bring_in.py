"""Task 17: bring in an instrument, as FHIR and as a table, by keyboard and without a script.

| task | what is checked |
|---|---|
| 17 bring in an instrument | faults by row, all at once, in one's own language; who owns the |
| | wording is asked; the same file again changes nothing; out and in again is the same |

"""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.instrument import Instrument
from lytte.storage import tables
from tests import keyboard
from tests.integrations.redcap.dictionaries import dictionary, field
from tests.integrations.xlsform import workbooks
from tests.site import Site, amiss, press, sign_in

pytestmark = pytest.mark.browser

FHIR = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/sove",
    "version": "1",
    "name": "Sove",
    "title": "Søvn",
    "status": "active",
    "language": "nb",
    "copyright": "Søvnstiftelsen",
    "item": [
        {"linkId": "sleep", "text": "Sover du godt?", "type": "boolean", "required": True},
        {
            "linkId": "why",
            "text": "Hva holder deg våken?",
            "type": "string",
            "enableWhen": [{"question": "sleep", "operator": "=", "answerBoolean": False}],
        },
    ],
}
LEVELS = "0, Ikke | 1, Litt | 2, Mye"
REDCAP = dictionary(
    field("record_id"),
    field("pain", "radio", choices=LEVELS, field_label="Har du vondt?"),
    field("where", field_label="Hvor er det vondt?", branching_logic="[pain] > 0"),
)
WRONG_ROWS = dictionary(
    field("record_id"),
    field("pain", "radioo", choices=LEVELS, field_label="Har du vondt?"),
    field("sleep", "radio", choices="Ikke | Litt", field_label="Sover du?"),
    field("pain", field_label="Igjen?"),
)


class Author:
    """A clinic admin at the first page."""

    def __init__(self, browser: Browser, site: Site, folder: Path) -> None:
        self.page: Page = browser.new_context(
            viewport={"width": 1366, "height": 900}, java_script_enabled=False, locale="nb-NO"
        ).new_page()
        sign_in(self.page, site, "author@example.org")
        self.page.goto(f"{site.address}/admin/")
        self._site = site
        self._folder = folder

    def to_the_form(self) -> None:
        keyboard.menu(self.page, "Måleverktøy")
        keyboard.press(self.page.locator("text=Hent inn et skjema utenfra"))

    def bring(self, name: str, content: bytes, whose: str) -> str:
        """Choose a file, say whose words they are, and press; return what the page says."""
        file = self._folder / name
        file.write_bytes(content)
        keyboard.attach(self.page.locator("#file"), file)
        keyboard.tick(self.page.locator(f"[name=whose][value={whose}]"))
        keyboard.press(self.page.locator("main form button"))
        return self.page.inner_text("main")

    def shelf(self) -> list[tuple[str, Instrument]]:
        """Return what the hospital has, by its row."""
        with self._site.world.open() as session:
            rows = session.exec(select(tables.InstrumentVersion)).all()
            return [(str(row.id), Instrument.model_validate(row.document)) for row in rows]


def test_task_17_a_table_is_put_right_by_its_rows_and_taken_in(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    author = Author(browser, site, tmp_path)
    author.to_the_form()

    said = author.bring("feil.csv", WRONG_ROWS, "ours")

    assert keyboard.focused(author.page).startswith("Det ble ikke hentet inn")
    assert "rad 3: «Har du vondt?» (pain): «radioo» er ikke en type felt." in said
    assert "rad 4: «Sover du?» (sleep): valg 1 er «Ikke», uten kode foran et komma." in said
    assert "rad 5: navnet pain står allerede i rad 3." in said
    assert "Skriv hvert valg som 1, Ord | 2, Ord." in said
    assert said.count("rad 4:") == 2
    assert "Skjemaet sier ikke hvem som eier teksten" not in said
    assert author.shelf() == []

    author.bring("skjema.csv", REDCAP, "ours")

    [(_, instrument)] = author.shelf()
    asked = [item.link_id for item in instrument.questionnaire.every_item()]
    assert asked == ["record_id", "pain", "where"]
    assert not instrument.licence.required
    assert keyboard.presses(author.page) == keyboard.promised(17)[0]


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_the_page_and_its_faults_are_found_in_order(
    site: Site, browser: Browser, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    author = Author(browser, site, tmp_path)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO"
    )
    kept = author.page.context.cookies()
    context.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": site.address} for c in kept]
    )
    author.page = context.new_page()
    author.page.goto(f"{site.address}/admin/instruments/import")
    assert amiss(author.page) == []

    author.bring("feil.csv", WRONG_ROWS, "ours")

    assert author.page.title().startswith("Ikke hentet inn")
    assert amiss(author.page) == []


def test_task_17_who_owns_the_wording_must_be_said(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    author = Author(browser, site, tmp_path)
    author.to_the_form()
    page = author.page

    assert page.locator("[name=whose]:checked").count() == 0
    assert page.locator("[name=whose]:invalid").count() == 3
    said = author.bring("tabell.csv", REDCAP, "file")
    assert "Filen sier ikke hvem som eier teksten." in said
    assert author.shelf() == []

    said = author.bring("sove.json", json.dumps(FHIR).encode(), "file")

    [(_, instrument)] = author.shelf()
    assert (instrument.licence.owner, instrument.licence.required) == ("Søvnstiftelsen", True)
    assert "Søvnstiftelsen" in said


@pytest.mark.parametrize(
    ("name", "content", "files"),
    [
        ("sove.json", json.dumps(FHIR).encode(), ("FHIR R4", "TOML")),
        ("skjema.csv", REDCAP, ("TOML",)),
        (
            "skjema.xlsx",
            workbooks.survey(
                workbooks.row("select_one yn", "pain", "Har du vondt?"),
                workbooks.row("text", "where", "Hvor?", relevant="${pain} = 'y'"),
                settings=(("form_title", "form_id", "version"), ("Vondt", "vondt", "1")),
            ),
            ("TOML",),
        ),
    ],
)
def test_task_17_again_changes_nothing_and_out_and_in_is_the_same(
    name: str, content: bytes, files: tuple[str, ...], site: Site, browser: Browser, tmp_path: Path
) -> None:
    author = Author(browser, site, tmp_path)
    page = author.page
    author.to_the_form()
    said = author.bring(name, content, "ours")
    assert "Skjemaet mangler:" not in said  # a table has no place for an address
    at, before = page.url.partition("?")[0], author.shelf()

    page.goto(f"{site.address}/admin/instruments/import")
    again = author.bring(name, content, "ours")
    assert "Det var her fra før, ord for ord det samme. Ingenting er endret." in again

    assert page.url.partition("?")[0] == at
    for kind in files:
        press(page.locator("text=Ta det ut som fil"))
        keyboard.reach(page.locator("li", has_text=kind).locator("a"))
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        page.goto(f"{site.address}/admin/instruments/import")
        author.bring(taken.value.suggested_filename, taken.value.path().read_bytes(), "ours")
        assert page.url.partition("?")[0] == at, page.inner_text("main")
    assert author.shelf() == before


def test_another_file_of_a_version_that_is_here_is_told_by_name_and_the_field_is_open(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    author = Author(browser, site, tmp_path)
    author.to_the_form()
    author.bring("sove.json", json.dumps(FHIR).encode(), "ours")
    author.page.goto(f"{site.address}/admin/instruments/import")

    said = author.bring("sove.json", json.dumps(FHIR | {"item": FHIR["item"][:1]}).encode(), "ours")

    assert "Søvn, versjon 1, er her fra før, med et annet innhold." in said
    assert author.page.locator("#version").is_visible()


def test_the_file_and_the_choices_are_asked_again_and_the_rest_is_kept(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    author = Author(browser, site, tmp_path)
    author.to_the_form()
    page = author.page
    keyboard.unfold(page.locator("summary", has_text="Skåring, navn og versjon"))
    keyboard.write(page.locator("#version"), "7")
    keyboard.choose(page.locator("#language"), "nn")

    author.bring("feil.csv", WRONG_ROWS, "theirs")

    assert page.input_value("#version") == "7"
    assert page.input_value("#language") == "nn"
    assert page.is_checked("[name=whose][value=theirs]")
    assert "Eieren av teksten har ikke noe navn." in page.inner_text("main")
