"""What is read from left to right stays so among letters that run the other way."""

from flask import Flask

from lytte.core.items.number import Number
from lytte.core.texts import Text
from lytte.core.values import Coding
from tests.forms_world import make_ready
from tests.patient_browser import Browser
from tests.world import World

WARM = Number(
    type="decimal",
    link_id="warm",
    text=Text({"nb": "Hvor varm?", "en": "How warm?", "ar": "كم حرارتك؟"}),
    unit=Coding(code="Cel", display="°C"),
)


def test_a_unit_is_held_apart_where_it_is_asked_and_where_it_is_looked_over(
    app: Flask, world: World
) -> None:
    browser = Browser(app, make_ready(world, items=(WARM,), instead={"ar": "nb"}))
    browser.client.set_cookie("lytte-language", "ar")
    browser.enter()
    asked = browser.html
    browser.send(q0_0="38,2")

    assert '<html lang="ar" dir="rtl"' in asked
    assert "<bdi>°C</bdi>" in asked
    assert "<bdi>38,2 °C</bdi>" in browser.html.replace("\u00a0", " ").replace("38.2", "38,2")
