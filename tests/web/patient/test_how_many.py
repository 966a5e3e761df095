"""How many answers are asked for: told once, with the place, and never forced."""

import pytest
from flask import Flask

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.quantity import QuantityItem
from tests.forms_world import Ready, in_all, make_ready, options
from tests.patient_browser import Browser
from tests.world import World

COLOURS = Choice(
    link_id="colours",
    text=in_all("Hvilke farger?"),
    answer_options=options("Rød", "Blå", "Gul"),
    repeats=True,
    min_occurs=2,
)
TOGETHER = Group(
    link_id="both",
    text=in_all("Farger og dyr"),
    items=(COLOURS, FreeText(link_id="animal", text=in_all("Hvilket dyr?"))),
)
ROWS = Group(
    link_id="drugs",
    text=in_all("Medisiner"),
    repeats=True,
    max_occurs=2,
    items=(FreeText(link_id="name", text=in_all("Hva heter den?")),),
)


def ready(world: World, item: Group) -> Ready:
    return make_ready(world, items=(item,), languages=("nb",))


def test_what_is_open_and_what_has_too_few_are_told_at_once(app: Flask, world: World) -> None:
    browser = Browser(app, ready(world, TOGETHER))
    browser.enter()
    browser.send(q0_1=["0"])

    assert "Du har ikke svart på ett spørsmål" in browser.text
    assert "færre svar enn det er bedt om" in browser.text
    assert '<a href="#q0-1">Hvilke farger?</a>: 1 svar, det er bedt om minst 2' in browser.html
    assert browser.html.count('class="un"') == 2
    browser.send(q0_1=["0"], skip="1")
    assert browser.url.endswith("/review")
    assert "Det er færre svar enn det er bedt om. Du kan sende likevel." in browser.text


def test_who_gives_enough_when_asked_hears_no_more_of_it(app: Flask, world: World) -> None:
    browser = Browser(app, ready(world, TOGETHER))
    browser.enter()
    browser.send(q0_1=["0"], q0_2="Hest")
    browser.send(q0_1=["0", "2"], q0_2="Hest")

    assert browser.url.endswith("/review")
    assert "færre svar" not in browser.text


def test_several_boxes_are_told_apart_by_whoever_hears_them(app: Flask, world: World) -> None:
    pets = FreeText(link_id="pets", text=in_all("Hva heter dyrene?"), repeats=True, max_occurs=2)
    day = DateItem(link_id="day", text=in_all("Hvilken dag?"))
    both = Group(link_id="both", text=in_all("Om dyr"), items=(pets, day))
    browser = Browser(app, ready(world, both))
    browser.enter()

    assert '<span class="vh">Hva heter dyrene? 2</span>' in browser.html
    assert 'aria-describedby="q0-1n"><legend><h2>Hva heter dyrene?' in browser.html
    assert 'id="q0-1n">Du kan gi opptil 2 svar.' in browser.html
    assert 'aria-describedby="q0-2d"><legend><h2>Hvilken dag?' in browser.html
    assert 'id="q0-2d">Er du usikker' in browser.html
    assert '<span class="t">Dag</span>' in browser.html


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (FreeText(link_id="q", text=in_all("Dyr?"), repeats=True), {"q0_0": ["x"] * 51}),
        (Number(link_id="q", text=in_all("Tall?"), repeats=True), {"q0_0": ["7"] * 51}),
        (QuantityItem(link_id="q", text=in_all("Vekt?"), repeats=True), {"q0_0": ["7"] * 51}),
        (
            DateItem(link_id="q", text=in_all("Dager?"), repeats=True),
            {"q0_0_d": ["1"] * 51, "q0_0_m": ["2"] * 51, "q0_0_y": ["2026"] * 51},
        ),
    ],
    ids=("words", "numbers", "amounts", "days"),
)
def test_one_answer_more_than_there_can_be_is_not_left_out_unsaid(
    app: Flask, world: World, asked: Item, sent: dict[str, list[str]]
) -> None:
    browser = Browser(app, make_ready(world, items=(asked,), languages=("nb",)))
    browser.enter()
    browser.send(**sent)

    assert browser.page.status_code == 422
    assert "Gi høyst 50 svar." in browser.text


def test_what_somebody_else_answered_is_not_counted_out(app: Flask, world: World) -> None:
    made = ready(world, TOGETHER)
    first, second = Browser(app, made), Browser(app, made)
    first.enter()
    first.send(q0_1=["0"], q0_2="Hest", later="1")
    second.enter()
    second.get(f"{made.at}/review")

    assert "Hvilke farger?" in second.text
    assert "færre svar" not in second.text


def test_no_address_leads_to_more_rows_than_may_be_given(app: Flask, world: World) -> None:
    browser = Browser(app, ready(world, ROWS))
    browser.enter()
    browser.send(q0_1_0="Paracet", add="1")
    browser.send(q0_1_1="Afipran")
    browser.get(f"{browser.ready.at}/0-1-2")

    assert browser.url.endswith("/review")
    assert "Medisiner 3" not in browser.text
