"""The main job, end to end, in a real browser: from a file to a printed page.

A hospital admin brings a questionnaire in, composes a form, writes a limit in a sentence; a
second person approves it, and the form is published for the clinic. A patient answers on a
phone without JavaScript; the clinician sees the alert with its reason, and prints one page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlmodel import select

from lytte.services import signing_in
from lytte.storage import tables
from tests.corpus import corpus
from tests.reports.pdfs import opened, text
from tests.site import PASSWORD, TOTP, Site, phone, press, sign_in, unfold

pytestmark = pytest.mark.browser

BORN = "14.03.1951"
OWN, OWN_WORDS = "Hva vil du helst snakke om?", "Om jeg kan reise i juni"
# Longer than any form here: a page that leads nowhere would otherwise go round for ever.
MOST_PAGES = 120

Answer = int | str | tuple[int | str, ...]
"""Which option, from 0; what is typed; or several of them, box by box."""


@dataclass(frozen=True)
class Job:
    """What is brought in, what is answered, and what that comes to, worked out by hand."""

    title: str
    answers: Mapping[str, Answer]
    """By the field's name, part and place; what is not here must not be asked."""
    measure: str
    limit: int
    score: str
    printed: str
    """How the number reads on the sheet."""
    becomes: str = "at_least"
    scored_as: str = ""
    whose: str = "ours"
    language: str = "nb"
    own: str = "words"
    """How the clinic's own question, last in the form, is answered."""


def chosen(first: int, *options: int) -> dict[str, Answer]:
    """One option each for questions that stand after one another."""
    return {f"q0-{first + place}": option for place, option in enumerate(options)}


CORPUS = {
    # The file has no total; the recipe adds 2 + 1 + 3 + 2 + 0 + 1 + 2 + 0 + 1 = 12.
    "CardinalKit+CardinalKit/Resources_PHQ-9.json": Job(
        title="PHQ-9", language="en", scored_as="PHQ-9", whose="file", measure="Sum",
        limit=10, score="12", printed="Sum 12 av 27", answers=chosen(1, 2, 1, 3, 2, 0, 1, 2, 0, 1),
    ),
    # Two are asked first. Together they are 2 + 2 = 4, over 2: it opens seven more, and texts
    # outside the group go by the total, 4 + 1 + 0 + 3 + 1 + 2 + 0 + 1 = 12.
    "Aidbox+examples/resources_bundle.json": Job(
        title="PHQ-2/9", language="en", measure="Depression Screening", limit=10, score="12",
        printed="Depression Screening 12",
        answers={"q0-0": 1, **chosen(3, 2, 2), **chosen(6, 1, 0, 3, 1, 2, 0, 1)},
    ),
    # The file's own expression adds weights from drop-downs: 3 + 3 + 2 + 2 + 1 + 1 + 0 + 3 + 0.
    "LHNCBC+lforms/phq9-with-the-weight-function.json": Job(
        title="PHQ-9", language="en", measure="total score", limit=14, score="15",
        printed="questionnaire 9… 15",
        answers={**chosen(0, 3, 3, 2, 2, 1, 1, 0, 3, 0), "q0-10": 2},
    ),
    # Every kind of field: yes opens the one below it, no leaves it closed, and what the second
    # group repeats is shown. It gives no number; the clinic's own rating does.
    "helsenorge+refero/__data___q~9.json": Job(
        title="Alle slags felt", own="rating", measure=OWN, limit=7, score="8",
        printed=f"{OWN} 8",
        answers={
            "q0-2": 0, "q0-3": "Litt hver kveld", "q0-4": 1, "q0-6": 0, "q0-7": ("3", "11", "2026"),
            "q0-8": 0, "q0-9": "14.30", "q0-10": 0, "q0-11": "4", "q0-12": 0, "q0-13": "72,5",
            "q0-14": 0, "q0-15": 0, "q0-16": "Noe helt annet", "q1-0": 8,
        },
    ),
}  # fmt: skip
OURS = {
    # 8 for pain opens four more about it, 5 for nausea two about food and one about weight.
    "Plager": Job(
        title="Før timen", measure="Smerte", limit=7, score="8", printed="Smerte 8 av 10",
        answers={
            **chosen(1, 8), "q0-4": (5, 8), "q0-6": (0,), **chosen(8, 2, 1), **chosen(10, 3),
            **chosen(15, 5, 2, 0), "q0-19": 1, "q0-20": (0, 1), "q0-22": 0, **chosen(24, 4, 2, 1),
            "q0-32": 1,
        },
    ),
    # Effort, help, effort: (2 + 1 + 2) / 9 is 55.6 of 100, and help opens three more.
    "Hverdagen": Job(
        title="Uken", measure="Fysisk", limit=60, score="55.6", becomes="below",
        printed="Fysisk funksjon 56 av 100",
        answers={
            **chosen(1, 1, 2, 1), "q0-5": 1, "q0-6": (0, 5), "q0-8": 1, **chosen(10, 0, 1),
            **chosen(13, 0, 1), **chosen(20, 0, 0, 1),
        },
    ),
}  # fmt: skip


