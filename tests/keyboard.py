"""Somebody without a mouse: Tab, Shift+Tab, arrows, Space, Enter and letters, and nothing else.

Whatever is pressed or written is first walked to, as a person does. At each stop the focus must
be seen, and nothing may hold it. What was pressed is counted for docs/tasks.md: a press is Enter
on what leads somewhere.
"""

import re
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import ElementHandle, Locator, Page

MOST_TABS = 150
MOST_ARROWS = 40
TASKS = Path(__file__).parents[1] / "docs" / "tasks.md"
PRESSED: WeakKeyDictionary[Page, int] = WeakKeyDictionary()
# Where the focus is, seen from the element that is wanted; of a group of radios one has it.
STOP = """wanted => {
  const here = document.activeElement;
  wanted = wanted.closest("a, button, summary, input, select, textarea") ?? wanted;
  const group = one => one.type === "radio" ? one.name : null;
  const there = here === wanted || (group(wanted) && group(wanted) === group(here));
  if (here === document.body || here.tagName === "IFRAME") return {there, unseen: "", back: false};
  const back = Boolean(here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING);
  const name = (here.labels?.[0] ?? here).textContent.trim() || here.outerHTML.slice(0, 120);
  const marked = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const ring = [here, here.parentElement, here.closest("label")].some(one => one && marked(one));
  const box = here.getBoundingClientRect();
  const x = Math.max(box.left, 0) / 2 + Math.min(box.right, innerWidth) / 2;
  const y = Math.max(box.top, 0) / 2 + Math.min(box.bottom, innerHeight) / 2;
  const top = document.elementFromPoint(x, y);
  const open = [here, top].some(one => one?.contains(here) && one.contains(top))
    || (top && top.closest("label")?.control === here);
  return {there, back, unseen: !ring ? `${name}: no ring` : !open ? `${name}: covered` : ""};
}"""


def press(what: Locator) -> None:
    """Go to a link or a button, press Enter, and wait until the page it leads to is there."""
    page = what.page
    reach(what)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    PRESSED[page] = presses(page) + 1


def unfold(what: Locator) -> None:
    """Go to what opens or closes on the page it stands on, and press Enter."""
    reach(what)
    what.page.keyboard.press("Enter")


def menu(page: Page, entry: str) -> None:
    """Go by the CMS's menu, which a narrow window folds."""
    folded = page.locator(".navbtn")
    if folded.is_visible():
        unfold(folded)
    press(page.locator("nav.nav a", has_text=entry))


def write(what: Locator, text: str) -> None:
    """Go to a field and write over what stands there; a day is year-month-day."""
    reach(what)
    keys = what.page.keyboard
    if what.get_attribute("type") != "date":
        keys.press("Control+A")
        keys.type(text)
        return
    year, month, day = text.split("-")
    for typed in (month + day + year, day + month + year):  # as the browser's language has it
        if what.input_value() != text:
            keys.press("ArrowLeft")
            keys.press("ArrowLeft")
            keys.type(typed)


def tick(what: Locator) -> None:
    """Go to a box and tick it, or choose one of several with the arrows."""
    reach(what)
    page = what.page
    for _ in range(MOST_ARROWS):
        if what.first.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    if not what.first.is_checked():
        page.keyboard.press("Space")
    assert what.first.is_checked()


def choose(what: Locator, value: str) -> None:
    """Go to a list and choose with the arrows, by a choice's value or its words."""
    reach(what)
    away = what.first.evaluate(
        "(one, value) => [...one.options].findIndex(of => [of.value, of.label].includes(value))"
        " - one.selectedIndex",
        value,
    )
    for _ in range(abs(away)):
        what.page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")


def attach(what: Locator, *files: str | Path) -> None:
    """Go to where a file is chosen; the choosing is the browser's own."""
    reach(what)
    what.set_input_files(files)


def presses(page: Page) -> int:
    """Return how often something that leads somewhere was pressed on a page."""
    return PRESSED.get(page, 0)


def focused(page: Page) -> str:
    """Return the words of what has the focus."""
    return " ".join(" ".join(page.locator(":focus").all_inner_texts()).split())


def promised(task: int) -> list[int]:
    """Return how many presses docs/tasks.md says a task takes, by each who takes part."""
    row = re.search(rf"^\| {task} \|.*\|([^|]+)\|$", TASKS.read_text("utf-8"), re.MULTILINE)
    assert row, task
    return [int(one) for one in re.findall(r"\d+", row[1])]


def reach(what: Locator) -> None:
    """Tab to an element, backwards when it stands before, and see the focus all the way.

    From the top of a page to its content the first link leads, past the menu.
    """
    page, wanted = what.page, what.first.element_handle()
    if page.evaluate("document.activeElement === document.body") and wanted.evaluate(
        "one => one.closest('main') && !location.hash"
    ):
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.locator("main:focus, main:not([tabindex]):target").wait_for()
    for _ in range(MOST_TABS):
        stop = _stop(wanted)
        if stop["there"]:
            return
        page.keyboard.press("Shift+Tab" if stop["back"] else "Tab")
    pytest.fail(f"no way by keyboard to {what} on {page.url}")


def _stop(wanted: ElementHandle) -> dict[str, bool]:
    stop: dict[str, bool] = wanted.evaluate(STOP)
    assert not stop["unseen"], stop["unseen"]
    return stop
