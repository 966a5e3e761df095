"""Every kind of question: drawn, bound, shown again, read over."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from flask import Flask
from sqlmodel import select

import lytte.web
from lytte.core.items.any_item import Question
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import Constraint
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding
from lytte.storage import tables
from lytte.web.forms.page_form import field_kind
from lytte.web.forms.shown import Shown, partial
from tests.forms_world import in_all, make_ready, options
from tests.patient_browser import Browser
from tests.world import World

TEXT = in_all("Spørsmålet")
PIECES = Path(lytte.web.__file__).parent / "templates" / "items"


def made(kind: Any, **fields: Any) -> Any:
    """Return one item of a kind."""
    return kind(link_id="asked", text=TEXT, **fields)


KG, POUND = Coding(code="kg", display="kg"), Coding(code="[lb_av]", display="pund")

# The item, what the browser sends, what is stored, what is read over.
ANSWERED: list[tuple[str, Any, dict[str, Any], list[dict[str, Any]], str]] = [
    ("rating", made(NumericRating), {"q0_0": "7"}, [{"valueInteger": 7}], "7 av 10"),
    ("long rating", made(NumericRating, maximum=100), {"q0_0": "70"}, [{"valueInteger": 70}], "70"),
    ("line", made(VisualAnalogue), {"q0_0": "33"}, [{"valueInteger": 33}], "33 av 100"),
    ("yes", made(Boolean), {"q0_0": "1"}, [{"valueBoolean": True}], "Ja"),
    ("no", made(Boolean), {"q0_0": "0"}, [{"valueBoolean": False}], "Nei"),
    (
        "one option",
        made(Choice, answer_options=options("Rød", "Grønn")),
        {"q0_0": "1"},
        [{"valueCoding": {"code": "b"}}],
        "Grønn",
    ),
    (
        "several options",
        made(Choice, repeats=True, answer_options=options("Rød", "Grønn", "Blå")),
        {"q0_0": ["2", "0"]},
        [{"valueCoding": {"code": "a"}}, {"valueCoding": {"code": "c"}}],
        "Rød, Blå",
    ),
    (
        "drop-down",
        made(Choice, control="drop-down", answer_options=options(*"abcdefghij")),
        {"q0_0": "9"},
        [{"valueCoding": {"code": "j"}}],
        "j",
    ),
    (
        "own words",
        made(Choice, type="open-choice", answer_options=options("Rød", "Blå")),
        {"q0_0_x": "Lilla"},
        [{"valueString": "Lilla"}],
        "Lilla",
    ),
    (
        "whole number",
        made(Number, type="integer"),
        {"q0_0": " 1 200 "},
        [{"valueInteger": 1200}],
        "1200",
    ),
    ("decimal", made(Number), {"q0_0": "7,50"}, [{"valueDecimal": "7.50"}], "7,50"),
    (
        "several numbers",
        made(Number, repeats=True),
        {"q0_0": ["36,6", "", "38"]},
        [{"valueDecimal": "36.6"}, {"valueDecimal": "38"}],
        "36,6, 38",
    ),
    (
        "amount",
        made(QuantityItem, unit=KG),
        {"q0_0": "72,5"},
        [{"valueQuantity": {"value": "72.5", "unit": "kg", "code": "kg"}}],
        "72,5 kg",
    ),
    (
        "amount in a unit of choice",
        made(QuantityItem, unit_options=(KG, POUND)),
        {"q0_0": "160", "q0_0_u": "1"},
        [{"valueQuantity": {"value": "160", "unit": "pund", "code": "[lb_av]"}}],
        "160 pund",
    ),
    (
        "date",
        made(DateItem),
        {"q0_0_d": "4", "q0_0_m": "mars", "q0_0_y": "2026"},
        [{"valueDate": "2026-03-04"}],
        "4. mars 2026",
    ),
    (
        "month",
        made(DateItem),
        {"q0_0_m": "3", "q0_0_y": "2026"},
        [{"valueDate": "2026-03"}],
        "2026-03",
    ),
    ("year", made(DateItem), {"q0_0_y": "2026"}, [{"valueDate": "2026"}], "2026"),
    ("time", made(DateItem, type="time"), {"q0_0_t": "9.05"}, [{"valueTime": "09:05:00"}], "09.05"),
    (
        "date and time",
        made(DateItem, type="dateTime"),
        {"q0_0_d": "04", "q0_0_m": "03", "q0_0_y": "2026", "q0_0_t": "1430"},
        [{"valueDateTime": "2026-03-04T14:30:00"}],
        "4. mars 2026 14.30",
    ),
    ("line of text", made(FreeText), {"q0_0": "  Hei "}, [{"valueString": "Hei"}], "Hei"),
    (
        "lines of text",
        made(FreeText, type="text"),
        {"q0_0": "<b>En</b>\r\nto"},
        [{"valueString": "<b>En</b>\nto"}],
        "<b>En</b>",
    ),
    (
        "address",
        made(Url),
        {"q0_0": "https://example.org"},
        [{"valueUri": "https://example.org"}],
        "https",
    ),
]


def open_page(app: Flask, world: World, *items: Any) -> Browser:
    """Return a browser on the first page of a form of these items."""
    browser = Browser(app, make_ready(world, items=items))
    browser.enter()
    return browser


@pytest.mark.parametrize(
    ("item", "sent", "stored", "told"),
    [row[1:] for row in ANSWERED],
    ids=[row[0] for row in ANSWERED],
)
def test_an_answer_is_stored_exactly_and_told_in_words(
    app: Flask, world: World, item: Any, sent: Any, stored: Any, told: str
) -> None:
    browser = open_page(app, world, item)
    before = browser.html
    browser.send(**sent)

    assert not re.search(r" (checked|selected)[ >]", before)
    assert told in browser.text
    with world.open() as session:
        assert session.exec(select(tables.Answer)).one().value == stored


@pytest.mark.parametrize("row", ANSWERED, ids=[row[0] for row in ANSWERED])
def test_going_back_shows_what_was_answered_here(app: Flask, world: World, row: Any) -> None:
    _, item, sent, stored, _ = row
    browser = open_page(app, world, item)
    address = browser.url
    browser.send(**sent)
    browser.get(address)
    shown_again = {**browser.filled(), **browser.held()}
    browser.page = browser.client.post(address, data=shown_again)

    with world.open() as session:
        answer = session.exec(select(tables.Answer)).one()
    assert browser.page.status_code == 303
    assert (answer.value, answer.revision) == (stored, 1)


@pytest.mark.parametrize("item", [row[1] for row in ANSWERED], ids=[row[0] for row in ANSWERED])
def test_every_question_can_be_declined(app: Flask, world: World, item: Any) -> None:
    browser = open_page(app, world, item)
    declining = {"q0_0_no": "1"} if 'name="q0-0.no"' in browser.html else {"q0_0": "no"}
    browser.send(**declining)

    assert "Vil ikke svare" in browser.text
    with world.open() as session:
        assert session.exec(select(tables.Answer)).one().missing == "declined"


WRONG: list[tuple[str, Any, dict[str, Any], str]] = [
    ("words for a number", made(Number), {"q0_0": "mye"}, "Skriv et tall"),
    ("decimals", made(Number, type="integer"), {"q0_0": "2,5"}, "helt tall"),
    ("too low", made(Number, minimum=Decimal(3)), {"q0_0": "2"}, "3 eller mer"),
    ("too high", made(VisualAnalogue), {"q0_0": "101"}, "fra 0 til 100"),
    ("not a cell", made(NumericRating), {"q0_0": "11"}, "ett av tallene"),
    (
        "no such day",
        made(DateItem),
        {"q0_0_d": "31", "q0_0_m": "2", "q0_0_y": "2026"},
        "dag, måned",
    ),
    ("no such hour", made(DateItem, type="time"), {"q0_0_t": "25.00"}, "klokkeslettet"),
    ("too long", made(FreeText, max_length=5), {"q0_0": "for langt"}, "9 tegn"),
    ("no match", made(FreeText, regex="[0-9]{4}"), {"q0_0": "abc"}, "ikke ut som"),
    (
        "none and some",
        made(
            Choice,
            repeats=True,
            answer_options=(
                *options("Kvalme"),
                AnswerOption(value=Coding(code="none"), text=in_all("Ingen"), exclusive=True),
            ),
        ),
        {"q0_0": ["0", "1"]},
        "«Ingen» kan ikke stå",
    ),
    (
        "an author's rule",
        made(
            Number,
            constraints=(
                Constraint(
                    key="even", expression="answer.value mod 2 = 0", human=in_all("Bare partall.")
                ),
            ),
        ),
        {"q0_0": "3"},
        "Bare partall.",
    ),
]


@pytest.mark.parametrize(
    ("item", "sent", "told"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_cannot_be_read_is_told_beside_it_and_kept(
    app: Flask, world: World, item: Any, sent: Any, told: str
) -> None:
    browser = open_page(app, world, item)
    browser.send(**sent)

    assert browser.page.status_code == 422
    assert told in browser.text
    assert "Det du svarte, står her fortsatt" in browser.text
    for value in sent.values():
        if isinstance(value, str) and value != "11":
            assert value in browser.html
    with world.open() as session:
        assert session.exec(select(tables.Answer)).all() == []


@pytest.mark.parametrize("kind", [*get_args(Question), Display, Group])
def test_every_kind_has_its_partial(kind: Any) -> None:
    item = kind(link_id="asked", text=TEXT)

    assert (PIECES / f"{partial(item)}.html").exists()
    field_kind(Shown(partial(item), item, "", ""))
