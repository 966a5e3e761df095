"""The preview has the hospital's own look, on a phone, on a tablet, and for the ear."""

import re
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from lytte.core.own_settings import OwnSettings
from lytte.services import levels
from lytte.services.settings import setting
from lytte_admin.previews.heard import heard
from tests.cms_desk import Cms, Desk

PLUM = "#7a1f5c"


@pytest.fixture
def dressed(cms: Cms) -> UUID:
    """Return a form of a clinic with a name of its own, in a hospital with logo and colour."""
    form_id = cms.form()
    out = BytesIO()
    Image.new("RGB", (400, 100), "navy").save(out, "PNG")
    with cms.world.open() as session:
        work = cms.work(session)
        logo = setting.add_logo(work, out.getvalue(), staff_id=cms.world.author_id)
        common = levels.make_common(work).id
        made = OwnSettings(logo=logo, accent=PLUM, name="Sykehuset vårt")
        setting.put(work, common, made, made_on=0, staff_id=cms.world.author_id)
        named = OwnSettings(name="Brystpoliklinikken")
        setting.put(work, cms.world.clinic_id, named, made_on=0, staff_id=cms.world.author_id)
        session.commit()
    return form_id


def picture(desk: Desk) -> str:
    found = re.search(r'<img class="lg" src="([^"]+)" alt="Sykehuset vårt"', desk.last)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("dark", ["", "&dark=1"])
def test_the_preview_wears_the_logo_the_colour_and_the_name(
    cms: Cms, dressed: UUID, dark: str
) -> None:
    desk = cms.author

    answer = desk.get(f"/admin/preview/{dressed}/page?language=nb{dark}")

    assert desk.client.get(picture(desk)).mimetype == "image/png"
    assert "<b>Bryst\N{SOFT HYPHEN}poliklinikken</b>" in desk.last
    assert f"--a:{PLUM}" in desk.last
    assert ("@media all{" in desk.last) is bool(dark)
    assert answer.headers["Content-Security-Policy"].count("sha256-") == 2


def test_a_phone_with_a_link_sees_them_too_and_no_other_picture(cms: Cms, dressed: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/preview/{dressed}")
    desk.post(f"/admin/preview/{dressed}/phone")
    found = re.search(r'href="https?://[^/]+(/preview/[^"]+)"', desk.last)
    assert found is not None
    anyone = Desk(cms.app.test_client())

    for page in (found[1], f"{found[1]}/page"):
        anyone.get(page)
        assert f"--a:{PLUM}" in anyone.last
        assert anyone.client.get(picture(anyone)).mimetype == "image/png"
    other = picture(anyone).rsplit("/", 1)[0] + "/" + "0" * 64
    assert anyone.client.get(other).status_code == 404
    forged = picture(anyone).replace("/preview/", "/preview/x")
    assert anyone.client.get(forged).status_code == 404


def test_the_square_opens_in_the_language_that_was_chosen(cms: Cms, dressed: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/preview/{dressed}?language=ar")
    desk.post(f"/admin/preview/{dressed}/phone?language=ar")
    found = re.search(r'href="https?://[^/]+(/preview/[^"]+)"', desk.last)
    assert found is not None
    anyone = Desk(cms.app.test_client())

    anyone.get(found[1])

    assert '<html lang="ar" dir="rtl"' in anyone.last


def test_the_editor_shows_a_tablet_and_keeps_it_while_one_works(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author

    desk.get(f"/admin/forms/{form_id}?tablet=1&dark=1")

    assert '<div class="phone tablet">' in desk.last
    assert "tablet=1" in re.findall(r'<iframe[^>]* src="([^"]+)"', desk.last)[0]
    desk.get(f"/admin/preview/{form_id}?tablet=1")
    assert '<div class="phone tablet">' in desk.last
    desk.get(f"/admin/preview/{form_id}")
    assert "tablet" not in desk.last.partition('<div class="phone')[2]


def test_the_page_is_told_as_it_is_heard(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author

    desk.get(f"/admin/preview/{form_id}/page?language=nb&heard=1")

    said = desk.text
    assert "Slik det leses opp" in said
    assert "Spørsmål: Hvor vondt har du hatt?" in said
    assert said.count("Ett av disse:") == 12
    assert "Knapp: Neste" in said
    again = re.search(r'<a class="alt" href="([^"]+)">Neste side', desk.last)
    assert again is not None
    desk.get(again[1].replace("&amp;", "&"))
    assert "Spørsmål: Har du feber?" in desk.text


PAGE = """<html><head><title>Siden</title><style>p{}</style></head><body>
<fieldset><legend><h2>Hvor vondt?</h2></legend><p id="l">Ikke vondt</p>
<label><input type="radio" name="a" aria-describedby="l"><span>0</span></label>
<label><input type="radio" name="a" checked><span lang="en" dir="ltr">Yes</span></label>
<label><span class="vh">Med egne ord</span><textarea name="t"></textarea></label>
<span aria-hidden="true">A+</span><input type="hidden" name="k"><img src="x" alt="Sykehuset">
<p><a href="tel:1">Ring <bdi>22 00</bdi></a></p></fieldset></body></html>"""


def test_what_is_for_the_eye_alone_is_not_heard_and_descriptions_are() -> None:
    found = [
        (one.kind, " ".join(part.words for part in one.said), *(d.words for d in one.described))
        for one in heard(PAGE)
    ]

    assert found == [
        ("title", "Siden"),
        ("question", "Hvor vondt?"),
        ("words", "Ikke vondt"),
        ("radio", "0", "Ikke vondt"),
        ("radio", "Yes"),
        ("field", "Med egne ord"),
        ("picture", "Sykehuset"),
        ("link", "Ring 22 00"),
    ]
    [yes] = [one for one in heard(PAGE) if one.said[0].words == "Yes"]
    assert (yes.chosen, yes.said[0].language) == (True, "en")