@pytest.fixture
def desk(site: Site, browser: Browser) -> Page:
    return hospital_admin(site, browser)


def hospital_admin(site: Site, browser: Browser) -> Page:
    """A hospital admin, signed in, without scripts."""
    with site.world.open() as session:
        signing_in.add_staff(
            site.work(session), email="hospital@example.org", name="Hanne", password=PASSWORD,
            totp_secret=TOTP, roles={"hospital_admin": None},
        )  # fmt: skip
        session.commit()
    return signed_in(site, browser, "hospital@example.org")


def signed_in(site: Site, browser: Browser, email: str) -> Page:
    page = browser.new_context(
        viewport={"width": 1366, "height": 900}, java_script_enabled=False, locale="nb-NO"
    ).new_page()
    sign_in(page, site, email)
    return page


@pytest.mark.parametrize("path", CORPUS)
def test_a_real_questionnaire_goes_from_file_to_sheet(
    site: Site, browser: Browser, desk: Page, path: str
) -> None:
    file = corpus("fhir", *path.split("/"))
    desk.goto(f"{site.address}/admin/instruments/")
    bring_in(desk, CORPUS[path], file)

    _main_job(site, browser, desk, CORPUS[path])


@pytest.mark.parametrize("name", OURS)
def test_an_own_instrument_goes_from_shelf_to_sheet(
    site: Site, browser: Browser, desk: Page, name: str
) -> None:
    desk.goto(f"{site.address}/admin/instruments/")
    press(desk.locator("li", has_text=name).locator("button"))

    _main_job(site, browser, desk, OURS[name])


def _main_job(site: Site, browser: Browser, desk: Page, job: Job) -> None:
    publication = published(desk, site, job)
    _limit(desk, job)
    approved(signed_in(site, browser, "second@example.org"), site)

    answer(browser, site.link(publication), job)

    _seen(signed_in(site, browser, "nurse@example.org"), site, job)


def bring_in(desk: Page, job: Job, file: Path) -> None:
    press(desk.locator("main >> text=Hent inn et skjema utenfra"))
    desk.set_input_files("#file", file)
    desk.select_option("#language", job.language)
    desk.check(f"[name=whose][value={job.whose}]")
    if job.scored_as:
        unfold(desk.locator("summary", has_text="Skåring, navn og versjon"))
        desk.select_option("#recipe", label=job.scored_as)
    press(desk.locator("main form button"))
    assert "Hentet inn." in desk.inner_text("main"), desk.inner_text("main")


def published(desk: Page, site: Site, job: Job) -> UUID:
    """Compose the form of the instrument and a question of the clinic's own, and publish it."""
    press(desk.locator("nav >> text=Skjemaer"))
    desk.fill("#title", job.title)
    press(desk.locator("main form[action$='/new'] button"))
    if job.language != "nb":
        desk.check(f"[name=language-{job.language}]")
        desk.uncheck("[name=language-nb]")
        press(desk.locator("#texts button", has_text="Lagre"))
        desk.fill(f"[name=title-{job.language}]", job.title)
        press(desk.locator("#texts button", has_text="Lagre"))
    press(desk.locator("button[value='instrument']"))
    desk.check(f"[name=kind][value={job.own}]")
    press(desk.locator("#new button"))
    desk.fill(f"[name=text-{job.language}]", OWN)
    press(desk.locator("main form button"))
    press(desk.locator("main .bar a", has_text="Publiser"))
    press(desk.locator("main form button", has_text="Publiser"))
    with site.world.open() as session:
        found = session.exec(select(tables.FormPublication)).one_or_none()
    assert found is not None, desk.inner_text("main")
    return found.id


