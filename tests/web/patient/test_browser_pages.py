"""The pages in Debian's Chromium: without a script, by keyboard, for every eye."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from lytte.storage import tables
from tests.forms_world import Ready, make_ready
from tests.site import press
from tests.world import World

pytestmark = pytest.mark.browser

NARROW, PHONE = {"width": 320, "height": 640}, {"width": 375, "height": 740}


@dataclass(frozen=True)
class Eye:
    """How somebody looks at the pages."""

    context: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


EYES = {
    "phone": Eye({"viewport": PHONE}),
    "narrow": Eye({"viewport": NARROW}),
    "dark": Eye({"viewport": PHONE, "color_scheme": "dark"}),
    "forced colours": Eye({"viewport": PHONE, "forced_colors": "active"}),
    "arabic": Eye({"viewport": PHONE}, {"language": "ar"}),
    "twice the text": Eye({"viewport": NARROW}, {"size": "xl"}),
}


def look(chrome: Browser, address: str, eye: Eye, *, script: bool = False) -> BrowserContext:
    """Return a browser window as somebody has it; axe alone needs scripts."""
    context = chrome.new_context(locale="nb-NO", java_script_enabled=script, **eye.context)
    context.set_default_timeout(10_000)
    context.add_cookies(
        [{"name": f"lytte-{n}", "value": v, "url": address} for n, v in eye.cookies.items()]
    )
    return context


def walk(page: Page, address: str, ready: Ready) -> Iterator[str]:
    """Go through the whole form, yielding the name of each page when it is there."""
    page.goto(f"{address}/a/{ready.token}")
    yield "entry"
    page.fill("#d", "15031951")
    press(page.locator("main form button"))
    yield "refused"
    page.fill("#d", "14031951")
    press(page.locator("main form button"))
    yield "start"
    page.check("input[value=self]")
    press(page.locator("main form button"))
    yield "rating"
    next_page = "main form button:not(.sec)"
    press(page.locator(next_page))
    yield "asked once more"
    page.check("input[value='8']", force=True)
    press(page.locator(next_page))
    yield "choices"
    page.check("input[name='q0-2'][value='1']")
    page.check("input[name='q0-3'][value='2']")
    press(page.locator(next_page))
    page.check("input[name='q0-4'][value='1']")
    press(page.locator(next_page))
    yield "call now"
    press(page.locator("button[value=called]"))
    page.fill("textarea", "Å sove om natten")
    press(page.locator(next_page))
    yield "review"
    press(page.locator("header a:not(.skip)"))
    yield "settings"
    press(page.locator("a.bk"))
    press(page.locator("main form button"))
    yield "thanks"


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world)


OFTEN = ("phone", "arabic", "twice the text")
SEEN = [pytest.param(one, marks=() if one in OFTEN else pytest.mark.slow) for one in EYES]
# How far to the side anything to read or press reaches.
EDGES = """() => {
    const all = [...document.querySelectorAll("main, main :is(a, p, h1, h2, button, label, input)")]
    const boxes = all.map(one => one.getBoundingClientRect())
    return [Math.min(...boxes.map(b => b.left)), Math.max(...boxes.map(b => b.right))]
}"""


def test_no_script_is_needed(chrome: Browser, address: str, ready: Ready) -> None:
    with look(chrome, address, EYES["phone"]) as context:
        seen = list(walk(context.new_page(), address, ready))

    assert seen[-1] == "thanks"


@pytest.mark.parametrize("name", SEEN)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    chrome: Browser, address: str, ready: Ready, name: str
) -> None:
    with look(chrome, address, EYES[name], script=True) as context:
        page = context.new_page()
        width = EYES[name].context["viewport"]["width"]
        for step in walk(page, address, ready):
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            faults = [
                (one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]
            ]
            left, right = page.evaluate(EDGES)
            assert faults == [], step
            assert left >= -1, step
            assert right <= width + 1, step


# Every 116 117 that is shown, and whether its groups stand in the order they are dialled.
DIALLED = """() => {
    const found = []
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const at = texts.currentNode.data.search(/116.117/)
        if (at < 0) continue
        const left = [at, at + 4].map(start => {
            const range = document.createRange()
            range.setStart(texts.currentNode, start)
            range.setEnd(texts.currentNode, start + 3)
            return range.getBoundingClientRect().left
        })
        found.push(left[0] < left[1])
    }
    return found
}"""


def test_a_reader_of_arabic_sees_numbers_as_they_are_dialled(
    chrome: Browser, address: str, ready: Ready
) -> None:
    with ready.world.open() as session:
        session.exec(select(tables.ClinicContact)).one().hours = {}
        session.commit()
    with look(chrome, address, EYES["arabic"], script=True) as context:
        page = context.new_page()
        assert "call now" in walk(page, address, ready)

        assert page.evaluate(DIALLED) == [True]


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_the_keyboard_alone_answers_and_sends(chrome: Browser, address: str, ready: Ready) -> None:
    with look(chrome, address, EYES["phone"]) as context:
        page = context.new_page()
        page.goto(f"{address}/a/{ready.token}")
        by_keyboard(page, "14031951", "Enter")
        by_keyboard(page, "ArrowDown", "Enter", first="input[name=who]")
        by_keyboard(page, *["ArrowRight"] * 2, "Enter", first="input[type=radio]")
        by_keyboard(page, "ArrowDown", "ArrowUp", "Enter", first="input[type=radio]")
        assert page.url.endswith("/0-5")
        by_keyboard(page, "Sove", "Tab", "Tab", "Enter", first="textarea")
        assert page.url.endswith("/review")


def by_keyboard(page: Page, *keys: str, first: str = "#d") -> None:
    """Reach an input by tab and press keys; words of several letters are typed."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(f"{first}:focus").count():
            break
    else:
        raise AssertionError(f"tab never came to {first} on {page.url}")
    for key in keys:
        if key == "Enter":
            with page.expect_navigation():
                page.keyboard.press(key)
        elif key == "Tab" or key.startswith("Arrow"):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)
