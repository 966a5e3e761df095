"""Trying a form out is the patient's own way through: asked about what is open, and back."""

from html import unescape
from re import findall, search

import pytest

from tests.admin.test_cms_preview import action, question, state
from tests.cms_desk import Cms, Desk

LEFT_OPEN = "Du har ikke svart på ett spørsmål. Vil du hoppe over det?"


def names(desk: Desk) -> list[str]:
    """Return what the questions of the page are called in its form."""
    return sorted(set(findall(r'name="(q[^".]+)"', desk.last)))


def send(desk: Desk, answer: str = "", **more: str) -> None:
    """Press a button of the page: `Next`, where no other is named."""
    given = dict.fromkeys(names(desk), answer) if answer else {}
    desk.post(action(desk), k=state(desk), **given, **more)


def back(desk: Desk) -> None:
    """Press Back as a browser would: with what its form holds."""
    found = search(r'<form method="post" action="([^"]+)"><(.*?)<button class="bk"', desk.last)
    assert found is not None
    assert 'name="k"' in found[2]
    desk.post(unescape(found[1]), k=state(desk), back="1")


@pytest.fixture
def desk(cms: Cms) -> Desk:
    form_id = cms.form()
    question(cms, form_id, "Hvor gjør det vondt?")
    desk = cms.author
    desk.get(f"/admin/preview/{form_id}/page?language=nb")
    assert "Hvor vondt har du hatt?" in desk.text
    return desk


def test_a_question_left_open_is_asked_about_once(desk: Desk) -> None:
    send(desk)
    assert LEFT_OPEN in desk.text
    assert "Hvor vondt har du hatt?" in desk.text

    send(desk, skip="1")

    assert LEFT_OPEN not in desk.text
    assert "Har du feber?" in desk.text


def test_what_was_asked_about_can_be_answered_after_all(desk: Desk) -> None:
    send(desk)

    send(desk, "8")

    assert "Har du feber?" in desk.text
    send(desk, "1")
    assert "Hvor gjør det vondt?" in desk.text


def test_the_way_back_keeps_what_was_tried(desk: Desk) -> None:
    send(desk, "8")
    assert "Har du feber?" in desk.text

    back(desk)

    assert "Hvor vondt har du hatt?" in desk.text
    assert findall(r'value="(\d+)" checked', desk.last) == ["8"]
    send(desk, "8")
    send(desk, "1")
    assert "Hvor gjør det vondt?" in desk.text


def test_an_answer_that_is_taken_away_is_taken_away(desk: Desk) -> None:
    send(desk, "8")
    back(desk)
    [name] = names(desk)
    revision = search(rf'name="r{name}" value="(\d+)"', desk.last)
    assert revision is not None

    desk.post(action(desk), **{"k": state(desk), f"r{name}": revision[1]})

    assert "Har du feber?" in desk.text
    send(desk, "1")
    assert "Hvor gjør det vondt?" not in desk.text
