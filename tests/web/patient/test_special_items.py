"""Rows, texts, files, computed values: what is on a page besides plain questions."""

from typing import Any

from flask import Flask
from sqlmodel import select

from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.common import Expression
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.reference import ReferenceItem
from lytte.storage import tables
from tests.forms_world import in_all, make_ready
from tests.patient_browser import Browser
from tests.world import World

TEXT = in_all("Spørsmålet")


def made(kind: Any, **fields: Any) -> Any:
    """Return one item of a kind."""
    return kind(link_id="asked", text=TEXT, **fields)


def open_page(app: Flask, world: World, *items: Any) -> Browser:
    """Return a browser on the first page of a form of these items."""
    browser = Browser(app, make_ready(world, items=items))
    browser.enter()
    return browser


def test_a_file_is_asked_to_be_brought_along(app: Flask, world: World) -> None:
    browser = open_page(app, world, made(AttachmentItem))

    assert "Ta det med til timen" in browser.text
    browser.send()
    assert browser.url.endswith("/review")


def test_a_group_may_get_more_rows(app: Flask, world: World) -> None:
    row = (
        FreeText(link_id="name", text=in_all("Medisin")),
        Number(link_id="dose", text=in_all("Antall")),
    )
    browser = open_page(
        app,
        world,
        Group(link_id="medicines", text=in_all("Medisiner"), repeats=True, items=row),
        made(Boolean),
    )
    browser.send(q0_1_0="Paracet", q0_2_0="2", add="1")
    assert "Medisiner 2" in browser.text
    browser.send(q0_1_1="Afipran", q0_2_1="1")
    browser.send(q0_3="1")

    with world.open() as session:
        rows = session.exec(select(tables.Answer)).all()
    assert {(one.link_id, one.at): one.value for one in rows} == {
        ("name", "0"): [{"valueString": "Paracet"}],
        ("dose", "0"): [{"valueDecimal": "2"}],
        ("name", "1"): [{"valueString": "Afipran"}],
        ("dose", "1"): [{"valueDecimal": "1"}],
        ("asked", ""): [{"valueBoolean": True}],
    }


def test_a_display_between_questions_is_read_with_them(app: Flask, world: World) -> None:
    browser = open_page(
        app, world, Display(link_id="text", text=in_all("Les dette først.")), made(Boolean)
    )

    assert "Les dette først." in browser.text
    assert "Spørsmålet" in browser.text


def test_a_computed_value_is_shown_and_not_asked(app: Flask, world: World) -> None:
    computed = Number(
        link_id="twice",
        text=in_all("Det dobbelte"),
        read_only=True,
        calculated_expression=Expression(
            expression="%resource.item.where(linkId='asked').answer.value * 2"
        ),
    )
    browser = open_page(app, world, made(Number), computed)
    browser.send(q0_0="21")

    assert "Det dobbelte" in browser.text
    assert "42" in browser.text
    browser.send()
    assert browser.url.endswith("/review")


def test_a_reference_is_left_to_the_clinic(app: Flask, world: World) -> None:
    browser = open_page(app, world, made(ReferenceItem))

    assert "Klinikken fyller ut dette" in browser.text


def test_a_further_row_left_empty_is_no_row(app: Flask, world: World) -> None:
    name = FreeText(link_id="name", text=in_all("Medisin"))
    group = Group(link_id="medicines", text=in_all("Medisiner"), repeats=True, items=(name,))
    browser = open_page(app, world, group, made(Boolean))
    browser.send(q0_1_0="Paracet", add="1")
    back = browser.html
    browser.send()
    browser.send(skip="1")

    assert 'class="bk" href="' + browser.ready.at + '/0-1-0"' in back
    with world.open() as session:
        assert [row.at for row in session.exec(select(tables.Answer)).all()] == ["0"]
