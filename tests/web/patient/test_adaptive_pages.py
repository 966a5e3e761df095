"""An adaptive test on the patient's pages: one item at a time, left and taken up again."""

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text
from sqlmodel import select

from lytte.core.answers import Missing
from lytte.core.instrument import Instrument
from lytte.core.items.choice import Choice
from lytte.core.scoring.adaptive import next_link_id, walk
from lytte.core.scoring.bank import ItemResponse
from lytte.core.values import Coding
from lytte.instruments import folder
from lytte.reports.summary_sheet import body
from lytte.services.sheets import summarising
from lytte.storage import tables
from tests.forms_world import Ready, make_ready
from tests.site import press
from tests.world import World

pytestmark = pytest.mark.browser

ONWARDS = "main form button:not(.sec)"


def bank() -> Instrument:
    return folder.library()["lytte-fatigue-bank"]


@pytest.fixture
def ready(world: World) -> Ready:
    """A patient with the fatigue bank to answer, in Norwegian."""
    return make_ready(world, items=(), instruments=(bank(),), languages=("nb",))


def window(chrome: Browser, address: str, ready: Ready) -> Page:
    """Open the form in a browser of its own, without scripts."""
    context = chrome.new_context(locale="nb-NO", java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{address}/a/{ready.token}")
    page.fill("#d", "14031951")
    press(page.locator("main form button"))
    if page.locator("input[value=self]").count():
        page.check("input[value=self]")
        press(page.locator("main form button"))
    return page


def answer(page: Page, option: int) -> str:
    """Answer the one question there is and return where it stood."""
    here = page.url.rsplit("/", 1)[-1].split("?")[0]
    assert page.locator("main fieldset").count() == 1
    page.locator("main fieldset input[type=radio]").nth(option).check()
    press(page.locator(ONWARDS))
    return here


def stored(ready: Ready) -> dict[str, Decimal]:
    """Return what is stored in the order it came, as the numbers that the options count."""
    counts = {
        (item.link_id, option.value.code): option.weight
        for item in bank().questionnaire.every_item()
        if isinstance(item, Choice)
        for option in item.answer_options
        if isinstance(option.value, Coding) and option.weight is not None
    }
    with ready.world.open() as session:
        rows = session.exec(select(tables.Answer).order_by(text("saved_at"))).all()
    given = [(row.link_id, row.value[0]["valueCoding"]["code"]) for row in rows if row.value]
    return {link_id: counts[link_id, code] for link_id, code in given}


def test_it_asks_one_at_a_time_and_goes_on_where_it_was_left(
    chrome: Browser, address: str, ready: Ready
) -> None:
    page = window(chrome, address, ready)
    asked = [answer(page, 2), answer(page, 3)]
    third = page.url
    page.context.close()

    again = window(chrome, address, ready)
    assert again.url == third
    press(again.locator("a.bk"))
    assert again.url.endswith(asked[1])
    again.goto(third)
    while not again.url.endswith("/review"):
        asked.append(answer(again, 2))

    assert len(asked) == len(set(asked)) == again.locator("main dl dd:not(.e)").count()
    assert 4 <= len(asked) < len(bank().scales[0].items)
    again.context.close()


def test_the_way_through_follows_from_the_answers_alone(
    chrome: Browser, address: str, ready: Ready
) -> None:
    page = window(chrome, address, ready)
    options = [0, 3, 1, 4, 2, 2, 2, 2, 2, 2, 2, 2]
    for option in options:
        if page.url.endswith("/review"):
            break
        answer(page, option)
    page.context.close()

    scale, met = bank().scales[0], dict[str, Decimal | Missing]()
    for link_id, count in stored(ready).items():
        assert next_link_id(scale, met) == link_id
        met[link_id] = count
    assert next_link_id(scale, met) is None


def test_changing_an_answer_in_the_review_changes_what_is_asked_and_sent(
    chrome: Browser, address: str, ready: Ready
) -> None:
    page = window(chrome, address, ready)
    while not page.url.endswith("/review"):
        answer(page, 4)
    press(page.locator("main dl dd.e a").first)
    answer(page, 0)
    while not page.url.endswith("/review"):
        answer(page, 0)
    press(page.locator(ONWARDS))
    page.context.close()

    with ready.world.open() as session:
        sent = session.exec(select(tables.Response)).one()
        given = summarising.given(ready.world.work(session), sent.id, language="nb")
    score = Decimal(sent.measures["lytte-fatigue-bank/fatigue"])
    sheet = body(given).__html__()
    method = bank().scales[0].method
    assert isinstance(method, ItemResponse)
    categories = {link_id: int(count) - 1 for link_id, count in stored(ready).items()}
    steps, _ = walk(method.bank, method.settings, categories)
    assert steps[0].response == 0
    assert abs(score - (50 + 10 * Decimal(str(steps[-1].estimate.theta)))) < Decimal("0.06")
    assert f"{score:.0f}" in sheet
    assert steps[-1].estimate.t_se is not None
    assert f"standardfeil {steps[-1].estimate.t_se:.1f}".replace(".", ",") in sheet
    assert bank().scales[0].title.read("nb") in sheet
