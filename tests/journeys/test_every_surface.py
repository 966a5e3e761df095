"""One imported questionnaire everywhere: asked, worked out, stored, alerted, printed, written.

On the patient's page, from paper, tried out in the CMS, on the sheet and as FHIR it comes to
the same, to the last decimal.
"""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlmodel import select

from lytte.cli import main
from lytte.core.answers import Key, Missing
from lytte.core.sent import Sent
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.storage import tables
from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.clinic_site import PASSWORD, Clinic, code_now, make_app
from tests.every_rule import (
    ANSWERED,
    ASKED,
    BOUNDS,
    DOCUMENT,
    NEVER_ASKED,
    PAPER,
    SUM,
    fields,
    questions,
)
from tests.forms_world import Ready, in_all, make_ready
from tests.paper_desk import sent as typed_in
from tests.patient_browser import Browser
from tests.reports.pdfs import text
from tests.served import served
from tests.site import phone, press
from tests.world import World

RULES = RuleSet(
    rules=tuple(
        Rule(id=name, severity="red", name=in_all(name), deputy="doctor",
             when=AtLeast(measure=f"brought/{name}", value=Decimal(SUM)))
        for name in ("sum", "skjult")
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = make_app(database, Path(tmp_path_factory.mktemp("var")))
    add_cms(made)
    return made


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world, items=(), imported=DOCUMENT, languages=("nb",), rules=RULES)


def test_the_page_asks_what_the_rules_open_and_stores_it_exactly(app: Flask, ready: Ready) -> None:
    pages = answered_on_a_screen(app, ready)

    met = questions(pages[-2])
    assert [one for one in met if one != "medisin"] == ASKED
    assert not set(NEVER_ASKED) & set(questions("".join(pages)))
    holds_what_the_rules_give(ready)


def test_a_typed_paper_comes_to_the_same(app: Flask, ready: Ready) -> None:
    clinic = Clinic(app, ready.world, ready, ready.assessment_id, ready.assessment_id)

    assert typed_in(clinic.nurse(), clinic, **PAPER).status_code == 303
    holds_what_the_rules_give(ready)


def test_a_form_tried_out_comes_to_the_same(app: Flask, ready: Ready, browser: Chromium) -> None:
    with served(app) as address:
        page = author(address, browser, app, ready)
        for _ in range(30):
            if not page.locator("main form").count():
                break
            answer(page)

    said = page.inner_text("main")
    told = [line for line in said.splitlines() if "varsel" in line]
    assert told == [f"Rødt varsel: Om {name} er minst 3,015" for name in ("sum", "skjult")]


def test_a_further_row_is_met_when_a_form_is_tried_out(
    app: Flask, ready: Ready, browser: Chromium
) -> None:
    with served(app) as address:
        page = author(address, browser, app, ready)
        for _ in range(30):
            if page.locator("[name=q0-15-0]").count():
                break
            answer(page)
        answer(page)

        assert page.locator("h1").inner_text().endswith("2")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        press(page.get_by_role("button", name="Neste"))
        assert "Du har ikke svart på ett spørsmål" in page.inner_text("main")
        press(page.locator("#f > button"))
        assert "Om barn" in page.inner_text("main")


@pytest.mark.parametrize("way", ["screen", "paper"])
def test_the_printed_sheet_leaves_no_decimal_out(app: Flask, ready: Ready, way: str) -> None:
    clinic = Clinic(app, ready.world, ready, ready.assessment_id, ready.assessment_id)
    if way == "screen":
        answered_on_a_screen(app, ready)
    else:
        typed_in(clinic.nurse(), clinic, **PAPER)

    said = text(clinic.nurse().get(f"/clinic/sheet/{stored(ready).id}.pdf").data)

    for told in ("Om vekt: 1,005;", "Om dose: 2,01;", "Om sum 3,015", "på grensen 3,015"):
        assert told in said


def test_the_page_and_the_file_written_from_it_keep_its_decimals(
    app: Flask, ready: Ready, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, sent = tmp_path / "form.json", tmp_path / "sent.json"
    file.write_bytes(DOCUMENT)
    sent.write_text(ANSWERED)
    patient = Browser(app, ready)
    patient.enter()
    patient.send(q0_0="350,51")

    assert "Skriv et tall fra 0,10 til 350,50." in patient.text
    assert main(["export", str(file), "--format", "fhir-r4"]) == 0
    written = capsys.readouterr().out
    assert re.findall(r'"valueDecimal": ([\d.]+)', written) == [*BOUNDS]
    assert main(["evaluate", str(file), "--responses", str(sent), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_float=str)
    decimals = [
        answer["valueDecimal"]
        for item in found["response"]["item"]
        for answer in item.get("answer", ())
        if "valueDecimal" in answer
    ]
    assert decimals == ["1.005", "2.010", SUM, SUM]


def author(address: str, browser: Chromium, app: Flask, ready: Ready) -> Page:
    """Open the draft on a phone-wide page without scripts, as the one who writes it."""
    clinic = Clinic(app, ready.world, ready, ready.assessment_id, ready.assessment_id)
    with ready.world.open() as session:
        work = ready.world.work(session, datetime.now(UTC))
        drafting.save_rules(work, ready.world.clinic_id, RULES)
        draft = session.exec(select(tables.FormDraft)).one().id
        session.commit()
    page = phone(browser).new_page()
    page.goto(f"{address}/h/{ready.world.slug}/sign-in")
    page.fill("#email", clinic.email(clinic.staff(clinic_admin=ready.world.clinic_id)))
    page.fill("#password", PASSWORD)
    page.fill("#code", code_now())
    press(page.locator("main form button"))
    page.goto(f"{address}/admin/preview/{draft}/page?language=nb")
    return page


def answer(page: Page) -> None:
    """Answer the page as the patient does, and go on, or to a further row where one is wanted."""
    given = fields(page.content())
    for name, said in given.items():
        box = page.locator(f'[name="{name}"]')
        if name == "add":
            continue
        if box.first.get_attribute("type") == "radio":
            page.check(f'[name="{name}"][value="{said}"]')
        else:
            box.fill(said)
    press(page.locator("button[name=add]") if "add" in given else page.locator("#f > button"))


def holds_what_the_rules_give(ready: Ready) -> None:
    response = stored(ready)
    answers = Sent.model_validate(response.document).answers()["brought"]
    with ready.world.open() as session:
        scores = {one.measure: one.value for one in session.exec(select(tables.Score)).all()}
        alerts = {one.rule_id for one in session.exec(select(tables.Alert)).all()}

    assert {key.link_id for key in answers} == {*ASKED, "sum", "skjult"}
    assert (answers[Key("sted")], answers[Key("yrke")]) == (Missing.SKIPPED, Missing.SKIPPED)
    assert answers[Key("redd")] is Missing.DECLINED
    assert Key("virket", (1,)) not in answers
    assert response.measures == {"brought/sum": SUM, "brought/skjult": SUM}
    assert {name: str(value) for name, value in scores.items()} == response.measures
    assert alerts == {"sum", "skjult"}


def answered_on_a_screen(app: Flask, ready: Ready) -> list[str]:
    """Answer page by page, send, and return every page there was on the way."""
    browser = Browser(app, ready)
    browser.enter()
    pages = [browser.html]
    while not browser.url.endswith("/thanks"):
        given = fields(browser.html)
        browser.send(**{name.replace("-", "_"): said for name, said in given.items()})
        pages.append(browser.html)
        assert len(pages) < 30, browser.text
    return pages


def stored(ready: Ready) -> tables.Response:
    with ready.world.open() as session:
        return session.exec(select(tables.Response)).one()