def _limit(desk: Page, job: Job) -> None:
    """Write a rule as its sentence is read, and send it for approval."""
    press(desk.locator("nav >> text=Varselregler"))
    press(desk.locator("main a", has_text="Ny regel"))
    desk.select_option("[name=severity]", "red")
    looks_at = desk.locator("#measure-1-1 option:not(.q)", has_text=job.measure).get_attribute(
        "value"
    )
    desk.select_option("#measure-1-1", looks_at)
    desk.select_option("[name=kind-1-1]", job.becomes)
    desk.fill("#value-1-1", str(job.limit))
    press(desk.locator("main form button", has_text="Lagre i utkastet"))
    press(desk.locator("main button", has_text="Send til godkjenning"))


def approved(second: Page, site: Site) -> None:
    second.goto(f"{site.address}/admin/")
    press(second.locator("nav >> text=Godkjenninger"))
    press(second.locator("main a", has_text="Se på det"))
    press(second.locator("main button[value=approve]"))
    said = second.inner_text("main")
    assert "Godkjent. Det gjelder fra nå av." in said, said


def answer(browser: Browser, link: str, job: Job) -> None:
    """Answer on a phone without JavaScript: the link, the birth date, each page, send."""
    page = phone(browser).new_page()
    page.goto(link)
    page.fill("input[name='born']", BORN)
    press(page.locator("main form button"))
    given: Mapping[str, Answer] = {"q1-0": OWN_WORDS, **job.answers}
    asked: set[str] = set()
    for _ in range(MOST_PAGES):
        if "/thanks" in page.url:
            break
        assert "{" not in page.inner_text("main")  # a placeholder, or a note between machines
        asked |= _fill(page, given)
        press(page.locator("main form button"))
    assert "/thanks" in page.url, page.inner_text("main")
    assert asked == set(given)
    page.context.close()


def _fill(page: Page, given: Mapping[str, Answer]) -> set[str]:
    """Answer what the page asks; what it must not ask is left open, and told by its name."""
    asked = set()
    for question in page.locator("main fieldset:has([name^=q])").all():
        name = question.locator("[name^=q]").first.get_attribute("name") or ""
        name = name.partition(".")[0]
        asked.add(name)
        if name in given:
            _give(question, given[name])
    return asked


def _give(question: Locator, answer: Answer) -> None:
    """Choose by number; type by words, box after box."""
    options = question.locator("label:not(.w) > input:is([type=radio], [type=checkbox])")
    boxes = question.locator("input.i, textarea.i")
    typed = 0
    for one in answer if isinstance(answer, tuple) else (answer,):
        if isinstance(one, str):
            boxes.nth(typed).fill(one)
            typed += 1
        elif question.locator("select").count():
            question.locator("select").select_option(index=one + 1)
        else:
            options.nth(one).check(force=True)


def _seen(nurse: Page, site: Site, job: Job) -> None:
    """See the alert with its reason, open the sheet, and print it on one page."""
    press(nurse.get_by_role("link", name="Varsler"))
    over = "under" if job.becomes == "below" else "over"
    reason = f"Rød: {over} grensen {job.limit} (lokal)"
    assert reason in nurse.inner_text("main")
    press(nurse.get_by_role("link", name="Åpne arket"))
    assert reason in nurse.inner_text("main")

    printed = nurse.request.get(f"{nurse.url}.pdf").body()
    assert len(opened(printed).pages) == 1
    paper = text(printed)
    assert reason in paper
    assert job.printed in paper, paper
    with site.world.open() as session:
        [alert] = session.exec(select(tables.Alert)).all()
        scores = {one.measure: one.value for one in session.exec(select(tables.Score)).all()}
    assert scores[alert.reasons[0]["measure"]] == Decimal(job.score)
