"""An answer on a branch that closed, from page to sheet: kept, and counting nowhere."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import select

from lytte.core.conditions import AtLeast as AskedFrom
from lytte.core.instrument import Instrument
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.sum import Sum
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.reports.summary_sheet import body
from lytte.services.sheets import summarising
from lytte.storage import tables
from tests.forms_world import SYMPTOMS, Ready, in_all, make_ready, rating
from tests.patient_browser import Browser
from tests.world import World

MUCH = RuleSet(
    rules=(
        Rule(
            id="hindered",
            severity="red",
            when=AtLeast(measure="symptoms/hinders", value=Decimal(1)),
            name=in_all("Hindret av smerter"),
        ),
    )
)


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world, items=SYMPTOMS[:2], rules=MUCH)


def in_pain_and_hindered(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="8")
    browser.send(q0_2="2", q0_3=["0"])


def changed(browser: Browser, pain: str) -> None:
    browser.get(f"{browser.ready.at}/0-0")
    browser.send(q0_0=pain)


def sent(browser: Browser) -> tuple[tables.Response, list[str]]:
    browser.get(f"{browser.ready.at}/review")
    browser.send()
    with browser.ready.world.open() as session:
        response = session.exec(select(tables.Response)).one()
        alerts = [one.rule_id for one in session.exec(select(tables.Alert)).all()]
    return response, alerts


def test_an_answer_on_an_open_branch_raises_its_alert(browser: Browser) -> None:
    in_pain_and_hindered(browser)
    response, alerts = sent(browser)

    assert alerts == ["hindered"]
    assert "hinders" in str(response.document)


def test_an_answer_on_a_closed_branch_raises_no_alert_and_is_not_sent(browser: Browser) -> None:
    in_pain_and_hindered(browser)
    changed(browser, "1")
    response, alerts = sent(browser)

    assert alerts == []
    assert "hinders" not in str(response.document)
    assert "symptoms/hinders" not in response.measures


def test_an_answer_on_a_closed_branch_is_there_again_when_it_opens(browser: Browser) -> None:
    in_pain_and_hindered(browser)
    changed(browser, "1")
    browser.get(f"{browser.ready.at}/review")
    assert "Mye" not in browser.text
    changed(browser, "8")
    browser.get(f"{browser.ready.at}/0-2")

    assert browser.held()["q0-2"] == ["2"]
    assert sent(browser)[1] == ["hindered"]


def instrument() -> Instrument:
    """Three ratings and their sum; the third is asked from 4 on the first."""
    items = tuple(rating(name, f"{name}?") for name in ("one", "two", "three"))
    third = items[2].model_copy(update={"condition": AskedFrom(item="one", value=Decimal(4))})
    questionnaire = {"title": in_all("Prøve"), "items": (*items[:2], third)}
    whole = Scale(
        id="whole", title=in_all("Alt i alt"), items=("one", "two", "three"), method=Sum(),
        item_range=(Decimal(0), Decimal(10)), worse="up",
    )  # fmt: skip
    return Instrument.model_validate(
        {
            "id": "trial", "version": "1", "title": in_all("Prøve"), "source": "Own.",
            "questionnaire": questionnaire, "scales": (whole,), "wording": "own",
            "licence": {"owner": "Us", "terms": "Free"},
        }
    )  # fmt: skip


def test_a_score_over_an_item_that_was_never_shown_is_no_number_and_says_so(
    app: Flask, world: World
) -> None:
    ready = make_ready(
        world, items=(), instruments=(instrument(),), rules=RuleSet(), languages=("nb",)
    )
    browser = Browser(app, ready)
    browser.enter()
    browser.send(q0_0="2")
    browser.send(q0_1="3")
    response, _ = sent(browser)
    with world.open() as session:
        rows = session.exec(select(tables.Score)).all()
        given = summarising.given(world.work(session), response.id, language="nb")
    told = {row.measure: (row.value, row.missing) for row in rows}
    sheet = body(given).__html__()

    assert told["trial/whole"] == (None, "not asked: three; at least 3 answers are needed")
    assert told["trial/three"] == (None, "not_shown")
    assert "trial/whole" not in response.measures
    assert "Alt i alt" not in sheet
    assert "one" in sheet
