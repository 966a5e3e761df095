"""A patient meets the hospital's own name, logo, colour and words, still in one small page."""

import base64
import gzip
import hashlib
import re
from io import BytesIO

from PIL import Image

from lytte.core.own_settings import OwnSettings, Told
from lytte.services import levels
from lytte.services.settings import setting
from tests.forms_world import BORN, Ready
from tests.patient_browser import Browser
from tests.world import World

INFORMATION = "Vi på {clinic} ved {hospital} leser < alle > svar & mer."
CONSENT = "Jeg samtykker til at svarene lagres."


def put(world: World, made: OwnSettings, *, common: bool = False) -> None:
    with world.open() as session:
        work = world.work(session)
        level = levels.make_common(work).id if common else world.clinic_id
        live = setting.row(work, level)
        number = live.number if live else 0
        setting.put(work, level, made, made_on=number, staff_id=world.author_id)
        session.commit()


def with_logo(world: World) -> OwnSettings:
    out = BytesIO()
    Image.new("RGB", (400, 100), "navy").save(out, "PNG")
    with world.open() as session:
        logo = setting.add_logo(world.work(session), out.getvalue(), staff_id=world.author_id)
        session.commit()
    return OwnSettings(logo=logo, accent="#7a1f5c", name="Sykehuset vårt")


def style_of(browser: Browser) -> str:
    found = re.search(r"<style>(.*?)</style>", browser.html, re.DOTALL)
    assert found
    return found[1]


def test_the_words_of_the_hospital_stand_before_the_first_question(
    browser: Browser, ready: Ready
) -> None:
    told = {tag: Told(information=INFORMATION, consent=CONSENT) for tag in ("nb", "en", "ar")}
    put(ready.world, OwnSettings(told=told), common=True)
    put(ready.world, OwnSettings(name="Brystpoliklinikken"))

    browser.get(f"/a/{ready.token}")
    browser.send(born=BORN)

    assert "Vi på Brystpoliklinikken ved Prøve sykehus leser < alle > svar & mer." in browser.text
    assert "< alle >" not in browser.html
    assert CONSENT in browser.text
    assert "Jeg samtykker. Start" in browser.text
    assert "Du bestemmer selv" in browser.text


def test_without_words_of_its_own_a_hospital_says_what_lytte_says(browser: Browser) -> None:
    browser.get(f"/a/{browser.ready.token}")
    browser.send(born=BORN)

    assert "Dette skal svarene brukes til" in browser.text or "Hva svarene" in browser.text
    assert "samtykk" not in browser.text


def test_logo_and_colour_come_with_a_page_that_is_still_small(
    browser: Browser, ready: Ready
) -> None:
    put(ready.world, with_logo(ready.world), common=True)
    browser.enter()

    page = browser.page.get_data()
    assert len(gzip.compress(page, 9)) <= 8 * 1024
    assert "#7a1f5c" in style_of(browser)
    digest = base64.b64encode(hashlib.sha256(style_of(browser).encode()).digest()).decode()
    policy = browser.page.headers["Content-Security-Policy"]
    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    [(address, says)] = re.findall(r'<img class="lg" src="([^"]+)" alt="([^"]+)"', browser.html)
    assert says == "Sykehuset vårt"
    picture = browser.client.get(address)
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert picture.headers["Cache-Control"].startswith("private")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


def test_without_a_session_no_logo_is_shown(browser: Browser, ready: Ready) -> None:
    logo = with_logo(ready.world).logo
    assert logo is not None

    answer = browser.client.get(f"/logo/{logo.sha256}")

    assert answer.mimetype == "text/html"
    browser.enter()
    assert browser.client.get(f"/logo/{logo.sha256}").status_code == 200
    assert browser.client.get(f"/logo/{'0' * 64}").status_code == 404


def test_a_page_without_a_colour_of_its_own_has_the_usual_policy(
    browser: Browser, ready: Ready
) -> None:
    browser.enter()
    usual = browser.page.headers["Content-Security-Policy"]
    put(ready.world, OwnSettings(accent="#005a30"))
    browser.get(browser.url)

    assert browser.page.headers["Content-Security-Policy"] != usual
    assert usual.count("sha256-") == 1
