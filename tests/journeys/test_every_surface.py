"""One imported questionnaire on the page and from paper: asked, worked out, stored, alerted."""

from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from lytte.core.answers import Key, Missing
from lytte.core.sent import Sent
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.storage import tables
from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.clinic_site import Clinic, make_app
from tests.every_rule import ASKED, DOCUMENT, NEVER_ASKED, PAPER, SUM, fields, questions
from tests.forms_world import Ready, in_all, make_ready
from tests.paper_desk import sent as typed_in
from tests.patient_browser import Browser
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
